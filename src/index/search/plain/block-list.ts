/** The paragraphs that have one word, in one segment, unpacked block by block: stepped through and looked up. */

import { SATURATED, type Saturator, SLACK, saturated } from '../../rank.js';
import { giveBack, type PostingsCursor } from '../../segment/cursor.js';
import { END, IMPACT_BYTES } from '../../segment/postings.js';
import type { Segment } from '../../segment.js';

/** The largest counts that the first three numbers of an impact cover, and the least count that each of the four covers. */
const IMPACT_COUNTS = [1, 2, 4] as const;
const IMPACT_LEAST = [1, 2, 3, 5] as const;

/** The postings of a word that is lent to no paragraph: having it is owning it. */
export class BlockList {
  /** How many paragraphs have the word. */
  readonly size: number;
  /** As `FlatList.isLent`. */
  readonly isLent = false;
  /** The paragraph to which the list has stepped. */
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

  /** An upper bound of what a paragraph is worth. Computed when asked for, as a search for all words does not need it. */
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

  /** As `nextBlock`, of the next block that may have a paragraph worth more than `needed`. */
  nextBlockAbove(needed: number, into: Int32Array): number {
    if (this.leap(needed) >= END) return 0;
    into.set(this.cursor.paragraphs);
    return this.cursor.size;
  }

  /** An upper bound of what a paragraph of the current block is worth. */
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

  /** Steps to a place in the current block. */
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
   * The joint count at a paragraph; 0 if it lacks the word. Paragraphs must be asked for in ascending order. It
   * returns counts, not scores, as V8 allocates a heap number for each fraction that a function returns if it is not
   * inlined: thousands per query.
   */
  countAt(paragraph: number): number {
    return this.advance(paragraph) === paragraph ? this.cursor.count() : 0;
  }

  /** Steps to the next block that may have a paragraph worth more than `needed`; blocks before it are not unpacked. */
  leap(needed: number): number {
    const { cursor } = this;
    let block = cursor.block + 1;
    while (needed >= 0 && block < cursor.blocks && this.blockBound(block) <= needed) block++;
    if (block < cursor.blocks) cursor.load(block);
    this.paragraph = block < cursor.blocks ? cursor.paragraph : END;
    return this.paragraph;
  }

  /** Gives back the cursor. */
  end(): void {
    giveBack(this.cursor);
  }

  private blockBound(block: number): number {
    return this.cursor.firstBlock < 0 ? this.bound : this.impact(block) * this.worth * SLACK;
  }

  /** The least joint count in the current block that may be worth more than `needed`: for lower ones the length need not be looked up. */
  leastCount(needed: number): number {
    const { cursor, worth } = this;
    if (cursor.firstBlock < 0) return 1;
    for (let bucket = 0; bucket < 4; bucket++) {
      if (this.impactOf(cursor.block, bucket) * worth * SLACK > needed) return IMPACT_LEAST[bucket] ?? 1;
    }
    return END;
  }

  /**
   * Writes the paragraphs of the current block that are worth more than `needed`, and their scores; returns how many.
   * The loop works on numbers alone and looks up few lengths, which are far apart in memory: among 800,000 paragraphs a
   * mid-frequency word takes 34 µs instead of 62.
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

  /** Where the impact of a block begins. */
  private impactAt(block: number): number {
    return (this.cursor.firstBlock + block) * IMPACT_BYTES;
  }

  /** An upper bound of the saturated counts of a block. */
  private impact(block: number): number {
    let bound = 0;
    for (let bucket = 0; bucket < 4; bucket++) bound = Math.max(bound, this.impactOf(block, bucket));
    return bound;
  }

  /** An upper bound of the saturated counts that one number of the block's impact covers. */
  private impactOf(block: number, bucket: number): number {
    const { impacts } = this.segment;
    const at = this.impactAt(block);
    const code = impacts[at + 1 + bucket] ?? 0;
    if (code === 0) return 0;
    const largest = impacts[at] ?? 0;
    const count = IMPACT_COUNTS[bucket] ?? (largest === 255 ? Number.MAX_SAFE_INTEGER : largest);
    return this.saturator.saturate(Math.min(count, largest === 255 ? count : largest), code);
  }
}
