/** Merges the terms of several segments: postings are copied, term by term in the order of the dictionary. */

import { compareCodePoints } from '../segment/code-points.js';
import type { PostingsCursor } from '../segment/cursor.js';
import { MIN_PARAGRAPHS } from '../segment/neighbours.js';
import { type ContextInterval, END } from '../segment/postings.js';
import { TermWalk } from '../segment/term-walk.js';
import type { Segment } from '../segment.js';
import { isNeighboursKey, stemOfKey } from '../words/term-keys.js';
import { findNeighbours } from './find-neighbours.js';
import type { SectionsWriter } from './freeze.js';
import type { SidePlaces } from './side-places.js';
import { TermPostings } from './term-postings.js';

/** A segment whose terms are merged. */
export interface TermSource {
  segment: Segment;
  /** The numbers of its deleted documents. */
  gone: ReadonlySet<number>;
  /** The new number of each paragraph; -1 where it was deleted. */
  renumbered: Int32Array;
  terms: SegmentTerms;
  /** Reused for each term: making one took longer than reading most lists. */
  cursor: PostingsCursor | null;
}

/**
 * Adds the terms of all sources that remain, and lists of neighbours if there are many paragraphs.
 * @param paragraphs how many the new segment has
 */
export function mergeTerms(sections: SectionsWriter, sources: readonly TermSource[], paragraphs: number): void {
  const scratch: Scratch = { merged: new TermPostings(), words: new TermPostings() };
  for (let term = nextTerm(sources); term !== null; term = nextTerm(sources))
    mergeTerm(sections, term, sources, scratch);
  if (paragraphs < MIN_PARAGRAPHS) return;
  for (const { key, places } of findNeighbours(sources, sections.frequent, paragraphs)) {
    mergePlaces(scratch.merged, places);
    sections.addTerm(key, scratch.merged);
  }
}

/** The terms of a segment, one after another. To find each by its number took a fifteenth of a merge. */
export class SegmentTerms {
  /** The current term; null at the end and at lists of neighbours, which are made anew. */
  text: string | null = null;
  private readonly walk: TermWalk | null;
  /** The bytes that the walk has, as a buffer. */
  private bytes = Buffer.alloc(0);

  constructor(private readonly segment: Segment) {
    this.walk = segment.termCount > 0 ? new TermWalk(segment.dictionary, 0) : null;
    this.read();
  }

  /** The number of the current term. */
  get number(): number {
    return this.walk?.number ?? 0;
  }

  next(): void {
    if (this.walk?.next(this.segment.termCount) === true) this.read();
    else this.text = null;
  }

  private read(): void {
    const { walk } = this;
    if (walk === null) return;
    if (this.bytes.buffer !== walk.bytes.buffer) this.bytes = Buffer.from(walk.bytes.buffer);
    const text = this.bytes.toString('utf8', 0, walk.length);
    this.text = isNeighboursKey(text) ? null : text;
  }
}

/** The least next term of all sources. */
function nextTerm(sources: readonly TermSource[]): string | null {
  let least: string | null = null;
  for (const { terms } of sources) {
    const { text } = terms;
    if (text !== null && (least === null || compareCodePoints(text, least) < 0)) least = text;
  }
  return least;
}

/** Reused for each term. */
interface Scratch {
  merged: TermPostings;
  words: TermPostings;
}

/** Merges a term from all sources that have it next, and steps those on. */
function mergeTerm(
  sections: SectionsWriter,
  term: string,
  sources: readonly TermSource[],
  { merged, words }: Scratch,
): void {
  const stem = stemOfKey(term);
  // A source without a list of the stem has the same postings as those of the word.
  mergeLists(merged, sources, ({ terms, segment }) => (terms.text === term ? terms.number : listOf(segment, stem)));
  for (const { terms } of sources) if (terms.text === term) terms.next();
  if (merged.size + merged.context.length === 0) return;
  if (stem !== null && sources.some(({ gone }) => gone.size > 0)) {
    // If all words that had this stem without being it were deleted, the list equals that of the word, and is not written.
    mergeLists(words, sources, ({ segment }) => listOf(segment, stem));
    if (words.positions.length === merged.positions.length && weigh(words.context) === weigh(merged.context)) return;
  }
  sections.addTerm(term, merged);
}

