/**
 * A segment: one batch of documents, frozen. One buffer is both the file on disk and the memory that is searched
 * (segment/format.ts); opening it reads the header alone. Documents are in path order, so that paragraph numbers also
 * order hits of equal score.
 */
import { fingerprint } from './fingerprint.js';
import { BoundedMap, kept } from './kept.js';
import { NeighbourLists } from './neighbour-lists.js';
import { unite } from './segment/bits.js';
import { PostingsCursor } from './segment/cursor.js';
import { Dictionary } from './segment/dictionary.js';
import { TERM_BLOCK } from './segment/entry.js';
import { BadSegment, checksum, identity, OtherVersion, readHeader } from './segment/format.js';
import { KeptContexts } from './segment/kept-contexts.js';
import { KeptRanges } from './segment/kept-ranges.js';
import { KeptStarts } from './segment/kept-starts.js';
import { KeptTables } from './segment/kept-tables.js';
import { type LanguageCount, readLanguages } from './segment/language-counts.js';
import { addOwners, frequencyAt, ownersAt } from './segment/owners.js';
import { viewOf } from './segment/packed.js';
import type { PostingsSource } from './segment/postings-block.js';
import { HEAVY, weightOf } from './segment/texts/pages.js';
import { RECORD_BLOCK, RecordSizes } from './segment/texts/record-sizes.js';
import { DOCUMENT_BLOCK, StoredDocuments } from './segment/texts/records.js';
import { Vocabulary } from './segment/texts/vocabulary.js';
import { StoredTexts, TEXT_BLOCK } from './segment/texts.js';
import { WordEnds } from './segment/word-ends.js';
import type { Document, Paragraph } from './types.js';
import { stemOfKey } from './words/term-keys.js';

/** For so many letters that mistyped words begin with, it keeps how the words with them end. */
const MAX_ENDS = 64;

export class Segment implements PostingsSource {
  readonly documentCount: number;
  readonly paragraphCount: number;
  readonly termCount: number;
  /** Words in paragraphs' own text, repeated ones counted. */
  readonly wordCount: number;
  /** Paragraphs that are no running text. */
  readonly listingCount: number;
  /** Sum of the lengths of all paragraphs. */
  readonly lengthSum: number;
  private readonly languageBytes: Uint8Array;
  private knownLanguages: readonly LanguageCount[] | null = null;
  readonly documentFirst: Uint32Array;
  readonly blockLast: Uint32Array;
  readonly blockOffset: Uint32Array;
  /** By paragraph: the code of its length (`lengthCode`). */
  readonly lengths: Uint8Array;
  readonly impacts: Uint8Array;
  readonly postings: Uint8Array;
  readonly view: DataView;
  /** Tables of very common terms and of groups of terms, made when first needed: see search/plain/make-table.ts. */
  readonly tables = new KeptTables();
  readonly starts = new KeptStarts();
  readonly contexts = new KeptContexts();
  private lastDocument = 0;
  private readonly ranges: KeptRanges;
  /** Its stored documents and texts, by number. */
  readonly documents: StoredDocuments;
  readonly texts: StoredTexts;
  /** The words of all stored texts. */
  readonly vocabulary: Vocabulary;
  readonly dictionary: Dictionary;
  readonly neighbours: NeighbourLists;
  private readonly ends = new BoundedMap<string, WordEnds>(MAX_ENDS);
  private readonly records: RecordSizes;
  /** The memory that the garbage collector counts for it (segment/texts/pages.ts). */
  readonly weight: ArrayBuffer | null;

  /**
   * @param weighs whether the garbage collector is told of a heavy segment; not when an index is opened, as it would
   *   start collecting at once
   * @throws BadSegment where the header does not fit the buffer, OtherVersion where it is of another version
   */
  constructor(
    readonly bytes: Uint8Array,
    weighs = true,
  ) {
    const { headerNumber, section, uint8s, uint32s } = readHeader(bytes);
    if (headerNumber('fingerprint') !== fingerprint()) throw new OtherVersion();
    this.documentCount = headerNumber('documents');
    this.paragraphCount = headerNumber('paragraphs');
    this.termCount = headerNumber('terms');
    this.wordCount = headerNumber('words');
    this.listingCount = headerNumber('listings');
    this.lengthSum = headerNumber('lengths');
    this.ranges = new KeptRanges(this.paragraphCount);
    this.documentFirst = uint32s('documentFirst', this.documentCount + 1);
    this.blockLast = uint32s('blockLast', headerNumber('blocks'));
    this.blockOffset = uint32s('blockOffset', headerNumber('blocks'));
    this.lengths = uint8s('lengths', this.paragraphCount);
    this.languageBytes = section('languages');
    this.impacts = section('impacts');
    this.vocabulary = new Vocabulary(section('vocabulary'));
    const documentOffsets = uint32s('documentOffsets', Math.ceil(this.documentCount / DOCUMENT_BLOCK) + 1);
    this.documents = new StoredDocuments(this.documentCount, documentOffsets, section('documents'), this.vocabulary);
    const termOffsets = uint32s('termOffsets', Math.ceil(this.termCount / TERM_BLOCK) + 1);
    this.dictionary = new Dictionary(this.termCount, termOffsets, section('terms'));
    this.neighbours = new NeighbourLists(this.dictionary, this.paragraphCount);
    this.postings = section('postings');
    this.view = viewOf(this.postings);
    const recordOffsets = uint32s('recordOffsets', Math.ceil(this.termCount / RECORD_BLOCK));
    this.records = new RecordSizes(recordOffsets, uint8s('recordSizes', this.termCount), this.view);
    const textOffsets = uint32s('textOffsets', Math.ceil(this.paragraphCount / TEXT_BLOCK) + 1);
    this.texts = new StoredTexts(textOffsets, section('texts'), this.vocabulary);
    this.weight = weighs && bytes.byteLength >= HEAVY ? weightOf(bytes.byteLength) : null;
  }

