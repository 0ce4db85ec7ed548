/** Words as nodes (nodes.ts). */

import type { Saturator } from '../../rank.js';
import type { Field } from '../../search-types.js';
import { addBit, addRange, countBits, forEachBit, hasBit, intersect, nextBit, unite } from '../../segment/bits.js';
import type { PostingsCursor } from '../../segment/cursor.js';
import { END } from '../../segment/postings.js';
import type { Sets } from '../../segment/table.js';
import { countAt, countIn, forEachLent, nextInAny } from './context.js';
import { type Node, WINDOW, WINDOW_WORDS, type WindowSet } from './nodes.js';

/** Fewer wanted paragraphs than this in a window are looked up one by one, instead of going through all that have the word. */
const FEW = 128;

/** One word, or several that count as one, in one field or any. */
export class WordsNode implements Node {
  private readonly sets = { matched: new Uint32Array(WINDOW_WORDS), owned: new Uint32Array(WINDOW_WORDS) };
  private readonly counts = new Float64Array(WINDOW);
  private start = 0;
  /** Whether the sets are filled for the current window. They are filled when asked for: a word that only adds to scores needs none. */
  private isFilled = false;

  /**
   * @param finders and scorers two cursors for each word: one runs ahead to match, the other follows to count
   * @param worth what a saturated count of 1 is worth: the rarity of the words and their weight
   */
  constructor(
    private readonly finders: readonly PostingsCursor[],
    private readonly scorers: readonly PostingsCursor[],
    private readonly field: Field,
    private readonly worth: number,
    private readonly lengths: Uint8Array,
    private readonly saturator: Saturator,
  ) {}

  nextMatch(from: number): number {
    let least = END;
    for (const cursor of this.finders) least = Math.min(least, nextInAny(cursor, from));
    return least;
  }

  enter(start: number): void {
    this.start = start;
    this.isFilled = false;
  }

  addOwned(to: WindowSet): void {
    this.fill();
    unite(to, this.sets.owned);
  }

  narrow(wanted: WindowSet): void {
    this.fill();
    intersect(wanted, this.sets.matched);
  }

  private fill(): void {
    if (this.isFilled) return;
    this.isFilled = true;
    const { start, finders, field } = this;
    const { matched, owned } = this.sets;
    matched.fill(0);
    owned.fill(0);
    const end = start + WINDOW;
    for (const cursor of finders) {
      for (let paragraph = cursor.advance(start); paragraph < end; paragraph = cursor.next()) {
        if (field !== 'any' && countIn(cursor, field) === 0) continue;
        addBit(owned, paragraph - start);
      }
      forEachLent(cursor, start, end, field, (first, last) => addRange(matched, first - start, last - start));
    }
    unite(matched, owned);
  }

  score(wanted: WindowSet, into: Float64Array): void {
    const { counts, start, worth, saturator, lengths } = this;
    counts.fill(0);
    for (const cursor of this.scorers) addCounts(cursor, this.field, start, wanted, counts);
    forEachBit(wanted, (i) => {
      const count = counts[i] ?? 0;
      if (count > 0) into[i] = (into[i] ?? 0) + worth * saturator.saturate(count, lengths[start + i] ?? 1);
    });
  }
}

/** Many words of which any counts once, in any field, as those of a prefix. Their set of paragraphs is made before the first window. */
export class SetNode implements Node {
  private start = 0;

  constructor(
    private readonly sets: Sets,
    private readonly worth: number,
    private readonly lengths: Uint8Array,
    private readonly saturator: Saturator,
  ) {}

  nextMatch(from: number): number {
    return nextBit(this.sets.matched, from);
  }

  enter(start: number): void {
    this.start = start;
  }

  addOwned(to: WindowSet): void {
    unite(to, windowOf(this.sets.owned, this.start));
  }

  narrow(wanted: WindowSet): void {
    intersect(wanted, windowOf(this.sets.matched, this.start));
  }

  score(wanted: WindowSet, into: Float64Array): void {
    const { sets, start, worth, saturator, lengths } = this;
    forEachBit(wanted, (i) => {
      if (!hasBit(sets.matched, start + i)) return;
      into[i] = (into[i] ?? 0) + worth * saturator.saturate(1, lengths[start + i] ?? 1);
    });
  }
}

/** Adds the joint counts of a word in the wanted paragraphs of the window that begins at `start`. */
function addCounts(cursor: PostingsCursor, field: Field, start: number, wanted: WindowSet, counts: Float64Array): void {
  if (field === 'any' && countBits(wanted) < FEW) {
    forEachBit(wanted, (i) => {
      counts[i] = (counts[i] ?? 0) + countAt(cursor, start + i);
    });
    return;
  }
  const end = start + WINDOW;
  for (let paragraph = cursor.advance(start); paragraph < end; paragraph = cursor.next()) {
    const i = paragraph - start;
    if (!hasBit(wanted, i)) continue;
    counts[i] = (counts[i] ?? 0) + (field === 'any' ? cursor.count() : countIn(cursor, field));
  }
  forEachLent(cursor, start, end, field, (first, last, count) => {
    for (let i = first - start; i < last - start; i++) counts[i] = (counts[i] ?? 0) + count;
  });
}

/** The part of a set that is the window at `start`; shorter at its end. */
function windowOf(set: Uint32Array, start: number): WindowSet {
  return set.subarray(start / 32, start / 32 + WINDOW_WORDS);
}
