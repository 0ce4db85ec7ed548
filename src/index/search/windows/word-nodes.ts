/** Words as nodes (nodes.ts). */

import type { Saturator } from '../../rank.js';
import { addBit, forEachBit, hasBit, intersect, nextBit, unite } from '../../segment/bits.js';
import { END } from '../../segment/postings.js';
import type { Table } from '../../segment/table.js';
import type { Flat } from '../plain/flat.js';
import { type Node, WINDOW, WINDOW_WORDS, type WindowSet } from './nodes.js';

/** One word, or several that count as one, by their postings, unpacked whole. */
export class WordsNode implements Node {
  private start = 0;
  /** The range of its postings that lie in the window, half-open. */
  private from = 0;
  private to = 0;

  /** @param worth what a saturated count of 1 is worth: the rarity of the words and their weight */
  constructor(
    private readonly flat: Flat,
    private readonly worth: number,
    private readonly lengths: Uint8Array,
    private readonly saturator: Saturator,
  ) {}

  nextMatch(from: number): number {
    const i = placeIn(this.flat, from);
    return i < this.flat.size ? (this.flat.paragraphs[i] ?? END) : END;
  }

  enter(start: number): void {
    this.start = start;
    this.from = placeIn(this.flat, start);
    this.to = placeIn(this.flat, start + WINDOW);
  }

  addOwned(to: WindowSet): void {
    const { paragraphs, owned } = this.flat;
    for (let i = this.from; i < this.to; i++) if (owned?.[i] !== 0) addBit(to, (paragraphs[i] ?? 0) - this.start);
  }

  narrow(wanted: WindowSet): void {
    const { paragraphs } = this.flat;
    const matched = new Uint32Array(WINDOW_WORDS);
    for (let i = this.from; i < this.to; i++) addBit(matched, (paragraphs[i] ?? 0) - this.start);
    intersect(wanted, matched);
  }

  score(wanted: WindowSet, into: Float64Array): void {
    const { start, worth, saturator, lengths } = this;
    const { paragraphs, counts } = this.flat;
    for (let i = this.from; i < this.to; i++) {
      const paragraph = paragraphs[i] ?? 0;
      const at = paragraph - start;
      if (!hasBit(wanted, at)) continue;
      into[at] = (into[at] ?? 0) + worth * saturator.saturate(counts[i] ?? 0, lengths[paragraph] ?? 1);
    }
  }
}

/** The index of the first posting at or behind a paragraph. */
function placeIn({ paragraphs, size }: Flat, paragraph: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((paragraphs[middle] ?? END) < paragraph) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same by their table: many postings, which are looked up. */
export class TableNode implements Node {
  private start = 0;

  constructor(
    private readonly table: Table,
    private readonly worth: number,
    private readonly lengths: Uint8Array,
    private readonly saturator: Saturator,
  ) {}

  nextMatch(from: number): number {
    return nextBit(this.table.matched, from);
  }

  enter(start: number): void {
    this.start = start;
  }

  addOwned(to: WindowSet): void {
    unite(to, windowOf(this.table.owned, this.start));
  }

  narrow(wanted: WindowSet): void {
    intersect(wanted, windowOf(this.table.matched, this.start));
  }

  score(wanted: WindowSet, into: Float64Array): void {
    const { table, start, worth, saturator, lengths } = this;
    forEachBit(wanted, (i) => {
      const count = table.countAt(start + i);
      if (count > 0) into[i] = (into[i] ?? 0) + worth * saturator.saturate(count, lengths[start + i] ?? 1);
    });
  }
}

/** The part of a set that is the window at `start`; shorter at its end. */
function windowOf(set: Uint32Array, start: number): WindowSet {
  return set.subarray(start / 32, start / 32 + WINDOW_WORDS);
}