function listOf(segment: Segment, stem: string | null): number {
  return stem === null ? -1 : segment.termNumber(stem);
}

/** A walk through the remaining postings of one list of a source. */
interface Reading {
  cursor: PostingsCursor;
  renumbered: Int32Array;
  /** The new number of the current paragraph, or `END`. */
  paragraph: number;
}

/** Merges the live postings of one list of each source. @param listOf gives its number; -1 for none */
function mergeLists(into: TermPostings, sources: readonly TermSource[], listOf: (source: TermSource) => number): void {
  into.clear();
  const readings: Reading[] = [];
  const context: ContextInterval[] = [];
  for (const source of sources) {
    const { renumbered } = source;
    const number = listOf(source);
    if (number < 0) continue;
    const cursor = cursorOf(source, number);
    const reading = { cursor, renumbered, paragraph: END };
    step(reading);
    readings.push(reading);
    for (const interval of cursor.context) {
      // An interval is within one document, whose paragraphs stay together.
      const start = renumbered[interval.start] ?? -1;
      if (start >= 0) context.push({ ...interval, start, end: start + interval.end - interval.start });
    }
  }
  // The remaining paragraphs of a source keep their order.
  for (let least = leastOf(readings); least !== undefined; least = leastOf(readings)) {
    const { cursor } = least;
    // Documents lie one behind another, and so most postings come from the same source as the one before.
    const end = leastBut(readings, least);
    while (least.paragraph < end) {
      cursor.loadCounts();
      const { body, heading, title, at } = cursor;
      into.add(least.paragraph, body[at] ?? 0, heading[at] ?? 0, title[at] ?? 0);
      const count = cursor.readPositions(POSITIONS);
      for (let i = 0; i < count; i++) into.positions.push(POSITIONS[i] ?? 0);
      step(least);
    }
  }
  into.context = context.sort((a, b) => a.start - b.start);
}

/** Merges where two words stand side by side in all sources into one list. */
function mergePlaces(into: TermPostings, places: readonly SidePlaces[]): void {
  into.clear();
  const readers = places.map((list) => list.read());
  for (let least = leastOf(readers); least !== undefined; least = leastOf(readers)) {
    const [body = 0, heading = 0, title = 0] = least.counts;
    into.add(least.paragraph, body, heading, title);
    least.next();
  }
}

function cursorOf(source: TermSource, number: number): PostingsCursor {
  const { segment } = source;
  if (source.cursor === null) source.cursor = segment.cursor(number);
  else source.cursor.open(segment, segment.offsetOf(number));
  return source.cursor;
}

/** Scratch space of `mergeLists`. */
const POSITIONS: number[] = [];

/** Steps to the next remaining paragraph. */
function step(reading: Reading): void {
  const { cursor, renumbered } = reading;
  let old = cursor.next();
  while (old < END && (renumbered[old] ?? -1) < 0) old = cursor.next();
  reading.paragraph = old < END ? (renumbered[old] ?? END) : END;
}

/** The one at the least paragraph; undefined where all are at the end. */
function leastOf<One extends { paragraph: number }>(readings: readonly One[]): One | undefined {
  let least: One | undefined;
  for (const reading of readings) {
    if (reading.paragraph < (least?.paragraph ?? END)) least = reading;
  }
  return least;
}

/** The paragraph at which another than this one is next; `END` where all others are at the end. */
function leastBut(readings: readonly Reading[], one: Reading): number {
  let least = END;
  for (const reading of readings) if (reading !== one && reading.paragraph < least) least = reading.paragraph;
  return least;
}

/** A measure of context that grows with every word that adds to it. */
function weigh(context: readonly ContextInterval[]): number {
  return context.reduce((sum, { start, end, heading, title }) => sum + (end - start) * (heading + title), 0);
}
