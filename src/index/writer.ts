/**
 * From documents to a segment: MiniSearch indexes a batch, and the batch is frozen. The only file that imports MiniSearch.
 *
 * MiniSearch counts how often each form of a word stands in each field of each paragraph. It keeps no positions: its `tokenize` hook hands
 * the same tokens to the recorder here in the same pass, so that nothing is analysed twice. Title and headings are written once, at the
 * paragraph where they begin; that the paragraphs below them have them too is kept as intervals (postings.ts).
 *
 * What a word is found by (itself, its stem, its exact spelling) depends on its form alone: MiniSearch is given each token once, and the
 * lists of stems and spellings are put together from those of the forms when the batch is frozen (counted.ts).
 */
import MiniSearch from 'minisearch';
import { analyzeForms } from './analyze.js';
import { lengthCode } from './rank.js';
import { newNumbers } from './segment/pages.js';
import { type ContextInterval, FIELD_GAP } from './segment/postings.js';
import { recordsOf } from './segment/records.js';
import type { Document, Paragraph, ReadDocument } from './types.js';
import { CountedForms, type CountsOfKeys, FIELDS } from './write/counted.js';
import { SegmentBytes, StoredWriter } from './write/freeze.js';
import { Keys } from './write/keys.js';
import { sortByText } from './write/sort-texts.js';
import { flattenContext, TermPostings } from './write/term-postings.js';

/** What MiniSearch is given of a paragraph: its text, the headings that begin at it (a line each), and the title at the first. */
interface Entry {
  id: number;
  body: string;
  heading: string | null;
  title: string | null;
}

class BatchIndex extends MiniSearch<Entry> {
  readonly counted = new CountedForms();

  /** @param record gives the numbers of the forms of a field's text, above 0 */
  constructor(record: (text: string, field: string) => number[]) {
    super({
      fields: [...FIELDS],
      // It only hands on what it is given here.
      tokenize: (text, field) => record(text, field ?? 'body') as unknown as string[],
      processTerm: (term) => term,
    });
    this._index = this.counted as unknown as typeof this._index;
  }
}

/**
 * Batches of fewer paragraphs may last. Larger ones come in numbers and are merged before long: then pairs of words are joined in their
 * text, which took a ninth of the time of indexing.
 */
const LASTING = 5_000;

/** The words of a title or heading: the numbers of their keys, and of what they count in lengths. */
interface Above {
  keys: number[];
  lengthTerms: number[];
}

export class SegmentWriter {
  private readonly index: BatchIndex;
  private readonly documents: Document[] = [];
  private readonly documentFirst: number[] = [];
  private readonly lengths: number[] = [];
  private stored = new StoredWriter();
  private readonly keys = new Keys();
  /** Of each word, as lengths count them, the paragraph (plus one) in which it was last counted. */
  private countedIn = new Uint32Array(1 << 14);
  /** Different words of the paragraph that is being added. */
  private length = 0;
  private language: string | null = null;
  /** Of each key: over which paragraphs below the one where it begins a title or heading has it. */
  private readonly spans = new Map<number, ContextInterval[]>();
  private nextPosition = 0;
  private words = 0;

  constructor() {
    this.index = new BatchIndex((text, field) => this.record(text, field));
  }

  get paragraphCount(): number {
    return this.lengths.length;
  }

  /** Adds a document. Documents must come in the order of their paths. */
  add({ document, paragraphs }: ReadDocument): void {
    const last = this.documents.at(-1);
    if (last !== undefined && !(last.path < document.path)) {
      throw new Error(`Documents must come in path order: “${document.path}” after “${last.path}”.`);
    }
    const first = this.lengths.length;
    this.documents.push(document);
    this.documentFirst.push(first);
    this.language = document.language;
    for (const paragraph of paragraphs) this.addParagraph(document, paragraph);
    this.addSpans(document, paragraphs, first);
  }

  private addParagraph(document: Document, paragraph: Paragraph): void {
    const number = this.lengths.length;
    const { kind, opens, lines, list, headings, text } = paragraph;
    this.stored.add([kind, opens, lines[0], lines[1], list, headings, text]);
    this.nextPosition = 0;
    this.length = 0;
    const opened = headings.slice(headings.length - opens);
    this.index.add({
      id: number,
      body: text,
      heading: opened.length > 0 ? opened.map(oneLine).join('\n') : null,
      title: paragraph.ordinal === 1 ? oneLine(document.title) : null,
    });
    for (const text of [document.title, ...headings]) {
      for (const word of this.wordsAbove(text).lengthTerms) this.countWord(word);
    }
    this.lengths.push(lengthCode(this.length));
  }

  /** MiniSearch's `tokenize` hook: the forms of one field, their positions recorded. */
  private record(text: string, field: string): number[] {
    if (field === 'heading') return text.split('\n').flatMap((line) => this.recordPart(line, field));
    return this.recordPart(text, field);
  }

