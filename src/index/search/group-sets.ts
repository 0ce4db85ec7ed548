/** The set of paragraphs of a segment that have any of several words which count as one. */
import type { LiveSegment } from '../generation.js';
import { kept } from '../kept.js';
import { countBits, newSet, unite, without } from '../segment/bits.js';
import type { Sets } from '../segment/table.js';
import type { Segment } from '../segment.js';

/** Sets by list of term numbers, kept as long as the list: for a prefix of one letter, making them took most of the time of a keystroke. */
const SETS = new WeakMap<readonly number[], Sets>();

/** The sets of several words; the same ones for the same array of numbers. */
export function groupSets(segment: Segment, numbers: readonly number[]): Sets {
  return kept(SETS, numbers, () => unionOf(segment, numbers));
}

/** How many live paragraphs have any of several words. */
export function countAny({ segment, removed }: LiveSegment, numbers: readonly number[]): number {
  const { matched } = groupSets(segment, numbers);
  return countBits(removed === null ? matched : without(matched, removed.paragraphs));
}

function unionOf(segment: Segment, numbers: readonly number[]): Sets {
  const owned = newSet(segment.paragraphCount);
  const lent = new Uint32Array(owned.length);
  let isLent = false;
  for (const number of numbers) isLent = segment.addOwners(owned, number, lent) || isLent;
  if (!isLent) return { matched: owned, owned };
  unite(lent, owned);
  return { matched: lent, owned };
}
