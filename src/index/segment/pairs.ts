/** Counts pairs of numbers and keeps the frequent ones: an open hash table in typed arrays, as fast as memory allows. */

import { newNumbers } from './pages.js';

const MAX_PAIRS = 16_384;
/** Most slots of the table: when it is nearly full, new pairs are no longer counted. */
const MAX_SLOTS = 1 << 18;
/** The value of a pair that was not kept. */
const NONE = 0xffffffff;

export class PairCounts {
  private readonly firsts: Uint32Array;
  private readonly seconds: Uint32Array;
  /** How often each pair was counted; after `keep`, its number plus one. */
  private readonly values: Uint32Array;
  private readonly mask: number;
  private used = 0;

  /** @param most how many pairs will be counted at most */
  constructor(most: number) {
    let slots = 1024;
    while (slots < MAX_SLOTS && slots < most) slots *= 2;
    this.firsts = newNumbers(slots);
    this.seconds = newNumbers(slots);
    this.values = newNumbers(slots);
    this.mask = slots - 1;
  }

  count(first: number, second: number): void {
    const slot = this.slotOf(first, second);
    const count = this.values[slot] ?? 0;
    if (count === 0) {
      // A table that is nearly full is slow to search.
      if (this.used * 4 > this.mask * 3) return;
      this.used++;
      this.firsts[slot] = first;
      this.seconds[slot] = second;
    }
    this.values[slot] = count + 1;
  }

  /**
   * Numbers the pairs that were counted at least `least` times, the most frequent first, from `from` on. Calls `take`
   * for each in that order.
   */
  keep(least: number, from: number, take: (first: number, second: number) => void): void {
    const { firsts, seconds, values } = this;
    const of = (array: Uint32Array, slot: number): number => array[slot] ?? 0;
    const frequent: number[] = [];
    for (let slot = 0; slot < values.length; slot++) if (of(values, slot) >= least) frequent.push(slot);
    frequent.sort(
      (a, b) => of(values, b) - of(values, a) || of(firsts, a) - of(firsts, b) || of(seconds, a) - of(seconds, b),
    );
    // Other pairs stay in their slots, so that those after them are still found.
    for (let slot = 0; slot < values.length; slot++) if (of(values, slot) > 0) values[slot] = NONE;
    for (const [i, slot] of frequent.slice(0, MAX_PAIRS).entries()) {
      values[slot] = from + i + 1;
      take(of(firsts, slot), of(seconds, slot));
    }
  }

  /** The number of a pair that was kept, or -1. */
  numberOf(first: number, second: number): number {
    const value = this.values[this.slotOf(first, second)] ?? 0;
    return value === 0 || value === NONE ? -1 : value - 1;
  }

  /** The slot of a pair, or the free one where it would stand. */
  private slotOf(first: number, second: number): number {
    const { firsts, seconds, values, mask } = this;
    let slot = (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    while ((values[slot] ?? 0) > 0 && (firsts[slot] !== first || seconds[slot] !== second)) slot = (slot + 1) & mask;
    return slot;
  }
}
