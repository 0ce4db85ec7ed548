/**
 * The nouns of Pilcrow: what a folder of documents is made of, and what a search returns.
 *
 * Units, stated once: offsets (`start`, `end`) are UTF-16 code units, half-open, into the text they stand beside.
 * Lines are 1-based and inclusive. Paragraph ordinals are 1-based. Times are milliseconds since 1970 unless named `...At`
 * strings. Paths are relative to the folder, with `/` between segments whatever the system.
 */

/** How a file was read: by `.txt`, `.md` or `.html` rules. This is also the value of the `type:` filter. */
export type Format = 'txt' | 'md' | 'html';

/** A first and last line in the source file, 1-based, inclusive. */
export type LineRange = readonly [first: number, last: number];

/** What kind of text a block or paragraph is. `code` and `table` keep their line breaks; `heading` is a heading that nothing follows. */
export type BlockKind = 'prose' | 'list' | 'quote' | 'code' | 'table' | 'heading';

/** A run of text as its format delimits it, before splitting. A `heading` block has a `level` (1 is outermost). */
export interface Block {
  kind: BlockKind;
  text: string;
  lines: LineRange;
  level?: number;
  /** The source line at which each line of `text` begins, where the reader knows: a cut block then keeps exact lines. */
  lineStarts?: readonly number[];
}

/** What a document says of itself (front matter, `<meta>`); every value as text, in reading order. Keys are lower case. */
export type Metadata = ReadonlyMap<string, readonly string[]>;

/** A file as its format's reader sees it: pure data, nothing of the disk. `title` is never empty. */
export interface ParsedDocument {
  /** '' where nothing in it can be one. */
  title: string;
  /** BCP 47, as the document declares it; null where it does not. */
  language: string | null;
  metadata: Metadata;
  /** In reading order, without the title where that is a block of its own (a first heading, a first line). */
  blocks: Block[];
}

/** One file that is indexed. */
export interface Document {
  /** Opaque, URL-safe, derived from the path alone: the same file keeps its links when its text changes. */
  id: string;
  path: string;
  title: string;
  format: Format;
  /** BCP 47, as the document declares it, else as its words tell; null where neither does. */
  language: string | null;
  metadata: Metadata;
  /** SHA-256 of the file's bytes, hex. */
  contentHash: string;
  /** The file's modification time, ms. */
  modifiedAt: number;
  /** Bytes on disk. */
  size: number;
  /** Size, times and inode in one opaque string: it differs when the file may have changed. */
  stamp: string;
  /** How many paragraphs it has; at least 1. */
  paragraphs: number;
}

/** What of a document is narrowed, counted and sorted by. */
export type Described = Pick<Document, 'id' | 'path' | 'format' | 'language' | 'metadata' | 'modifiedAt'>;

/** What is searched and shown: a stretch of a document that a reader takes in at once. */
export interface Paragraph {
  /** 1-based place in its document. */
  ordinal: number;
  kind: BlockKind;
  /** Headings above it, outermost first, without the document's title. */
  headings: readonly string[];
  /** How many of `headings`, counted from the innermost, begin at this paragraph (it is the first one below them). */
  opens: number;
  /** Plain text. Never empty. */
  text: string;
  lines: LineRange;
}

/** A document with its paragraphs in order: what reading and splitting a file gives. */
export interface ReadDocument {
  document: Document;
  paragraphs: Paragraph[];
}

/** A file in the folder that is not indexed, and why, as a sentence for its owner that names the fix where there is one. */
export interface SkippedFile {
  path: string;
  reason: string;
  /** As `Document.stamp`, where the file could be looked at: an unchanged file is not tried again. */
  stamp: string | null;
}

/** A stretch of text, in UTF-16 code units, half-open. */
export interface Range {
  start: number;
  end: number;
}

/**
 * A word as the analyzer sees it: its index term, its place among the words of the text (0-based), and where it stands in the text.
 * Its other forms are indexed at the same place under keys of their own (`indexTerms`), so that each can be asked for.
 */
export interface Token extends Range {
  /** The word with case, width and diacritics folded. */
  term: string;
  /** What its language's stemmer leaves of it, where that differs from `term`; else null. */
  stem: string | null;
  /** The word in lower case as it was written, where folding changed more than its case; else null. */
  exact: string | null;
  /** Whether it is a stop word of its text's language. */
  stop: boolean;
  /** A compound as one word (`getusername`, `c++`): it covers the tokens of its parts and has the position of the first of them. */
  whole: boolean;
  position: number;
  /** Of a part that only capitals set off (`User` in `getUserName`): the word that a reader sees, and that is marked. Else null. */
  word: Range | null;
}

/** Where a word must stand: anywhere, in the document's title, in a heading, or in the paragraph's own text. */
export type Field = 'any' | 'title' | 'heading' | 'body';

/**
 * What a person asked for, analysed: terms are index terms. Leaves carry `text`, the words as they were typed.
 * `term.exact`: the word in lower case as it was typed, from which stems are made, language by language. `term.quoted`: it stood in quotes,
 * and is looked for as it is, also where it is a stop word. `term.also`: synonyms, which count as the word itself.
 * `term.times`: how often the query has it, where that is more than once. `phrase.compound`: the parts of one word, not words in quotes;
 * `phrase.wholes`: the compounds among words in quotes.
 * `term.complete`: true where the word may be unfinished (the last one typed), so that words which begin with it follow the exact ones.
 */
