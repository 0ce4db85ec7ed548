/**
 * The seam: what a search engine must do for Pilcrow. Parsing, snippets, highlights and pages are the same for every
 * engine.
 */

import type { ShownDocument } from './answer.js';
import type { Original } from './documents/original.js';
import { UserError } from './errors.js';
import type {
  Around,
  Correction,
  FacetCount,
  FacetName,
  Filter,
  Histogram,
  Hit,
  Marks,
  Match,
  ParsedQuery,
  Sort,
} from './search-types.js';
import type { Synonyms } from './synonyms.js';
import type { Document, Paragraph, Range, SkippedFile } from './types.js';

/** Paths, relative to the folder. An added path that is already indexed is replaced; a removed one that is not is no error. */
export interface Change {
  remove: readonly string[];
  add: readonly string[];
  /**
   * It takes long to read. Changes applied meanwhile are committed before it, and if one of them names a path of it, it
   * is dropped: the later change counts.
   */
  large?: boolean;
  /**
   * Aborted when something else is more urgent: files not begun by then are left as they were, and if there are any,
   * nothing is removed.
   */
  signal?: AbortSignal;
}

/** What to search for, and what to tell of the hits. */
export interface SearchRequest {
  query: ParsedQuery;
  /** In addition to the query's own filters. */
  filters: readonly Filter[];
  match: Match;
  /** 0-based rank of the first hit wanted. */
  offset: number;
  /** Hits wanted, 0 for totals and marks alone. With `match: 'auto'`, fewer full matches than this let partial ones follow. */
  limit: number;
  /**
   * By relevance if undefined. Where partial matches follow full ones (`auto`), they do so in every order: each of the
   * two is sorted by itself.
   */
  sort?: Sort;
  /** What to count all hits by. */
  facets?: readonly FacetName[];
  /** Whether to count all hits by date. */
  histogram?: boolean;
  /** Offset and limit then count documents, each with its best passages: see `SearchResult.groups`. `auto` compares documents too. */
  group?: boolean;
  /**
   * Whether copies of other hits are not listed, but told with these (`Hit.copies`): where the first page has some, those
   * among the first `COPIES_AMONG` hits. Offset and limit then count what is listed. Means nothing for groups.
   */
  textsOnce?: boolean;
  /** The id of a document: no hits are wanted but those that lead from it to its neighbours, see `SearchResult.around`. */
  around?: string;
  /** Whether hits carry their `reasons`. */
  explain?: boolean;
  /** Whether to take the words as they were typed, without correction. */
  verbatim?: boolean;
  /**
   * The form of the hits: as they are stored (undefined), `marked` (as in answer.ts), or as the JSON of `GET /search`.
   * An engine that reads hits in another thread makes the form there; others may give hits as they are stored.
   */
  as?: 'marked' | 'json';
}

/** A document with the best of its hits. */
export interface HitGroup {
  /** Best first, at most 3. */
  hits: Hit[];
  /** All hits in the document; exact. */
  totalHits: number;
}

/** The hits of one page, and what is known of all hits. */
export interface SearchResult {
  /** By score, then path, then ordinal: the order is total, so the same query on the same generation gives the same page. */
  hits: Hit[];
  /** Exact. */
  totalHits: number;
  /** Where partial matches follow: how many of all hits are none. */
  fullHits?: number;
  /** How many documents the hits stand in; exact. */
  totalDocuments: number;
  /** How the words were joined: `all`, or `any` where partial matches follow. */
  match: 'all' | 'any';
  marks: Marks;
  /** Stop words of the query that were left out, as there are other words. */
  ignored: readonly string[];
  /** Where a limit cut the words that a prefix or a mistyped word expands to: what was left out, as sentences. */
  notes: readonly string[];
  generation: number;
  /** Where `group` was asked for: documents by their best hit. `hits` is then empty. */
  groups?: HitGroup[];
  /** Where `textsOnce` was asked for: how many of all hits are not listed, as they are copies of those that are. */
  unlisted?: number;
  /**
   * Where `around` was asked for: the first hits of the documents before and after that one in the list. `hits` is then
   * empty, and there are no `groups`.
   */
  around?: Around;
  /**
   * For each facet asked for, its values with most hits first, then by value. A facet is counted without its own
   * filters, as its values are joined by OR and another can be added; all other filters apply. At most 100 values each.
   */
  facets?: ReadonlyMap<FacetName, readonly FacetCount[]>;
  /** Where `histogram` was asked for; null where no hit's document declares a date. */
  histogram?: Histogram | null;
  /** Where a word was corrected, or a correction is offered; else null. */
  correction: Correction | null;
  /** The hits as a UTF-8 JSON array, where they were wanted so and the engine makes it. `hits` is then empty. */
  json?: Uint8Array<ArrayBuffer>;
}

