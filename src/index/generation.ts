/** What a search sees: segments, what was deleted from them since, and the statistics of what remains. Immutable. */
import { analyze } from './analyze.js';
import type { EngineStats } from './engine.js';
import { lengthOf } from './rank.js';
import { addBit, newSet } from './segment/bits.js';
import type { LanguageCount } from './segment/language-counts.js';
import type { Segment } from './segment.js';
import { type Document, type ReadDocument, RUNNING, type SkippedFile } from './types.js';
import { foundBy } from './words/term-keys.js';

/** What deletions took from a segment. With it, rarity and lengths are exactly those of the remaining paragraphs. */
export interface Removed {
  /** Numbers of documents in the segment. */
  documents: ReadonlySet<number>;
  /** A bit for each deleted paragraph of the segment. */
  paragraphs: Uint32Array;
  paragraphCount: number;
  listingCount: number;
  wordCount: number;
  lengthSum: number;
  /** By key of the dictionary: how many of the deleted paragraphs have it, in any field. */
  frequencies: ReadonlyMap<string, number>;
  /** By language: how many of the deleted documents and paragraphs are in it. */
  languages: ReadonlyMap<string | null, { documents: number; paragraphs: number }>;
}

/** A segment of a generation. `name` is that of its file, and stays the same from generation to generation. */
export interface LiveSegment {
  name: string;
  segment: Segment;
  removed: Removed | null;
}

/** The whole index at one moment. */
export interface Generation {
  number: number;
  segments: readonly LiveSegment[];
  skipped: ReadonlyMap<string, SkippedFile>;
  /** Documents of which a part could not be read, by path. */
  partly: ReadonlyMap<string, SkippedFile>;
  /** When it was committed, ms. */
  committedAt: number | null;
}

/** The generation before the first commit. */
export const EMPTY: Generation = {
  number: 0,
  segments: [],
  skipped: new Map(),
  partly: new Map(),
  committedAt: null,
};

/** Live paragraphs, how many of them are no running text, their words, and the sum of their lengths. */
export function totals(segments: readonly LiveSegment[]) {
  const sum = { paragraphs: 0, listings: 0, words: 0, lengths: 0 };
  for (const { segment, removed } of segments) {
    sum.paragraphs += segment.paragraphCount - (removed?.paragraphCount ?? 0);
    sum.listings += segment.listingCount - (removed?.listingCount ?? 0);
    sum.words += segment.wordCount - (removed?.wordCount ?? 0);
    sum.lengths += segment.lengthSum - (removed?.lengthSum ?? 0);
  }
  return sum;
}

/** Live documents and paragraphs by language (null: unknown), most paragraphs first. */
export function countLanguages(segments: readonly LiveSegment[]): LanguageCount[] {
  const counts = new Map<string | null, LanguageCount>();
  for (const { segment, removed } of segments) {
    for (const { language, documents, paragraphs } of segment.languages) {
      const gone = removed?.languages.get(language);
      const count = counts.get(language) ?? { language, documents: 0, paragraphs: 0 };
      count.documents += documents - (gone?.documents ?? 0);
      count.paragraphs += paragraphs - (gone?.paragraphs ?? 0);
      counts.set(language, count);
    }
  }
  const live = [...counts.values()].filter(({ documents }) => documents > 0);
  return live.sort((a, b) => b.paragraphs - a.paragraphs || ((a.language ?? '') < (b.language ?? '') ? -1 : 1));
}

/** A generation in figures. */
export function statsOf({ number, segments, committedAt }: Generation): EngineStats {
  const { paragraphs, words } = totals(segments);
  const languages = countLanguages(segments).sort((a, b) => b.documents - a.documents);
  return {
    generation: number,
    documents: segments.reduce(
      (sum, { segment, removed }) => sum + segment.documentCount - (removed?.documents.size ?? 0),
      0,
    ),
    paragraphs,
    words,
    segments: segments.length,
    bytes: segments.reduce((sum, { segment }) => sum + segment.bytes.byteLength, 0),
    updatedAt: committedAt,
    languages: new Map(languages.map(({ language, documents }) => [language ?? '', documents])),
  };
}

