/**
 * From documents to a segment: MiniSearch indexes a batch, and the batch is frozen. The only file that imports
 * MiniSearch.
 *
 * MiniSearch enters each form of a word that stands in a field of a paragraph. It is given the forms, and keeps no
 * positions: those are recorded here, in the same pass. Title and headings are indexed once, at the paragraph where they
 * begin. That they also stand above later paragraphs is kept as intervals (write/contexts.ts).
 *
 * The keys that find a word (itself, its stem, its exact spelling) depend on its form alone. So MiniSearch gets each
 * token once, and the lists of keys are put together when the batch is frozen (write/occurrences.ts).
 */
import MiniSearch, { type Options } from 'minisearch';
import { analyzeForms } from './analyze.js';
import { lengthCode, paragraphLength } from './rank.js';
import { FIELD_GAP } from './segment/postings.js';
import { BY_CODE_POINTS, sortByText } from './segment/sort-texts.js';
import { grown } from './segment/texts/pages.js';
import { recordsOf } from './segment/texts/records-writer.js';
import type { Document, Paragraph, ReadDocument } from './types.js';
import { MetInLanguages, type MetWords } from './words/met-words.js';
import { Contexts } from './write/contexts.js';
import { SectionsWriter, StoredWriter } from './write/freeze.js';
import { Keys } from './write/keys.js';
import { FIELDS, Occurrences, type OccurrencesOfKeys } from './write/occurrences.js';
import { TermPostings } from './write/term-postings.js';

/** What MiniSearch is given of a paragraph: the numbers (above 0) of the forms in its text, in the headings that begin at it, and in the title where it begins. */
interface Entry {
  id: number;
  body: readonly number[];
  heading: readonly number[] | null;
  title: readonly number[] | null;
}

/**
 * MiniSearch passes a field on without looking into it. It is one token, which becomes its forms: of tokens MiniSearch
 * makes a set, to count different ones. The same functions for all batches, as V8 compiles anew for others.
 */
const OPTIONS: Options<Entry> = {
  fields: [...FIELDS],
  stringifyField: (forms) => forms,
  tokenize: (forms) => [forms],
  processTerm: (forms) => forms,
};

/** In place of what MiniSearch notes of each document for searches, for removals, and to refuse one that is added twice. */
class NothingKept<Key, Value> extends Map<Key, Value> {
  override set(): this {
    return this;
  }
}

class BatchIndex extends MiniSearch<Entry> {
  readonly occurrences = new Occurrences();

  constructor() {
    super(OPTIONS);
    this._index = this.occurrences as unknown as typeof this._index;
    this._idToShortId = new NothingKept();
    this._documentIds = new NothingKept();
    this._fieldLength = new NothingKept();
  }
}

/**
 * Segments of fewer paragraphs may stay as they are, so pairs of words are joined in their stored text. Larger ones
 * come in numbers and are soon merged: for them the joining, a ninth of the time of indexing, is left to the merge.
 */
const LASTING = 5_000;

/** The words of a title or heading: the numbers of their keys, and of the words that count towards lengths. */
interface Above {
  keys: number[];
  lengthTerms: number[];
}

export class SegmentWriter {
  private readonly index = new BatchIndex();
  private readonly documents: Document[] = [];
  private readonly documentFirst: number[] = [];
  private readonly lengths: number[] = [];
  private readonly stored = new StoredWriter();
  private readonly metIn = new MetInLanguages(this.stored.pieces);
  /** The words that were met in texts of the current language. */
  private met: MetWords | null = null;
  private readonly keys = new Keys();
  /** By number of a word as lengths count it: the paragraph (plus one) in which it was last counted. */
  private countedIn = new Uint32Array(1 << 8);
  /** Different words counted so far in the paragraph being added, and those of its text. */
  private length = 0;
  private textLength = 0;
  private language: string | null = null;
  /** The analysed title and headings of the document being added: each paragraph below them needs them again. */
  private readonly above = new Map<string, Above>();
  private readonly contexts = new Contexts();
  private nextPosition = 0;
  private words = 0;

  get paragraphCount(): number {
    return this.lengths.length;
  }

  /** Adds a document. Documents must come in the order of their paths. */
  add(read: ReadDocument): void {
    const { document, paragraphs } = read;
    const last = this.documents.at(-1);
    if (last !== undefined && !(last.path < document.path)) {
      throw new Error(`Documents must come in path order: “${document.path}” after “${last.path}”.`);
    }
    const first = this.lengths.length;
    this.documents.push(document);
    this.documentFirst.push(first);
    this.language = document.language;
    this.met = this.metIn.of(document.language);
    for (const paragraph of paragraphs) this.addParagraph(document, paragraph);
    this.contexts.add(read, first, (text) => this.wordsAbove(text).keys);
    this.above.clear();
  }

