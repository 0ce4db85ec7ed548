/** Sums what lists are worth together that are unpacked whole, window by window, beside tables that are looked up. */

import { saturated } from '../../rank.js';
import { hasBit } from '../../segment/bits.js';
import { SLACK } from './block-list.js';
import type { FlatList } from './flat-list.js';
import { chunkBounds, type PlainSearch } from './search.js';
import { CHUNK_SHIFT } from './table.js';
import type { TableList } from './table-list.js';
import { TablesAlone } from './tables-alone.js';

/**
 * Window by window, what flat lists are worth is summed up, in loops of their own. A paragraph that a table has as well is looked up in it
 * where that may still make it one of the best; one that only tables have is looked at where the bounds of its chunk say that it may.
 * @param hits which paragraphs are hits; null where all with a word are
 * @returns how many paragraphs flat lists have
 */
export function sumFlats(
  search: PlainSearch,
  flats: readonly FlatList[],
  tables: readonly TableList[],
  hits: Uint32Array | null,
  lacking: boolean,
): number {
  const { best, segment } = search;
  const { paragraphCount, lengths } = segment;
  const { norms } = search.saturator;
  const byBound = tables.length > 1 ? [...tables].sort((a, b) => b.bound - a.bound) : tables;
  const bounds = tables.length > 0 ? chunkBounds(segment, tables) : NO_BOUNDS;
  const alone = tables.length > 0 ? new TablesAlone(search, tables, byBound, SCORES, hits, lacking) : null;
  const taken = new Taken();
  for (let start = 0; start < paragraphCount; start += WINDOW) {
    const end = Math.min(start + WINDOW, paragraphCount);
    for (const flat of flats) flat.addWorths(start, end, SCORES);
    if (alone !== null) {
      for (let chunk = start >> CHUNK_SHIFT; chunk << CHUNK_SHIFT < end; chunk++) {
        if ((bounds[chunk] ?? 0) > best.threshold) alone.offer(chunk, start);
      }
    }
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
        if (alone === null) {
          // Summed in the order of the query. An equal of what was found is better where it stands earlier.
          if (score >= best.threshold) search.keep(paragraph, score, lacking);
          continue;
        }
        // With tables the sum is in another order: of what may be good enough it is made again.
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
        if (score * SLACK + left >= best.threshold) search.offer(paragraph, lacking);
      }
    }
  }
  return taken.met;
}

/** Takes sums out of a window, those of one list at a time: a loop that does nothing else. */
class Taken {
  /** How many were met, and of the last list, how many are worth looking at: `TAKEN` and `SUMS` tell which. */
  met = 0;
  size = 0;

  from({ first, added, flat }: FlatList, start: number, least: number): void {
    const { paragraphs } = flat;
    let size = 0;
    let met = 0;
    for (let i = first; i < added; i++) {
      const paragraph = paragraphs[i] ?? 0;
      const sum = SCORES[paragraph - start] ?? 0;
      // Nothing is left where another list has it, too.
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
/** Paragraphs of a window: so many that its beginning costs little, so few that their sums stay in a near cache. */
const WINDOW = 1 << 13;
/** What the paragraphs of a window are worth by flat lists; zeros before and after. */
const SCORES = new Float64Array(WINDOW);
/** What was taken out of them. */
const TAKEN = new Int32Array(WINDOW);
const SUMS = new Float64Array(WINDOW);
