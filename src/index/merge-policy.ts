/** Which segments to merge: tiers of similar size, as Lucene's tiered policy has it, and segments that are mostly deletions. Pure. */
import type { LiveSegment } from './generation.js';

/** As many segments of one tier are merged into one, which is about a tier larger: their number grows with the logarithm. */
const MERGE_FACTOR = 8;
/** Segments up to this many paragraphs are the lowest tier. */
const SMALLEST_TIER = 1000;
/** A segment that grew to this is left alone, so that no merge takes long. */
const LARGEST_MERGED = 400_000;
/** A segment that lost this share of its paragraphs is rewritten. */
const MOST_REMOVED = 0.3;

/** The segments to merge next; none where all is well. */
export function chooseMerge(segments: readonly LiveSegment[]): LiveSegment[] {
  const tiers = new Map<number, LiveSegment[]>();
  for (const live of segments) {
    const left = paragraphsLeft(live);
    if (left < live.segment.paragraphCount * (1 - MOST_REMOVED)) return [live];
    if (left > LARGEST_MERGED) continue;
    const tier = Math.max(0, Math.floor(Math.log(left / SMALLEST_TIER) / Math.log(MERGE_FACTOR)));
    tiers.set(tier, [...(tiers.get(tier) ?? []), live]);
  }
  for (const tier of [...tiers.keys()].sort((a, b) => a - b)) {
    const same = tiers.get(tier) ?? [];
    if (same.length >= MERGE_FACTOR) return same.slice(0, MERGE_FACTOR);
  }
  return [];
}

function paragraphsLeft({ segment, removed }: LiveSegment): number {
  return segment.paragraphCount - (removed?.paragraphCount ?? 0);
}
