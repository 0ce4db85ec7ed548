/**
 * Several segments without what was deleted from them, as one: the same bytes as if the documents that are left had been indexed
 * together, and where those are many lists of neighbours beside them. Postings are taken over as they are; nothing is analysed and
 * MiniSearch is not needed, so memory stays small.
 */
import { type LiveSegment, totals } from './generation.js';
import type { PostingsCursor } from './segment/cursor.js';
import { LEAST_PARAGRAPHS } from './segment/neighbours.js';
import { NumberList } from './segment/number-list.js';
import { type ContextInterval, END } from './segment/postings.js';
import type { DocumentRecord } from './segment/records.js';
import type { Segment } from './segment.js';
import { isNeighboursKey, stemOfKey } from './words/term-keys.js';
import { findNeighbours, type SidePlaces } from './write/find-neighbours.js';
import { compareCodePoints, SegmentBytes, StoredWriter } from './write/freeze.js';
import { TermPostings } from './write/term-postings.js';

/** A segment that is merged. */
interface Source {
  segment: Segment;
  /** Numbers of its documents that are gone. */
  gone: ReadonlySet<number>;
  /** The new number of each paragraph; -1 where it is gone. */
  renumbered: Int32Array;
  /** The next term, in order; null where what is left are neighbours, which are found anew. */
  term: number;
  text: string | null;
  /** Its documents' new numbers; -1 where one is gone. */
  numbers: Int32Array;
  /** Used again for each term: to make one took longer than to read most lists. */
  cursor: PostingsCursor | null;
}

export interface Merged {
  bytes: Uint8Array;
  /** For each segment, in the order they were given, the new number of each of its documents; -1 where it is gone. */
  numbers: Int32Array[];
}

/** Null where nothing is left. */
export function mergeSegments(segments: readonly LiveSegment[]): Merged | null {
  const sources = segments.map(({ segment, removed }): Source => {
    return {
      segment,
      gone: removed?.documents ?? NOBODY,
      renumbered: new Int32Array(segment.paragraphCount).fill(-1),
      term: 0,
      text: termAt(segment, 0),
      numbers: new Int32Array(segment.documentCount).fill(-1),
      cursor: null,
    };
  });
  const order = orderOf(sources);
  if (order.length === 0) return null;

  const { paragraphs, words } = totals(segments);
  const lengths = new Uint8Array(paragraphs);
  const documentFirst = new Uint32Array(order.length);
  const writer = new StoredWriter();
  let paragraph = 0;
  for (const { number, source, old } of numbered(sources, order)) {
    const { segment, renumbered, numbers } = source;
    numbers[old] = number;
    documentFirst[number] = paragraph;
    const end = segment.documentFirst[old + 1] ?? 0;
    for (let from = segment.documentFirst[old] ?? 0; from < end; from++) {
      writer.add(segment.stored(from));
      lengths[paragraph] = segment.lengths[from] ?? 0;
      renumbered[from] = paragraph++;
    }
  }
  // Texts come first and are done with before the terms: what both need meanwhile is never held at once.
  const stored = writer.finish(() => recordsOf(sources, order), true);
  const bytes = new SegmentBytes(lengths);
  const scratch: Scratch = { merged: new TermPostings(), words: new TermPostings() };
  for (let term = nextTerm(sources); term !== null; term = nextTerm(sources)) mergeTerm(bytes, term, sources, scratch);
  if (paragraphs >= LEAST_PARAGRAPHS) {
    for (const { key, places } of findNeighbours(sources, bytes.frequent, paragraphs)) {
      mergePlaces(scratch.merged, places);
      bytes.addTerm(key, scratch.merged);
    }
  }
  return {
    bytes: bytes.finish({ documentFirst, words, stored }),
    numbers: sources.map(({ numbers }) => numbers),
  };
}

const NOBODY: ReadonlySet<number> = new Set();

/** Of the documents that are left, in the order of their paths, the indexes of their sources: documents themselves are never held all at once. */
function orderOf(sources: readonly Source[]): Uint32Array {
  const order = new NumberList();
  const left = sources.map(recordsLeft);
  const paths = left.map(nextPath);
  for (;;) {
    let least = -1;
    for (let i = 0; i < paths.length; i++) {
      const path = paths[i];
      if (path != null && (least < 0 || path < (paths[least] ?? ''))) least = i;
    }
    const from = left[least];
    if (from === undefined) return order.view();
    order.push(least);
    paths[least] = nextPath(from);
  }
}

function nextPath(records: Iterator<DocumentRecord>): string | null {
  const next = records.next();
  return next.done === true ? null : next.value.path;
}

/** The documents of a source that are left, in order. */
function* recordsLeft({ segment, gone }: Source): Generator<DocumentRecord> {
  let number = 0;
  for (const record of segment.documentRecords()) if (!gone.has(number++)) yield record;
}

/** Those of all sources, in the new order. */
function* recordsOf(sources: readonly Source[], order: Uint32Array): Generator<DocumentRecord> {
  const left = sources.map(recordsLeft);
  for (const index of order) {
    const next = left[index]?.next();
    if (next?.done === false) yield next.value;
  }
}

/** Their new numbers, their sources, and the numbers they had there. */
function* numbered(
  sources: readonly Source[],
  order: Uint32Array,
): Generator<{ number: number; source: Source; old: number }> {
  const next = sources.map(() => 0);
  for (const [number, index] of order.entries()) {
    const source = sources[index];
    if (source === undefined) continue;
    let old = next[index] ?? 0;
    while (source.gone.has(old)) old++;
    next[index] = old + 1;
    yield { number, source, old };
  }
}

function termAt(segment: Segment, number: number): string | null {
  const term = number < segment.termCount ? segment.term(number) : null;
  return term !== null && isNeighboursKey(term) ? null : term;
}

/** The least term that any source stands at. */
function nextTerm(sources: readonly Source[]): string | null {
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
function mergeTerm(bytes: SegmentBytes, term: string, sources: readonly Source[], { merged, words }: Scratch): void {
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

function listOf({ segment }: Source, stem: string | null): number {
  return stem === null ? -1 : segment.termNumber(stem);
}

/** The postings of a source, standing at one of a paragraph that is left. */
interface Reading {
  cursor: PostingsCursor;
  renumbered: Int32Array;
  /** The new number of that paragraph, or `END`. */
  paragraph: number;
}

/** The live postings of one list of each source, as one. @param listOf its number; -1 for none */
function mergeLists(into: TermPostings, sources: readonly Source[], listOf: (source: Source) => number): void {
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

function cursorOf(source: Source, number: number): PostingsCursor {
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
