/** Tells which paragraphs of a shape of a PPTX file are items of lists, and counts these. */
import type { Flow, Item } from '../flow.js';
import type { RaisedText } from '../raised.js';

/** A paragraph of a shape. */
export interface SlideParagraph {
  text: RaisedText;
  /** How deep it is nested, 0 to 9. */
  level: number;
  /** Its sign; a number is that with which its numbers begin. Null where its place on the slide decides. */
  bullet: 'none' | 'bullet' | number | null;
}

/** @param inList whether a place has a bullet before each paragraph, unless there is but one: then it is used for a text */
export function addParagraphs(paragraphs: readonly SlideParagraph[], inList: boolean, flow: Flow): void {
  // Without text there is no sign either, and nothing is counted.
  const written = paragraphs.filter(({ text }) => text.text !== '');
  const usual = inList && written.length > 1 ? 'bullet' : 'none';
  const counts: number[] = [];
  for (const { text, level, bullet } of written) {
    const item = itemOf(bullet ?? usual, level, counts);
    flow.addParagraph({ role: 'plain', level: 0, text, number: () => '', item: () => item });
  }
}

/** @param counts the last number at each level, where the last item there has one; is brought up to date */
function itemOf(bullet: 'none' | 'bullet' | number, level: number, counts: number[]): Item | null {
  const before = counts[level];
  counts.length = Math.min(counts.length, level);
  if (bullet === 'none') return null;
  if (bullet === 'bullet') return { depth: level + 1, item: 'bullet', label: '' };
  counts[level] = before === undefined ? bullet : before + 1;
  return { depth: level + 1, item: counts[level] ?? bullet, label: '' };
}
