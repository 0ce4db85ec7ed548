/** The best hits of each segment as columns of numbers, which are gone through once per word. */
import { kept } from '../../kept.js';
import type { Saturator } from '../../rank.js';
import { giveBack, takeCursor } from '../../segment/cursor.js';
import type { Segment } from '../../segment.js';
import type { Ranked } from '../collect/arrange.js';
import { countAt } from '../context.js';
import { FEEDBACK_LOOK } from './refine-depth.js';

const MET = new Int32Array(FEEDBACK_LOOK);
const COUNTS = new Int32Array(FEEDBACK_LOOK);

/**
 * Hits of one segment in its order, at most `FEEDBACK_LOOK`. They are gone through once per word, and numbers in arrays
 * take half the time of objects.
 */
export class SegmentHits {
  readonly paragraphs: Int32Array;
  /** By hit: `Saturator.norms` of its length. */
  readonly norms: Float64Array;
  readonly scores: Float64Array;
  readonly size: number;
  /** The indexes of the hits that have the term asked for last, and its joint counts there. The same arrays for all segments. */
  readonly met = MET;
  readonly counts = COUNTS;

  constructor(
    readonly segment: Segment,
    readonly hits: readonly Ranked[],
    { norms }: Saturator,
  ) {
    const { length } = hits;
    this.size = length;
    this.paragraphs = new Int32Array(length);
    this.norms = new Float64Array(length);
    this.scores = new Float64Array(length);
    for (let i = 0; i < length; i++) {
      const { paragraph = 0, score = 0 } = hits[i] ?? {};
      this.paragraphs[i] = paragraph;
      this.norms[i] = norms[segment.lengths[paragraph] ?? 1] ?? 0;
      this.scores[i] = score;
    }
  }

  /** Writes which hits have a term, owned or lent, into `met` and `counts`; returns how many. */
  meet(term: number): number {
    const { segment, paragraphs, size, met, counts } = this;
    const table = segment.tables.get(term);
    if (table !== undefined && table !== null) return table.meet(paragraphs, size, met, counts);
    let found = 0;
    const cursor = takeCursor(segment, term);
    if (cursor.context.length === 0) {
      found = cursor.meet(paragraphs, size, met, counts);
    } else {
      for (let i = 0; i < size; i++) {
        const count = countAt(cursor, paragraphs[i] ?? 0);
        if (count === 0) continue;
        met[found] = i;
        counts[found++] = count;
      }
    }
    giveBack(cursor);
    return found;
  }

  /** Writes the scores back to the hits. */
  end(): void {
    const { hits, scores, size } = this;
    for (let i = 0; i < size; i++) {
      const hit = hits[i];
      if (hit !== undefined) hit.score = scores[i] ?? 0;
    }
  }
}

/** Hits by their segment, in its order. */
export function bySegment(hits: readonly Ranked[], saturator: Saturator): SegmentHits[] {
  // Sorting numbers takes a third of the time of sorting objects.
  const places = new Float64Array(hits.length);
  for (let i = 0; i < hits.length; i++) places[i] = (hits[i]?.paragraph ?? 0) * hits.length + i;
  const groups = new Map<Segment, Ranked[]>();
  let segment: Segment | null = null;
  let group: Ranked[] = [];
  for (const place of places.sort()) {
    const hit = hits[place % hits.length];
    if (hit === undefined) continue;
    if (hit.live.segment !== segment) {
      segment = hit.live.segment;
      group = kept(groups, segment, () => []);
    }
    group.push(hit);
  }
  return Array.from(groups, ([segment, group]) => new SegmentHits(segment, group, saturator));
}
