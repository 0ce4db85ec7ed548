/**
 * From documents to a segment: MiniSearch indexes a batch, and the batch is frozen. The only file that imports MiniSearch.
 *
 * MiniSearch gives the dictionary and how often each term stands in each field of each paragraph. It keeps no positions: its `tokenize`
 * hook hands the same tokens to the recorder here in the same pass, so that nothing is analysed twice. Title and headings are written
 * once, at the paragraph where they begin; that the paragraphs below them have them too is kept as intervals (postings.ts).
 */
import { deflateRawSync } from 'node:zlib';
import MiniSearch from 'minisearch';
import { analyze } from './analyze.js';
import { ByteWriter, PADDING } from './bytes.js';
import { type BlockTable, type ContextInterval, FIELD_GAP, type TermPostings, writePostings } from './postings.js';
import type { FieldCounts } from './rank.js';
import {
  checksum,
  DOCUMENT_BLOCK,
  FORMAT_VERSION,
  fingerprint,
  HEADER,
  HEADER_BYTES,
  MAGIC,
  SECTIONS,
  type SectionName,
  type StoredDocument,
  type StoredParagraph,
} from './segment.js';
import type { Document, Paragraph, ReadDocument } from './types.js';

/** Stored text is deflated in blocks of about this many bytes: larger ones pack better, smaller ones open faster. */
const TEXT_BLOCK_BYTES = 8192;
const FIELDS = ['body', 'heading', 'title'] as const;

/** What MiniSearch is given of a paragraph: its text, the headings that begin at it (a line each), and the title at the first. */
interface Entry {
  id: number;
  body: string;
  heading: string | null;
  title: string | null;
}

/** MiniSearch with a view of its dictionary: for each term and field, how often it stands in which entries. */
class BatchIndex extends MiniSearch<Entry> {
  /** By term; the inner maps by field number (the order of `FIELDS`) and entry number. */
  postings(): Iterable<[string, Map<number, Map<number, number>>]> {
    return this._index as Iterable<[string, Map<number, Map<number, number>>]>;
  }
}

/** A heading's or title's term, over the paragraphs below the one where it begins. */
interface Span {
  start: number;
  end: number;
  title: boolean;
}

export class SegmentWriter {
  private readonly index: BatchIndex;
  private readonly documents: Document[] = [];
  private readonly documentFirst: number[] = [];
  private readonly lengths: number[] = [];
  private readonly stored: StoredParagraph[] = [];
  private readonly terms = new Map<string, number>();
  /** For each term's number: the paragraph (plus one) in which it was last counted, for lengths. */
  private readonly countedIn: number[] = [];
  /** Every occurrence in the order of the text: term number, and position. `occurrenceStart` has each paragraph's first. */
  private readonly occurrenceTerms: number[] = [];
  private readonly occurrencePositions: number[] = [];
  private readonly occurrenceStart: number[] = [];
  private readonly spans = new Map<number, Span[]>();
  private nextPosition = 0;
  private words = 0;

  constructor() {
    this.index = new BatchIndex({
      fields: [...FIELDS],
      tokenize: (text, field) => this.record(text, field ?? 'body'),
      processTerm: (term) => term,
    });
  }

  get paragraphCount(): number {
    return this.stored.length;
  }

  /** Adds a document. Documents must come in the order of their paths. */
  add({ document, paragraphs }: ReadDocument): void {
    const last = this.documents.at(-1);
    if (last !== undefined && !(last.path < document.path)) {
      throw new Error(`Documents must come in path order: “${document.path}” after “${last.path}”.`);
    }
    const first = this.stored.length;
    this.documents.push(document);
    this.documentFirst.push(first);
    for (const paragraph of paragraphs) this.addParagraph(document, paragraph);
    this.addSpans(document, paragraphs, first);
  }

