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
import { analyzeForms, exactKey, type Form, stemKey } from './analyze.js';
import { NumberList } from './bytes.js';
import { CountedForms, FIELDS, Inverted, type KeysOfForms } from './counted.js';
import { compareCodePoints, SegmentBytes, StoredWriter } from './freeze.js';
import { type ContextInterval, FIELD_GAP } from './postings.js';
import type { Document, Paragraph, ReadDocument } from './types.js';
import { flattenContext, TermPostings } from './write-postings.js';

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

/** What a form is written as: its number, and that of the stem that it counts as in lengths (-1 for stop words). */
interface Numbered {
  form: Form;
  number: number;
  lengthTerm: number;
}

/** The forms of a batch and the keys that they are found by, numbered from 1 as they come up. */
class Keys {
  /** By key number. */
  readonly names: string[] = [''];
  /** By key number: of a stem's list the stem, else null. */
  readonly stems: (string | null)[] = [null];
  private readonly words = new Map<string, number>();
  private readonly lists = new Map<string, number>();
  /** By form number: the keys of its word, its stem and its spelling; 0 for none. */
  private readonly keys: [word: number, stem: number, exact: number][] = [[0, 0, 0]];
  private readonly numbers = new Map<string, number>();
  /**
   * By language, and the number that a form has there: the analyzer gives the same form for the same word, mostly. This spared two
   * look-ups of strings a token, a tenth of indexing.
   */
  private readonly known = new Map<string | null, Numbered[]>();
  private ofLanguage: Numbered[] = [];
  private readonly lengthTerms = new Map<string, number>();

  /** Says whose forms come next. */
  turnTo(language: string | null): void {
    this.ofLanguage = this.known.get(language) ?? [];
    this.known.set(language, this.ofLanguage);
  }

  numberedOf(form: Form): Numbered {
    let numbered = this.ofLanguage[form.number];
    // Its number may have been another's.
    if (numbered?.form !== form) {
      const { stem, term, stop } = form;
      const lengthTerm = stop ? -1 : numberIn(this.lengthTerms, stem ?? term);
      numbered = { form, number: this.numberOf(form), lengthTerm };
      this.ofLanguage[form.number] = numbered;
    }
    return numbered;
  }

  /** The keys of all forms; words that are a stem themselves are in its list too. */
  ofForms(): KeysOfForms {
    const lists = this.listsOfWords();
    const starts = new Uint32Array(this.keys.length + 1);
    const keys = new NumberList(this.keys.length * 2);
    for (const [form, [word, stem, exact]] of this.keys.entries()) {
      for (const key of [word, lists[word] ?? 0, stem, exact]) if (key > 0) keys.push(key);
      starts[form + 1] = keys.length;
    }
    return { starts, keys: keys.view(), count: this.names.length };
  }

  /** The keys of a form alone. */
  keysOf(form: number): number[] {
    return (this.keys[form] ?? []).filter((key) => key > 0);
  }

  /** By key number: where a word is a stem that has a list, the number of that. */
  private listsOfWords(): number[] {
    const lists: number[] = new Array(this.names.length).fill(0);
    for (const [stem, list] of this.lists) lists[this.words.get(stem) ?? 0] = list;
    lists[0] = 0;
    return lists;
  }

  /** The number of a word's key; 0 where it has not come up. */
  wordKey(term: string): number {
    return this.words.get(term) ?? 0;
  }

