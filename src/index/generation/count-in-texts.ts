/** Counts the words of some documents of a segment by analysing their stored texts again: for the few that an edit takes away. */
import { analyze } from '../analyze.js';
import { kept } from '../kept.js';
import { newNumbers } from '../segment/texts/pages.js';
import type { Segment } from '../segment.js';
import type { Token } from '../types.js';
import { foundBy } from '../words/term-keys.js';

/** What is counted of some paragraphs. */
export interface Counted {
  /** By list of the segment: how many of the paragraphs have the word, in their own text, headings or title. Not of neighbours. */
  frequencies: Uint32Array;
  /** In their own text, repeated ones counted. */
  words: number;
}

/** @param numbers of the documents */
export function countInTexts(segment: Segment, numbers: readonly number[]): Counted {
  const byKey = new Map<string, number>();
  let words = 0;
  for (const number of numbers) {
    const { title, language } = segment.document(number);
    const above = new Map<string, readonly string[]>();
    const keysAbove = (line: string) => kept(above, line, () => keysOf(analyze(line, language)));
    const { first, end } = segment.paragraphsOf(number);
    for (let paragraph = first; paragraph < end; paragraph++) {
      const { text, headings } = segment.paragraph(paragraph);
      const body = analyze(text, language);
      for (const { kind } of body) if (kind === 'word') words++;
      const keys = new Set(keysOf(body));
      for (const line of [title, ...headings]) for (const key of keysAbove(line)) keys.add(key);
      for (const key of keys) byKey.set(key, (byKey.get(key) ?? 0) + 1);
    }
  }
  return { frequencies: byList(segment, byKey), words };
}

function keysOf(tokens: readonly Token[]): string[] {
  return [...new Set(tokens.flatMap(foundBy))];
}

/** Two keys of one list have the same paragraphs (`Segment.listNumber`). */
function byList(segment: Segment, byKey: ReadonlyMap<string, number>): Uint32Array {
  const frequencies = newNumbers(segment.termCount);
  for (const [key, count] of byKey) {
    const list = segment.listNumber(key);
    if (list >= 0) frequencies[list] = count;
  }
  return frequencies;
}
