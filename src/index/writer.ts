/**
 * From documents to a segment: MiniSearch indexes a batch, and the batch is frozen. The only file that imports MiniSearch.
 *
 * MiniSearch counts how often each term stands in each field of each paragraph. It keeps no positions: its `tokenize` hook hands the same
 * tokens to the recorder here in the same pass, so that nothing is analysed twice. Title and headings are written once, at the paragraph
 * where they begin; that the paragraphs below them have them too is kept as intervals (postings.ts).
 *
 * To MiniSearch terms are numbers: nothing is searched before it is frozen, so its dictionary need not be in order, and a list finds a
 * number at once where its tree walks along each word (a third of the time to index).
 */
import MiniSearch from 'minisearch';
import { analyze, exactKey, stemKey } from './analyze.js';
import { NumberList } from './bytes.js';
import { compareCodePoints, SegmentBytes } from './freeze.js';
import { type ContextInterval, FIELD_GAP } from './postings.js';
import type { FieldCounts } from './rank.js';
import type { StoredParagraph } from './texts.js';
import type { Document, Paragraph, ReadDocument, Token } from './types.js';
import { flattenContext, type TermPostings, unitePostings } from './write-postings.js';

const FIELDS = ['body', 'heading', 'title'] as const;

/** What MiniSearch is given of a paragraph: its text, the headings that begin at it (a line each), and the title at the first. */
interface Entry {
  id: number;
  body: string;
  heading: string | null;
  title: string | null;
}

/** How often a term stands: by field number (the order of `FIELDS`) and entry number. */
type FieldMaps = Map<number, Map<number, number>>;

/** Every occurrence, those of one key together from its `starts` on (indexed by the key's number), in the order of the text. */
interface Occurrences {
  starts: Int32Array;
  paragraphs: Int32Array;
  positions: Int32Array;
}

/** The dictionary that MiniSearch writes to: what it keeps of each term, by the term's number. */
class CountedTerms {
  private readonly terms: FieldMaps[] = [];

  /** As MiniSearch asks its own dictionary. */
  fetch(number: number, initial: () => FieldMaps): FieldMaps {
    let fields = this.terms[number];
    if (fields === undefined) {
      fields = initial();
      this.terms[number] = fields;
    }
    return fields;
  }

  fields(number: number): FieldMaps | null {
    return this.terms[number] ?? null;
  }
}

class BatchIndex extends MiniSearch<Entry> {
  readonly counted = new CountedTerms();

  /** @param record gives the numbers of the terms of a field's text, above 0 */
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

/** The keys of a batch, numbered from 1 as they come up: words, stems' lists, exact spellings. */
class Keys {
  /** By number. */
  readonly names: string[] = [''];
  /** By number: of a stem's list the stem, else null. */
  readonly stems: (string | null)[] = [null];
  private readonly words = new Map<string, number>();
  private readonly lists = new Map<string, number>();

  word(term: string): number {
    return this.numberIn(this.words, term, null);
  }

  stem(stem: string): number {
    return this.lists.get(stem) ?? this.numberIn(this.lists, stem, stem);
  }

  /** Spellings are kept beside the words: no word is like their keys. */
  exact(term: string, exact: string): number {
    return this.word(exactKey(term, exact));
  }

  /** The number of a word, or 0 where it has not come up. */
  numberOfWord(term: string): number {
    return this.words.get(term) ?? 0;
  }

  private numberIn(numbers: Map<string, number>, name: string, stem: string | null): number {
    let number = numbers.get(name);
    if (number === undefined) {
      number = this.names.length;
      numbers.set(name, number);
      this.names.push(stem === null ? name : stemKey(stem));
      this.stems.push(stem);
    }
    return number;
  }

  /** Calls back with the number of everything that a token is written under (`indexKeys`). */
  each({ term, stem, exact }: Token, take: (number: number) => void): void {
    take(this.word(term));
    if (stem !== null) take(this.stem(stem));
    if (exact !== null) take(this.exact(term, exact));
  }
}

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
  private readonly stored: StoredParagraph[] = [];
  private readonly keys = new Keys();
  /** Stems likewise, as lengths count them; of each, the paragraph (plus one) in which it was last counted. */
  private readonly stems = new Map<string, number>();
  private readonly countedIn: number[] = [];
  /** Stems of the paragraph that is being added. */
  private lengthTerms: number[] = [];
  private language: string | null = null;
  /** Every occurrence in the order of the text: key number, and position. `occurrenceStart` has each paragraph's first. */
  private readonly occurrenceTerms = new NumberList(1 << 14);
  private readonly occurrencePositions = new NumberList(1 << 14);
  private readonly occurrenceStart = new NumberList();
  /** Of each key: over which paragraphs below the one where it begins a title or heading has it. */
  private readonly spans = new Map<number, ContextInterval[]>();
  private nextPosition = 0;
  private words = 0;

  constructor() {
    this.index = new BatchIndex((text, field) => this.record(text, field));
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
    this.language = document.language;
    for (const paragraph of paragraphs) this.addParagraph(document, paragraph);
    this.addSpans(document, paragraphs, first);
  }

  private addParagraph(document: Document, paragraph: Paragraph): void {
    const number = this.stored.length;
    const { kind, opens, lines, headings, text } = paragraph;
    this.stored.push([kind, opens, lines[0], lines[1], headings, text]);
    this.occurrenceStart.push(this.occurrenceTerms.length);
    this.nextPosition = 0;
    this.lengthTerms = [];
    const opened = headings.slice(headings.length - opens);
    this.index.add({
      id: number,
      body: text,
      heading: opened.length > 0 ? opened.map(oneLine).join('\n') : null,
      title: paragraph.ordinal === 1 ? oneLine(document.title) : null,
    });
    this.lengths.push(this.countLength(number, document, headings));
  }

