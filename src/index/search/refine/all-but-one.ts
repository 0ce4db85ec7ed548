/**
 * All words of a question but one, each where the question has it: text that is pasted or remembered with one word
 * changed, misspelt beyond correction, or unknown to the folder. Looking for that in all of a folder costs more than the
 * search, so it is told among the best hits alone; and only where none has all the words, and any was not enough: else
 * headings as questions lose by it (docs/decisions/0009).
 */
import { saturated, worthOfAllButOne } from '../../rank.js';
import { giveBack, type PostingsCursor, takeCursor } from '../../segment/cursor.js';
import type { Segment } from '../../segment.js';
import { occurrencesButOne } from '../phrase-positions.js';
import type { Plan } from '../plan.js';
import type { SegmentHits } from './segment-hits.js';

/** Of three words, two would be enough: that is nearness. */
export const LEAST_BUT_ONE = 4;

/** A word of the question in one segment. */
interface Word {
  /** Null where the segment lacks it. */
  cursor: PostingsCursor | null;
  /** In the hit that is looked at; the first `size` count. */
  positions: number[];
  size: number;
}

/** Adds what it is worth to the scores of hits that own all words of the question but one in their places. */
export function raiseAllButOne(plan: Plan, { segment, hits, size, paragraphs, norms, scores }: SegmentHits): void {
  const terms = plan.sequence?.terms ?? [];
  if (terms.length < LEAST_BUT_ONE) return;
  const words = wordsIn(segment, terms);
  // The rarest first: most hits lack two of them.
  const known = [...new Set(words)].sort((a, b) => (a.cursor?.owners ?? 0) - (b.cursor?.owners ?? 0));
  const lists = words.map(({ positions }) => positions);
  const sizes = words.map(() => 0);
  const worth = worthOfAllButOne(plan.collection.paragraphs);
  for (let hit = 0; hit < size; hit++) {
    if (!hasAllButOne(known, paragraphs[hit] ?? 0)) continue;
    for (const word of known) if (word.size > 0) word.size = word.cursor?.readPositions(word.positions) ?? 0;
    for (let i = 0; i < words.length; i++) sizes[i] = words[i]?.size ?? 0;
    const count = occurrencesButOne(lists, sizes, STARTS);
    if (count === 0) continue;
    const score = worth * saturated(count, norms[hit] ?? 0);
    scores[hit] = (scores[hit] ?? 0) + score;
    const start = STARTS[0] ?? 0;
    hits[hit]?.reasons?.push({ type: 'sequence', text: withOther(terms, start, lists, sizes), score });
  }
  for (const { cursor } of known) if (cursor !== null) giveBack(cursor);
}

/** Scratch space: where the words begin. */
const STARTS: number[] = [];

/** The words of a question in a segment, in their order; a repeated word is the same object. Their cursors are to be given back. */
function wordsIn(segment: Segment, terms: readonly string[]): Word[] {
  const words = new Map<string, Word>();
  for (const term of new Set(terms)) {
    const number = segment.termNumber(term);
    words.set(term, { cursor: number < 0 ? null : takeCursor(segment, number), positions: [], size: 0 });
  }
  return terms.flatMap((term) => words.get(term) ?? []);
}

/** Whether a paragraph owns all of some different words but one. Notes which of them it owns. Paragraphs must ascend. */
function hasAllButOne(words: readonly Word[], paragraph: number): boolean {
  let lacking = 0;
  for (let i = 0; i < words.length && lacking < 2; i++) {
    const word = words[i];
    if (word === undefined) continue;
    word.size = word.cursor?.advance(paragraph) === paragraph ? 1 : 0;
    if (word.size === 0) lacking++;
  }
  return lacking < 2;
}

/** The words as a paragraph has them from `start` on, with a sign for the one that is another there. */
function withOther(
  terms: readonly string[],
  start: number,
  lists: readonly number[][],
  sizes: readonly number[],
): string {
  const stands = (i: number): boolean => lists[i]?.slice(0, sizes[i]).includes(start + i) === true;
  return terms.map((term, i) => (stands(i) ? term : '…')).join(' ');
}
