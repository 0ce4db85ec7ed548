/** Reads the tables of contents of an EPUB book: nav documents (EPUB 3) and NCX (EPUB 2). Pure. */
import { kept } from '../../kept.js';
import { tidy } from '../clean.js';
import { readXml } from '../xml.js';
import { resolvePart } from '../zip.js';

/** A line of a table of contents. */
export interface Label {
  text: string;
  /** 1 is outermost, `DEEPEST` the deepest. */
  depth: number;
}

/** More than any book has. */
const MAX_LABELS = 20_000;
const MAX_LABEL = 300;
/** Deeper lines count as this deep: each paragraph has all the headings above it. */
const DEEPEST = 6;

/** The tables of contents of a book. */
export interface Contents {
  /** The lines that lead to each page, in their order. */
  labels: Map<string, Label[]>;
  /** Whatever else stands there: lists of pages, of pictures, of where to begin, and lines that lead nowhere. */
  others: string[];
}

/** The lines of a nav document or an NCX. @param name of the part in the archive, which its addresses start from */
export function readContents(xml: string, name: string): Contents {
  const contents: Contents = { labels: new Map(), others: [] };
  let count = 0;
  let depth = 0;
  // Of a nav document, the first is the table of contents.
  let tables = 0;
  let text = '';
  let target: string | null = null;
  let inLink = false;
  const add = (): void => {
    const label = {
      text: tidy(text).replaceAll('\n', ' ').slice(0, MAX_LABEL),
      depth: Math.min(Math.max(1, depth), DEEPEST),
    };
    if (label.text === '' || ++count > MAX_LABELS) return;
    if (target === null || tables > 1) contents.others.push(label.text);
    else kept(contents.labels, target, () => []).push(label);
  };
  readXml(xml, {
    opens: (element, attributes) => {
      if (element === 'nav') tables++;
      else if (element === 'ol' || element === 'navPoint') depth++;
      else if (element === 'span' && !inLink) {
        text = '';
        target = null;
      } else if (element === 'a' || element === 'text') {
        text = '';
        inLink = element === 'a';
        target = resolvePart(name, attributes.get('href') ?? '');
      } else if (element === 'content') {
        target = resolvePart(name, attributes.get('src') ?? '');
        add();
      }
    },
    closes: (element) => {
      if (element === 'a' || (element === 'span' && !inLink)) add();
      if (element === 'a') inLink = false;
      else if (element === 'ol' || element === 'navPoint') depth--;
    },
    read: (piece) => {
      if (text.length < MAX_LABEL) text += piece;
    },
  });
  return contents;
}