  private addParagraph(document: Document, paragraph: Paragraph): void {
    const number = this.lengths.length;
    const { kind, opens, lines, list, headings, text } = paragraph;
    this.stored.add([kind, opens, lines[0], lines[1], list, headings, text]);
    this.nextPosition = 0;
    this.length = 0;
    this.textLength = 0;
    this.index.add({
      id: number,
      body: this.record(text, 'body'),
      heading: opens > 0 ? headings.slice(-opens).flatMap((heading) => this.record(oneLine(heading), 'heading')) : null,
      title: paragraph.ordinal === document.titleAt ? this.record(oneLine(document.title), 'title') : null,
    });
    this.countAbove(document.title);
    for (const heading of headings) this.countAbove(heading);
    this.lengths.push(lengthCode(paragraphLength(this.textLength, this.length - this.textLength)));
  }

  /** The forms of one field, or of one of several headings, their positions recorded. */
  private record(text: string, field: (typeof FIELDS)[number]): number[] {
    const { keys } = this;
    const places = this.index.occurrences.positions;
    if (field !== 'body') this.nextPosition += FIELD_GAP;
    let words = 0;
    const { forms, positions, kinds, length } = analyzeForms(text, this.language, field === 'body' ? this.met : null);
    const numbers = new Array<number>(length);
    for (let i = 0; i < length; i++) {
      const form = forms[i];
      if (form === undefined) continue;
      const { number, lengthTerm } = keys.number(form);
      numbers[i] = number;
      places.push(this.nextPosition + (positions[i] ?? 0));
      if (kinds[i] !== 'word') continue;
      words++;
      if (lengthTerm >= 0) this.countWord(lengthTerm);
    }
    this.nextPosition += words;
    if (field === 'body') {
      this.words += words;
      // The text comes first of the fields.
      this.textLength = this.length;
    }
    return numbers;
  }

  /** Counts a word towards the length of the paragraph being added, once. Its stem counts for it, and stop words do not count. */
  private countWord(word: number): void {
    const mark = this.lengths.length + 1;
    if (word >= this.countedIn.length) this.countedIn = grown(this.countedIn, word + 1);
    if (this.countedIn[word] === mark) return;
    this.countedIn[word] = mark;
    this.length++;
  }

  private countAbove(text: string): void {
    for (const word of this.wordsAbove(text).lengthTerms) this.countWord(word);
  }

  private wordsAbove(text: string): Above {
    let above = this.above.get(text);
    if (above === undefined) {
      const { forms, kinds, length } = analyzeForms(oneLine(text), this.language, null);
      above = { keys: [], lengthTerms: [] };
      for (let i = 0; i < length; i++) {
        const form = forms[i];
        if (form === undefined) continue;
        const { number, lengthTerm } = this.keys.number(form);
        above.keys.push(...this.keys.keysOf(number));
        if (lengthTerm >= 0 && kinds[i] === 'word') above.lengthTerms.push(lengthTerm);
      }
      this.above.set(text, above);
    }
    return above;
  }

  /** The segment's bytes, in shared memory. The writer is used up. */
  freeze(): Uint8Array {
    this.metIn.clear();
    this.met = null;
    // Texts are finished before the terms are begun, as both need much memory meanwhile.
    const stored = this.stored.finish(() => recordsOf(this.documents), this.lengths.length < LASTING);
    const sections = new SectionsWriter(Uint8Array.from(this.lengths), this.documentFirst);
    const { names } = this.keys;
    const occurrences = this.index.occurrences.byKey(this.keys.ofForms());
    const numbers = new Uint32Array(names.length).map((_, number) => number);
    sortByText(numbers, names, BY_CODE_POINTS);
    const postings = new TermPostings();
    for (const number of numbers) this.writeTerm(sections, occurrences, postings, number);
    return sections.finish({ words: this.words, stored });
  }

  private writeTerm(
    sections: SectionsWriter,
    occurrences: OccurrencesOfKeys,
    postings: TermPostings,
    key: number,
  ): void {
    postings.clear();
    occurrences.addTo(postings, key);
    // A key that is only the stem of other words has no postings of its own.
    if (postings.size === 0) return;
    postings.context = this.contexts.of(key, this.keys.stems[key] ?? 0);
    sections.addTerm(this.keys.names[key] ?? '', postings);
  }
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}