  private addParagraph(document: Document, paragraph: Paragraph): void {
    const number = this.stored.length;
    const { kind, opens, lines, headings, text } = paragraph;
    this.stored.push([kind, opens, lines[0], lines[1], headings, text]);
    this.occurrenceStart.push(this.occurrenceTerms.length);
    this.nextPosition = 0;
    const opened = headings.slice(headings.length - opens);
    this.index.add({
      id: number,
      body: text,
      heading: opened.length > 0 ? opened.map(oneLine).join('\n') : null,
      title: paragraph.ordinal === 1 ? oneLine(document.title) : null,
    });
    this.lengths.push(this.countLength(number, document, headings));
  }

  /** MiniSearch's `tokenize` hook: the terms of one field, their positions recorded. */
  private record(text: string, field: string): string[] {
    const terms: string[] = [];
    for (const part of field === 'heading' ? text.split('\n') : [text]) {
      if (field !== 'body') this.nextPosition += FIELD_GAP;
      for (const { term } of analyze(part)) {
        terms.push(term);
        this.occurrenceTerms.push(this.numberOf(term));
        this.occurrencePositions.push(this.nextPosition++);
      }
    }
    if (field === 'body') this.words += terms.length;
    return terms;
  }

  private numberOf(term: string): number {
    let number = this.terms.get(term);
    if (number === undefined) {
      number = this.terms.size;
      this.terms.set(term, number);
    }
    return number;
  }

  /** Different terms of a paragraph with its title and all the headings above it. */
  private countLength(number: number, document: Document, headings: readonly string[]): number {
    let length = 0;
    const count = (term: number): void => {
      if (this.countedIn[term] === number + 1) return;
      this.countedIn[term] = number + 1;
      length++;
    };
    for (let i = this.occurrenceStart[number] ?? 0; i < this.occurrenceTerms.length; i++) {
      count(this.occurrenceTerms[i] ?? 0);
    }
    for (const text of [document.title, ...headings]) for (const term of this.termsAbove(text)) count(term);
    return Math.min(length, 0xffff);
  }

  /** Term numbers of the title and headings of the document being added; asked for again at each paragraph below them. */
  private readonly above = new Map<string, number[]>();

  private termsAbove(text: string): number[] {
    let terms = this.above.get(text);
    if (terms === undefined) {
      terms = analyze(oneLine(text)).map(({ term }) => this.numberOf(term));
      this.above.set(text, terms);
    }
    return terms;
  }

  /** Records how far the title and each heading reach below the paragraph where they begin. */
  private addSpans(document: Document, paragraphs: readonly Paragraph[], first: number): void {
    const end = first + paragraphs.length;
    this.addSpan(document.title, first + 1, end, true);
    const open: { text: string; start: number }[] = [];
    const close = (depth: number, at: number): void => {
      for (const { text, start } of open.splice(depth)) this.addSpan(text, start, at, false);
    };
    for (const [i, { headings, opens }] of paragraphs.entries()) {
      close(headings.length - opens, first + i);
      for (const text of headings.slice(open.length)) open.push({ text, start: first + i + 1 });
    }
    close(0, end);
    this.above.clear();
  }

  private addSpan(text: string, start: number, end: number, title: boolean): void {
    if (start >= end) return;
    for (const term of this.termsAbove(text)) {
      const spans = this.spans.get(term);
      if (spans === undefined) this.spans.set(term, [{ start, end, title }]);
      else spans.push({ start, end, title });
    }
  }

