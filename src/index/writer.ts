/**
 * From documents to a segment: MiniSearch indexes a batch, and the batch is frozen. The only file that imports MiniSearch.
 *
 * MiniSearch gives the dictionary and how often each term stands in each field of each paragraph. It keeps no positions: its `tokenize`
 * hook hands the same tokens to the recorder here in the same pass, so that nothing is analysed twice. Title and headings are written
 * once, at the paragraph where they begin; that the paragraphs below them have them too is kept as intervals (postings.ts).
 */
import MiniSearch from 'minisearch';
import { analyze } from './analyze.js';
import { compareCodePoints, SegmentBytes } from './freeze.js';
import { type ContextInterval, FIELD_GAP } from './postings.js';
import type { FieldCounts } from './rank.js';
import type { StoredParagraph } from './segment.js';
import type { Document, Paragraph, ReadDocument } from './types.js';

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
    const bytes = new SegmentBytes(Uint16Array.from(this.lengths));
    const { starts, paragraphs, positions } = this.invert();
    const sorted = [...this.index.postings()].sort(([a], [b]) => compareCodePoints(a, b));
    for (const [term, fields] of sorted) {
      const number = this.terms.get(term) ?? 0;
      const from = starts[number] ?? 0;
      const to = starts[number + 1] ?? 0;
      const owners = distinctSorted(paragraphs, from, to);
      bytes.addTerm(term, {
        paragraphs: owners,
        counts: countsOf(fields, owners),
        positions: positions.subarray(from, to),
        context: flatten(this.spans.get(number) ?? []),
      });
    }
    return bytes.finish({
      documents: this.documents,
      documentFirst: this.documentFirst,
      words: this.words,
      paragraph: (number) => this.storedAt(number),
    });
  }

  private storedAt(number: number): StoredParagraph {
    const stored = this.stored[number];
    if (stored === undefined) throw new Error(`There is no paragraph ${number}.`);
    return stored;
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
}

/** How often a term stands in each field of its owners, as MiniSearch counted. */
function countsOf(fields: Map<number, Map<number, number>>, owners: readonly number[]): FieldCounts[] {
  const [body, heading, title] = FIELDS.map((_, field) => fields.get(field));
  return owners.map((paragraph) => ({
    body: body?.get(paragraph) ?? 0,
    heading: heading?.get(paragraph) ?? 0,
    title: title?.get(paragraph) ?? 0,
  }));
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

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}
