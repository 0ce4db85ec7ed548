/** Counts pairs of numbers and keeps the frequent ones: an open hash table in typed arrays, as fast as memory allows. */

import { newNumbers } from './pages.js';
import { HASH_START } from './word-table.js';

const MAX_PAIRS = 16_384;
/** Most slots of the table: when it is nearly full, new pairs are no longer counted. */
const MAX_SLOTS = 1 << 18;
/** How many numbers a slot has. */
const PER_SLOT = 3;
/** The value of a pair that was not kept. */
const NONE = 0xffffffff;

export class PairCounts {
  /**
   * Three numbers per slot, side by side as memory is read in lines: how often a pair was counted (after `keep`, its
   * number plus one), and its two numbers.
   */
  private readonly table: Uint32Array;
  private readonly mask: number;
  private used = 0;

  /** @param most how many pairs will be counted at most */
  constructor(most: number) {
    let slots = 1024;
    while (slots < MAX_SLOTS && slots < most) slots *= 2;
    this.table = newNumbers(slots * PER_SLOT);
    this.mask = slots - 1;
  }

  count(first: number, second: number): void {
    const { table } = this;
    const slot = this.slotOf(first, second);
    const count = table[slot] ?? 0;
    if (count === 0) {
      // A table that is nearly full is slow to search.
      if (this.used * 4 > this.mask * 3) return;
      this.used++;
      table[slot + 1] = first;
      table[slot + 2] = second;
    }
    table[slot] = count + 1;
  }

  /**
   * Numbers the pairs that were counted at least `least` times, the most frequent first, from `from` on. Calls `take`
   * for each in that order.
   */
  keep(least: number, from: number, take: (first: number, second: number) => void): void {
    const { table } = this;
    const at = (index: number): number => table[index] ?? 0;
    const frequent: number[] = [];
    for (let slot = 0; slot < table.length; slot += PER_SLOT) if (at(slot) >= least) frequent.push(slot);
    frequent.sort((a, b) => at(b) - at(a) || at(a + 1) - at(b + 1) || at(a + 2) - at(b + 2));
    // Other pairs stay in their slots, so that those after them are still found.
    for (let slot = 0; slot < table.length; slot += PER_SLOT) if (at(slot) > 0) table[slot] = NONE;
    for (const [i, slot] of frequent.slice(0, MAX_PAIRS).entries()) {
      table[slot] = from + i + 1;
      take(at(slot + 1), at(slot + 2));
    }
  }

  /** The number of a pair that was kept, or -1. */
  numberOf(first: number, second: number): number {
    const value = this.table[this.slotOf(first, second)] ?? 0;
    return value === 0 || value === NONE ? -1 : value - 1;
  }

  /** Where the slot of a pair is in the table, or the free one where it would stand. */
  private slotOf(first: number, second: number): number {
    const { table, mask } = this;
    let slot = (Math.imul(first ^ HASH_START, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    let at = slot * PER_SLOT;
    while ((table[at] ?? 0) > 0 && (table[at + 1] !== first || table[at + 2] !== second)) {
      slot = (slot + 1) & mask;
      at = slot * PER_SLOT;
    }
    return at;
  }
}
