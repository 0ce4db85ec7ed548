/**
 * Finds the paragraphs that have any of two words, where lists alone tell the hits: MaxScore (Turtle and Flood 1995)
 * with the rarer word leading. That both words are in a paragraph is found on the way, which is all that an exact count
 * needs; and mostly, paragraphs with only the other word are not worth enough to be looked at.
 */

import { saturated } from '../../rank.js';
import { BLOCK } from '../../segment/postings.js';
import { CHUNK_SHIFT, CHUNK_WORDS } from '../../segment/table.js';
import { MET, PARAGRAPHS } from './candidates.js';
import type { List, PlainSearch, Walked } from './plain-search.js';
import { TableList } from './table-list.js';

/** The two lists, the leading one first: the rarer of those that are no tables. Null where both are tables, or there are not two. */
export function leadOfTwo([a, b, more]: readonly List[]): [Walked, List] | null {
  if (a === undefined || b === undefined || more !== undefined) return null;
  if (a instanceof TableList) return b instanceof TableList ? null : [b, a];
  return b instanceof TableList || a.size <= b.size ? [a, b] : [b, a];
}

/**
 * Offers the paragraphs with any of two words that may be among the best.
 * @returns how many have both
 */
export function offerTwo(search: PlainSearch, lead: Walked, other: List): number {
  const { best, lacking } = search;
  const most = other.bound;
  let both = 0;
  for (let size = lead.nextBlock(0, PARAGRAPHS); size > 0; size = lead.nextBlock(0, PARAGRAPHS)) {
    const met = other.meet(PARAGRAPHS, size, MET, OTHER);
    both += met;
    const bound = lead.blockWorth();
    if (bound + most <= best.threshold) continue;
    if (bound > best.threshold) offerAll(search, lead, other, size, met);
    else if (!lacking) offerBoth(search, lead, other, met);
  }
  if (best.threshold < most) offerOther(search, lead, other);
  return both;
}

/** Offers the paragraphs of a block of the leading word. @param met how many of them have the other word as well */
function offerAll(search: PlainSearch, lead: Walked, other: List, size: number, met: number): void {
  const { best, lacking } = search;
  lead.copyCounts(LEAD);
  const least = lead.leastCount(best.threshold);
  for (let i = 0, m = 0; i < size; i++) {
    const hasOther = m < met && MET[m] === i;
    const count = hasOther ? (OTHER[m++] ?? 0) : 0;
    if (hasOther ? lacking : (LEAD[i] ?? 0) < least) continue;
    const paragraph = PARAGRAPHS[i] ?? 0;
    const norm = search.normOf(paragraph);
    let score = lead.worth * saturated(LEAD[i] ?? 0, norm);
    if (hasOther) score += other.worth * saturated(count, norm);
    if (score < best.threshold) continue;
    if (hasOther) search.keepFull(paragraph, score);
    else best.offer(paragraph, score);
  }
}

/** Offers the paragraphs of the block that have both words. */
function offerBoth(search: PlainSearch, lead: Walked, other: List, met: number): void {
  for (let m = 0; m < met; m++) NORMS[m] = search.normOf(PARAGRAPHS[MET[m] ?? 0] ?? 0);
  for (let m = 0; m < met; m++) {
    const i = MET[m] ?? 0;
    const paragraph = PARAGRAPHS[i] ?? 0;
    const norm = NORMS[m] ?? 0;
    const score = lead.worth * saturated(lead.countIn(i), norm) + other.worth * saturated(OTHER[m] ?? 0, norm);
    if (score >= search.best.threshold) search.keepFull(paragraph, score);
  }
}

/** Offers the paragraphs that have only the other word. */
function offerOther(search: PlainSearch, lead: Walked, other: List): void {
  const { best } = search;
  lead.rewind();
  if (other instanceof TableList) {
    const { owned } = other.table;
    for (let chunk = 0; chunk << CHUNK_SHIFT < search.segment.paragraphCount; chunk++) {
      if (other.chunkBound(chunk) <= best.threshold) continue;
      const end = Math.min(owned.length, (chunk + 1) * CHUNK_WORDS);
      for (let word = chunk * CHUNK_WORDS; word < end; word++) {
        for (let bits = owned[word] ?? 0; bits !== 0; bits &= bits - 1) {
          const paragraph = word * 32 + 31 - Math.clz32(bits & -bits);
          offerAlone(search, lead, other, paragraph, other.countAt(paragraph));
        }
      }
    }
    return;
  }
  other.rewind();
  for (;;) {
    const size = other.nextBlockAbove(best.threshold, PARAGRAPHS);
    if (size === 0) return;
    other.copyCounts(OTHER);
    const least = other.leastCount(best.threshold);
    for (let i = 0; i < size; i++) {
      if ((OTHER[i] ?? 0) < least) continue;
      offerAlone(search, lead, other, PARAGRAPHS[i] ?? 0, OTHER[i] ?? 0);
    }
  }
}

function offerAlone(search: PlainSearch, lead: Walked, other: List, paragraph: number, count: number): void {
  const score = other.worth * saturated(count, search.normOf(paragraph));
  if (score < search.best.threshold || lead.has(paragraph)) return;
  search.best.offer(paragraph, score);
}

/** Scratch space: norms by length of the paragraphs with both words, and the counts of the two words. */
const NORMS = new Float64Array(BLOCK);
const LEAD = new Int32Array(BLOCK);
const OTHER = new Int32Array(BLOCK);
