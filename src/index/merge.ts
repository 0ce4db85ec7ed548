/**
 * Several segments without what was deleted from them, as one: the same bytes as if the documents that are left had been indexed
 * together. Postings are taken over as they are; nothing is analysed and MiniSearch is not needed, so memory stays small.
 */

import type { LiveSegment } from './generation.js';
import type { PostingsCursor } from './segment/cursor.js';
import { type ContextInterval, END } from './segment/postings.js';
import type { Segment } from './segment.js';
import type { Document } from './types.js';
import { stemOfKey } from './words/term-keys.js';
import { compareCodePoints, SegmentBytes, type Stored, StoredWriter } from './write/freeze.js';
import { TermPostings } from './write/write-postings.js';

/** A document that is left, and where it comes from. */
interface Kept {
  source: Source;
  /** Its number in its segment. */
  number: number;
  document: Document;
}

/** A segment that is merged. */
interface Source {
  segment: Segment;
  /** The new number of each paragraph; -1 where it is gone. */
  renumbered: Int32Array;
  /** The next term, in order. */
  term: number;
  text: string | null;
  /** Its documents' new numbers; -1 where one is gone. */
  numbers: Int32Array;
  /** Whether some of its documents are gone. */
  lostSome: boolean;
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
    const renumbered = new Int32Array(segment.paragraphCount).fill(-1);
    return {
      segment,
      renumbered,
      term: 0,
      text: segment.termCount > 0 ? segment.term(0) : null,
      numbers: new Int32Array(segment.documentCount).fill(-1),
      lostSome: removed !== null,
      cursor: null,
    };
  });
  const kept = sources.flatMap((source, i) => keptOf(source, segments[i]));
  kept.sort((a, b) => (a.document.path < b.document.path ? -1 : 1));
  if (kept.length === 0) return null;

  const documentFirst: number[] = [];
  let count = 0;
  for (const [i, one] of kept.entries()) {
    one.source.numbers[one.number] = i;
    documentFirst.push(count);
    for (const paragraph of paragraphsOf(one)) one.source.renumbered[paragraph] = count++;
  }
  const lengths = new Uint8Array(count);
  count = 0;
  for (const one of kept) {
    for (const paragraph of paragraphsOf(one)) lengths[count++] = one.source.segment.lengths[paragraph] ?? 0;
  }
  const documents = kept.map(({ document }) => document);
  // Texts come first and are done with before the terms: what both need meanwhile is never held at once.
  const stored = mergeTexts(kept, documents);
  const bytes = new SegmentBytes(lengths);
  const scratch: Scratch = { merged: new TermPostings(), words: new TermPostings() };
  for (let term = nextTerm(sources); term !== null; term = nextTerm(sources)) mergeTerm(bytes, term, sources, scratch);
  const words = segments.reduce((sum, { segment, removed }) => sum + segment.wordCount - (removed?.wordCount ?? 0), 0);
  return {
    bytes: bytes.finish({ documents, documentFirst, words, stored }),
    numbers: sources.map(({ numbers }) => numbers),
  };
}

/** The numbers of a document's paragraphs in its segment. */
function* paragraphsOf({ source, number }: Kept): Generator<number> {
  const { documentFirst } = source.segment;
  const end = documentFirst[number + 1] ?? 0;
  for (let paragraph = documentFirst[number] ?? 0; paragraph < end; paragraph++) yield paragraph;
}

function mergeTexts(kept: readonly Kept[], documents: readonly Document[]): Stored {
  const stored = new StoredWriter();
  for (const one of kept) {
    for (const paragraph of paragraphsOf(one)) {
      stored.add(one.source.segment.stored(paragraph));
    }
  }
  return stored.finish(documents, true);
}

function keptOf(source: Source, live: LiveSegment | undefined): Kept[] {
  const kept: Kept[] = [];
  for (let number = 0; number < source.segment.documentCount; number++) {
    if (live?.removed?.documents.has(number) === true) continue;
    kept.push({ source, number, document: source.segment.document(number) });
  }
  return kept;
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
    source.text = source.term < source.segment.termCount ? source.segment.term(source.term) : null;
  }
  if (merged.size + merged.context.length === 0) return;
  if (stem !== null && sources.some(({ lostSome }) => lostSome)) {
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
function leastOf(readings: readonly Reading[]): Reading | undefined {
  let least: Reading | undefined;
  for (const reading of readings) {
    if (reading.paragraph < (least?.paragraph ?? END)) least = reading;
  }
  return least;
}

/** How much context there is: what grows with every word that lends some. */
function weigh(context: readonly ContextInterval[]): number {
  return context.reduce((sum, { start, end, heading, title }) => sum + (end - start) * (heading + title), 0);
}
