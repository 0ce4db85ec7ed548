/** Finds the hits of one segment, window by window, for queries that are more than a list of words and phrases. */

import type { LiveSegment } from '../../generation.js';
import { countBits, forEachBit, hasBit, newSet, nextBit, without } from '../../segment/bits.js';
import { END } from '../../segment/postings.js';
import type { Ranked } from '../collect/arrange.js';
import type { Join } from '../plain/plain-query.js';
import type { Plan } from '../plan.js';
import type { Best } from '../top.js';
import type { Slices, Turn } from '../turn.js';
import { type Node, nextOfAll, nextOfAny, WINDOW, WINDOW_WORDS, type WindowSet } from './nodes.js';
import { nodesOf } from './plan-nodes.js';

/** Keeps the best of the hits that it is offered, in ascending order. */
export type Keeper = Pick<Best, 'offer' | 'sorted'>;

/** One pass over the windows of one segment. */
export class SegmentScan {
  hits = 0;
  documents = 0;
  private clauses: readonly Node[] = [];
  private parts: readonly Node[] = [];
  private excluded: readonly Node[] = [];
  /** What the sequence of the question adds to the scores of paragraphs; null where it has none. */
  private readonly added: ReadonlyMap<number, number> | null;
  /** If hits are collected: a bit for each hit, filters not applied. */
  readonly collected: Uint32Array;
  private readonly candidates: WindowSet = new Uint32Array(WINDOW_WORDS);
  private readonly full: WindowSet = new Uint32Array(WINDOW_WORDS);
  private readonly scores = new Float64Array(WINDOW);
  private readonly fullHits = new Set<number>();
  private lastDocument = -1;

  constructor(
    private readonly live: LiveSegment,
    private readonly plan: Plan,
    private readonly passing: Uint32Array | null,
    private readonly join: Join,
    /** Keeps the best hits; null where hits are only counted. */
    private readonly best: Keeper | null,
    private readonly collects: boolean,
  ) {
    this.added = best === null ? null : (plan.sequence?.in(live.segment) ?? null);
    this.collected = newSet(collects ? live.segment.paragraphCount : 0);
  }

  *run(turn: Turn): Slices<void> {
    const { plan, live } = this;
    const { segment } = live;
    this.clauses = yield* nodesOf(plan.clauses, segment, plan.saturator, turn);
    this.parts = yield* nodesOf(plan.parts, segment, plan.saturator, turn);
    this.excluded = yield* nodesOf(plan.excluded, segment, plan.saturator, turn);
    for (let start = 0; start < segment.paragraphCount; ) {
      const first = this.next(start);
      const isHere = first < start + WINDOW;
      if (isHere) this.scanWindow(start);
      start = isHere ? start + WINDOW : first - (first % WINDOW);
      if (turn.isOver()) yield;
    }
  }

  /** The best in order. */
  ranked(): Ranked[] {
    const { live } = this;
    return (this.best?.sorted() ?? []).map((scored) => ({
      ...scored,
      live,
      full: this.fullHits.has(scored.paragraph),
    }));
  }

  /** A possible hit in the window that begins at `start`; or, behind it, a paragraph before which there is none. */
  private next(start: number): number {
    const { clauses, parts, passing, join } = this;
    // Windows without a paragraph that passes the filters are skipped, unless hits are collected without filters.
    const from = passing === null || this.collects ? start : nextBit(passing, start);
    if (clauses.length === 0 || from >= this.live.segment.paragraphCount) return from;
    return join === 'all' ? nextOfAll(clauses, from) : nextOfAny([...clauses, ...parts], from);
  }

  private scanWindow(start: number): void {
    const { candidates, full, clauses } = this;
    candidates.fill(clauses.length === 0 ? 0xffffffff : 0);
    for (const node of clauses) {
      node.enter(start);
      node.addOwned(candidates);
    }
    full.set(candidates);
    for (const node of clauses) node.narrow(full);
    if (this.join === 'all') candidates.set(full);
    for (const node of this.parts) {
      node.enter(start);
      if (this.join !== 'all') node.addOwned(candidates);
    }
    this.takeOut(start);
    const count = countBits(candidates);
    if (count === 0) return;
    this.hits += count;
    if (this.live.segment.onlyOneEach) this.documents += count;
    else this.countDocuments(start);
    const { best } = this;
    if (best === null) return;
    const shown = this.join === 'partial' ? without(candidates, full) : candidates;
    this.scores.fill(0);
    for (const node of clauses) node.score(shown, this.scores);
    for (const node of this.parts) node.score(shown, this.scores);
    this.addSequence(start, shown);
    forEachBit(shown, (i) => {
      if (best.offer(start + i, this.scores[i] ?? 0) && hasBit(full, i)) this.fullHits.add(start + i);
    });
  }

  /** Adds what it is worth that the whole question, or half of it, stands in a paragraph as one phrase. */
  private addSequence(start: number, shown: WindowSet): void {
    const { added, scores } = this;
    if (added === null) return;
    for (const [paragraph, score] of added) {
      const i = paragraph - start;
      if (i < 0 || i >= WINDOW || !hasBit(shown, i) || !hasBit(this.full, i)) continue;
      scores[i] = (scores[i] ?? 0) + score;
    }
  }

  /** Takes from the candidates what lies past the end of the segment, was deleted, is excluded, or does not pass the filters. */
  private takeOut(start: number): void {
    const { candidates, live } = this;
    const { segment, removed } = live;
    const end = Math.min(WINDOW, segment.paragraphCount - start);
    if (end < WINDOW) {
      candidates.fill(0, Math.ceil(end / 32));
      const rest = end % 32;
      if (rest > 0) candidates[end >> 5] = (candidates[end >> 5] ?? 0) & (2 ** rest - 1);
    }
    if (removed !== null) {
      for (let i = 0; i < WINDOW_WORDS; i++) {
        candidates[i] = (candidates[i] ?? 0) & ~(removed.paragraphs[start / 32 + i] ?? 0);
      }
    }
    for (const node of this.excluded) {
      const matched = candidates.slice();
      node.enter(start);
      node.narrow(matched);
      candidates.set(without(candidates, matched));
    }
    const { collected, passing } = this;
    if (this.collects) {
      collected.set(candidates.subarray(0, Math.min(WINDOW_WORDS, collected.length - start / 32)), start / 32);
    }
    if (passing !== null) {
      for (let i = 0; i < WINDOW_WORDS; i++) candidates[i] = (candidates[i] ?? 0) & (passing[start / 32 + i] ?? 0);
    }
  }

  private countDocuments(start: number): void {
    const { documentFirst } = this.live.segment;
    let end = documentFirst[this.lastDocument + 1] ?? 0;
    forEachBit(this.candidates, (i) => {
      if (start + i < end) return;
      this.documents++;
      this.lastDocument = this.live.segment.documentOf(start + i);
      end = documentFirst[this.lastDocument + 1] ?? END;
    });
  }
}
