/**
 * Postings unpacked whole, as two arrays: of words that few enough paragraphs have where any of several words is enough, so that all their
 * paragraphs are looked at anyway; and of several words that count as one.
 */

import { SATURATED, type Saturator, saturated } from '../rank.js';
import { addBit, hasBit } from '../segment/bits.js';
import { giveBack, type PostingsCursor, takeCursor } from '../segment/cursor.js';
import { END } from '../segment/postings.js';
import type { Segment } from '../segment.js';
import { SLACK } from './list.js';

/** Most postings that are unpacked whole. */
export const MOST_FLAT = 1 << 15;
/** Arrays have room for this many at least. */
const LEAST_ROOM = 1 << 12;

/** Paragraphs in ascending order with their joint counts; `size` of each array count. */
export interface Flat {
  size: number;
  paragraphs: Int32Array;
  counts: Int32Array;
}

/** Arrays that wait for their next word: a search of a segment is not interrupted, and has them for itself. */
const SPARE: Flat[] = [];

/** All postings of the word that a cursor was opened for, in arrays that are to be given back. */
export function unpacked(cursor: PostingsCursor): Flat {
  const { owners } = cursor;
  let flat = SPARE.pop();
  if (flat === undefined || flat.paragraphs.length < owners) {
    let room = LEAST_ROOM;
    while (room < owners) room *= 2;
    flat = { size: 0, paragraphs: new Int32Array(room), counts: new Int32Array(room) };
  }
  cursor.readAll(flat.paragraphs, flat.counts);
  flat.size = owners;
  return flat;
}

export function giveBackFlat(flat: Flat): void {
  SPARE.push(flat);
}

/**
 * The postings of several words that count as one, by the numbers of their terms; null where they are too many, or headings lend one of
 * them to paragraphs below.
 */
export function mergedOf(segment: Segment, numbers: readonly number[]): Flat | null {
  let most = 0;
  for (const number of numbers) {
    most += segment.frequency(number);
    if (most > MOST_FLAT || segment.hasContext(number)) return null;
  }
  const { counts, set } = scratchFor(segment);
  let [first, last] = [set.length, -1];
  const cursor = takeCursor(segment, numbers[0] ?? 0);
  for (const number of numbers) {
    cursor.open(segment, segment.offsetOf(number));
    for (let block = 0; block < cursor.blocks; block++) {
      cursor.load(block);
      const joints = cursor.jointCounts();
      const { paragraphs } = cursor;
      for (let i = 0; i < cursor.size; i++) {
        const paragraph = paragraphs[i] ?? 0;
        addBit(set, paragraph);
        counts[paragraph] = (counts[paragraph] ?? 0) + (joints[i] ?? 0);
      }
      first = Math.min(first, (paragraphs[0] ?? 0) >> 5);
      last = Math.max(last, cursor.blockEnd >> 5);
    }
  }
  giveBack(cursor);
  const merged: Flat = { size: 0, paragraphs: new Int32Array(most), counts: new Int32Array(most) };
  for (let word = first; word <= last; word++) {
    for (let bits = set[word] ?? 0; bits !== 0; bits &= bits - 1) {
      const paragraph = word * 32 + 31 - Math.clz32(bits & -bits);
      merged.paragraphs[merged.size] = paragraph;
      merged.counts[merged.size] = counts[paragraph] ?? 0;
      merged.size++;
      counts[paragraph] = 0;
    }
    set[word] = 0;
  }
  return merged;
}

/** Zeros, before and after: a count for each paragraph, and a bit. */
let scratch = { counts: new Int32Array(0), set: new Uint32Array(0) };

function scratchFor({ paragraphCount }: Segment): typeof scratch {
  const words = Math.ceil(paragraphCount / 32);
  if (scratch.set.length < words) scratch = { counts: new Int32Array(words * 32), set: new Uint32Array(words) };
  return scratch;
}

