/** Counts pairs of numbers and keeps the frequent ones: an open hash table in typed arrays, as fast as memory allows. */
import { NumberList } from '../number-list.js';
import { newNumbers } from './pages.js';
import { HASH_START } from './word-table.js';

const MAX_PAIRS = 16_384;
/** Most slots of the table: when it is nearly full, rare pairs are forgotten. */
const MAX_SLOTS = 1 << 18;
/** How many numbers a slot has. */
const PER_SLOT = 3;
/** Slots of the table that has the pairs which are kept: few, as it is looked into for every word, and each miss of the caches counts. */
const KEPT_SLOTS = 1 << 16;

export class PairCounts {
  /**
   * Three numbers per slot, side by side as memory is read in lines: how often a pair was counted (after `keep`, its
   * number plus one), and its two numbers.
   */
  private readonly table: Uint32Array;
  private mask: number;
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
    table[slot] = count + 1;
    if (count > 0) return;
    table[slot + 1] = first;
    table[slot + 2] = second;
    this.used++;
    // A table that is nearly full is slow to search.
    if (this.used * 4 > this.mask * 3) this.forgetRare();
  }

  /**
   * Numbers the pairs that were counted at least `least` times, the most frequent first, from `from` on. Calls `take`
   * for each in that order. No more can be counted.
   */
  keep(least: number, from: number, take: (first: number, second: number) => void): void {
    const pairs = this.pairsFrom(least);
    const at = (index: number): number => pairs[index] ?? 0;
    const order = Array.from({ length: pairs.length / PER_SLOT }, (_, i) => i * PER_SLOT);
    order.sort((a, b) => at(b) - at(a) || at(a + 1) - at(b + 1) || at(a + 2) - at(b + 2));
    this.clear(KEPT_SLOTS);
    for (const [i, pair] of order.slice(0, MAX_PAIRS).entries()) {
      this.put(at(pair + 1), at(pair + 2), from + i + 1);
      take(at(pair + 1), at(pair + 2));
    }
  }

  /** The number of a pair that was kept, or -1. */
  numberOf(first: number, second: number): number {
    return (this.table[this.slotOf(first, second)] ?? 0) - 1;
  }

  /** Makes room: most of what was met once or twice so far is not met again (lossy counting, Manku and Motwani 2002). */
  private forgetRare(): void {
    let pairs = this.table;
    for (let least = 2; pairs.length > this.table.length / 2; least++) pairs = this.pairsFrom(least);
    this.clear(this.mask + 1);
    for (let i = 0; i < pairs.length; i += PER_SLOT) this.put(pairs[i + 1] ?? 0, pairs[i + 2] ?? 0, pairs[i] ?? 0);
  }

  /** The slots of those that were counted at least so often, one after another. */
  private pairsFrom(least: number): Uint32Array {
    const { table } = this;
    const found = new NumberList();
    for (let slot = 0; slot < table.length; slot += PER_SLOT) {
      if ((table[slot] ?? 0) < least) continue;
      for (let i = slot; i < slot + PER_SLOT; i++) found.push(table[i] ?? 0);
    }
    return found.view();
  }

  private clear(slots: number): void {
    this.table.fill(0);
    this.used = 0;
    this.mask = Math.min(this.mask, slots - 1);
  }

  private put(first: number, second: number, value: number): void {
    const slot = this.slotOf(first, second);
    this.table[slot] = value;
    this.table[slot + 1] = first;
    this.table[slot + 2] = second;
    this.used++;
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
