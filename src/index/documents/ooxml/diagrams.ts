/** Reads the words of diagrams (SmartArt) and charts of a file of Office, which are parts of their own. */
import type { Block } from '../../types.js';
import { tidy } from '../clean.js';
import { NO_LINES } from '../flow.js';
import { readXml } from '../xml.js';
import type { Zip } from '../zip.js';
import type { Relation } from './open.js';

/** The kinds of parts that are such. */
const DIAGRAMS = new Set(['diagramData', 'chart']);

export class Diagrams {
  /** By the ids that a body refers to them by. */
  private readonly parts: Map<string, string>;

  /** @param related the parts that the body refers to */
  constructor(
    private readonly zip: Zip,
    related: readonly Relation[],
  ) {
    this.parts = new Map(related.flatMap(({ id, kind, part }) => (DIAGRAMS.has(kind) ? [[id, part]] : [])));
  }

  /** The blocks of a diagram, once: none where there is no such, or it says nothing. */
  take(id: string | undefined): Block[] {
    const part = this.parts.get(id ?? '');
    this.parts.delete(id ?? '');
    const text = part === undefined ? '' : wordsOf(this.zip.text(part));
    return text === '' ? [] : [{ kind: 'prose', text, lines: NO_LINES }];
  }
}

/** The values of a chart. */
const NUMBERS = new Set(['c:numCache', 'c:numLit']);

/** What a diagram says, a paragraph a line; of a chart, its titles and the names in it, each once. */
function wordsOf(xml: string): string {
  const lines = new Set<string>();
  let line = '';
  let isWords = false;
  let inNumbers = false;
  readXml(xml, {
    opens: (name) => {
      if (name === 'a:p') line = '';
      else if (name === 'a:br') line += ' ';
      else if (NUMBERS.has(name)) inNumbers = true;
      else if (name === 'a:t' || (name === 'c:v' && !inNumbers)) isWords = true;
    },
    closes: (name) => {
      if (name === 'a:t' || name === 'c:v') isWords = false;
      else if (NUMBERS.has(name)) inNumbers = false;
      if (name !== 'a:p' && name !== 'c:v') return;
      lines.add(tidy(line).replaceAll('\n', ' '));
      line = '';
    },
    read: (text) => {
      if (isWords) line += text;
    },
  });
  return tidy([...lines].join('\n'));
}
