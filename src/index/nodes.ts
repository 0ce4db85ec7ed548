/**
 * A query over one segment as a tree of nodes that look at one window of paragraphs at a time: which of them match, which own the
 * match, and what it is worth. Windows keep the working set in the processor's cache and let a long search be interrupted.
 */

import { addBit, both, forEachBit, hasBit, intersect, nextBit, unite } from './bits.js';
import type { PostingsCursor } from './cursor.js';
import { forEachOccurrence } from './phrase.js';
import { END, FIELD_GAP } from './postings.js';
import { contextCount, jointCount, type Saturator } from './rank.js';
import type { Segment } from './segment.js';
import type { Field } from './types.js';

/** Paragraphs in a window, and the 32-bit words of a set of them. */
export const WINDOW = 4096;
export const WINDOW_WORDS = WINDOW / 32;

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

abstract class WindowNode {
  readonly matched: WindowSet = new Uint32Array(WINDOW_WORDS);
  readonly owned: WindowSet = new Uint32Array(WINDOW_WORDS);
}

/** One word, or several that count as one, in one field or any. */
export class WordsNode extends WindowNode implements Node {
  private readonly counts = new Float64Array(WINDOW);
  private start = 0;

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
  ) {
    super();
  }

  nextMatch(from: number): number {
    let least = END;
    for (const cursor of this.finders) least = Math.min(least, nextInAny(cursor, from));
    return least;
  }

  look(start: number): void {
    this.start = start;
    this.matched.fill(0);
    this.owned.fill(0);
    const end = start + WINDOW;
    for (const cursor of this.finders) {
      for (let paragraph = cursor.advance(start); paragraph < end; paragraph = cursor.next()) {
        if (this.field !== 'any' && countIn(cursor, this.field) === 0) continue;
        addBit(this.owned, paragraph - start);
      }
      forEachInContext(cursor, start, (paragraph, counts) => {
        if (countAbove(counts, this.field) > 0) addBit(this.matched, paragraph - start);
      });
    }
    unite(this.matched, this.owned);
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

/** Which paragraphs of a whole segment have any of several words, and which own one. */
export interface GroupSets {
  matched: Uint32Array;
  owned: Uint32Array;
}

/** Sets of beginnings, as long as their numbers are kept: of a single letter they took most of the time of a keystroke. */
const SETS = new WeakMap<readonly number[], GroupSets>();

export function groupSets(segment: Segment, numbers: readonly number[]): GroupSets {
  let sets = SETS.get(numbers);
  if (sets === undefined) {
    sets = unionOf(segment, numbers);
    SETS.set(numbers, sets);
  }
  return sets;
}

function unionOf(segment: Segment, numbers: readonly number[]): GroupSets {
  const owned = new Uint32Array(Math.ceil(segment.paragraphCount / 32));
  const context = numbers.filter((number) => segment.hasContext(number));
  for (const number of numbers) segment.addOwners(owned, number);
  if (context.length === 0) return { matched: owned, owned };
  const matched = owned.slice();
  for (const number of context) {
    for (const { start, end } of segment.cursor(number).context) for (let i = start; i < end; i++) addBit(matched, i);
  }
  return { matched, owned };
}

/** Many words that count as one, in any field: what a prefix stands for. Their paragraphs are known before the first window. */
export class GroupNode extends WindowNode implements Node {
  private readonly counts = new Float64Array(WINDOW);
  private start = 0;

  /** @param scorers a cursor for each word; null where a paragraph with any of them counts as having one, once */
  constructor(
    private readonly sets: GroupSets,
    private readonly scorers: readonly PostingsCursor[] | null,
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
    const { counts, start, scorers, worth, saturator, lengths } = this;
    if (scorers !== null) {
      counts.fill(0);
      for (const cursor of scorers) addCounts(cursor, 'any', start, wanted, counts);
    }
    forEachBit(wanted, (i) => {
      const count = scorers === null ? 1 : (counts[i] ?? 0);
      into[i] = (into[i] ?? 0) + worth * saturator.saturate(count, lengths[start + i] ?? 1);
    });
  }
}

/** Counts a phrase in the title and headings above a paragraph, which its own positions do not cover; joint count. */
export type ContextPhrase = (paragraph: number) => number;

/** Words that stand together. Every word must be there first; then the positions decide. */
export class PhraseNode extends WindowNode implements Node {
  private readonly counts = new Float64Array(WINDOW);
  private start = 0;
  private readonly distinct: readonly PostingsCursor[];
  /** Positions of each word of the phrase at the paragraph under the cursors; a repeated word shares its list. */
  private readonly lists: number[][];
  private readonly sizes: number[];

  /** @param cursors one for each word of the phrase; the same object where a word is repeated */
  constructor(
    private readonly cursors: readonly PostingsCursor[],
    private readonly slop: number,
    private readonly field: Field,
    private readonly worth: number,
    private readonly lengths: Uint8Array,
    private readonly saturator: Saturator,
    private readonly contextPhrase: ContextPhrase,
  ) {
    super();
    this.distinct = [...new Set(cursors)].sort((a, b) => a.owners - b.owners);
    const lists = new Map(this.distinct.map((cursor) => [cursor, [] as number[]]));
    this.lists = cursors.map((cursor) => lists.get(cursor) ?? []);
    this.sizes = cursors.map(() => 0);
  }

  nextMatch(from: number): number {
    let candidate = from;
    for (let agreed = false; !agreed && candidate < END; ) {
      agreed = true;
      for (const cursor of this.distinct) {
        const next = nextInAny(cursor, candidate);
        agreed &&= next === candidate;
        candidate = next;
      }
    }
    return candidate;
  }

  look(start: number): void {
    this.start = start;
    this.matched.fill(0);
    this.owned.fill(0);
    this.counts.fill(0);
    const end = start + WINDOW;
    for (let paragraph = this.nextMatch(start); paragraph < end; paragraph = this.nextMatch(paragraph + 1)) {
      const own = this.distinct.every((cursor) => cursor.paragraph === paragraph) ? this.countOwn() : 0;
      const above = this.distinct.every((cursor) => inContext(cursor, paragraph)) ? this.contextPhrase(paragraph) : 0;
      const i = paragraph - start;
      this.counts[i] = own + above;
      if (own > 0) addBit(this.owned, i);
      if (own + above > 0) addBit(this.matched, i);
    }
  }

  score(wanted: WindowSet, into: Float64Array): void {
    forEachBit(wanted, (i) => {
      const count = this.counts[i] ?? 0;
      if (count > 0)
        into[i] = (into[i] ?? 0) + this.worth * this.saturator.saturate(count, this.lengths[this.start + i] ?? 1);
    });
  }

  /** Occurrences in what the current paragraph owns; joint count. */
  private countOwn(): number {
    const { cursors, lists, sizes } = this;
    for (let i = 0; i < cursors.length; i++) {
      const cursor = cursors[i];
      const before = cursor === undefined ? -1 : cursors.indexOf(cursor);
      sizes[i] = before < i ? (sizes[before] ?? 0) : (cursor?.readPositions(lists[i] ?? []) ?? 0);
    }
    const first = cursors[0];
    if (first === undefined) return 0;
    const inBody = first.inBody();
    const inHeadings = first.inHeadings();
    let count = 0;
    forEachOccurrence(lists, sizes, Math.min(this.slop, FIELD_GAP - 2), (rank) => {
      const field = rank < inBody ? 'body' : rank < inBody + inHeadings ? 'heading' : 'title';
      if (this.field === 'any' || this.field === field) count += jointCount({ ...NO_COUNTS, [field]: 1 });
    });
    return count;
  }
}

const NO_COUNTS = { body: 0, heading: 0, title: 0 };

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
    let least = END;
    for (const node of this.nodes) least = Math.min(least, node.nextMatch(from));
    return least;
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

/** A word's joint count at one paragraph, its own and lent from above. Paragraphs must ascend. */
export function countAt(cursor: PostingsCursor, paragraph: number): number {
  const own = cursor.advance(paragraph) === paragraph ? cursor.count() : 0;
  if (!inContext(cursor, paragraph)) return own;
  const interval = cursor.context[contextAt(cursor, paragraph)];
  return interval === undefined ? own : own + countAbove(interval, 'any');
}

/** Adds a word's joint counts at the wanted paragraphs of the window that begins at `start`. */
function addCounts(cursor: PostingsCursor, field: Field, start: number, wanted: WindowSet, counts: Float64Array): void {
  const end = start + WINDOW;
  for (let paragraph = cursor.advance(start); paragraph < end; paragraph = cursor.next()) {
    const i = paragraph - start;
    if (!hasBit(wanted, i)) continue;
    counts[i] = (counts[i] ?? 0) + (field === 'any' ? cursor.count() : countIn(cursor, field));
  }
  forEachInContext(cursor, start, (paragraph, interval) => {
    const i = paragraph - start;
    counts[i] = (counts[i] ?? 0) + countAbove(interval, field);
  });
}

function copyWindow(set: Uint32Array, start: number, into: WindowSet): void {
  const part = set.subarray(start / 32, start / 32 + WINDOW_WORDS);
  into.set(part);
  into.fill(0, part.length);
}

function countIn(cursor: PostingsCursor, field: Exclude<Field, 'any'>): number {
  cursor.loadCounts();
  return jointCount({ body: 0, heading: 0, title: 0, [field]: cursor[field][cursor.at] ?? 0 });
}

function countAbove(interval: { heading: number; title: number }, field: Field): number {
  return contextCount(field === 'title' ? 0 : interval.heading, field === 'heading' ? 0 : interval.title);
}

/** Index of the first of the cursor's context intervals that ends after `paragraph`. */
function contextAt(cursor: PostingsCursor, paragraph: number): number {
  const { context } = cursor;
  let low = 0;
  let high = context.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((context[middle]?.end ?? 0) <= paragraph) low = middle + 1;
    else high = middle;
  }
  return low;
}

function inContext(cursor: PostingsCursor, paragraph: number): boolean {
  return cursor.context.length > 0 && (cursor.context[contextAt(cursor, paragraph)]?.start ?? END) <= paragraph;
}

function nextInContext(cursor: PostingsCursor, from: number): number {
  return Math.max(from, cursor.context[contextAt(cursor, from)]?.start ?? END);
}

/** The next paragraph at or after `from` that has the cursor's word, owned or above. */
function nextInAny(cursor: PostingsCursor, from: number): number {
  const owner = cursor.advance(from);
  return cursor.context.length === 0 || owner === from ? owner : Math.min(owner, nextInContext(cursor, from));
}

function forEachInContext(
  cursor: PostingsCursor,
  start: number,
  visit: (paragraph: number, interval: { heading: number; title: number }) => void,
): void {
  if (cursor.context.length === 0) return;
  const end = start + WINDOW;
  for (let at = contextAt(cursor, start); at < cursor.context.length; at++) {
    const interval = cursor.context[at];
    if (interval === undefined || interval.start >= end) break;
    const last = Math.min(end, interval.end);
    for (let paragraph = Math.max(start, interval.start); paragraph < last; paragraph++) visit(paragraph, interval);
  }
}