/** How many live paragraphs a key (see `foundBy`) finds: by their own text, their headings or their title. */
export function frequency(segments: readonly LiveSegment[], key: string): number {
  let sum = 0;
  for (const { segment, removed } of segments) {
    const number = segment.listNumber(key);
    if (number >= 0) sum += segment.frequency(number) - (removed?.frequencies.get(key) ?? 0);
  }
  return sum;
}

/** How many live paragraphs of one segment have a term, in any field. */
export function liveFrequency({ segment, removed }: LiveSegment, number: number): number {
  // Looking up the text of a term costs; it is needed only where something was removed.
  return segment.frequency(number) - (removed?.frequencies.get(segment.term(number)) ?? 0);
}

/** Whether a live paragraph of one segment has a term, in any field. */
export function isAlive(live: LiveSegment, number: number): boolean {
  return live.removed === null || liveFrequency(live, number) > 0;
}

/** A document of a segment with its paragraphs in order: all, or at most `most` of them after the first `from`. */
export function readStored(segment: Segment, number: number, from = 0, most = Number.POSITIVE_INFINITY): ReadDocument {
  const document: Document = segment.document(number);
  const first = (segment.documentFirst[number] ?? 0) + from;
  const end = segment.documentFirst[number + 1] ?? first;
  const length = Math.max(0, Math.min(end - first, most));
  return { document, paragraphs: Array.from({ length }, (_, i) => segment.paragraph(first + i)) };
}

/**
 * A segment without some more of its documents. Their stored text is analysed again for the statistics, which is exact,
 * and cheap compared with the indexing of what replaces them.
 * @param gone numbers of documents in the segment; those already removed change nothing
 */
export function withoutDocuments(live: LiveSegment, gone: readonly number[]): LiveSegment {
  const { segment, removed } = live;
  const documents = new Set(removed?.documents);
  const paragraphs = removed?.paragraphs.slice() ?? newSet(segment.paragraphCount);
  const frequencies = new Map(removed?.frequencies);
  const languages = new Map(removed?.languages);
  let paragraphCount = removed?.paragraphCount ?? 0;
  let listingCount = removed?.listingCount ?? 0;
  let wordCount = removed?.wordCount ?? 0;
  let lengthSum = removed?.lengthSum ?? 0;
  for (const number of gone) {
    if (documents.has(number)) continue;
    documents.add(number);
    const read = readStored(segment, number);
    const { language, title } = read.document;
    const before = languages.get(language) ?? { documents: 0, paragraphs: 0 };
    languages.set(language, {
      documents: before.documents + 1,
      paragraphs: before.paragraphs + read.paragraphs.length,
    });
    const first = segment.documentFirst[number] ?? 0;
    for (const [i, { kind, text, headings }] of read.paragraphs.entries()) {
      const body = analyze(text, language);
      const above = [title, ...headings].flatMap((line) => analyze(line, language));
      for (const key of new Set([...body, ...above].flatMap(foundBy))) {
        frequencies.set(key, (frequencies.get(key) ?? 0) + 1);
      }
      const paragraph = first + i;
      addBit(paragraphs, paragraph);
      paragraphCount++;
      if (!RUNNING.has(kind)) listingCount++;
      wordCount += body.filter(({ whole }) => !whole).length;
      lengthSum += lengthOf(segment.lengths[paragraph] ?? 0);
    }
  }
  return {
    ...live,
    removed: { documents, paragraphs, paragraphCount, listingCount, wordCount, lengthSum, frequencies, languages },
  };
}

/** What deletions took from a segment, but for its words and languages, which are counted later. */
export function uncounted({ documentFirst, paragraphCount }: Segment, gone: readonly number[]): Removed {
  const paragraphs = newSet(paragraphCount);
  let count = 0;
  for (const number of gone) {
    const end = documentFirst[number + 1] ?? 0;
    for (let paragraph = documentFirst[number] ?? end; paragraph < end; paragraph++) {
      addBit(paragraphs, paragraph);
      count++;
    }
  }
  return {
    documents: new Set(gone),
    paragraphs,
    paragraphCount: count,
    listingCount: 0,
    wordCount: 0,
    lengthSum: 0,
    frequencies: new Map(),
    languages: new Map(),
  };
}
