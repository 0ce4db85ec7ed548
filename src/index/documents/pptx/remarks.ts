/** Reads the remarks on a slide of a PPTX file, of programs before and since 2021, which keep them in different forms. */
import type { Block } from '../../types.js';
import { tidy } from '../clean.js';
import { asNote, NO_LINES } from '../flow.js';
import { readXml } from '../xml.js';

/** The names of those who made remarks, by their ids. @param xml of the list of authors, in either form; '' where there is none */
export function readAuthors(xml: string): Map<string, string> {
  const authors = new Map<string, string>();
  readXml(xml, {
    opens: (name, attributes) => {
      if (name === 'p:cmAuthor' || name === 'author')
        authors.set(attributes.get('id') ?? '', tidy(attributes.get('name') ?? ''));
    },
  });
  return authors;
}

const REMARKS = new Set(['p:cm', 'cm', 'reply']);

/** The remarks of a part as quotes, each before the answers to it. */
export function readRemarks(xml: string, authors: ReadonlyMap<string, string>): Block[] {
  const remarks: { author: string; text: string }[] = [];
  /** An answer stands in what it answers, before the text of that. */
  const open: typeof remarks = [];
  let inText = false;
  const add = (text: string): void => {
    const remark = open.at(-1);
    if (remark !== undefined) remark.text += text;
  };
  readXml(xml, {
    opens: (name, attributes) => {
      if (REMARKS.has(name)) {
        const remark = { author: authors.get(attributes.get('authorId') ?? '') ?? '', text: '' };
        remarks.push(remark);
        open.push(remark);
      } else if (name === 'a:p' || name === 'a:br') add('\n');
      else if (name === 'p:text' || name === 'a:t') inText = true;
    },
    closes: (name) => {
      if (name === 'p:text' || name === 'a:t') inText = false;
      else if (REMARKS.has(name)) open.pop();
    },
    read: (piece) => {
      if (inText) add(piece);
    },
  });
  return remarks.flatMap(({ author, text }): Block[] => {
    const said = tidy(text);
    return said === '' ? [] : asNote([{ kind: 'prose', text: said, lines: NO_LINES }], author);
  });
}
