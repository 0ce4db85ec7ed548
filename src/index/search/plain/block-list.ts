/** The paragraphs that have one word of a query in one segment, unpacked block by block: to be walked and looked up. */

import { SATURATED, type Saturator, saturated } from '../../rank.js';
import { giveBack, type PostingsCursor } from '../../segment/cursor.js';
import { END, IMPACT_BYTES } from '../../segment/postings.js';
import type { Segment } from '../../segment.js';

/** Bounds are computed in another order than scores; this covers the last bits of the difference. */
export const SLACK = 1 + 1e-9;
/** The largest counts that the first three numbers of an impact stand for, and the least that each of them does. */
const IMPACT_COUNTS = [1, 2, 4] as const;
const IMPACT_LEAST = [1, 2, 3, 5] as const;

/** A word's postings: a paragraph has the word where it owns it. */
export class BlockList {
  /** Paragraphs with the word. */
  readonly size: number;
  /** As `FlatList.isLent`. */
  readonly isLent = false;
  /** Where the list stands. */
  paragraph = -1;
  private knownBound = -1;

  constructor(
    readonly cursor: PostingsCursor,
    /** The clause of the query that it belongs to. */
    readonly clause: number,
    readonly worth: number,
    readonly segment: Segment,
    readonly saturator: Saturator,
  ) {
    this.size = cursor.owners;
  }

  /** What no paragraph is worth more than. Computed when it is asked for: where all words are wanted it is not. */
  get bound(): number {
    if (this.knownBound >= 0) return this.knownBound;
    const { cursor } = this;
    let bound = 0;
    if (cursor.firstBlock < 0) bound = SATURATED;
    else for (let block = 0; block < cursor.blocks; block++) bound = Math.max(bound, this.impact(block));
    this.knownBound = bound * this.worth * SLACK;
    return this.knownBound;
  }

  next(): number {
    this.paragraph = this.cursor.next();
    return this.paragraph;
  }

  advance(target: number): number {
    if (this.paragraph < target) this.paragraph = this.cursor.advance(target);
    return this.paragraph;
  }

  /** As `PostingsCursor.nextBlock`. */
  nextBlock(target: number, into: Int32Array): number {
    return this.cursor.nextBlock(target, into);
  }

  /** As `nextBlock`, of the next that may hold a paragraph worth more than `needed`. */
  nextBlockAbove(needed: number, into: Int32Array): number {
    if (this.leap(needed) >= END) return 0;
    into.set(this.cursor.paragraphs);
    return this.cursor.size;
  }

  /** What no paragraph of the current block is worth more than. */
  blockWorth(): number {
    return this.blockBound(this.cursor.block);
  }

  /** Copies the joint counts of the current block. */
  copyCounts(into: Int32Array): void {
    into.set(this.cursor.jointCounts());
  }

  /** The joint count at the i-th paragraph of the block that was copied last. */
  countIn(i: number): number {
    this.standAt(i);
    return this.cursor.count();
  }

  /** As `PostingsCursor.meet`. */
  meet(wanted: Int32Array, size: number, met: Int32Array, counts: Int32Array): number {
    const found = this.cursor.meet(wanted, size, met, counts);
    this.paragraph = this.cursor.paragraph;
    return found;
  }

  /** Stands at a place of the current block. */
  private standAt(i: number): void {
    this.cursor.at = i;
    this.paragraph = this.cursor.paragraphs[i] ?? END;
    this.cursor.paragraph = this.paragraph;
  }

  /** Back to before the first paragraph. */
  rewind(): void {
    this.cursor.reset();
    this.paragraph = -1;
  }

  has(paragraph: number): boolean {
    return this.advance(paragraph) === paragraph;
  }

  owns(paragraph: number): boolean {
    return this.advance(paragraph) === paragraph;
  }

  /**
   * The joint count at a paragraph; 0 where it has not the word. Paragraphs must be asked for in ascending order. Callers make scores of
   * counts, as a function that gives back a fraction and is not inlined puts it into a box: thousands of those a query.
   */
  countAt(paragraph: number): number {
    return this.advance(paragraph) === paragraph ? this.cursor.count() : 0;
  }

  /** Steps behind the block that the list stands in, over blocks that hold nothing worth more than `needed`, without unpacking those. */
  leap(needed: number): number {
    const { cursor } = this;
    let block = cursor.block + 1;
    while (needed >= 0 && block < cursor.blocks && this.blockBound(block) <= needed) block++;
    if (block < cursor.blocks) cursor.load(block);
    this.paragraph = block < cursor.blocks ? cursor.paragraph : END;
    return this.paragraph;
  }

  /** Lets go of what other lists can use. */
  end(): void {
    giveBack(this.cursor);
  }

  private blockBound(block: number): number {
    return this.cursor.firstBlock < 0 ? this.bound : this.impact(block) * this.worth * SLACK;
  }

  /** The least joint count in the current block that may be worth more than `needed`: with a lower one not even the length needs a look. */
  leastCount(needed: number): number {
    const { cursor, worth } = this;
    if (cursor.firstBlock < 0) return 1;
    for (let bucket = 0; bucket < 4; bucket++) {
      if (this.impactOf(cursor.block, bucket) * worth * SLACK > needed) return IMPACT_LEAST[bucket] ?? 1;
    }
    return END;
  }

  /**
   * Writes which paragraphs of the current block are worth more than `needed`, and what they are worth; returns how many they are. In a loop of
   * numbers alone, which asks for few lengths, as those are far apart in memory: of 800,000 paragraphs a mid-frequency word took 62 µs, and takes 34.
   */
  takeAbove(needed: number, taken: Int32Array, worths: Float64Array): number {
    const { cursor, worth, segment, saturator } = this;
    const { paragraphs, size } = cursor;
    const { lengths } = segment;
    const { norms } = saturator;
    const counts = cursor.jointCounts();
    const least = this.leastCount(needed);
    let found = 0;
    for (let i = 0; i < size; i++) {
      const count = counts[i] ?? 0;
      if (count < least) continue;
      const paragraph = paragraphs[i] ?? 0;
      const score = worth * saturated(count, norms[lengths[paragraph] ?? 1] ?? 0);
      if (score <= needed) continue;
      taken[found] = paragraph;
      worths[found++] = score;
    }
    return found;
  }

  /** What a saturated count of a block comes to at most. */
  private impact(block: number): number {
    let bound = 0;
    for (let bucket = 0; bucket < 4; bucket++) bound = Math.max(bound, this.impactOf(block, bucket));
    return bound;
  }

  /** The same of those counts alone that one number of its impact stands for. */
  private impactOf(block: number, bucket: number): number {
    const { impacts } = this.segment;
    const at = (this.cursor.firstBlock + block) * IMPACT_BYTES;
    const code = impacts[at + 1 + bucket] ?? 0;
    if (code === 0) return 0;
    const largest = impacts[at] ?? 0;
    const count = IMPACT_COUNTS[bucket] ?? (largest === 255 ? Number.MAX_SAFE_INTEGER : largest);
    return this.saturator.saturate(Math.min(count, largest === 255 ? count : largest), code);
  }
}