  /** The segment's bytes, in shared memory. The writer is used up. */
  freeze(): Uint8Array {
    const lengths = Uint16Array.from(this.lengths);
    const { termOffsets, termPostings, terms, postings, table } = this.freezeTerms(lengths);
    const texts = this.freezeTexts();
    const documents = this.freezeDocuments();
    const sections: Record<SectionName, Uint8Array> = {
      documentOffsets: words(documents.offsets),
      documentFirst: words([...this.documentFirst, this.stored.length]),
      termOffsets: words(termOffsets),
      termPostings: words(termPostings),
      blockLast: words(table.last),
      blockOffset: words(table.offset),
      textFirst: words(texts.first),
      textOffsets: words(texts.offsets),
      lengths: new Uint8Array(lengths.buffer),
      impacts: table.impacts.view(),
      documents: documents.bytes.view(),
      terms: terms.view(),
      postings: postings.view(),
      texts: texts.bytes.view(),
    };
    return assemble(sections, {
      documents: this.documents.length,
      paragraphs: this.stored.length,
      terms: termPostings.length,
      words: this.words,
      lengths: lengths.reduce((sum, length) => sum + length, 0),
      blocks: table.last.length,
      textBlocks: texts.first.length - 1,
    });
  }

  private freezeTerms(lengths: Uint16Array) {
    const { starts, paragraphs, positions } = this.invert();
    const termOffsets: number[] = [];
    const termPostings: number[] = [];
    const terms = new ByteWriter(1 << 16);
    const postings = new ByteWriter(1 << 20);
    const table: BlockTable = { last: [], offset: [], impacts: new ByteWriter() };
    const sorted = [...this.index.postings()].sort(([a], [b]) => compareCodePoints(a, b));
    for (const [term, fields] of sorted) {
      const number = this.terms.get(term) ?? 0;
      const from = starts[number] ?? 0;
      const to = starts[number + 1] ?? 0;
      termOffsets.push(terms.length);
      termPostings.push(postings.length);
      terms.append(Buffer.from(term));
      const owners = distinctSorted(paragraphs, from, to);
      const context = flatten(this.spans.get(number) ?? []);
      const entry: TermPostings = {
        paragraphs: owners,
        counts: owners.map((paragraph) => countsOf(fields, paragraph)),
        positions: positions.subarray(from, to),
        context,
        contextParagraphs: countOutside(context, owners),
      };
      writePostings(postings, table, entry, lengths);
    }
    termOffsets.push(terms.length);
    for (let i = 0; i < PADDING; i++) postings.byte(0);
    return { termOffsets, termPostings, terms, postings, table };
  }

  /** The recorded occurrences by term: a counting sort, which keeps the order of the text within a term. */
  private invert(): { starts: Int32Array; paragraphs: Int32Array; positions: Int32Array } {
    const starts = new Int32Array(this.terms.size + 1);
    for (const term of this.occurrenceTerms) starts[term + 1] = (starts[term + 1] ?? 0) + 1;
    for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
    const next = starts.slice();
    const paragraphs = new Int32Array(this.occurrenceTerms.length);
    const positions = new Int32Array(this.occurrenceTerms.length);
    for (let paragraph = 0; paragraph < this.stored.length; paragraph++) {
      const end = this.occurrenceStart[paragraph + 1] ?? this.occurrenceTerms.length;
      for (let i = this.occurrenceStart[paragraph] ?? 0; i < end; i++) {
        const term = this.occurrenceTerms[i] ?? 0;
        const at = next[term] ?? 0;
        next[term] = at + 1;
        paragraphs[at] = paragraph;
        positions[at] = this.occurrencePositions[i] ?? 0;
      }
    }
    return { starts, paragraphs, positions };
  }

  private freezeDocuments(): { bytes: ByteWriter; offsets: number[] } {
    const bytes = new ByteWriter(1 << 16);
    const offsets: number[] = [];
    for (let start = 0; start < this.documents.length; start += DOCUMENT_BLOCK) {
      const block = this.documents.slice(start, start + DOCUMENT_BLOCK);
      const stored: StoredDocument[] = block.map((document) => ({ ...document, metadata: [...document.metadata] }));
      offsets.push(bytes.length);
      bytes.append(deflateRawSync(JSON.stringify(stored)));
    }
    return { bytes, offsets: [...offsets, bytes.length] };
  }

