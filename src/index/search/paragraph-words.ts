/**
 * The words of stored paragraphs, counted without making text of them and analysing that: a text is stored as numbers of vocabulary entries
 * (vocabulary.ts), most of which are the same words wherever they stand, and are analysed once a segment and language. Where an entry may
 * be part of a longer word (`don’t`, emoji, scripts without spaces), what stands together is analysed as text.
 */
import { analyze } from '../analyze.js';
import { EntryReader } from '../segment/vocabulary.js';
import type { Segment } from '../segment.js';
import { stemKey } from '../words/term-keys.js';

/** The keys of words (see `stemKey`) by numbers, and how often each stands in a paragraph. */
export interface KeyCounts {
  numbers: Int32Array;
  counts: Int32Array;
}

/** What an entry begins or ends with, as it bears on the entry beside it. */
const [BETWEEN, WORD, JOINS] = [0, 1, 2];
/** Punctuation and spaces that are no part of any word, beyond ASCII. */
const IS_BETWEEN = /^[\p{P}\p{Z}]$/u;
const MAY_JOIN = /[’＇\p{Extended_Pictographic}]/u;

/** Entries that are not analysed yet; that have no word; that have more words than are written down of one. */
const UNKNOWN = -1;
const NONE = -2;
const MANY = -3;

/** Languages of a segment whose words are known at one time: 9 bytes an entry of the vocabulary each. */
const MAX_LANGUAGES = 8;

const OF_SEGMENTS = new WeakMap<Segment, Map<string | null, WordsOfLanguage>>();

/** The words of a segment's paragraphs in one language. */
export function wordsOfLanguage(segment: Segment, language: string | null): WordsOfLanguage {
  const known = OF_SEGMENTS.get(segment) ?? new Map<string | null, WordsOfLanguage>();
  OF_SEGMENTS.set(segment, known);
  let words = known.get(language);
  if (words === undefined) {
    if (known.size >= MAX_LANGUAGES) known.clear();
    words = new WordsOfLanguage(segment, language);
    known.set(language, words);
  }
  return words;
}

export class WordsOfLanguage {
  /** Every key that was met, by its number. */
  readonly keys: string[] = [];
  private readonly numbers = new Map<string, number>();
  /** Of each entry its words, by the numbers of their keys, and what it begins and ends with. */
  private readonly first: Int32Array;
  private readonly second: Int32Array;
  private readonly edges: Uint8Array;
  /** Scratch space: how often each key stands in the paragraph, zeros between paragraphs; which do. */
  private counts = new Int32Array(1024);
  private met: number[] = [];

  constructor(
    private readonly segment: Segment,
    private readonly language: string | null,
  ) {
    const { size } = segment.vocabulary;
    this.first = new Int32Array(size).fill(UNKNOWN);
    this.second = new Int32Array(size);
    this.edges = new Uint8Array(size);
  }

  /**
   * The words of a paragraph's own text, and of the headings and the title that begin at it; not stop words, numbers and compounds as a
   * whole. @param title empty where it begins elsewhere
   */
  count(paragraph: number, title: string): KeyCounts {
    const { codes, from, to, opened } = this.segment.textPlace(paragraph);
    this.countText(codes, from, to);
    for (const text of opened) this.analyse(text);
    if (title !== '') this.analyse(title);
    const { met, counts } = this;
    const found = { numbers: Int32Array.from(met), counts: Int32Array.from(met, (number) => counts[number] ?? 0) };
    for (const number of met) counts[number] = 0;
    this.met = [];
    return found;
  }

  private countText(codes: Uint8Array, from: number, to: number): void {
    const { first, edges } = this;
    // What stands together and may be one word: where it begins, its only entry (or that there are more), what it ends with.
    let start = from;
    let only = UNKNOWN;
    let edge = BETWEEN;
    for (const reader = new EntryReader(codes, from); reader.at < to; ) {
      const before = reader.at;
      const entry = reader.next();
      if (first[entry] === UNKNOWN) this.learn(entry);
      const code = edges[entry] ?? 0;
      const begins = code & 3;
      // Between two runs of letters a space is meant.
      if (edge === BETWEEN || begins === BETWEEN || (edge === WORD && begins === WORD)) {
        this.close(codes, start, before, only);
        start = before;
        only = entry;
      } else {
        only = MANY;
      }
      edge = code >> 2;
    }
    this.close(codes, start, to, only);
  }

  /** Counts what stands together: one entry, or several that may be one word. */
  private close(codes: Uint8Array, from: number, to: number, only: number): void {
    if (only === UNKNOWN) return;
    const word = only === MANY ? MANY : (this.first[only] ?? MANY);
    if (word === MANY) {
      this.analyse(this.segment.vocabulary.read(codes, from, to));
    } else if (word !== NONE) {
      this.add(word);
      const other = this.second[only] ?? NONE;
      if (other !== NONE) this.add(other);
    }
  }

  private add(number: number): void {
    const count = this.counts[number] ?? 0;
    if (count === 0) this.met.push(number);
    this.counts[number] = count + 1;
  }

  private analyse(text: string): void {
    for (const number of this.numbersIn(text)) this.add(number);
  }

  private learn(entry: number): void {
    const text = this.segment.vocabulary.entry(entry);
    const [one = NONE, other = NONE, ...more] = this.numbersIn(text);
    this.first[entry] = more.length > 0 ? MANY : one;
    this.second[entry] = other;
    this.edges[entry] = edgeOf(text.slice(0, 1)) + 4 * edgeOf(text.slice(-1));
  }

  private numbersIn(text: string): number[] {
    return analyze(text, this.language).flatMap(({ term, stem, stop, whole }) =>
      stop || whole || /^\d+$/.test(term) ? [] : this.numberOf(stemKey(stem ?? term)),
    );
  }

  private numberOf(key: string): number {
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.keys.length;
      this.numbers.set(key, number);
      this.keys.push(key);
      if (number >= this.counts.length) {
        const larger = new Int32Array(this.counts.length * 2);
        larger.set(this.counts);
        this.counts = larger;
      }
    }
    return number;
  }
}

/** @param unit a code unit, or nothing where a long run was cut: half a character may be part of anything */
function edgeOf(unit: string): number {
  const code = unit.charCodeAt(0);
  if (code < 0x80) return /[A-Za-z0-9]/.test(unit) ? WORD : unit === "'" ? JOINS : BETWEEN;
  if (code < 0x2000) return WORD;
  return IS_BETWEEN.test(unit) && !MAY_JOIN.test(unit) ? BETWEEN : JOINS;
}