/** How many of the paragraphs are not among the removed. */
export function countLive({ size, paragraphs }: Flat, removed: Uint32Array | null): number {
  if (removed === null) return size;
  let count = 0;
  for (let i = 0; i < size; i++) if (!hasBit(removed, paragraphs[i] ?? 0)) count++;
  return count;
}

/** A flat list as it is walked and looked up. */
export class FlatList {
  readonly size: number;
  paragraph = -1;
  private at = -1;
  /** What `nextBlock` copied last, half-open. */
  private begin = 0;
  private copied = 0;
  /** Which of its paragraphs were added last, half-open. */
  first = 0;
  added = 0;

  constructor(
    readonly flat: Flat,
    private readonly isLent: boolean,
    /** The clause of the query that it belongs to. */
    readonly clause: number,
    readonly worth: number,
    private readonly lengths: Uint8Array,
    private readonly saturator: Saturator,
  ) {
    this.size = flat.size;
  }

  /** What no paragraph is worth more than. */
  get bound(): number {
    return this.worth * SATURATED * SLACK;
  }

  next(): number {
    this.at++;
    this.paragraph = this.at < this.size ? (this.flat.paragraphs[this.at] ?? END) : END;
    return this.paragraph;
  }

  /** Steps to the first paragraph at or after `target`, also back. */
  advance(target: number): number {
    const { size } = this;
    const { paragraphs } = this.flat;
    // Near targets are found by doubling steps, far ones by halving what is left.
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

  /** As `WordList.nextBlock`. */
  nextBlock(target: number, into: Int32Array): number {
    const { paragraphs } = this.flat;
    this.begin = this.copied;
    if (this.begin < this.size && (paragraphs[this.begin] ?? END) < target) {
      this.advance(target);
      this.begin = this.at;
    }
    this.copied = Math.min(this.begin + into.length, this.size);
    for (let i = this.begin; i < this.copied; i++) into[i - this.begin] = paragraphs[i] ?? 0;
    return this.copied - this.begin;
  }

  /** As `WordList.nextBlockAbove`. */
  nextBlockAbove(_needed: number, into: Int32Array): number {
    return this.nextBlock(0, into);
  }

  /** As `WordList.blockWorth`. */
  blockWorth(): number {
    return this.bound;
  }

  /** As `WordList.leastCount`. */
  leastCount(_needed: number): number {
    return 1;
  }

  /** As `WordList.copyCounts`. */
  copyCounts(into: Int32Array): void {
    for (let i = this.begin; i < this.copied; i++) into[i - this.begin] = this.flat.counts[i] ?? 0;
  }

  /** As `WordList.countIn`. */
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
    return this.advance(paragraph) === paragraph;
  }

  /** The joint count at a paragraph; 0 where it has none. */
  countAt(paragraph: number): number {
    return this.advance(paragraph) === paragraph ? (this.flat.counts[this.at] ?? 0) : 0;
  }

  boundAt(paragraph: number): number {
    return this.paragraph === paragraph ? this.bound : 0;
  }

  addOwners(set: Uint32Array): void {
    const { size, paragraphs } = this.flat;
    for (let i = 0; i < size; i++) addBit(set, paragraphs[i] ?? 0);
  }

  boundIn(_start: number, _end: number, into: Float64Array, i: number): void {
    into[i] = this.bound;
  }

  /** Adds what each paragraph of a window is worth to sums. Windows must be asked for in ascending order. */
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

  /** As `addWorths`, with the paragraphs themselves added to a set. */
  addMatches(start: number, end: number, set: Int32Array, sums: Float64Array): void {
    this.addWorths(start, end, sums);
    const { paragraphs } = this.flat;
    for (let i = this.first; i < this.added; i++) {
      const at = (paragraphs[i] ?? 0) - start;
      set[at >> 5] = (set[at >> 5] ?? 0) | (1 << (at & 31));
    }
  }

  /** Lets go of what other lists can use. */
  end(): void {
    if (this.isLent) giveBackFlat(this.flat);
  }
}