  private freezeTexts(): { bytes: ByteWriter; first: number[]; offsets: number[] } {
    const bytes = new ByteWriter(1 << 20);
    const first: number[] = [];
    const offsets: number[] = [];
    let start = 0;
    while (start < this.stored.length) {
      let end = start;
      for (let size = 0; end < this.stored.length && size < TEXT_BLOCK_BYTES; end++) {
        size += this.stored[end]?.[5].length ?? 0;
      }
      first.push(start);
      offsets.push(bytes.length);
      bytes.append(deflateRawSync(JSON.stringify(this.stored.slice(start, end))));
      start = end;
    }
    return { bytes, first: [...first, this.stored.length], offsets: [...offsets, bytes.length] };
  }
}

function countsOf(fields: Map<number, Map<number, number>>, paragraph: number): FieldCounts {
  const [body, heading, title] = FIELDS.map((_, field) => fields.get(field)?.get(paragraph) ?? 0);
  return { body: body ?? 0, heading: heading ?? 0, title: title ?? 0 };
}

function distinctSorted(values: Int32Array, from: number, to: number): number[] {
  const distinct: number[] = [];
  let previous = -1;
  for (let i = from; i < to; i++) {
    const value = values[i] ?? 0;
    if (value !== previous) distinct.push(value);
    previous = value;
  }
  return distinct;
}

/** Nested and neighbouring spans of one term as disjoint intervals with their summed counts, in order. */
function flatten(spans: readonly Span[]): ContextInterval[] {
  const events = spans
    .flatMap(({ start, end, title }) => [
      { at: start, change: 1, title },
      { at: end, change: -1, title },
    ])
    .sort((a, b) => a.at - b.at);
  const intervals: ContextInterval[] = [];
  let heading = 0;
  let title = 0;
  let from = 0;
  for (const event of events) {
    if (event.at > from && heading + title > 0) intervals.push({ start: from, end: event.at, heading, title });
    from = event.at;
    if (event.title) title += event.change;
    else heading += event.change;
  }
  return intervals;
}

/** How many paragraphs of the intervals are not among the owners. */
function countOutside(intervals: readonly ContextInterval[], owners: readonly number[]): number {
  let outside = 0;
  let owner = 0;
  for (const { start, end } of intervals) {
    outside += end - start;
    while (owner < owners.length && (owners[owner] ?? 0) < start) owner++;
    for (; owner < owners.length && (owners[owner] ?? 0) < end; owner++) outside--;
  }
  return outside;
}

function assemble(
  sections: Record<SectionName, Uint8Array>,
  counts: Pick<
    Record<keyof typeof HEADER, number>,
    'documents' | 'paragraphs' | 'terms' | 'words' | 'lengths' | 'blocks' | 'textBlocks'
  >,
): Uint8Array {
  const aligned = (length: number): number => (length + 3) & ~3;
  const total = SECTIONS.reduce((sum, name) => sum + aligned(sections[name].byteLength), HEADER_BYTES);
  const bytes = new Uint8Array(new SharedArrayBuffer(total));
  const header = new Uint32Array(bytes.buffer, 0, HEADER_BYTES / 4);
  header[HEADER.magic] = MAGIC;
  header[HEADER.version] = FORMAT_VERSION;
  header[HEADER.bytes] = total;
  header[HEADER.fingerprint] = fingerprint();
  for (const [name, count] of Object.entries(counts)) header[HEADER[name as keyof typeof counts]] = count;
  let at = HEADER_BYTES;
  for (const [i, name] of SECTIONS.entries()) {
    header[HEADER.sections + i] = at;
    bytes.set(sections[name], at);
    at += aligned(sections[name].byteLength);
  }
  header[HEADER.sections + SECTIONS.length] = at;
  header[HEADER.checksum] = checksum(bytes);
  return bytes;
}

function words(values: readonly number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(values).buffer);
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}

/** The order of code points, which is that of UTF-8 bytes; the order of code units differs for what lies beyond U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(codeUnit: number): boolean {
  return codeUnit >= 0xd800 && codeUnit <= 0xdfff;
}
