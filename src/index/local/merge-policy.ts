/** Which segments to merge: tiers of similar size, as Lucene's tiered policy has it, and segments that are mostly deletions. Pure. */

import type { LiveSegment } from '../generation.js';
import { kept } from '../kept.js';

/** This many segments of one tier are merged into one of the next: the number of segments grows with the logarithm of their size. */
const MERGE_FACTOR = 8;
/** Segments up to this many paragraphs are the lowest tier. */
const SMALLEST_TIER = 1000;
/** A merge under way beside other work makes no larger segment, so that it takes neither long nor much memory. */
const LARGEST_MERGED = 400_000;
/**
 * In a quiet moment nothing else needs memory, and a million paragraphs should be one segment. With 800,000 in one
 * segment instead of two, a rare word took half the time, a mid-frequency one two thirds, a mistyped one 0.6 times, any
 * of five words 1.1 times.
 */
const LARGEST_IDLE = 1_600_000;
/**
 * No merge is tried that would make a segment of more bytes: it would fail, late, and again after each change, as offsets
 * are numbers of 32 bits, of which some code takes 31. 300,000 long paragraphs of Chinese have as many: each pair of
 * characters is a posting of some 5 bytes. Merged, segments are smaller, but for lists of neighbours.
 */
const LARGEST_BYTES = 1_800_000_000;
/** A segment that lost this share of its paragraphs is rewritten, whatever its size: every search still goes through what was deleted. */
const MAX_REMOVED = 0.3;

/** In a quiet moment a segment is merged with smaller ones if it is at most this many times as large as all of them together. */
const IDLE_FACTOR = 8;
/** A merge needs at least this many segments. */
const MIN_SEGMENTS = 2;

/** The segments to merge next; none where all is well. */
export function chooseMerge(segments: readonly LiveSegment[]): LiveSegment[] {
  const tiers = new Map<number, LiveSegment[]>();
  for (const live of segments) {
    const left = paragraphsLeft(live);
    if (left < live.segment.paragraphCount * (1 - MAX_REMOVED)) return [live];
    const tier = Math.max(0, Math.floor(Math.log(left / SMALLEST_TIER) / Math.log(MERGE_FACTOR)));
    kept(tiers, tier, () => []).push(live);
  }
  for (const tier of [...tiers.keys()].sort((a, b) => a - b)) {
    const same = tiers.get(tier) ?? [];
    if (same.length < MERGE_FACTOR) continue;
    const chosen = fitting(same).slice(0, MERGE_FACTOR);
    if (chosen.length >= MIN_SEGMENTS) return chosen;
  }
  return [];
}

/** The smallest segments, as many as fit into one. */
function fitting(segments: readonly LiveSegment[]): LiveSegment[] {
  let sum = 0;
  let bytes = 0;
  return segments
    .toSorted((a, b) => paragraphsLeft(a) - paragraphsLeft(b))
    .filter((live) => {
      sum += paragraphsLeft(live);
      bytes += live.segment.bytes.byteLength;
      return sum <= LARGEST_MERGED && bytes <= LARGEST_BYTES;
    });
}

/**
 * What to merge when nothing else is to be done: as many segments of about one size as possible, because each word is
 * looked up in every segment. Ten segments of 10,000 paragraphs took two to three times as long to search as one of
 * 100,000, two of 50,000 up to twice as long. A large segment is not rewritten for a few small ones: a merged segment
 * is at least an eighth larger than its largest part, so that no paragraph is rewritten more than a few times.
 */
export function chooseIdleMerge(segments: readonly LiveSegment[]): LiveSegment[] {
  const bySize = segments.toSorted((a, b) => paragraphsLeft(a) - paragraphsLeft(b));
  let best: LiveSegment[] = [];
  for (let start = 0; start + best.length < bySize.length; start++) {
    let sum = 0;
    let bytes = 0;
    let end = start;
    for (const live of bySize.slice(start)) {
      const left = paragraphsLeft(live);
      bytes += live.segment.bytes.byteLength;
      if (sum + left > LARGEST_IDLE || bytes > LARGEST_BYTES || (end > start && left > sum * IDLE_FACTOR)) break;
      sum += left;
      end++;
    }
    if (end - start >= MIN_SEGMENTS && end - start > best.length) best = bySize.slice(start, end);
  }
  return best;
}

function paragraphsLeft({ segment, removed }: LiveSegment): number {
  return segment.paragraphCount - (removed?.paragraphCount ?? 0);
}
