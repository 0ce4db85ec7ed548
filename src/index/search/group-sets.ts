/** The set of paragraphs of a segment that have any of several words which count as one. */
import type { LiveSegment } from '../generation.js';
import { kept } from '../kept.js';
import { newSet, unite } from '../segment/bits.js';
import { SETS } from '../segment/set-kernel.js';
import type { Sets } from '../segment/table.js';
import type { Segment } from '../segment.js';

interface GroupSets extends Sets {
  /** How many paragraphs have any of the words. */
  size: number;
}

/** Sets by list of term numbers, kept as long as the list: for a prefix of one letter, making them took most of the time of a keystroke. */
const OF_NUMBERS = new WeakMap<readonly number[], GroupSets>();

/** The sets of several words; the same ones for the same array of numbers. */
export function groupSets(segment: Segment, numbers: readonly number[]): GroupSets {
  return kept(OF_NUMBERS, numbers, () => unionOf(segment, numbers));
}

/** How many live paragraphs have any of several words. */
export function countAny({ segment, removed }: LiveSegment, numbers: readonly number[]): number {
  const { matched, size } = groupSets(segment, numbers);
  if (removed === null) return size;
  return size - SETS.countMet(SETS.meet(matched, removed.paragraphs));
}

function unionOf(segment: Segment, numbers: readonly number[]): GroupSets {
  const owned = newSet(segment.paragraphCount);
  const lent = new Uint32Array(owned.length);
  let isLent = false;
  for (const number of numbers) isLent = segment.addOwners(owned, number, lent) || isLent;
  if (isLent) unite(lent, owned);
  const matched = isLent ? lent : owned;
  return { matched, owned, size: SETS.count(matched) };
}