/** What to complete. */
export interface SuggestRequest {
  /** The text in the search field so far. */
  text: string;
  /** Most suggestions wanted. */
  limit: number;
}

/** A whole query to offer. `kind` says what it was taken from; `highlights` mark what was not typed yet. */
export interface Suggestion {
  kind: 'query' | 'title' | 'heading';
  text: string;
  highlights: readonly Range[];
}

/** A paragraph, and those similar to it: best first, without itself. */
export interface SimilarResult {
  document: Document;
  paragraph: Paragraph;
  hits: Hit[];
}

/** The index in figures. */
export interface EngineStats {
  /** The name of the folder, without the way to it, which is nobody's business; '' where it has none, as `/`. */
  folder: string;
  generation: number;
  documents: number;
  paragraphs: number;
  /** Words in paragraphs, repeated ones counted. */
  words: number;
  segments: number;
  /** Bytes of the index held in memory, stored text included. */
  bytes: number;
  /** When the live generation was committed, ms; null before the first. */
  updatedAt: number | null;
  /** Documents in each language (BCP 47; '' where it is not known), most first. */
  languages: ReadonlyMap<string, number>;
}

/** What the engine knows of a path, indexed or skipped: the stamp it had when it was read; null where it is to be read again. */
export interface KnownFile {
  stamp: string | null;
}

/**
 * A search sees one whole generation: `apply` swaps in the next one when it is complete, and a search under way stays
 * with the one it began with. Calls of `apply` may overlap; each commits by itself, in the order of the calls, except
 * large ones.
 */
export interface SearchEngine {
  /** What keeps the index from being stored or merged, as a sentence; null where nothing does. */
  readonly problem: string | null;
  /** Why a stored index was not used at the start, as sentences; null where it was, or there was none. */
  readonly whyRebuilt: string | null;
  /**
   * Reads the added files and commits one generation with the change. Files that cannot be read become known, skipped
   * files. Rejects where nothing could be committed (a full disk, say); the last generation then stays. Resolves to the
   * files that were not read, which are none unless the signal of the change was aborted.
   */
  apply(change: Change): Promise<readonly string[]>;
  /** Rejects with `signal.reason` when aborted, with `SearchUnavailable` where it cannot be answered now. */
  search(request: SearchRequest, signal?: AbortSignal): Promise<SearchResult>;
  /** Suggestions for a text, best first. Rejects as `search`. */
  suggest(request: SuggestRequest, signal?: AbortSignal): Promise<Suggestion[]>;
  /** Paragraphs similar to one; null where there is no such paragraph. Rejects as `search`. */
  similar(documentId: string, ordinal: number, limit: number, signal?: AbortSignal): Promise<SimilarResult | null>;
  /** A whole document with its paragraphs in order and words marked; null where the id is unknown. Rejects as `search`. */
  markedDocument(id: string, marks: Marks, signal?: AbortSignal): Promise<ShownDocument | null>;
  /**
   * The file of a document as it is on the disk now, changed or not. Null where the id is unknown; a `SkippedFile` says
   * why it cannot be had: it is gone, say, or too large by now.
   */
  original(id: string): Promise<Original | SkippedFile | null>;
  /** The synonyms of the folder, from its `synonyms.txt`. */
  synonyms(): Synonyms;
  /** Files that are not indexed, with the reason, by path. */
  skipped(): ReadonlyMap<string, SkippedFile>;
  /** Documents of which a part could not be read, with what is missing, by path. */
  partly(): ReadonlyMap<string, SkippedFile>;
  /** Every path the live generation knows. */
  known(): ReadonlyMap<string, KnownFile>;
  stats(): EngineStats;
  /** Calls `listener` whenever `problem` changes. */
  onProblem(listener: () => void): void;
  close(): Promise<void>;
}

/** A search could not be answered: it ran past its deadline, too many were waiting, or its thread ended. The message is a sentence. */
export class SearchUnavailable extends UserError {
  override name = 'SearchUnavailable';
}
