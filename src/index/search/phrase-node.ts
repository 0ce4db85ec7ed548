/** A phrase as a node (nodes.ts). */

import type { Saturator } from '../rank.js';
import type { Field } from '../search-types.js';
import { addBit, forEachBit, removeBit, unite, without } from '../segment/bits.js';
import type { PostingsCursor } from '../segment/cursor.js';
import { FIELD_GAP } from '../segment/postings.js';
import { nextInAny, occurrenceCount } from './context.js';
import { type ContextPhrase, mostAbove } from './context-phrase.js';
import { leastCommon, type Node, nextOfAny, WINDOW, WINDOW_WORDS, type WindowSet } from './nodes.js';
import { forEachOccurrence } from './phrase-positions.js';

/** A phrase in one or several wordings. Of these, the one that occurs most often counts, as one occurrence may match two of them. */
export class PhraseNode implements Node {
  private readonly owned: WindowSet = new Uint32Array(WINDOW_WORDS);
  private readonly counts = new Float64Array(WINDOW);
  private readonly above: readonly ContextPhrase[];
  private start = 0;

  /** @param wordings those that the segment has the words of; perhaps none */
  constructor(
    private readonly wordings: readonly Occurrences[],
    private readonly worth: number,
    private readonly lengths: Uint8Array,
    private readonly saturator: Saturator,
  ) {
    this.above = wordings.flatMap(({ above }) => above ?? []);
  }

  nextMatch(from: number): number {
    return nextOfAny(this.wordings, from);
  }

  enter(start: number): void {
    this.start = start;
    this.owned.fill(0);
    this.counts.fill(0);
    const end = start + WINDOW;
    for (const wording of this.wordings) {
      for (let at = wording.nextOwned(start); at < end; at = wording.nextOwned(at + 1)) {
        const count = wording.countOwn();
        if (count === 0) continue;
        const i = at - start;
        this.counts[i] = Math.max(this.counts[i] ?? 0, count);
        addBit(this.owned, i);
      }
    }
  }

  addOwned(to: WindowSet): void {
    unite(to, this.owned);
  }

  narrow(wanted: WindowSet): void {
    forEachBit(without(wanted, this.owned), (i) => {
      if (mostAbove(this.above, this.start + i) === 0) removeBit(wanted, i);
    });
  }

  score(wanted: WindowSet, into: Float64Array): void {
    const { start, worth, saturator, lengths } = this;
    forEachBit(wanted, (i) => {
      const count = (this.counts[i] ?? 0) + mostAbove(this.above, start + i);
      if (count > 0) into[i] = (into[i] ?? 0) + worth * saturator.saturate(count, lengths[start + i] ?? 1);
    });
  }
}

/** The occurrences of one wording. Every word must be there first; then the positions decide. */
export class Occurrences {
  private readonly distinct: readonly PostingsCursor[];
  /** Positions of each word of the phrase at the paragraph under the cursors; a repeated word shares its list. */
  private readonly lists: number[][];
  private readonly sizes: number[];

  /** @param cursors one for each word of the phrase; the same object where a word is repeated */
  constructor(
    private readonly cursors: readonly PostingsCursor[],
    private readonly slop: number,
    private readonly field: Field,
    readonly above: ContextPhrase | null,
  ) {
    this.distinct = [...new Set(cursors)].sort((a, b) => a.owners - b.owners);
    const lists = new Map(this.distinct.map((cursor) => [cursor, [] as number[]]));
    this.lists = cursors.map((cursor) => lists.get(cursor) ?? []);
    this.sizes = cursors.map(() => 0);
  }

  /** The least paragraph at or after `from` that has all the words; never steps back. */
  nextMatch(from: number): number {
    return leastCommon(this.distinct, from, nextInAny);
  }

  /** The least paragraph at or after `from` that owns all the words; never steps back. */
  nextOwned(from: number): number {
    return leastCommon(this.distinct, from, (cursor, at) => cursor.advance(at));
  }

  /** How often the current paragraph, which owns all the words, owns the phrase; joint count. */
  countOwn(): number {
    const { cursors, lists, sizes } = this;
    for (let i = 0; i < cursors.length; i++) {
      const cursor = cursors[i];
      const before = cursor === undefined ? -1 : cursors.indexOf(cursor);
      sizes[i] = before < i ? (sizes[before] ?? 0) : (cursor?.readPositions(lists[i] ?? []) ?? 0);
    }
    const first = cursors[0];
    if (first === undefined) return 0;
    let count = 0;
    forEachOccurrence(lists, sizes, Math.min(this.slop, FIELD_GAP - 2), (rank) => {
      count += occurrenceCount(first, rank, this.field);
    });
    return count;
  }
}