  /** Whether the bytes are those that were written. Reads all of them: about 1 ms a megabyte. */
  intact(): boolean {
    return checksum(this.bytes) === identity(this.bytes).checksum;
  }

  /** In code point order of the languages. @throws BadSegment where they cannot be read */
  get languages(): readonly LanguageCount[] {
    this.knownLanguages ??= readLanguages(this.languageBytes);
    return this.knownLanguages;
  }

  /** The number of the first term at or after `text` in dictionary order; `termCount` where there is none. */
  lowerBound(text: string): number {
    return this.dictionary.lowerBound(text);
  }

  /** A term's number, or -1. */
  termNumber(term: string): number {
    return this.dictionary.numberOf(term);
  }

  /**
   * The number of the list for a key of `foundBy`, or -1. A stem whose words are all written as the stem itself has no
   * list of its own: then it is the list of that word.
   */
  listNumber(key: string): number {
    const number = this.termNumber(key);
    const stem = number < 0 ? stemOfKey(key) : null;
    return stem === null ? number : this.termNumber(stem);
  }

  /** The numbers of all terms that begin with a prefix, half-open. */
  prefixRange(prefix: string): [from: number, to: number] {
    // The highest code point sorts after every term with the prefix.
    return [this.lowerBound(prefix), this.lowerBound(`${prefix}\u{10ffff}`)];
  }

  /**
   * The numbers from `from` to `to`, half-open. Recent ranges give the same array again, so that the sets and tables
   * cached for it are found.
   */
  termsIn(from: number, to: number): readonly number[] {
    return this.ranges.numbers(from, to);
  }

  /** The words that begin with a letter, by how they end. */
  wordEnds(letter: string): WordEnds {
    return kept(this.ends, letter, () => new WordEnds(this.dictionary, ...this.prefixRange(letter)));
  }

  term(number: number): string {
    return this.dictionary.term(number);
  }

  /** How many paragraphs have a term, in any field or from above. Reads no postings. */
  frequency(termNumber: number): number {
    return frequencyAt(this.postings, this.offsetOf(termNumber));
  }

  /** How many paragraphs own a term. Reads no postings. */
  owners(termNumber: number): number {
    return ownersAt(this.postings, this.offsetOf(termNumber));
  }

  /**
   * Adds the paragraphs that own a term to a set with a bit for each paragraph of the segment, and, if wanted, those that
   * it is lent to to another. Returns whether it is lent to any.
   */
  addOwners(set: Uint32Array, termNumber: number, lent: Uint32Array | null = null): boolean {
    const table = this.tables.get(termNumber);
    if (table === undefined || table === null) return addOwners(this, this.offsetOf(termNumber), set, lent);
    unite(set, table.owned);
    if (lent !== null && table.isLent) unite(lent, table.matched);
    return table.isLent;
  }

  /** Where a term's record begins in `postings`. */
  offsetOf(termNumber: number): number {
    return this.records.offsetOf(termNumber);
  }

  cursor(termNumber: number): PostingsCursor {
    return new PostingsCursor(this, this.offsetOf(termNumber));
  }

  /** Whether every document has just one paragraph, so that counting paragraphs counts documents. */
  get onlyOneEach(): boolean {
    return this.documentCount === this.paragraphCount;
  }

  /** The paragraphs of a document: the number of the first, and that after the last. */
  paragraphsOf(document: number): { first: number; end: number } {
    const first = this.documentFirst[document] ?? this.paragraphCount;
    return { first, end: this.documentFirst[document + 1] ?? first };
  }

  /** The number after the last paragraph of the document that a paragraph stands in. */
  documentEnd(paragraph: number): number {
    return this.onlyOneEach
      ? paragraph + 1
      : (this.documentFirst[this.documentOf(paragraph) + 1] ?? this.paragraphCount);
  }

  /** The document that a paragraph stands in, as its number in this segment. */
  documentOf(paragraph: number): number {
    const { documentFirst, documentCount } = this;
    // Doubling steps from the document found last, as nearly all callers go through hits in order: a binary search over
    // all 16,000 took a third of the time of a search. A table of every 32nd paragraph is slower, too.
    let low = (documentFirst[this.lastDocument] ?? 0) <= paragraph ? this.lastDocument : 0;
    let high = low + 1;
    for (let step = 1; high < documentCount && (documentFirst[high] ?? 0) <= paragraph; step *= 2) {
      low = high;
      high += step;
    }
    high = Math.min(high, documentCount);
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((documentFirst[middle] ?? 0) <= paragraph) low = middle;
      else high = middle;
    }
    this.lastDocument = low;
    return low;
  }

  document(number: number): Document {
    if (!(number >= 0 && number < this.documentCount)) throw new BadSegment(`It has no document ${number}.`);
    return this.documents.read(number);
  }

  paragraph(number: number): Paragraph {
    if (!(number >= 0 && number < this.paragraphCount)) throw new BadSegment(`It has no paragraph ${number}.`);
    const [kind, opens, first, last, list, headings, text] = this.texts.read(number);
    const ordinal = number - (this.documentFirst[this.documentOf(number)] ?? 0) + 1;
    return { ordinal, kind, headings, opens, list, text, lines: [first, last] };
  }
}
