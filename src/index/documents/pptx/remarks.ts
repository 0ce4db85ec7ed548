/** Reads the remarks on a slide of a PPTX file, of programs before and since 2021, which keep them in different forms. */
import type { Block } from '../../types.js';
import { tidy } from '../clean.js';
import { asNote, NO_LINES } from '../flow.js';
import { NAMESPACES } from '../ooxml/namespaces.js';
import { readXml } from '../xml.js';

/** The names of those who made remarks, by their ids. @param xml of the list of authors, in either form; '' where there is none */
export function readAuthors(xml: string): Map<string, string> {
  const authors = new Map<string, string>();
  readXml(
    xml,
    {
      opens: (name, attributes) => {
        if (name === 'p:cmAuthor' || name === 'author')
          authors.set(attributes.get('id') ?? '', tidy(attributes.get('name') ?? ''));
      },
    },
    NAMESPACES,
  );
  return authors;
}

const REMARKS = new Set(['p:cm', 'cm', 'reply']);

/** The remarks of a part as quotes, answers too. */
export function readRemarks(xml: string, authors: ReadonlyMap<string, string>): Block[] {
  const blocks: Block[] = [];
  /** Who made those that are open: an answer stands in what it answers. */
  const open: string[] = [];
  let text = '';
  let inText = false;
  const end = (): void => {
    const said = tidy(text);
    if (said !== '') blocks.push(...asNote([{ kind: 'prose', text: said, lines: NO_LINES }], open.at(-1) ?? ''));
    text = '';
  };
  readXml(
    xml,
    {
      opens: (name, attributes) => {
        if (REMARKS.has(name)) {
          end();
          open.push(authors.get(attributes.get('authorId') ?? '') ?? '');
        } else if (name === 'a:p' && text !== '') text += '\n';
        else if (name === 'a:br') text += '\n';
        else if (name === 'p:text' || name === 'a:t') inText = true;
      },
      closes: (name) => {
        if (name === 'p:text' || name === 'a:t') inText = false;
        else if (REMARKS.has(name)) {
          end();
          open.pop();
        }
      },
      read: (piece) => {
        if (inText) text += piece;
      },
    },
    NAMESPACES,
  );
  return blocks;
}
