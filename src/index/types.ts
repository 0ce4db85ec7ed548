/**
 * The nouns of a folder of documents: files, paragraphs and words. Those of a search are in search-types.ts.
 *
 * Units, stated once: offsets (`start`, `end`) are UTF-16 code units, half-open, into the text they stand beside.
 * Lines are 1-based and inclusive. Paragraph ordinals are 1-based. Times are milliseconds since 1970, durations
 * milliseconds. Paths are relative to the folder, with `/` between their parts whatever the system.
 */

/** How a file was read: by the rules of `.txt`, `.md`, ... This is also the value of the `type:` filter. */
export type Format = (typeof FORMATS)[number];
export const FORMATS = ['txt', 'md', 'html', 'pdf', 'docx', 'pptx', 'odt', 'odp', 'epub'] as const;

/** A first and last line in the source file, 1-based, inclusive; of a PDF a first and last page, of a presentation a slide: see `placesOf`. */
export type LineRange = readonly [first: number, last: number];

/**
 * What the `lines` of blocks and paragraphs count in documents of a format: lines of the file, pages or slides. Null where a
 * file has none of these; they are then 1 and tell nothing.
 */
export function placesOf(format: Format): 'lines' | 'pages' | 'slides' | null {
  switch (format) {
    case 'pdf':
      return 'pages';
    case 'pptx':
    case 'odp':
      return 'slides';
    case 'docx':
    case 'odt':
    case 'epub':
      return null;
    default:
      return 'lines';
  }
}

/** What kind of text a block or paragraph is. `code` and `table` keep their line breaks; `heading` is a heading that nothing follows. */
export type BlockKind = 'prose' | 'list' | 'quote' | 'code' | 'table' | 'heading';

/** The kinds of running text. Others, called listings, name one thing after another. */
export const RUNNING: ReadonlySet<BlockKind> = new Set(['prose', 'quote']);

/**
 * A block's place in nested lists: how deep it is nested, and the item of the innermost list that begins with it (its
 * number, a bullet, or an open or done task; null where the block continues an item).
 */
export interface ListPlace {
  depth: number;
  item: number | 'bullet' | 'open' | 'done' | null;
}

/** A run of text as its format delimits it, before splitting. A `heading` block has a `level` (1 is outermost). */
export interface Block {
  kind: BlockKind;
  text: string;
  lines: LineRange;
  level?: number;
  /** For blocks of any kind. In plain text, bullets and numbers stay in the text instead. */
  list?: ListPlace | undefined;
  /**
   * The source line at which each line of `text` begins, where the reader knows it; pieces of a block that is cut then
   * keep exact lines.
   */
  lineStarts?: readonly number[];
  /** Instead of that, where the breaks of lines were undone: the offset in `text` at which each of its `lines` begins. */
  lineOffsets?: readonly number[];
}

/** What a document says of itself (front matter, `<meta>`); every value as text, in reading order. Keys are lower case. */
export type Metadata = ReadonlyMap<string, readonly string[]>;

/** A file as the reader of its format sees it: pure data, nothing from the disk. */
export interface ParsedDocument {
  /** '' where nothing in the file can serve as one. */
  title: string;
  /** BCP 47, as the document declares it; null where it does not. */
  language: string | null;
  metadata: Metadata;
  /** In reading order, without the title where that is a block of its own (a first heading, a first line). */
  blocks: Block[];
  /** How many of the blocks stand before the heading that is the title; undefined where none is. */
  titleAt?: number | undefined;
  /** What of the file could not be read, as a sentence for its owner that names the fix; undefined where all was read. */
  missing?: string | undefined;
}

/** One file that is indexed. */
export interface Document {
  /** Opaque, URL-safe, derived from the path alone: the same file keeps its links when its text changes. */
  id: string;
  path: string;
  title: string;
  format: Format;
  /** BCP 47: as the document declares it, else as detected from its words; null where neither tells. */
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
  /** The ordinal of the paragraph where the title begins: the first below the heading that says it, else 1. No heading stands before it. */
  titleAt: number;
}

/** The properties of a document that filters, facets and sorting use. */
export type Described = Pick<Document, 'id' | 'path' | 'format' | 'language' | 'metadata' | 'modifiedAt'>;

/** The unit of search and display: a stretch of a document that a reader takes in at once. */
export interface Paragraph {
  /** 1-based place in its document. */
  ordinal: number;
  kind: BlockKind;
  /** Headings above it, outermost first, without the document's title. */
  headings: readonly string[];
  /** How many of `headings`, counted from the innermost, begin at this paragraph (it is the first one below them). */
  opens: number;
  /** Undefined outside lists, and in plain text. */
  list?: ListPlace | undefined;
  /** Plain text. Never empty. */
  text: string;
  lines: LineRange;
}

/** A document with its paragraphs in order: what reading and splitting a file gives. */
export interface ReadDocument {
  document: Document;
  paragraphs: Paragraph[];
  /** As `ParsedDocument.missing`, of a file that was just read. */
  missing?: string | undefined;
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
 * What a token is among those of its text. Words stand one behind the other, each at a position of its own. A `compound`
 * (`getusername`, `c++`) covers the words that are its parts, at the position of the first. A `character` of a script
 * without spaces beside a number or a word (`年` in `1958年に`) is in the pair at its position.
 */
export type TokenKind = 'word' | 'compound' | 'character';

/**
 * A word as the analyzer sees it: its index term, its place among the words of the text (0-based), and where it stands
 * in the text. Its other forms are indexed at the same position under keys of their own (words/term-keys.ts), so that
 * each can be asked for.
 */
export interface Token extends Range {
  /** The word with case, width and diacritics folded. */
  term: string;
  /** Its stem by the stemmer of its language, where that differs from `term`; else null. */
  stem: string | null;
  /** The word in lower case as it was written, where folding changed more than its case; else null. */
  exact: string | null;
  /** Whether it is a stop word of its text's language. */
  stop: boolean;
  kind: TokenKind;
  position: number;
  /**
   * For a part that only capitals set off (`User` in `getUserName`): the whole word that a reader sees, which is what
   * is marked. Else null.
   */
  word: Range | null;
}

/** What the indexer is doing and what it last did: the data of the status page. */
export interface IndexerStatus {
  /** `starting` until the first look at the folder is indexed; then `indexing` while a change is taken in, else `idle`. */
  phase: 'starting' | 'indexing' | 'idle';
  /** Files of the change under way that are indexed already (`done`), and all of them (`total`). Both 0 when idle. */
  done: number;
  total: number;
  /** Every file of the folder that is not searchable, by path. */
  skipped: readonly SkippedFile[];
  /** Every file of which only a part is searchable, by path, with what is missing. */
  partly: readonly SkippedFile[];
  lastRun: { at: number; durationMs: number; added: number; removed: number } | null;
  /** The last rebuild that someone asked for, and how long it took; null where there was none since the start. */
  lastRebuild: { at: number; durationMs: number } | null;
  /** What keeps the index from following the folder (a missing folder, a full disk), as a sentence with the fix; else null. */
  problem: string | null;
}
