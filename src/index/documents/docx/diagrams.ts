/** Reads the words of diagrams (SmartArt) and charts of a DOCX file, which are parts of their own. */
import type { Block } from '../../types.js';
import { tidy } from '../clean.js';
import { NO_LINES } from '../flow.js';
import { readXml } from '../xml.js';
import { NAMESPACES } from './names.js';

/** The kinds of parts that are such. */
export const DIAGRAMS: ReadonlySet<string> = new Set(['diagramData', 'chart']);

export class Diagrams {
  /**
   * @param parts the parts of diagrams, by the ids that a body refers to them by
   * @param read gives the source of a part
   */
  constructor(
    private readonly parts: Map<string, string>,
    private readonly read: (part: string) => string,
  ) {}

  /** The blocks of a diagram, once: none where there is no such, or it says nothing. */
  take(id: string | undefined): Block[] {
    const part = this.parts.get(id ?? '');
    this.parts.delete(id ?? '');
    const text = part === undefined ? '' : wordsOf(this.read(part));
    return text === '' ? [] : [{ kind: 'prose', text, lines: NO_LINES }];
  }
}

/** What a diagram says, a paragraph a line; of a chart, its titles and the names in it, each once. */
function wordsOf(xml: string): string {
  const lines = new Set<string>();
  let line = '';
  let isWords = false;
  let inNames = false;
  readXml(
    xml,
    {
      opens: (name) => {
        if (name === 'a:p') line = '';
        else if (name === 'c:strCache') inNames = true;
        else if (name === 'a:t' || (name === 'c:v' && inNames)) isWords = true;
      },
      closes: (name) => {
        if (name === 'a:t' || name === 'c:v') isWords = false;
        else if (name === 'c:strCache') inNames = false;
        if (name !== 'a:p' && !(name === 'c:v' && inNames)) return;
        lines.add(tidy(line).replaceAll('\n', ' '));
        line = '';
      },
      read: (text) => {
        if (isWords) line += text;
      },
    },
    NAMESPACES,
  );
  return tidy([...lines].join('\n'));
}
