/** A phrase as a node (nodes.ts). */

import { contextCount, type Saturator } from '../../rank.js';
import { addBit, forEachBit, removeBit, unite, without } from '../../segment/bits.js';
import type { PostingsCursor } from '../../segment/cursor.js';
import type { Segment } from '../../segment.js';
import { nextInAny } from '../context.js';
import type { PhraseCount } from '../phrase-count.js';
import { leastCommon, type Node, nextOfAny, WINDOW, WINDOW_WORDS, type WindowSet } from './nodes.js';

/** A phrase in one or several wordings. Of these, the one that occurs most often counts, as one occurrence may match two of them. */
export class PhraseNode implements Node {
  private readonly owned: WindowSet = new Uint32Array(WINDOW_WORDS);
  /** What each paragraph of the window owns and is lent. */
  private readonly counts = new Int32Array(WINDOW);
  private readonly lent = new Int32Array(WINDOW);
  private start = 0;
  /** Before this paragraph all that may lend something was looked at. */
  private looked = 0;

  /** @param wordings those that the segment has the words of; perhaps none */
  constructor(
    private readonly wordings: readonly Occurrences[],
    private readonly worth: number,
    private readonly segment: Segment,
    private readonly saturator: Saturator,
  ) {}

  nextMatch(from: number): number {
    return nextOfAny(this.wordings, from);
  }

  enter(start: number): void {
    const { owned, counts, lent, segment } = this;
    this.start = start;
    owned.fill(0);
    counts.fill(0);
    lent.fill(0);
    const end = start + WINDOW;
    // What is lent in the window may begin further above in the same document.
    const first = Math.max(this.looked, segment.documentFirst[segment.documentOf(start)] ?? 0);
    this.looked = end;
    for (const wording of this.wordings) {
      const { above } = wording.counted;
      if (above !== null) wording.stepBack(first);
      for (let at = wording.nextOwned(above === null ? start : first); at < end; at = wording.nextOwned(at + 1)) {
        const count = wording.countOwn();
        if (at < start || count === 0) continue;
        const i = at - start;
        counts[i] = Math.max(counts[i] ?? 0, count);
        addBit(owned, i);
      }
      for (const stretch of above?.from(start) ?? []) {
        const count = contextCount(stretch.heading, stretch.title);
        const last = Math.min(WINDOW, stretch.end - start);
        for (let i = Math.max(0, stretch.start - start); i < last; i++) lent[i] = Math.max(lent[i] ?? 0, count);
      }
    }
  }

  addOwned(to: WindowSet): void {
    unite(to, this.owned);
  }

  narrow(wanted: WindowSet): void {
    forEachBit(without(wanted, this.owned), (i) => {
      if (this.lent[i] === 0) removeBit(wanted, i);
    });
  }

  score(wanted: WindowSet, into: Float64Array): void {
    const { start, worth, saturator, counts, lent } = this;
    const { lengths } = this.segment;
    forEachBit(wanted, (i) => {
      const count = (counts[i] ?? 0) + (lent[i] ?? 0);
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

  /**
   * @param cursors one for each word of the phrase; the same object where a word is repeated
   * @param counted counts their occurrences
   */
  constructor(
    private readonly cursors: readonly PostingsCursor[],
    readonly counted: PhraseCount,
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

  /** Steps back to `from` or before it. */
  stepBack(from: number): void {
    for (const cursor of this.distinct) cursor.stepBack(from);
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
    const found = this.counted.find(lists, sizes);
    const [first] = cursors;
    if (found === 0 || first === undefined) return 0;
    return this.counted.at(first.paragraph, found, first.inBody(), first.inHeadings());
  }
}