  private numberOf({ term, stem, exact }: Form): number {
    const name = `${term}\0${stem ?? ''}\0${exact ?? ''}`;
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.keys.length;
      this.numbers.set(name, number);
      const word = this.keyOf(this.words, term, term, null);
      const list = stem === null ? 0 : this.keyOf(this.lists, stem, stemKey(stem), stem);
      // Spellings are kept beside the words: no word is like their keys.
      const spelled = exact === null ? '' : exactKey(term, exact);
      this.keys.push([word, list, exact === null ? 0 : this.keyOf(this.words, spelled, spelled, null)]);
    }
    return number;
  }

  private keyOf(numbers: Map<string, number>, text: string, name: string, stem: string | null): number {
    let number = numbers.get(text);
    if (number === undefined) {
      number = this.names.length;
      numbers.set(text, number);
      this.names.push(name);
      this.stems.push(stem);
    }
    return number;
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
  private stored = new StoredWriter();
  private readonly keys = new Keys();
  /** Of each stem, as lengths count them, the paragraph (plus one) in which it was last counted. */
  private readonly countedIn: number[] = [];
  /** Stems of the paragraph that is being added. */
  private lengthTerms: number[] = [];
  private language: string | null = null;
  /** Every occurrence in the order of the text: the number of its form, and its position. */
  private readonly occurrences = new NumberList(1 << 14);
  private readonly positions = new NumberList(1 << 14);
  /** Of each key: over which paragraphs below the one where it begins a title or heading has it. */
  private readonly spans = new Map<number, ContextInterval[]>();
  private readonly numbers: number[] = [];
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
    this.keys.turnTo(document.language);
    for (const paragraph of paragraphs) this.addParagraph(document, paragraph);
    this.addSpans(document, paragraphs, first);
  }

  private addParagraph(document: Document, paragraph: Paragraph): void {
    const number = this.lengths.length;
    const { kind, opens, lines, headings, text } = paragraph;
    this.stored.add([kind, opens, lines[0], lines[1], headings, text]);
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

  /** MiniSearch's `tokenize` hook: the forms of one field, their positions recorded. */
  private record(text: string, field: string): number[] {
    // MiniSearch has read those of one field when it asks for the next.
    const { numbers } = this;
    numbers.length = 0;
    for (const part of field === 'heading' ? text.split('\n') : [text]) {
      if (field !== 'body') this.nextPosition += FIELD_GAP;
      let words = 0;
      const { forms, positions, wholes, length } = analyzeForms(part, this.language);
      for (let i = 0; i < length; i++) {
        const form = forms[i];
        if (form === undefined) continue;
        const { number, lengthTerm } = this.keys.numberedOf(form);
        numbers.push(number);
        this.occurrences.push(number);
        this.positions.push(this.nextPosition + (positions[i] ?? 0));
        if (wholes[i] === 1) continue;
        words++;
        if (lengthTerm >= 0) this.lengthTerms.push(lengthTerm);
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
      const { forms, wholes, length } = analyzeForms(oneLine(text), this.language);
      const numbered = forms.slice(0, length).map((form) => this.keys.numberedOf(form));
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
    const stored = this.stored.finish(this.documents);
    this.stored = new StoredWriter();
    const bytes = new SegmentBytes(Uint16Array.from(this.lengths));
    const { names } = this.keys;
    const keys = this.keys.ofForms();
    const { starts, places } = new Inverted(this.occurrences.view(), keys);
    const counts = this.index.counted.invert(keys);
    const positions = this.positions.view();
    const numbers = names.flatMap((_, number) => ((starts[number + 1] ?? 0) > (starts[number] ?? 0) ? [number] : []));
    numbers.sort((a, b) => compareCodePoints(names[a] ?? '', names[b] ?? ''));
    const postings = new TermPostings();
    for (const number of numbers) {
      postings.clear();
      counts.addTo(postings, number);
      const end = starts[number + 1] ?? 0;
      for (let at = starts[number] ?? 0; at < end; at++) postings.positions.push(positions[places[at] ?? 0] ?? 0);
      postings.context = this.contextOf(number);
      bytes.addTerm(names[number] ?? '', postings);
    }
    return bytes.finish({
      documents: this.documents,
      documentFirst: this.documentFirst,
      words: this.words,
      stored,
    });
  }

  private contextOf(key: number): ContextInterval[] {
    const stem = this.keys.stems[key] ?? null;
    const word = stem === null ? 0 : this.keys.wordKey(stem);
    return flattenContext([...(this.spans.get(key) ?? []), ...(this.spans.get(word) ?? [])]);
  }
}

function numberIn(numbers: Map<string, number>, word: string): number {
  let number = numbers.get(word);
  if (number === undefined) {
    number = numbers.size;
    numbers.set(word, number);
  }
  return number;
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}
