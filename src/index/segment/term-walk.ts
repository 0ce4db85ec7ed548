/** Steps through the terms of a dictionary, and tells how many bytes each shares with the one stepped to before. */
import { BEGINNING_BYTES, type Beginnings, keyOf } from './beginnings.js';
import { Entry, TERM_BLOCK } from './entry.js';
import { grown } from './texts/pages.js';

/** What a walk reads of a dictionary (dictionary.ts). */
interface Terms {
  /** Where the first entry of each block begins, and the end of all. */
  readonly offsets: Uint32Array;
  readonly bytes: Uint8Array;
  readonly beginnings: Beginnings;
}

export class TermWalk {
  /** The current term, in the first `length` bytes; valid until the next step. */
  bytes = new Uint8Array(64);
  length = 0;
  /** How many bytes it shares with the term stepped to before. */
  shared = 0;
  number: number;
  /** That of the term. */
  private readonly entry: Entry;
  /** A beginning (beginnings.ts) that is not after that of the term. */
  private beginning = 0;

  /** @param number below the number of terms */
  constructor(
    private readonly dictionary: Terms,
    number: number,
  ) {
    const block = Math.floor(number / TERM_BLOCK);
    this.number = block * TERM_BLOCK - 1;
    this.entry = new Entry(dictionary.bytes, dictionary.offsets[block] ?? 0);
    while (this.number < number) this.next(number + 1);
    this.shared = 0;
  }

  /** Steps to the next term; false where that is not before `to`. */
  next(to: number): boolean {
    if (this.number + 1 >= to) return false;
    this.entry.next();
    this.take(this.number + 1);
    return true;
  }

  /**
   * Skips to the first term before `to` that does not begin with the first `length` bytes of this one; if it begins
   * with all of those but the last, the byte there must be at least `least`. False where there is none.
   */
  leap(length: number, to: number, least = 0): boolean {
    if (length <= BEGINNING_BYTES) return this.leapFar(length, to, least);
    for (let number = this.number + 1; number < to; number++) {
      if (number % TERM_BLOCK === 0) number = this.skipBlocks(number / TERM_BLOCK, length, least) * TERM_BLOCK;
      if (number >= to) return false;
      if (!this.isNextBehind(number, length, least)) continue;
      this.take(number);
      return true;
    }
    return false;
  }

  /** The last block from `block` on whose first term is not one to leap to; or that one. Found by doubling steps and halving them. */
  private skipBlocks(block: number, length: number, least: number): number {
    const { entry } = this;
    const { offsets } = this.dictionary;
    let last = block;
    for (let step = 1; step >= 1; ) {
      const next = last + step;
      entry.at = offsets[next] ?? 0;
      const isFar = next >= offsets.length - 1 || this.isNextBehind(next * TERM_BLOCK, length, least);
      if (!isFar) last = next;
      step = isFar ? step / 2 : step * 2;
    }
    entry.at = offsets[last] ?? 0;
    return last;
  }

  /** Reads the next entry: whether its term is one that `leap` goes to. */
  private isNextBehind(number: number, length: number, least: number): boolean {
    const { entry } = this;
    entry.next();
    const shared = this.sharedBy(number);
    if (shared !== length - 1) return shared < length;
    return (this.dictionary.bytes[entry.rest + shared - entry.shared] ?? 0) >= least;
  }

  /** As `leap`, for at most as many bytes as beginnings have: the wanted term is then the first of a beginning. */
  private leapFar(length: number, to: number, least: number): boolean {
    const { bytes, entry } = this;
    const { beginnings } = this.dictionary;
    const last = bytes[length - 1] ?? 0;
    bytes[length - 1] = Math.max(last + 1, least);
    const key = keyOf(bytes, length);
    bytes[length - 1] = last;
    const beginning = beginnings.find(key, this.beginning);
    this.beginning = beginning;
    const number = beginnings.numbers[beginning] ?? to;
    if (number >= to) return false;
    let shared = 0;
    for (let i = 0; i < BEGINNING_BYTES; i++) {
      const byte = beginnings.byte(beginning, i);
      if (shared === i && i < this.length && bytes[i] === byte) shared++;
      bytes[i] = byte;
    }
    shared = Math.min(shared, this.length);
    entry.at = beginnings.entries[beginning] ?? 0;
    entry.next();
    this.take(number);
    this.shared = shared;
    return true;
  }

  /** How many bytes the term of the entry shares with the current one, which begins as all between them do. */
  private sharedBy(number: number): number {
    const { entry, bytes } = this;
    if (number % TERM_BLOCK > 0) return entry.shared;
    const all = this.dictionary.bytes;
    const most = Math.min(this.length, entry.at - entry.rest);
    let shared = 0;
    while (shared < most && all[entry.rest + shared] === bytes[shared]) shared++;
    return shared;
  }

  /** Steps to the term of the entry; the bytes that it shares with the entry before must be in `bytes`. */
  private take(number: number): void {
    const { rest, at, shared } = this.entry;
    this.shared = this.sharedBy(number);
    this.number = number;
    this.length = shared + at - rest;
    if (this.length > this.bytes.length) this.bytes = grown(this.bytes, this.length);
    const all = this.dictionary.bytes;
    const { bytes } = this;
    for (let from = rest, to = shared; from < at; from++, to++) bytes[to] = all[from] ?? 0;
  }
}
