/** Which segments to merge: tiers of similar size, as Lucene's tiered policy has it, and segments that are mostly deletions. Pure. */
import type { LiveSegment } from './generation.js';

/** As many segments of one tier are merged into one, which is about a tier larger: their number grows with the logarithm. */
const MERGE_FACTOR = 8;
/** Segments up to this many paragraphs are the lowest tier. */
const SMALLEST_TIER = 1000;
/** No merge of several makes a larger segment, so that none takes long, and none much memory. */
const LARGEST_MERGED = 400_000;
/**
 * In a quiet moment nothing else takes memory, and a million paragraphs shall be one segment: among 800,000 in one instead of two a rare word
 * took half the time, a mid one two thirds, a mistyped one 0.6 times, five of which any will do 1.1 times.
 */
const LARGEST_IDLE = 1_600_000;
/** A segment that lost this share of its paragraphs is rewritten, whatever its size: what is gone is still gone through by every search. */
const MOST_REMOVED = 0.3;

/** In a quiet moment a segment is taken along that is at most so many times as large as those before it together. */
const IDLE_FACTOR = 8;
/** Fewer than this many are no merge. */
const FEWEST = 2;

/** The segments to merge next; none where all is well. */
export function chooseMerge(segments: readonly LiveSegment[]): LiveSegment[] {
  const tiers = new Map<number, LiveSegment[]>();
  for (const live of segments) {
    const left = paragraphsLeft(live);
    if (left < live.segment.paragraphCount * (1 - MOST_REMOVED)) return [live];
    const tier = Math.max(0, Math.floor(Math.log(left / SMALLEST_TIER) / Math.log(MERGE_FACTOR)));
    tiers.set(tier, [...(tiers.get(tier) ?? []), live]);
  }
  for (const tier of [...tiers.keys()].sort((a, b) => a - b)) {
    const same = tiers.get(tier) ?? [];
    if (same.length < MERGE_FACTOR) continue;
    const chosen = fitting(same).slice(0, MERGE_FACTOR);
    if (chosen.length >= FEWEST) return chosen;
  }
  return [];
}

/** The smallest, as many as fit into one. */
function fitting(segments: readonly LiveSegment[]): LiveSegment[] {
  let sum = 0;
  return segments
    .toSorted((a, b) => paragraphsLeft(a) - paragraphsLeft(b))
    .filter((live) => {
      sum += paragraphsLeft(live);
      return sum <= LARGEST_MERGED;
    });
}

/**
 * What to merge when nothing else is to be done: as many segments of about one size as there are, each word being looked up in every segment
 * (ten segments of 10,000 paragraphs took two to three times as long to search as one of 100,000, two of 50,000 up to twice as long). A large
 * segment is not rewritten for a few small ones: what is merged is at least an eighth larger than the largest of it, so that a paragraph is
 * rewritten a few times at most.
 */
export function chooseIdleMerge(segments: readonly LiveSegment[]): LiveSegment[] {
  const bySize = segments.toSorted((a, b) => paragraphsLeft(a) - paragraphsLeft(b));
  let best: LiveSegment[] = [];
  for (let start = 0; start + best.length < bySize.length; start++) {
    let sum = 0;
    let end = start;
    for (const live of bySize.slice(start)) {
      const left = paragraphsLeft(live);
      if (sum + left > LARGEST_IDLE || (end > start && left > sum * IDLE_FACTOR)) break;
      sum += left;
      end++;
    }
    if (end - start >= FEWEST && end - start > best.length) best = bySize.slice(start, end);
  }
  return best;
}

function paragraphsLeft({ segment, removed }: LiveSegment): number {
  return segment.paragraphCount - (removed?.paragraphCount ?? 0);
}