  /** MiniSearch's `tokenize` hook: the keys of one field, their positions recorded. */
  private record(text: string, field: string): number[] {
    const numbers: number[] = [];
    for (const part of field === 'heading' ? text.split('\n') : [text]) {
      if (field !== 'body') this.nextPosition += FIELD_GAP;
      let words = 0;
      for (const token of analyze(part, this.language)) {
        const position = this.nextPosition + token.position;
        this.keys.each(token, (number) => {
          numbers.push(number);
          this.occurrenceTerms.push(number);
          this.occurrencePositions.push(position);
        });
        if (token.whole) continue;
        words++;
        if (!token.stop) this.lengthTerms.push(numberOf(token.stem ?? token.term, this.stems));
      }
      this.nextPosition += words;
      if (field === 'body') this.words += words;
    }
    return numbers;
  }

  /** Different stems of a paragraph with its title and all the headings above it, without stop words. */
  private countLength(number: number, document: Document, headings: readonly string[]): number {
    let length = 0;
    const count = (stem: number): void => {
      if (this.countedIn[stem] === number + 1) return;
      this.countedIn[stem] = number + 1;
      length++;
    };
    this.lengthTerms.forEach(count);
    for (const text of [document.title, ...headings]) this.wordsAbove(text).lengthTerms.forEach(count);
    return Math.min(length, 0xffff);
  }

  /** Words of the title and headings of the document being added; asked for again at each paragraph below them. */
  private readonly above = new Map<string, Above>();

  private wordsAbove(text: string): Above {
    let above = this.above.get(text);
    if (above === undefined) {
      const tokens = analyze(oneLine(text), this.language);
      const keys: number[] = [];
      for (const token of tokens) this.keys.each(token, (number) => keys.push(number));
      const counted = tokens.filter(({ whole, stop }) => !whole && !stop);
      above = {
        keys,
        lengthTerms: counted.map(({ stem, term }) => numberOf(stem ?? term, this.stems)),
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
    const bytes = new SegmentBytes(Uint16Array.from(this.lengths));
    const occurrences = this.invert();
    const { names, stems } = this.keys;
    const numbers = names.flatMap((_, number) => (this.index.counted.fields(number) === null ? [] : [number]));
    numbers.sort((a, b) => compareCodePoints(names[a] ?? '', names[b] ?? ''));
    for (const number of numbers) {
      const stem = stems[number] ?? null;
      const postings = this.postingsOf(number, occurrences);
      // Words that are the stem themselves are in its list too.
      const joined =
        stem === null ? postings : unitePostings(postings, this.postingsOf(this.keys.numberOfWord(stem), occurrences));
      bytes.addTerm(names[number] ?? '', joined);
    }
    return bytes.finish({
      documents: this.documents,
      documentFirst: this.documentFirst,
      words: this.words,
      paragraph: (number) => this.storedAt(number),
    });
  }

  private postingsOf(number: number, occurrences: Occurrences): TermPostings {
    const from = occurrences.starts[number] ?? 0;
    const to = occurrences.starts[number + 1] ?? 0;
    const owners = distinctSorted(occurrences.paragraphs, from, to);
    return {
      paragraphs: owners,
      counts: countsOf(this.index.counted.fields(number), owners),
      positions: occurrences.positions.subarray(from, to),
      context: flattenContext(this.spans.get(number) ?? []),
    };
  }

  private storedAt(number: number): StoredParagraph {
    const stored = this.stored[number];
    if (stored === undefined) throw new Error(`There is no paragraph ${number}.`);
    return stored;
  }

  /** The recorded occurrences by term: a counting sort, which keeps the order of the text within a term. */
  private invert(): Occurrences {
    const terms = this.occurrenceTerms.view();
    const places = this.occurrencePositions.view();
    const firsts = this.occurrenceStart.view();
    const starts = new Int32Array(this.keys.names.length + 1);
    for (let i = 0; i < terms.length; i++) {
      const term = terms[i] ?? 0;
      starts[term + 1] = (starts[term + 1] ?? 0) + 1;
    }
    for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
    const next = starts.slice();
    const paragraphs = new Int32Array(terms.length);
    const positions = new Int32Array(terms.length);
    for (let paragraph = 0; paragraph < this.stored.length; paragraph++) {
      const end = firsts[paragraph + 1] ?? terms.length;
      for (let i = firsts[paragraph] ?? 0; i < end; i++) {
        const term = terms[i] ?? 0;
        const at = next[term] ?? 0;
        next[term] = at + 1;
        paragraphs[at] = paragraph;
        positions[at] = places[i] ?? 0;
      }
    }
    return { starts, paragraphs, positions };
  }
}

function numberOf(word: string, numbers: Map<string, number>): number {
  let number = numbers.get(word);
  if (number === undefined) {
    number = numbers.size;
    numbers.set(word, number);
  }
  return number;
}

/** How often a term stands in each field of its owners, as MiniSearch counted. */
function countsOf(fields: FieldMaps | null, owners: readonly number[]): FieldCounts[] {
  const [body, heading, title] = FIELDS.map((_, field) => fields?.get(field));
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

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}
