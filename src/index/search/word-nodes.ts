/** Words as nodes (nodes.ts). */

import type { Saturator } from '../rank.js';
import type { Field } from '../search-types.js';
import { addBit, countBits, forEachBit, hasBit, nextBit, unite } from '../segment/bits.js';
import type { PostingsCursor } from '../segment/cursor.js';
import { END } from '../segment/postings.js';
import { countAbove, countAt, countIn, forEachInContext, nextInAny } from './context.js';
import { type Node, WINDOW, WINDOW_WORDS, WindowNode, type WindowSet } from './nodes.js';
import type { Sets } from './plain/table.js';

/** So few paragraphs of a window are stepped to, instead of going through all that have a word. */
const FEW = 128;

/** One word, or several that count as one, in one field or any. */
export class WordsNode implements Node {
  private readonly sets = { matched: new Uint32Array(WINDOW_WORDS), owned: new Uint32Array(WINDOW_WORDS) };
  private readonly counts = new Float64Array(WINDOW);
  private start = 0;
  /** Whether the sets are those of the window that is looked at: where a word only adds to scores, nobody asks for them. */
  private isFilled = false;

  /**
   * @param finders and scorers two cursors for each word: one runs ahead to match, one follows to count what is wanted
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

  get matched(): WindowSet {
    this.fill();
    return this.sets.matched;
  }

  get owned(): WindowSet {
    this.fill();
    return this.sets.owned;
  }

  nextMatch(from: number): number {
    let least = END;
    for (const cursor of this.finders) least = Math.min(least, nextInAny(cursor, from));
    return least;
  }

  look(start: number): void {
    this.start = start;
    this.isFilled = false;
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
      forEachInContext(cursor, start, end, (paragraph, counts) => {
        if (countAbove(counts, field) > 0) addBit(matched, paragraph - start);
      });
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

/** Many words of which any counts once, in any field: what a prefix stands for. Their paragraphs are known before the first window. */
export class SetNode extends WindowNode implements Node {
  private start = 0;

  constructor(
    private readonly sets: Sets,
    private readonly worth: number,
    private readonly lengths: Uint8Array,
    private readonly saturator: Saturator,
  ) {
    super();
  }

  nextMatch(from: number): number {
    return nextBit(this.sets.matched, from);
  }

  look(start: number): void {
    this.start = start;
    copyWindow(this.sets.matched, start, this.matched);
    copyWindow(this.sets.owned, start, this.owned);
  }

  score(wanted: WindowSet, into: Float64Array): void {
    const { start, worth, saturator, lengths } = this;
    forEachBit(wanted, (i) => {
      into[i] = (into[i] ?? 0) + worth * saturator.saturate(1, lengths[start + i] ?? 1);
    });
  }
}

/** Adds a word's joint counts at the wanted paragraphs of the window that begins at `start`. */
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
  forEachInContext(cursor, start, end, (paragraph, interval) => {
    const i = paragraph - start;
    counts[i] = (counts[i] ?? 0) + countAbove(interval, field);
  });
}

function copyWindow(set: Uint32Array, start: number, into: WindowSet): void {
  const part = set.subarray(start / 32, start / 32 + WINDOW_WORDS);
  into.set(part);
  into.fill(0, part.length);
}