  private recordPart(text: string, field: string): number[] {
    const { keys } = this;
    const { occurring, positions: places } = this.index.counted.columnOf(field);
    if (field !== 'body') this.nextPosition += FIELD_GAP;
    let words = 0;
    const { forms, positions, wholes, length } = analyzeForms(text, this.language);
    const numbers = new Array<number>(length);
    for (let i = 0; i < length; i++) {
      const form = forms[i];
      if (form === undefined) continue;
      const { number, lengthTerm } = keys.number(form);
      numbers[i] = number;
      occurring.push(number);
      places.push(this.nextPosition + (positions[i] ?? 0));
      if (wholes[i] === 1) continue;
      words++;
      if (lengthTerm >= 0) this.countWord(lengthTerm);
    }
    this.nextPosition += words;
    if (field === 'body') this.words += words;
    return numbers;
  }

  /** Counts a word (its stem, where it has one; stop words are not counted) to the length of the paragraph that is being added, once. */
  private countWord(word: number): void {
    const mark = this.lengths.length + 1;
    if (word >= this.countedIn.length) {
      const larger = newNumbers(Math.max(this.countedIn.length * 2, word + 1));
      larger.set(this.countedIn);
      this.countedIn = larger;
    }
    if (this.countedIn[word] === mark) return;
    this.countedIn[word] = mark;
    this.length++;
  }

  /** Words of the title and headings of the document being added; asked for again at each paragraph below them. */
  private readonly above = new Map<string, Above>();

  private wordsAbove(text: string): Above {
    let above = this.above.get(text);
    if (above === undefined) {
      const { forms, wholes, length } = analyzeForms(oneLine(text), this.language);
      const numbered = forms.slice(0, length).map((form) => this.keys.number(form));
      above = {
        keys: numbered.flatMap(({ number }) => this.keys.keysOf(number)),
        lengthTerms: numbered.flatMap(({ lengthTerm }, i) => (lengthTerm < 0 || wholes[i] === 1 ? [] : lengthTerm)),
      };
      this.above.set(text, above);
    }
    return above;
  }

  /** Records how far the title and each heading reach below the paragraph where they begin. */
  private addSpans(document: Document, paragraphs: readonly Paragraph[], first: number): void {
    const end = first + paragraphs.length;
    this.addSpan(document.title, { start: first + 1, end, heading: 0, title: 1 });
    const open: { text: string; start: number }[] = [];
    const close = (depth: number, at: number): void => {
      for (const { text, start } of open.splice(depth)) this.addSpan(text, { start, end: at, heading: 1, title: 0 });
    };
    for (const [i, { headings, opens }] of paragraphs.entries()) {
      close(headings.length - opens, first + i);
      for (const text of headings.slice(open.length)) open.push({ text, start: first + i + 1 });
    }
    close(0, end);
    this.above.clear();
  }

  private addSpan(text: string, span: ContextInterval): void {
    if (span.start >= span.end) return;
    for (const key of this.wordsAbove(text).keys) {
      const spans = this.spans.get(key);
      if (spans === undefined) this.spans.set(key, [span]);
      else spans.push(span);
    }
  }

  /** The segment's bytes, in shared memory. The writer is used up. */
  freeze(): Uint8Array {
    // Before the terms, as what both need meanwhile is much.
    const stored = this.stored.finish(() => recordsOf(this.documents), this.lengths.length < LASTING);
    this.stored = new StoredWriter();
    const bytes = new SegmentBytes(Uint8Array.from(this.lengths));
    const { names } = this.keys;
    const counts = this.index.counted.byKey(this.keys.ofForms(), this.keys.forms);
    const numbers = Uint32Array.from(names.keys());
    sortByText(numbers, names);
    const postings = new TermPostings();
    for (const number of numbers) this.writeTerm(bytes, counts, postings, number);
    return bytes.finish({ documentFirst: this.documentFirst, words: this.words, stored });
  }

  private writeTerm(bytes: SegmentBytes, counts: CountsOfKeys, postings: TermPostings, key: number): void {
    postings.clear();
    counts.addTo(postings, key);
    // Some words are only the stem of others.
    if (postings.size === 0) return;
    postings.context = this.contextOf(key);
    bytes.addTerm(this.keys.names[key] ?? '', postings);
  }

  private contextOf(key: number): readonly ContextInterval[] {
    const own = this.spans.get(key) ?? NO_SPANS;
    const ofWord = this.spans.get(this.keys.stems[key] ?? 0) ?? NO_SPANS;
    return own.length + ofWord.length === 0 ? NO_SPANS : flattenContext([...own, ...ofWord]);
  }
}

const NO_SPANS: readonly ContextInterval[] = [];

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}
