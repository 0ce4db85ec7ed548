/** Steps through the terms of a dictionary, and tells how many bytes each shares with the one stepped to before. */
import { BEGINNING_BYTES, type Beginnings, keyOf } from './beginnings.js';
import { endOf, LONG, restOf, sharedOf, TERM_BLOCK } from './entry.js';
import { grown } from './pages.js';

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
  /** Where the entry after the term begins. */
  private at: number;
  /** A beginning (beginnings.ts) that is not after that of the term. */
  private beginning = 0;

  /** @param number below the number of terms */
  constructor(
    private readonly dictionary: Terms,
    public number: number,
  ) {
    const block = Math.floor(number / TERM_BLOCK);
    this.at = dictionary.offsets[block] ?? 0;
    this.take(block * TERM_BLOCK, this.at);
    while (this.number < number) this.next(number + 1);
    this.shared = 0;
  }

  /** Steps to the next term; false where that is not before `to`. */
  next(to: number): boolean {
    return this.number + 1 < to && this.take(this.number + 1, this.at);
  }

  /**
   * Skips to the first term before `to` that does not begin with the first `length` bytes of this one; if it begins
   * with all of those but the last, the byte there must be at least `least`. False where there is none.
   */
  leap(length: number, to: number, least = 0): boolean {
    if (length <= BEGINNING_BYTES) return this.leapFar(length, to, least);
    const { bytes, offsets } = this.dictionary;
    let { number, at } = this;
    for (;;) {
      // The remaining terms of its block: little more than their sizes is read.
      const end = Math.min(to, (number | (TERM_BLOCK - 1)) + 1);
      for (number++; number < end; number++) {
        const head = bytes[at] ?? 0;
        const isShort = head < LONG * 16 && (head & LONG) < LONG;
        const shared = isShort ? head >> 4 : sharedOf(bytes, at);
        if (shared < length && (shared < length - 1 || (bytes[isShort ? at + 1 : restOf(bytes, at)] ?? 0) >= least)) {
          return this.take(number, at);
        }
        at = isShort ? at + 1 + (head & LONG) : endOf(bytes, at);
      }
      if (number >= to) return false;
      const block = number / TERM_BLOCK;
      if (this.isBehind(at, length, least)) return this.take(number, at);
      // Blocks before that one are skipped, except the end of the last of them, where the wanted term may be.
      const last = this.blockBehind(block + 1, length, least) - 1;
      number = last * TERM_BLOCK;
      if (number >= to) return false;
      at = endOf(bytes, offsets[last] ?? 0);
    }
  }

  /** As `leap`, for at most as many bytes as beginnings have: the wanted term is then the first of a beginning. */
  private leapFar(length: number, to: number, least: number): boolean {
    const { bytes } = this;
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
    this.take(number, beginnings.entries[beginning] ?? 0);
    this.shared = Math.min(shared, this.length);
    return true;
  }

  /** The first block from `block` on whose first term `leap` may go to; found by doubling steps and a binary search. */
  private blockBehind(block: number, length: number, least: number): number {
    const { offsets } = this.dictionary;
    const blocks = offsets.length - 1;
    let low = block;
    let high = block;
    for (let step = 1; high < blocks && !this.isBehind(offsets[high] ?? 0, length, least); step *= 2) {
      low = high + 1;
      high = Math.min(blocks, high + step);
    }
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.isBehind(offsets[middle] ?? 0, length, least)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Whether `leap` may go to the first term of a block, whose entry is at `at`. */
  private isBehind(at: number, length: number, least: number): boolean {
    const { bytes } = this.dictionary;
    const rest = (bytes[at] ?? 0) < LONG ? at + 1 : restOf(bytes, at);
    for (let i = 0; i < length - 1; i++) if (bytes[rest + i] !== this.bytes[i]) return true;
    const last = bytes[rest + length - 1] ?? 0;
    return last !== this.bytes[length - 1] && last >= least;
  }

  /** How many bytes the first term of a block, whose entry is at `at`, shares with the current term. */
  private common(at: number): number {
    const { bytes } = this.dictionary;
    const head = bytes[at] ?? 0;
    const isShort = head < LONG;
    const rest = isShort ? at + 1 : restOf(bytes, at);
    const end = isShort ? rest + head : endOf(bytes, at);
    const most = Math.min(this.length, end - rest);
    let common = 0;
    while (common < most && bytes[rest + common] === this.bytes[common]) common++;
    return common;
  }

  /** Steps to a term by its entry at `at`; the bytes that it shares with the entry before must be in `bytes`. */
  private take(number: number, at: number): true {
    const all = this.dictionary.bytes;
    const head = all[at] ?? 0;
    const isShort = head < LONG * 16 && (head & LONG) < LONG;
    const kept = isShort ? head >> 4 : sharedOf(all, at);
    const rest = isShort ? at + 1 : restOf(all, at);
    const end = isShort ? rest + (head & LONG) : endOf(all, at);
    this.shared = number % TERM_BLOCK === 0 ? this.common(at) : kept;
    this.number = number;
    this.length = kept + end - rest;
    if (this.length > this.bytes.length) this.bytes = grown(this.bytes, this.length);
    const { bytes } = this;
    for (let from = rest, to = kept; from < end; from++, to++) bytes[to] = all[from] ?? 0;
    this.at = end;
    return true;
  }
}
