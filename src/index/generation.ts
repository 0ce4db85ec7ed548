/** What a search sees: segments, what was deleted from them since, and the statistics of what remains. Immutable. */

import { basename } from 'node:path';
import type { EngineStats } from './engine.js';
import { type Removed, removedWith } from './generation/removed.js';
import { kept } from './kept.js';
import type { LanguageCount } from './segment/language-counts.js';
import { countOf } from './segment/list-counts.js';
import type { Segment } from './segment.js';
import type { SkippedFile } from './types.js';

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

/** A document, by its number and that of its segment in a generation. */
export interface DocumentPlace {
  generation: Generation;
  segment: number;
  document: number;
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
      const count = kept(counts, language, () => ({ language, documents: 0, paragraphs: 0 }));
      count.documents += documents - (gone?.documents ?? 0);
      count.paragraphs += paragraphs - (gone?.paragraphs ?? 0);
    }
  }
  const live = [...counts.values()].filter(({ documents }) => documents > 0);
  return live.sort((a, b) => b.paragraphs - a.paragraphs || ((a.language ?? '') < (b.language ?? '') ? -1 : 1));
}

/** A generation in figures. @param root the folder that it is of */
export function statsOf({ number, segments, committedAt }: Generation, root: string): EngineStats {
  const { paragraphs, words } = totals(segments);
  const languages = countLanguages(segments).sort((a, b) => b.documents - a.documents);
  return {
    folder: basename(root),
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
  for (const live of segments) {
    const number = live.segment.listNumber(key);
    if (number >= 0) sum += liveFrequency(live, number);
  }
  return sum;
}

/** How many live paragraphs of one segment have a term, in any field. */
export function liveFrequency({ segment, removed }: LiveSegment, number: number): number {
  return segment.frequency(number) - (removed === null ? 0 : countOf(removed.frequencies, number));
}

/** Whether a live paragraph of one segment has a term, in any field. */
export function isAlive(live: LiveSegment, number: number): boolean {
  return live.removed === null || liveFrequency(live, number) > 0;
}

/**
 * A segment without some more of its documents.
 * @param gone their numbers in the segment; those already removed change nothing
 */
export function withoutDocuments(live: LiveSegment, gone: readonly number[]): LiveSegment {
  return { ...live, removed: removedWith(live.segment, live.removed, gone) };
}
