/**
 * A query over one segment as a tree of nodes that look at one window of paragraphs at a time: which of them match, which own the
 * match, and what it is worth. Windows keep the working set in the processor's cache and let a long search be interrupted.
 */

import type { Saturator } from '../rank.js';
import type { Field } from '../search-types.js';
import { addBit, both, countBits, forEachBit, hasBit, intersect, nextBit, unite } from '../segment/bits.js';
import type { PostingsCursor } from '../segment/cursor.js';
import { END } from '../segment/postings.js';
import { countAbove, countAt, countIn, forEachInContext, nextInAny } from './context.js';
import type { Sets } from './plain/table.js';

/** Paragraphs in a window, and the 32-bit words of a set of them. */
export const WINDOW = 4096;
export const WINDOW_WORDS = WINDOW / 32;

/** So few paragraphs of a window are stepped to, instead of going through all that have a word. */
const FEW = 128;

/** A set of the paragraphs of a window, a bit each. */
export type WindowSet = Uint32Array;

export interface Node {
  /** Paragraphs that match, and those that match by what they own; of the window last looked at. */
  readonly matched: WindowSet;
  readonly owned: WindowSet;
  /** The least paragraph at or after `from` that can match; `END` where none does. Never steps back. */
  nextMatch(from: number): number;
  /** Fills the sets for the window that begins at `start`. Windows ascend. */
  look(start: number): void;
  /** Adds what the match is worth to each of the `wanted` paragraphs of the window last looked at. */
  score(wanted: WindowSet, into: Float64Array): void;
}

export abstract class WindowNode {
  readonly matched: WindowSet = new Uint32Array(WINDOW_WORDS);
  readonly owned: WindowSet = new Uint32Array(WINDOW_WORDS);
}

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

/** Paragraphs that every one of the nodes matches. */
export class AndNode extends WindowNode implements Node {
  constructor(private readonly nodes: readonly Node[]) {
    super();
  }

  nextMatch(from: number): number {
    return nextOfAll(this.nodes, from);
  }

  look(start: number): void {
    this.matched.fill(0xffffffff);
    this.owned.fill(0);
    for (const node of this.nodes) {
      node.look(start);
      intersect(this.matched, node.matched);
      unite(this.owned, node.owned);
    }
    intersect(this.owned, this.matched);
  }

  score(wanted: WindowSet, into: Float64Array): void {
    const these = both(wanted, this.matched);
    for (const node of this.nodes) node.score(these, into);
  }
}

/** Paragraphs that at least one of the nodes matches. */
export class OrNode extends WindowNode implements Node {
  constructor(private readonly nodes: readonly Node[]) {
    super();
  }

  nextMatch(from: number): number {
    return nextOfAny(this.nodes, from);
  }

  look(start: number): void {
    this.matched.fill(0);
    this.owned.fill(0);
    for (const node of this.nodes) {
      node.look(start);
      unite(this.matched, node.matched);
      unite(this.owned, node.owned);
    }
  }

  score(wanted: WindowSet, into: Float64Array): void {
    for (const node of this.nodes) node.score(both(wanted, node.matched), into);
  }
}

/** Paragraphs that a node does not match; they own nothing by it. */
export class NotNode extends WindowNode implements Node {
  constructor(private readonly node: Node) {
    super();
  }

  nextMatch(from: number): number {
    return from;
  }

  look(start: number): void {
    this.node.look(start);
    for (let i = 0; i < WINDOW_WORDS; i++) this.matched[i] = ~(this.node.matched[i] ?? 0);
  }

  score(): void {}
}

/** Every paragraph, each as good as any other. */
export class AllNode extends WindowNode implements Node {
  constructor() {
    super();
    this.matched.fill(0xffffffff);
    this.owned.fill(0xffffffff);
  }

  nextMatch(from: number): number {
    return from;
  }

  look(): void {}

  score(): void {}
}

/** The least paragraph at or after `from` that all nodes can match: a bound, as nodes may promise more than they hold. */
export function nextOfAll(nodes: readonly Node[], from: number): number {
  let candidate = from;
  for (let agreed = false; !agreed && candidate < END; ) {
    agreed = true;
    for (const node of nodes) {
      const next = node.nextMatch(candidate);
      agreed &&= next === candidate;
      candidate = next;
    }
  }
  return candidate;
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

/** The least paragraph at or after `from` that one of them can match. */
export function nextOfAny(some: readonly Pick<Node, 'nextMatch'>[], from: number): number {
  let least = END;
  for (const one of some) least = Math.min(least, one.nextMatch(from));
  return least;
}