export type Query =
  | {
      type: 'term';
      term: string;
      exact: string;
      text: string;
      field: Field;
      complete: boolean;
      quoted: boolean;
      also?: readonly { term: string; exact: string }[];
      times?: number;
    }
  | { type: 'prefix'; prefix: string; text: string; field: Field }
  | { type: 'fuzzy'; term: string; text: string; field: Field }
  | {
      type: 'phrase';
      terms: readonly string[];
      text: string;
      field: Field;
      slop: number;
      compound?: boolean;
      wholes?: readonly Whole[];
    }
  | { type: 'and'; clauses: readonly Query[] }
  | { type: 'or'; clauses: readonly Query[] }
  | { type: 'not'; clause: Query }
  | { type: 'all' };

/** Which terms of a phrase, half-open, are the parts of a compound, and that as one word. */
export interface Whole {
  from: number;
  to: number;
  term: string;
}

/**
 * Filters narrow without scoring: OR within a name, AND across names. `document` takes an id; dates are ISO (`2021-10-01`); `folder` is
 * the folder a document stands in or below (`notes/2021`), `year` the year of its date.
 */
export type FilterName =
  | 'path'
  | 'folder'
  | 'type'
  | 'language'
  | 'author'
  | 'tag'
  | 'year'
  | 'after'
  | 'before'
  | 'document';

/** What hits can be counted by. Each is also a filter of that name. */
export type FacetName = 'type' | 'folder' | 'language' | 'author' | 'tag' | 'year';

/** A value of a facet, and how many hits have it. */
export interface FacetCount {
  value: string;
  hits: number;
}

/**
 * Hits by the dates that their documents say of themselves: every day, month or year (UTC) from the first to the last, those without a
 * hit as well; several years in one where there would be more than 60. `start` and `end` are ms since 1970, half-open.
 */
export interface Histogram {
  unit: 'day' | 'month' | 'year';
  buckets: readonly { start: number; end: number; hits: number }[];
}

export interface Filter {
  name: FilterName;
  value: string;
}

/** By score, or by the documents' dates or paths (then ordinal). */
export type Sort = 'relevance' | 'newest' | 'oldest' | 'path';

/** `auto`: paragraphs with all the words; where they are fewer than a page, those with any follow. */
export type Match = 'auto' | 'all' | 'any';

/** A query as it was read. All of `clauses` (match all) or at least one (match any) must hold, none of `excluded`, and the filters. */
export interface ParsedQuery {
  /** As it was typed. */
  text: string;
  clauses: readonly Query[];
  excluded: readonly Query[];
  filters: readonly Filter[];
  /** What a person should know of the reading, as sentences: an unknown field searched as text, say. */
  notes: readonly string[];
}

/** A word to be marked. `stem`: words that have the term as their stem are marked too. */
export interface Mark {
  term: string;
  field: Field;
  stem: boolean;
}

/**
 * What the query's words came to in this index, for marking: single words, beginnings of words, and phrases; each with its field.
 */
export interface Marks {
  terms: readonly Mark[];
  prefixes: readonly { prefix: string; field: Field }[];
  phrases: readonly { terms: readonly string[]; slop: number; field: Field }[];
}

export interface Hit {
  document: Document;
  paragraph: Paragraph;
  score: number;
  /** Whether it holds all the query's clauses (its headings and title may supply a word). */
  matchedAll: boolean;
  /** What the score is made of, where that was asked for; the parts sum to it. */
  reasons?: readonly Reason[];
}

/** A part of a hit's score. */
export type Reason =
  /** A word of the query as it stands in the paragraph: how often in each of its fields, how rare it is, and as which words of the text. */
  | {
      type: 'word';
      text: string;
      counts: { body: number; heading: number; title: number; above: number };
      rarity: number;
      score: number;
    }
  /** Words of the query that stand near each other. */
  | { type: 'near'; text: string; distance: number; score: number }
  /** A word that stands exactly as it was typed. */
  | { type: 'exact'; text: string; score: number }
  /** Words that the best hits have in common (feedback). */
  | { type: 'related'; texts: readonly string[]; score: number };

/** A word of the query that was, or might be, meant otherwise. */
export interface Correction {
  /** `applied`: the hits are those of `text`. `offered`: they are those of what was typed. */
  kind: 'applied' | 'offered';
  /** The whole query as it is, or would be, read. */
  text: string;
  words: readonly { from: string; to: string }[];
}

/** What the indexer is doing and what it last did: the data of the status page. */
export interface IndexerStatus {
  /** `starting` until the first look at the folder is indexed; then `indexing` while a change is taken in, else `idle`. */
  phase: 'starting' | 'indexing' | 'idle';
  /** Files of the change under way, and how many of them are in. Both 0 when idle. */
  done: number;
  total: number;
  /** Every file of the folder that is not searchable, by path. */
  skipped: readonly SkippedFile[];
  lastRun: { at: number; durationMs: number; added: number; removed: number } | null;
  /** When every file was last read again because someone asked, and how long that took; null where it was not since the start. */
  lastRebuild?: { at: number; durationMs: number } | null;
  /** What keeps the index from following the folder (it is missing, the disk is full), as a sentence with the fix; else null. */
  problem: string | null;
}
