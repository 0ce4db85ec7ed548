/** The seam: what a search engine must do for Pilcrow. Parsing, snippets, highlights and pages are the same for every engine. */

import type { ShownDocument } from './answer.js';
import type { Original } from './documents/original.js';
import { Told } from './errors.js';
import type {
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
import type { Range, ReadDocument, SkippedFile } from './types.js';

/** Paths, relative to the folder. An added path that is already indexed is replaced; a removed one that is not is no error. */
export interface Change {
  remove: readonly string[];
  add: readonly string[];
  /**
   * It takes long to read: what is applied meanwhile is committed before it. Where that names one of its paths, this change is let go, as
   * the later one is to count.
   */
  large?: boolean;
  /** When aborted, files that were not begun with are left as they were, and nothing is removed if there are any: something else is more urgent. */
  signal?: AbortSignal;
}

export interface SearchRequest {
  query: ParsedQuery;
  /** Beside the query's own filters. */
  filters: readonly Filter[];
  match: Match;
  /** 0-based rank of the first hit wanted. */
  offset: number;
  /** Hits wanted, 0 for totals and marks alone. With `match: 'auto'`, fewer full matches than this let partial ones follow. */
  limit: number;
  /**
   * By relevance where nothing is said. Where partial matches follow the full ones (`auto`), they do so in every order: each of the two
   * is sorted by itself.
   */
  sort?: Sort;
  /** What to count all hits by. */
  facets?: readonly FacetName[];
  /** Whether to count all hits by date. */
  histogram?: boolean;
  /** Offset and limit then count documents, each with its best passages: see `SearchResult.groups`. `auto` compares documents too. */
  group?: boolean;
  /** Whether hits carry their `reasons`. */
  explain?: boolean;
  /** Takes the words as they were typed: nothing is corrected. */
  verbatim?: boolean;
  /**
   * How hits are wanted: as they are stored where nothing is said, `marked` (as answer.ts shows them), or as the JSON of `GET /search`.
   * An engine that reads them in another thread does it there; one that does not may give them as they are stored.
   */
  as?: 'marked' | 'json';
}

/** A document with the best of its hits. */
export interface HitGroup {
  /** Best first, at most 3. */
  hits: Hit[];
  /** All that it has; exact. */
  totalHits: number;
}

export interface SearchResult {
  /** By score, then path, then ordinal: the order is total, so the same query on the same generation gives the same page. */
  hits: Hit[];
  /** Exact. */
  totalHits: number;
  /** How many documents the hits stand in; exact. */
  totalDocuments: number;
  /** How the words were joined: `all`, or `any` where partial matches follow. */
  match: 'all' | 'any';
  marks: Marks;
  /** Stop words of the query that were left out, as other words say more. */
  ignored: readonly string[];
  /** Set where a cap cut the words that a prefix or a typo expands to: what was left out, as a sentence. */
  notes: readonly string[];
  generation: number;
  /** Where `group` was asked for: documents by their best hit. `hits` is then empty. */
  groups?: HitGroup[];
  /**
   * For each facet asked for its values, most hits first, then by value. The counts of a facet are those without its own filters
   * (OR within), so that another value can be added; all other filters hold. At most 100 values each.
   */
  facets?: ReadonlyMap<FacetName, readonly FacetCount[]>;
  /** Where `histogram` was asked for; null where no hit's document says its date. */
  histogram?: Histogram | null;
  /** Where a word was, or might be, meant otherwise; null where not. */
  correction?: Correction | null;
  /** Where hits were wanted as JSON and are given so: the array in UTF-8. `hits` is then empty. */
  json?: Uint8Array<ArrayBuffer>;
}

export interface SuggestRequest {
  /** What stands in the field. */
  text: string;
  /** Most suggestions wanted. */
  limit: number;
}

/** A whole query to offer. `kind` says where it comes from; `highlights` mark what was not typed yet (code units into `text`). */
export interface Suggestion {
  kind: 'query' | 'title' | 'heading';
  text: string;
  highlights: readonly Range[];
}

export interface EngineStats {
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
  languages?: ReadonlyMap<string, number>;
}

/** What the engine knows of a path: indexed or skipped, and the stamp it had when it was read. */
export interface KnownFile {
  stamp: string | null;
  skipped: SkippedFile | null;
}

/**
 * Searches see one generation whole: `apply` swaps in the next when it is complete, and a search under way goes on with the one it
 * began with. Calls of `apply` may overlap; each commits on its own, in the order they came in, but for large ones.
 */
export interface SearchEngine {
  readonly name: string;
  /** What keeps the index from lasting until the next start, as a sentence; null where nothing does. */
  readonly problem?: string | null;
  /** Why it began with nothing although there was an index, as sentences; null where it did not. */
  readonly anew?: string | null;
  /**
   * Reads the added files and commits one generation with the change. Files that cannot be read become known, skipped files.
   * Rejects where nothing could be committed (a full disk, say); the last generation then stays.
   * Resolves to the files that were left: none but where the change's signal was aborted.
   */
  apply(change: Change): Promise<readonly string[]>;
  /** Rejects with `signal.reason` when aborted, with `SearchUnavailable` where it cannot be answered now. */
  search(request: SearchRequest, signal?: AbortSignal): Promise<SearchResult>;
  /** Completions of what is typed, best first. Rejects as `search`. */
  suggest?(request: SuggestRequest, signal?: AbortSignal): Promise<Suggestion[]>;
  /** Paragraphs much like one, best first, without itself; null where there is no such paragraph. Rejects as `search`. */
  similar?(documentId: string, ordinal: number, limit: number, signal?: AbortSignal): Promise<Hit[] | null>;
  /** A whole document with its paragraphs in order; null where the id is unknown. */
  document(id: string): Promise<ReadDocument | null>;
  /** The same with words marked, by an engine that does so in another thread. Rejects as `search`. */
  markedDocument?(id: string, marks: Marks, signal?: AbortSignal): Promise<ShownDocument | null>;
  /**
   * The file of a document as it is on the disk now. Null where the id is unknown; a `SkippedFile` says why it cannot be had: it went
   * or was changed since it was indexed.
   */
  original?(id: string): Promise<Original | SkippedFile | null>;
  /** What stands for other words, by the folder's `synonyms.txt`. */
  synonyms(): Synonyms;
  /** Every path the live generation knows. */
  known(): ReadonlyMap<string, KnownFile>;
  stats(): EngineStats;
  close(): Promise<void>;
}

/** A search that could not be answered: it ran past its deadline, too many were waiting, or its thread ended. A sentence. */
export class SearchUnavailable extends Told {
  override name = 'SearchUnavailable';
}
