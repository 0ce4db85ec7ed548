/** Sums the worth of lists that are unpacked whole, window by window, with tables looked up beside them; then what only tables have. */

import { SLACK, saturated } from '../../rank.js';
import { hasBit } from '../../segment/bits.js';
import { CHUNK_SHIFT } from '../../segment/table.js';
import type { FlatList } from './flat-list.js';
import { chunkBounds, type PlainSearch } from './plain-search.js';
import type { TableList } from './table-list.js';
import { TablesAlone } from './tables-alone.js';

/**
 * For each window, sums up what its paragraphs are worth by flat lists, list by list. A paragraph is looked up in
 * tables where they may still make it one of the best. Flat lists are of rarer words, so most of the best are known
 * then, and few chunks have one that may still be among them by tables alone: any of five words takes .87 of the time
 * that it takes with both in each window.
 *
 * @param hits a bit for each hit; null where every paragraph with a word is one
 * @returns how many paragraphs the flat lists have together
 */
export function sumFlats(
  search: PlainSearch,
  flats: readonly FlatList[],
  tables: readonly TableList[],
  hits: Uint32Array | null,
): number {
  const { best, segment } = search;
  const { paragraphCount, lengths } = segment;
  const { norms } = search.saturator;
  const byBound = tables.length > 1 ? [...tables].sort((a, b) => b.bound - a.bound) : tables;
  const bounds = tables.length > 0 ? chunkBounds(segment, tables) : NO_BOUNDS;
  const taken = new Taken();
  for (let start = 0; start < paragraphCount; start += WINDOW) {
    const end = Math.min(start + WINDOW, paragraphCount);
    for (const flat of flats) flat.addWorths(start, end, SCORES);
    let most = 0;
    for (let chunk = start >> CHUNK_SHIFT; chunk < bounds.length && chunk << CHUNK_SHIFT < end; chunk++)
      most = Math.max(most, bounds[chunk] ?? 0);
    for (let f = 0; f < flats.length; f++) {
      const flat = flats[f];
      if (flat === undefined) continue;
      taken.from(flat, start, (best.threshold - most) / SLACK);
      for (let i = 0; i < taken.size; i++) {
        const paragraph = TAKEN[i] ?? 0;
        let score = SUMS[i] ?? 0;
        if (hits !== null && !hasBit(hits, paragraph)) continue;
        if (tables.length === 0) {
          // The sum is in the order of the query. A score equal to the threshold may count, as the earlier of equals is better.
          if (score >= best.threshold) search.keep(paragraph, score);
          continue;
        }
        // With tables the order of the sum differs: where it may be good enough, it is computed again in the right order.
        const chunk = paragraph >> CHUNK_SHIFT;
        let left = bounds[chunk] ?? 0;
        const norm = norms[lengths[paragraph] ?? 1] ?? 0;
        for (let t = 0; t < byBound.length && score * SLACK + left >= best.threshold; t++) {
          const table = byBound[t];
          if (table === undefined) continue;
          left -= table.chunkBound(chunk);
          const count = table.countAt(paragraph);
          if (count > 0) score += table.worth * saturated(count, norm);
        }
        if (score * SLACK + left >= best.threshold) search.offer(paragraph);
      }
    }
  }
  if (tables.length > 0) new TablesAlone(search, tables, byBound, flats, hits).offerAll(bounds);
  return taken.met;
}

/** Takes sums out of a window, one list at a time, in a loop that does nothing else. */
class Taken {
  /** How many paragraphs were taken in all; and how many of the last list are worth looking at, which are in `TAKEN` and `SUMS`. */
  met = 0;
  size = 0;

  from({ first, added, flat }: FlatList, start: number, least: number): void {
    const { paragraphs } = flat;
    let size = 0;
    let met = 0;
    for (let i = first; i < added; i++) {
      const paragraph = paragraphs[i] ?? 0;
      const sum = SCORES[paragraph - start] ?? 0;
      // Another list that has the paragraph took its sum already.
      if (sum === 0) continue;
      SCORES[paragraph - start] = 0;
      met++;
      if (sum < least) continue;
      TAKEN[size] = paragraph;
      SUMS[size] = sum;
      size++;
    }
    this.met += met;
    this.size = size;
  }
}

const NO_BOUNDS = new Float64Array(0);
/** Paragraphs of a window: enough that its overhead is small, few enough that their sums stay in a near cache. */
const WINDOW = 1 << 13;
/** What the paragraphs of a window are worth by flat lists. All zeros before and after. */
const SCORES = new Float64Array(WINDOW);
/** The paragraphs and sums that were taken last. */
const TAKEN = new Int32Array(WINDOW);
const SUMS = new Float64Array(WINDOW);
