/** The terms of several segments as those of one: postings are taken over as they are, term by term in the order of the dictionary. */

import { compareCodePoints } from '../segment/code-points.js';
import type { PostingsCursor } from '../segment/cursor.js';
import { LEAST_PARAGRAPHS } from '../segment/neighbours.js';
import { type ContextInterval, END } from '../segment/postings.js';
import type { Segment } from '../segment.js';
import { isNeighboursKey, stemOfKey } from '../words/term-keys.js';
import { findNeighbours, type SidePlaces } from './find-neighbours.js';
import type { SegmentBytes } from './freeze.js';
import { TermPostings } from './term-postings.js';

/** A segment whose terms are merged. */
export interface TermSource {
  segment: Segment;
  /** Numbers of its documents that are gone. */
  gone: ReadonlySet<number>;
  /** The new number of each paragraph; -1 where it is gone. */
  renumbered: Int32Array;
  /** The next term, in order; null where what is left are neighbours, which are found anew. */
  term: number;
  text: string | null;
  /** Used again for each term: to make one took longer than to read most lists. */
  cursor: PostingsCursor | null;
}

/**
 * Adds the terms that are left of all sources, and lists of neighbours where there are many paragraphs.
 * @param paragraphs of the new segment
 */
export function mergeTerms(bytes: SegmentBytes, sources: readonly TermSource[], paragraphs: number): void {
  const scratch: Scratch = { merged: new TermPostings(), words: new TermPostings() };
  for (let term = nextTerm(sources); term !== null; term = nextTerm(sources)) mergeTerm(bytes, term, sources, scratch);
  if (paragraphs < LEAST_PARAGRAPHS) return;
  for (const { key, places } of findNeighbours(sources, bytes.frequent, paragraphs)) {
    mergePlaces(scratch.merged, places);
    bytes.addTerm(key, scratch.merged);
  }
}

/** A term by its number; null where there is none, or neighbours. */
export function termAt(segment: Segment, number: number): string | null {
  const term = number < segment.termCount ? segment.term(number) : null;
  return term !== null && isNeighboursKey(term) ? null : term;
}

/** The least term that any source stands at. */
function nextTerm(sources: readonly TermSource[]): string | null {
  let least: string | null = null;
  for (const { text } of sources) {
    if (text !== null && (least === null || compareCodePoints(text, least) < 0)) least = text;
  }
  return least;
}

/** What is used again for each term. */
interface Scratch {
  merged: TermPostings;
  words: TermPostings;
}

/** Takes a term from every source that stands at it, and steps those on. */
function mergeTerm(
  bytes: SegmentBytes,
  term: string,
  sources: readonly TermSource[],
  { merged, words }: Scratch,
): void {
  const stem = stemOfKey(term);
  // Where a source has no list of the stem, that of the word is it.
  mergeLists(merged, sources, (source) => (source.text === term ? source.term : listOf(source, stem)));
  for (const source of sources) {
    if (source.text !== term) continue;
    source.term++;
    source.text = termAt(source.segment, source.term);
  }
  if (merged.size + merged.context.length === 0) return;
  if (stem !== null && sources.some(({ gone }) => gone.size > 0)) {
    // The words that had this stem without being it may all be gone: the list is then that of the word, and is not written.
    mergeLists(words, sources, (source) => listOf(source, stem));
    if (words.positions.length === merged.positions.length && weigh(words.context) === weigh(merged.context)) return;
  }
  bytes.addTerm(term, merged);
}

function listOf({ segment }: TermSource, stem: string | null): number {
  return stem === null ? -1 : segment.dictionary.numberOf(stem);
}

/** The postings of a source, standing at one of a paragraph that is left. */
interface Reading {
  cursor: PostingsCursor;
  renumbered: Int32Array;
  /** The new number of that paragraph, or `END`. */
  paragraph: number;
}

/** The live postings of one list of each source, as one. @param listOf its number; -1 for none */
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
      // An interval lies within one document, whose paragraphs stay together.
      const start = renumbered[interval.start] ?? -1;
      if (start >= 0) context.push({ ...interval, start, end: start + interval.end - interval.start });
    }
  }
  // What is left of a source keeps its order.
  for (let least = leastOf(readings); least !== undefined; least = leastOf(readings)) {
    const { cursor, paragraph } = least;
    cursor.loadCounts();
    const { body, heading, title, at } = cursor;
    into.add(paragraph, body[at] ?? 0, heading[at] ?? 0, title[at] ?? 0);
    const count = cursor.readPositions(POSITIONS);
    for (let i = 0; i < count; i++) into.positions.push(POSITIONS[i] ?? 0);
    step(least);
  }
  into.context = context.sort((a, b) => a.start - b.start);
}

/** Where two words stand side by side in all sources, as one list. */
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

/** Steps on to the next paragraph that is left. */
function step(reading: Reading): void {
  const { cursor, renumbered } = reading;
  let old = cursor.next();
  while (old < END && (renumbered[old] ?? -1) < 0) old = cursor.next();
  reading.paragraph = old < END ? (renumbered[old] ?? END) : END;
}

/** The one that stands at the least paragraph; undefined where all are done. */
function leastOf<One extends { paragraph: number }>(readings: readonly One[]): One | undefined {
  let least: One | undefined;
  for (const reading of readings) {
    if (reading.paragraph < (least?.paragraph ?? END)) least = reading;
  }
  return least;
}

/** How much context there is: what grows with every word that lends some. */
function weigh(context: readonly ContextInterval[]): number {
  return context.reduce((sum, { start, end, heading, title }) => sum + (end - start) * (heading + title), 0);
}
