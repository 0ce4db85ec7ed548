/**
 * The best paragraphs with any of several words, of which some have too many to be unpacked whole: block-max MaxScore (Turtle and Flood
 * 1995; Ding and Suel 2011).
 */

import { saturated } from '../rank.js';
import { hasBit } from '../segment/bits.js';
import { END } from '../segment/postings.js';
import { PARAGRAPHS, WORTHS } from './candidates.js';
import { SLACK, WordList } from './list.js';
import type { List, PlainSearch } from './plain-search.js';
import { CHUNK_WORDS } from './table.js';
import { TableList } from './table-list.js';

/**
 * Offers the paragraphs with any of the words, without those that cannot be among the best.
 * @param hits which paragraphs are hits; null where all with a word are
 */
export function maxScore(search: PlainSearch, hits: Uint32Array | null, lacking: boolean): void {
  const { best, lists } = search;
  const ordered = [...lists].sort((a, b) => a.bound - b.bound);
  const last = ordered.pop();
  if (last === undefined || best.limit === 0) return;
  const others = ordered.reduce((sum, { bound }) => sum + bound, 0);
  const isLast = ordered.length === 0 || others <= best.threshold;
  if (last instanceof WordList && isLast) lastOf(search, last, ordered, others, hits, lacking);
  else byWindow(search, [...ordered, last], hits, lacking);
}

/**
 * MaxScore window by window. Of the lists by what they are worth at most there, those below `essential` cannot make a hit of their own.
 * Scores of the words above it are summed in loops of their own; tables and the words below are looked up where that may still matter.
 */
function byWindow(search: PlainSearch, ordered: readonly List[], hits: Uint32Array | null, lacking: boolean): void {
  const { best, segment } = search;
  const count = ordered.length;
  // Chunks where a table makes hits, as its bounds there are exact.
  let words = WIDE;
  let all = 0;
  for (const list of ordered) {
    all += list.bound;
    if (all > best.threshold && list instanceof TableList) words = CHUNK_WORDS;
  }
  const near = new Float64Array(count);
  const rest: List[] = [];
  const before = new Float64Array(count + 1);
  for (let start = 0; start < segment.paragraphCount; start += words * 32) {
    const end = start + words * 32;
    let essential = 0;
    let sum = 0;
    let i = 0;
    for (const list of ordered) {
      list.boundIn(start, end, near, i);
      sum += near[i++] ?? 0;
      if (sum <= best.threshold) essential = i;
    }
    if (essential === count) continue;
    let left = 0;
    for (let i = 0; i < count; i++) {
      const list = ordered[i];
      if (list === undefined) continue;
      if (i >= essential) list.addMatches(start, end, MATCHES, SCORES);
      if (i >= essential && !(list instanceof TableList)) continue;
      rest[left] = list;
      before[left + 1] = (before[left] ?? 0) + (near[i] ?? 0);
      left++;
    }
    const others = before[left] ?? 0;
    for (let word = 0; word < words; word++) {
      let bits = MATCHES[word] ?? 0;
      if (bits === 0) continue;
      MATCHES[word] = 0;
      for (; bits !== 0; bits &= bits - 1) {
        const i = word * 32 + 31 - Math.clz32(bits & -bits);
        const score = SCORES[i] ?? 0;
        SCORES[i] = 0;
        if (score * SLACK + others <= best.threshold || (hits !== null && !hasBit(hits, start + i))) continue;
        SUM[0] = score;
        complete(search, rest, before, left, start + i, lacking);
      }
    }
  }
}

/** MaxScore where one word alone makes hits: block by block. */
function lastOf(
  search: PlainSearch,
  list: WordList,
  ordered: readonly List[],
  others: number,
  hits: Uint32Array | null,
  lacking: boolean,
): void {
  const { best } = search;
  const before = new Float64Array(ordered.length + 1);
  for (const [i, { bound }] of ordered.entries()) before[i + 1] = (before[i] ?? 0) + bound;
  while (list.leap(best.threshold - others) < END) {
    const found = list.takeAbove((best.threshold - others) / SLACK, PARAGRAPHS, WORTHS);
    for (let i = 0; i < found; i++) {
      const paragraph = PARAGRAPHS[i] ?? 0;
      if (hits !== null && !hasBit(hits, paragraph)) continue;
      SUM[0] = WORTHS[i] ?? 0;
      complete(search, ordered, before, ordered.length, paragraph, lacking);
    }
  }
}

/**
 * Adds what the rest of the words are worth to `SUM`, the most valuable first, as long as it may become one of the best.
 * @param before what those of `rest` before each can be worth together
 */
function complete(
  search: PlainSearch,
  rest: readonly List[],
  before: Float64Array,
  left: number,
  paragraph: number,
  lacking: boolean,
): void {
  const { threshold } = search.best;
  const norm = search.normOf(paragraph);
  let score = SUM[0] ?? 0;
  for (let i = left - 1; i >= 0; i--) {
    if (score * SLACK + (before[i + 1] ?? 0) <= threshold) return;
    const list = rest[i];
    const count = list?.countAt(paragraph) ?? 0;
    if (list !== undefined && count > 0) score += list.worth * saturated(count, norm);
  }
  if (score * SLACK > threshold) search.offer(paragraph, lacking);
}

/** Sets of 32 paragraphs in a window of words alone: large enough to be worth its beginning, small enough for the nearest cache. */
const WIDE = 64;
/** Scratch space of `byWindow`: which paragraphs of the window have a word that makes hits, and the sum of what they are worth by them. */
const MATCHES = new Int32Array(WIDE);
const SCORES = new Float64Array(WIDE * 32);
/** The sum that is handed to `complete`: as an argument it would be put into a box of its own. */
const SUM = new Float64Array(1);
