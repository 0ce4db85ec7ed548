/** A phrase as a node (nodes.ts). */

import type { Saturator } from '../rank.js';
import type { Field } from '../search-types.js';
import { addBit, forEachBit } from '../segment/bits.js';
import type { PostingsCursor } from '../segment/cursor.js';
import { type ContextInterval, FIELD_GAP } from '../segment/postings.js';
import { nextInAny, nextLent, occurrenceCount } from './context.js';
import type { ContextPhrase } from './context-phrase.js';
import { leastCommon, type Node, nextOfAny, WINDOW, WindowNode, type WindowSet } from './nodes.js';
import { forEachOccurrence } from './phrase.js';

/** A phrase in one or several wordings, of which the one that occurs most counts: one occurrence may be that of two. */
export class PhraseNode extends WindowNode implements Node {
  private readonly own = new Float64Array(WINDOW);
  private readonly above = new Float64Array(WINDOW);
  private start = 0;

  /** @param wordings those that may stand in the segment; may be none */
  constructor(
    private readonly wordings: readonly Occurrences[],
    private readonly worth: number,
    private readonly lengths: Uint8Array,
    private readonly saturator: Saturator,
  ) {
    super();
  }

  nextMatch(from: number): number {
    return nextOfAny(this.wordings, from);
  }

  look(start: number): void {
    this.start = start;
    this.matched.fill(0);
    this.owned.fill(0);
    this.own.fill(0);
    this.above.fill(0);
    for (const wording of this.wordings) {
      this.lookAbove(wording);
      this.lookWithin(wording);
    }
  }

  /** Where headings lend it: what they lend to one paragraph of a stretch they lend to all. */
  private lookAbove(wording: Occurrences): void {
    const end = this.start + WINDOW;
    for (
      let lent = wording.nextLent(this.start);
      lent !== null && lent.start < end;
      lent = wording.nextLent(lent.end)
    ) {
      const count = wording.countAbove(lent);
      if (count === 0) continue;
      const last = Math.min(lent.end, end) - this.start;
      for (let i = lent.start - this.start; i < last; i++) {
        this.above[i] = Math.max(this.above[i] ?? 0, count);
        addBit(this.matched, i);
      }
    }
  }

  /** Where paragraphs own it. */
  private lookWithin(wording: Occurrences): void {
    const end = this.start + WINDOW;
    for (let at = wording.nextOwned(this.start); at < end; at = wording.nextOwned(at + 1)) {
      const count = wording.countOwn();
      if (count === 0) continue;
      const i = at - this.start;
      this.own[i] = Math.max(this.own[i] ?? 0, count);
      addBit(this.owned, i);
      addBit(this.matched, i);
    }
  }

  score(wanted: WindowSet, into: Float64Array): void {
    forEachBit(wanted, (i) => {
      const count = (this.own[i] ?? 0) + (this.above[i] ?? 0);
      if (count > 0)
        into[i] = (into[i] ?? 0) + this.worth * this.saturator.saturate(count, this.lengths[this.start + i] ?? 1);
    });
  }
}

/** Words that stand together. Every word must be there first; then the positions decide. */
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
    /** How often it stands above a stretch to which all the words are lent. */
    readonly countAbove: ContextPhrase,
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

  /** The same of those that own them all. */
  nextOwned(from: number): number {
    return leastCommon(this.distinct, from, (cursor, at) => cursor.advance(at));
  }

  /** The next stretch at or after `from` to which all the words are lent; null where there is none. */
  nextLent(from: number): ContextInterval | null {
    return nextLent(this.distinct, from);
  }

  /** How often the paragraph that was stepped to, which owns all the words, owns the phrase; joint count. */
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
