/** The paragraphs that have a word, or several that count as one, unpacked whole (flat.ts): stepped through and looked up. */

import { SATURATED, type Saturator, SLACK, saturated } from '../../rank.js';
import { addBit } from '../../segment/bits.js';
import { BLOCK, END } from '../../segment/postings.js';
import { type Flat, giveBackFlat } from './flat.js';

export class FlatList {
  readonly size: number;
  paragraph = -1;
  private at = -1;
  /** The range that `nextBlock` copied last, half-open. */
  private begin = 0;
  private copied = 0;
  /** The range that `addWorths` added last, half-open: from `first` to `added`. */
  first = 0;
  added = 0;

  constructor(
    readonly flat: Flat,
    private readonly givesBack: boolean,
    /** The clause of the query that it belongs to. */
    readonly clause: number,
    readonly worth: number,
    private readonly lengths: Uint8Array,
    private readonly saturator: Saturator,
  ) {
    this.size = flat.size;
  }

  /** Whether there are paragraphs that have the word without owning it. */
  get isLent(): boolean {
    return this.flat.owned !== null;
  }

  /** An upper bound of what a paragraph is worth. */
  get bound(): number {
    return this.worth * SATURATED * SLACK;
  }

  next(): number {
    this.at++;
    this.paragraph = this.at < this.size ? (this.flat.paragraphs[this.at] ?? END) : END;
    return this.paragraph;
  }

  /** Steps to the first paragraph at or after `target`, backwards if need be. */
  advance(target: number): number {
    const { size } = this;
    const { paragraphs } = this.flat;
    // Doubling steps bracket the target, and a binary search finds it: near targets take few steps.
    let low = this.at > 0 && (paragraphs[this.at - 1] ?? END) < target ? this.at : 0;
    let step = 1;
    let high = low;
    while (high < size && (paragraphs[high] ?? END) < target) {
      low = high + 1;
      high += step;
      step *= 2;
    }
    high = Math.min(high, size);
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((paragraphs[middle] ?? END) < target) low = middle + 1;
      else high = middle;
    }
    this.at = low;
    this.paragraph = low < size ? (paragraphs[low] ?? END) : END;
    return this.paragraph;
  }

  /** As `BlockList.nextBlock`. */
  nextBlock(target: number, into: Int32Array): number {
    const { paragraphs } = this.flat;
    this.begin = this.copied;
    if (this.begin < this.size && (paragraphs[this.begin] ?? END) < target) {
      this.advance(target);
      this.begin = this.at;
    }
    this.copied = Math.min(this.begin + BLOCK, this.size);
    for (let i = this.begin; i < this.copied; i++) into[i - this.begin] = paragraphs[i] ?? 0;
    return this.copied - this.begin;
  }

  /** As `BlockList.nextBlockAbove`. */
  nextBlockAbove(_needed: number, into: Int32Array): number {
    return this.nextBlock(0, into);
  }

  /** As `BlockList.blockWorth`. */
  blockWorth(): number {
    return this.bound;
  }

  /** As `BlockList.leastCount`. */
  leastCount(_needed: number): number {
    return 1;
  }

  /** As `BlockList.copyCounts`. */
  copyCounts(into: Int32Array): void {
    for (let i = this.begin; i < this.copied; i++) into[i - this.begin] = this.flat.counts[i] ?? 0;
  }

  /** As `BlockList.countIn`. */
  countIn(i: number): number {
    return this.flat.counts[this.begin + i] ?? 0;
  }

  /** As `PostingsCursor.meet`. */
  meet(wanted: Int32Array, size: number, met: Int32Array, counts: Int32Array): number {
    let found = 0;
    for (let i = 0; i < size; i++) {
      const target = wanted[i] ?? 0;
      if (this.advance(target) !== target) continue;
      met[found] = i;
      counts[found++] = this.flat.counts[this.at] ?? 0;
    }
    return found;
  }

  /** Back to before the first paragraph. */
  rewind(): void {
    this.at = -1;
    this.copied = 0;
    this.paragraph = -1;
  }

  has(paragraph: number): boolean {
    return this.advance(paragraph) === paragraph;
  }

  owns(paragraph: number): boolean {
    return this.advance(paragraph) === paragraph && this.flat.owned?.[this.at] !== 0;
  }

  /** The joint count at a paragraph; 0 if it lacks the word. */
  countAt(paragraph: number): number {
    return this.advance(paragraph) === paragraph ? (this.flat.counts[this.at] ?? 0) : 0;
  }

  addOwners(set: Uint32Array): void {
    const { size, paragraphs, owned } = this.flat;
    for (let i = 0; i < size; i++) if (owned === null || owned[i] === 1) addBit(set, paragraphs[i] ?? 0);
  }

  /** Adds the worth of each paragraph of a window to `sums`. Windows must ascend. */
  addWorths(start: number, end: number, sums: Float64Array): void {
    const { worth, size, lengths } = this;
    const { paragraphs, counts } = this.flat;
    const { norms } = this.saturator;
    let i = this.added;
    while (i < size && (paragraphs[i] ?? END) < start) i++;
    this.first = i;
    for (; i < size; i++) {
      const paragraph = paragraphs[i] ?? END;
      if (paragraph >= end) break;
      const at = paragraph - start;
      sums[at] = (sums[at] ?? 0) + worth * saturated(counts[i] ?? 0, norms[lengths[paragraph] ?? 1] ?? 0);
    }
    this.added = i;
  }

  /** Gives back the arrays. */
  end(): void {
    if (this.givesBack) giveBackFlat(this.flat);
  }
}
