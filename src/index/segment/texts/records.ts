/**
 * Stored documents. Offsets lead to every 16th record; each record begins with its length. A record: how much of its
 * beginning its path shares with the path before it (0 for the first of 16), and the rest of the path; stamp, id and
 * size; everything else of a `Document`; the words of its title (vocabulary.ts). What the start needs of every document
 * comes first and can be read alone.
 */
import { BoundedMap, kept } from '../../kept.js';
import type { Described, Document, Format } from '../../types.js';
import { BASE64, HEX, RecordReader, STAMP } from './record-values.js';
import type { CodedText, Vocabulary } from './vocabulary.js';

/** How many documents share one offset. */
export const DOCUMENT_BLOCK = 16;
/** Most documents that are kept as they were read: the hits of one page and of the next often share documents. */
const MAX_KEPT = 1024;

/** The index of a format is its number in the file. */
export const STORED_FORMATS: readonly Format[] = ['txt', 'md', 'html', 'pdf', 'docx', 'epub', 'odt', 'pptx', 'odp'];

/** The beginning of a record: what the catalog needs of each document. */
interface Listing {
  number: number;
  id: string;
  path: string;
  stamp: string;
  /** Bytes on disk. */
  size: number;
}

/** A document on its way into a segment. One from another segment is copied without being decoded. */
export interface DocumentRecord {
  path: string;
  /** What is stored between its path and its title, encoded; valid until the next record is taken. */
  rest: Uint8Array;
  title: string | CodedText;
  language: string | null;
  paragraphs: number;
}

/** Reads documents from the sections of a segment. */
export class StoredDocuments {
  private readonly recent = new BoundedMap<number, Document>(MAX_KEPT);
  private readonly bytes: Buffer;
  constructor(
    readonly count: number,
    private readonly offsets: Uint32Array,
    bytes: Uint8Array,
    private readonly vocabulary: Vocabulary,
  ) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @param number below the number of documents */
  read(number: number): Document {
    return kept(this.recent, number, () => {
      const { path, reader, end } = this.find(number);
      return readDocument(path, reader, end, this.vocabulary);
    });
  }

  /** A document's path alone. */
  path(number: number): string {
    return this.find(number).path;
  }

  /**
   * The title of a document, as it is stored, where it begins, and its language. Reading the whole document takes ten
   * times as long.
   * @param number below the number of documents
   */
  title(number: number): Pick<Document, 'language' | 'titleAt'> & { title: CodedText } {
    const { reader, end } = this.stand(number);
    reader.varint();
    reader.skipText();
    const { language, titleAt } = skipRest(reader);
    return { language, titleAt, title: { vocabulary: this.vocabulary, codes: this.bytes, from: reader.at, to: end } };
  }

  /** The beginnings of all records from `from` up to `to`, in order. */
  list(from: number, to: number): Listing[] {
    const listings: Listing[] = [];
    for (const { number, path, reader } of this.walk(from, to)) {
      const stamp = reader.packed(STAMP);
      listings.push({ number, path, stamp, id: reader.packed(BASE64), size: reader.number() });
    }
    return listings;
  }

  /** All documents in order, for another segment to copy. */
  *records(): Generator<DocumentRecord> {
    const { bytes, vocabulary } = this;
    for (const { path, reader, end } of this.walk(0, this.count)) {
      const from = reader.at;
      const { paragraphs, language } = skipRest(reader);
      const title = { vocabulary, codes: bytes, from: reader.at, to: end };
      yield { path, rest: bytes.subarray(from, reader.at), title, language, paragraphs };
    }
  }

  /** What filters and facets need of the documents from `from` up to `to`, in order. */
  describe(from: number, to: number): Described[] {
    const described: Described[] = [];
    for (const { path, reader } of this.walk(from, to)) {
      reader.skipPacked();
      const id = reader.packed(BASE64);
      reader.number();
      reader.skipPacked();
      const modifiedAt = reader.number();
      reader.varint();
      reader.varint();
      described.push({ id, path, modifiedAt, ...readDescription(reader) });
    }
    return described;
  }

  /** The records from `from` up to `to`, in order, each with a reader past its path. */
  private *walk(from: number, to: number): Generator<{ number: number } & FoundRecord> {
    const reader = new RecordReader(this.bytes, 0);
    let path = '';
    for (let number = from - (from % DOCUMENT_BLOCK); number < Math.min(to, this.count); number++) {
      if (number % DOCUMENT_BLOCK === 0) reader.at = this.offsets[number / DOCUMENT_BLOCK] ?? 0;
      const length = reader.varint();
      const end = reader.at + length;
      path = readPath(reader, path);
      if (number >= from) yield { number, path, reader, end };
      reader.at = end;
    }
  }

  /** A reader at the path of a record, and where the record ends. */
  private stand(number: number): Pick<FoundRecord, 'reader' | 'end'> {
    const reader = new RecordReader(this.bytes, this.offsets[Math.floor(number / DOCUMENT_BLOCK)] ?? 0);
    for (let left = number % DOCUMENT_BLOCK; ; left--) {
      const length = reader.varint();
      const end = reader.at + length;
      if (left === 0) return { reader, end };
      reader.at = end;
    }
  }

  private find(number: number): FoundRecord {
    const reader = new RecordReader(this.bytes, this.offsets[Math.floor(number / DOCUMENT_BLOCK)] ?? 0);
    let path = '';
    for (let left = number % DOCUMENT_BLOCK; ; left--) {
      const length = reader.varint();
      const end = reader.at + length;
      path = readPath(reader, path);
      if (left === 0) return { path, reader, end };
      reader.at = end;
    }
  }
}

/** The path of a document, a reader past it, and where the record ends. */
interface FoundRecord {
  path: string;
  reader: RecordReader;
  end: number;
}

/** The path at the beginning of a record. @param previous the path before it */
function readPath(reader: RecordReader, previous: string): string {
  const shared = reader.varint();
  return previous.slice(0, shared) + reader.text();
}

/** @param reader is past the path */
function readDocument(path: string, reader: RecordReader, end: number, vocabulary: Vocabulary): Document {
  const stamp = reader.packed(STAMP);
  const id = reader.packed(BASE64);
  const size = reader.number();
  const contentHash = reader.packed(HEX);
  const modifiedAt = reader.number();
  const paragraphs = reader.varint();
  const titleAt = reader.varint();
  const description = readDescription(reader);
  const title = vocabulary.read(reader.bytes, reader.at, end);
  return { id, path, title, ...description, contentHash, modifiedAt, size, stamp, paragraphs, titleAt };
}

/** Skips everything between path and title. @param reader is past the path */
function skipRest(reader: RecordReader): Pick<Document, 'paragraphs' | 'titleAt' | 'language'> {
  reader.skipPacked();
  reader.skipPacked();
  reader.number();
  reader.skipPacked();
  reader.number();
  const paragraphs = reader.varint();
  const titleAt = reader.varint();
  reader.varint();
  const language = reader.text() || null;
  reader.skipText();
  return { paragraphs, titleAt, language };
}

/** Reads what filters and facets need, beside the path and the date. */
function readDescription(reader: RecordReader): Pick<Document, 'format' | 'language' | 'metadata'> {
  const format = STORED_FORMATS[reader.varint()] ?? 'txt';
  const language = reader.text() || null;
  const entries = reader.text();
  const metadata = new Map<string, readonly string[]>(
    entries === '' ? [] : (JSON.parse(entries) as [string, readonly string[]][]),
  );
  return { format, language, metadata };
}
