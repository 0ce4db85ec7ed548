/** The paragraphs that have a word, or several that count as one, by their table (segment/table.ts): mainly looked up. */

import { type Saturator, SLACK } from '../../rank.js';
import { hasBit, nextBit } from '../../segment/bits.js';
import type { Bounds, Table } from '../../segment/table.js';
import type { Segment } from '../../segment.js';

export class TableList {
  readonly bound: number;
  readonly size: number;
  paragraph = -1;
  readonly bounds: Bounds;
  private readonly lengths: Uint8Array;

  constructor(
    readonly table: Table,
    readonly clause: number,
    readonly worth: number,
    segment: Segment,
    saturator: Saturator,
  ) {
    this.size = table.owners;
    this.lengths = segment.lengths;
    this.bounds = table.boundsFor(segment.lengths, saturator);
    this.bound = this.bounds.most * worth * SLACK;
  }

  /** As `FlatList.isLent`. */
  get isLent(): boolean {
    return this.table.isLent;
  }

  next(): number {
    this.paragraph = nextBit(this.table.matched, this.paragraph + 1);
    return this.paragraph;
  }

  advance(target: number): number {
    if (this.paragraph < target) this.paragraph = nextBit(this.table.matched, target);
    return this.paragraph;
  }

  /** Back to before the first paragraph. */
  rewind(): void {
    this.paragraph = -1;
  }

  has(paragraph: number): boolean {
    return hasBit(this.table.matched, paragraph);
  }

  owns(paragraph: number): boolean {
    return hasBit(this.table.owned, paragraph);
  }

  countAt(paragraph: number): number {
    return this.table.countAt(paragraph);
  }

  meet(wanted: Int32Array, size: number, met: Int32Array, counts: Int32Array): number {
    return this.table.meet(wanted, size, met, counts);
  }

  /** As `chunkBest`, for sums with what other lists are worth. */
  chunkBound(chunk: number): number {
    return this.chunkBest(chunk) * SLACK;
  }

  /**
   * What the best paragraph of a chunk is worth by this word alone: to the last bit, so that chunks of equals are left
   * out. All short texts with the word are equals (`paragraphLength`): with a little more, half-typed words took 1.25
   * times as long.
   */
  chunkBest(chunk: number): number {
    return (this.bounds.chunks[chunk] ?? 0) * this.worth;
  }

  /** As `BlockList.takeAbove`, of the paragraphs of a chunk that own the word. */
  takeAbove(chunk: number, needed: number, taken: Int32Array, worths: Float64Array): number {
    const { table, worth, lengths, bounds } = this;
    return table.takeAbove(chunk, needed, worth, lengths, bounds.saturator.norms, taken, worths);
  }

  /** Adds the worth of each paragraph of a chunk to `sums`. */
  addWorths(chunk: number, sums: Float64Array): void {
    this.table.addWorths(chunk, this.worth, this.lengths, this.bounds.saturator.norms, sums);
  }

  /** Adds the upper bound of each chunk to `sums`. */
  addBounds(sums: Float64Array, chunks: number): void {
    const { worth } = this;
    const own = this.bounds.chunks;
    for (let chunk = 0; chunk < chunks; chunk++) sums[chunk] = (sums[chunk] ?? 0) + (own[chunk] ?? 0) * worth * SLACK;
  }
}
