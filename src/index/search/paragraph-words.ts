/**
 * The words of stored paragraphs, counted without making text of them and analysing that: a text is stored as numbers of vocabulary entries
 * (vocabulary.ts), most of which are the same words wherever they stand, and are analysed once a segment and language. Where an entry may
 * be part of a longer word (`don’t`, emoji, scripts without spaces), what stands together is analysed as text.
 */
import { analyze } from '../analyze.js';
import { type CodedText, EntryReader } from '../segment/vocabulary.js';
import type { Segment } from '../segment.js';
import { stemKey } from '../words/term-keys.js';

/** Different words of a paragraph, by the numbers of their keys, and how often each stands there. */
export interface KeyCounts {
  numbers: number[];
  counts: number[];
}

/** What an entry begins or ends with, as it bears on the entry beside it. */
const [BETWEEN, WORD, JOINS] = [0, 1, 2];
/** Punctuation and spaces that are no part of any word, beyond ASCII. */
const IS_BETWEEN = /^[\p{P}\p{Z}]$/u;
const MAY_JOIN = /[’＇\p{Extended_Pictographic}]/u;

/** An entry that is not analysed yet. */
const UNKNOWN = -1;
/** Of one that is: two bits for what it begins with, two for what it ends with, how many words it has (3 stands for more, too), and the number of its first. */
const END_SHIFT = 2;
const WORDS_SHIFT = 4;
const FIRST_SHIFT = 6;
const EDGE = 3;
const MANY = 3;
/** In place of one: none, and several that stand together. */
const NOTHING = 0;
const ONE_WORD = 1 << WORDS_SHIFT;
const SEVERAL = -2;

/** Languages of a segment whose words are known at one time: 8 bytes an entry of the vocabulary each. */
const MAX_LANGUAGES = 8;

/** Texts of several entries whose words are known at one time: short ones, as “don’t”, come again and again. */
const MAX_JOINED = 1 << 14;
const MAX_JOINED_LENGTH = 48;
/** Keys of one book. The vocabulary of 100,000 real paragraphs has 31,000. */
const MAX_KEYS = 1 << 18;

/** Keys of words (see `stemKey`) by numbers, the same ones in all segments and languages: what is known of them stands in arrays. */
export class WordBook {
  /** Every key that was met, by its number. */
  readonly keys: string[] = [];
  /** Scratch space: how often each key stands in a paragraph, zeros between paragraphs. */
  counts = new Int32Array(1 << 12);
  private readonly numbers = new Map<string, number>();
  private readonly ofSegments = new WeakMap<Segment, Map<string | null, WordsOfLanguage>>();

  /** The words of a segment's paragraphs in one language. */
  wordsOf(segment: Segment, language: string | null): WordsOfLanguage {
    const known = this.ofSegments.get(segment) ?? new Map<string | null, WordsOfLanguage>();
    this.ofSegments.set(segment, known);
    let words = known.get(language);
    if (words === undefined) {
      if (known.size >= MAX_LANGUAGES) known.clear();
      words = new WordsOfLanguage(this, segment, language);
      known.set(language, words);
    }
    return words;
  }

  numberOf(key: string): number {
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.keys.length;
      this.numbers.set(key, number);
      this.keys.push(key);
      if (number >= this.counts.length) {
        const larger = new Int32Array(2 * number);
        larger.set(this.counts);
        this.counts = larger;
      }
    }
    return number;
  }
}

let book = new WordBook();

/** The book of this thread, for the length of a search of the best hits: another takes its place when it is full. */
export function wordBook(): WordBook {
  if (book.keys.length > MAX_KEYS) book = new WordBook();
  return book;
}

export class WordsOfLanguage {
  /** Of each entry what is known of it in one number, as each array is far from the others in memory; and its second word. */
  private readonly entries: Int32Array;
  private readonly second: Int32Array;
  /** All words of entries that have more than two. */
  private readonly many = new Map<number, readonly number[]>();
  /** The words of short texts of several entries. */
  private readonly joined = new Map<string, readonly number[]>();

  constructor(
    private readonly book: WordBook,
    private readonly segment: Segment,
    private readonly language: string | null,
  ) {
    const { size } = segment.vocabulary;
    this.entries = new Int32Array(size).fill(UNKNOWN);
    this.second = new Int32Array(size);
  }

  /**
   * The words of a paragraph's own text, and of the headings and the title that begin at it; not stop words, numbers and compounds as a
   * whole. @param title null where it begins elsewhere
   */
  count(paragraph: number, title: CodedText | null): KeyCounts {
    const { codes, from, to, opened } = this.segment.textPlace(paragraph);
    const numbers: number[] = [];
    this.countText(codes, from, to, numbers);
    for (const heading of opened) this.countText(codes, heading.from, heading.to, numbers);
    if (title !== null) this.countText(title.codes, title.from, title.to, numbers);
    const all = this.book.counts;
    const counts = numbers.map((number) => all[number] ?? 0);
    for (const number of numbers) all[number] = 0;
    return { numbers, counts };
  }

  /** @param met gets the numbers that were not counted before */
  private countText(codes: Uint8Array, from: number, to: number, met: number[]): void {
    const { entries } = this;
    // What stands together and may be one word: where it begins, its last entry and what is known of that, or that there are several.
    let start = from;
    let last = 0;
    let known = NOTHING;
    let edge = BETWEEN;
    for (const reader = new EntryReader(codes, from); reader.at < to; ) {
      const before = reader.at;
      const entry = reader.next();
      let next = entries[entry] ?? UNKNOWN;
      if (next === UNKNOWN) next = this.learn(entry);
      const begins = next & EDGE;
      // Between two runs of letters a space is meant.
      if (edge === BETWEEN || begins === BETWEEN || (edge === WORD && begins === WORD)) {
        if (known === SEVERAL) this.addJoined(codes, start, before, met);
        else if (known >= ONE_WORD) this.addEntry(last, known, met);
        start = before;
        last = entry;
        known = next;
      } else {
        known = SEVERAL;
      }
      edge = (next >> END_SHIFT) & EDGE;
    }
    if (known === SEVERAL) this.addJoined(codes, start, to, met);
    else if (known >= ONE_WORD) this.addEntry(last, known, met);
  }

  private addEntry(entry: number, known: number, met: number[]): void {
    const words = (known >> WORDS_SHIFT) & EDGE;
    if (words === MANY) {
      for (const number of this.many.get(entry) ?? []) this.add(number, met);
      return;
    }
    this.add(known >> FIRST_SHIFT, met);
    if (words === 2) this.add(this.second[entry] ?? 0, met);
  }

  private add(number: number, met: number[]): void {
    const { counts } = this.book;
    const count = counts[number] ?? 0;
    if (count === 0) met.push(number);
    counts[number] = count + 1;
  }

  /** Adds the words of several entries that stand together. */
  private addJoined(codes: Uint8Array, from: number, to: number, met: number[]): void {
    const text = this.segment.vocabulary.read(codes, from, to);
    let numbers = this.joined.get(text);
    if (numbers === undefined) {
      numbers = this.numbersIn(text);
      if (this.joined.size >= MAX_JOINED) this.joined.clear();
      if (text.length <= MAX_JOINED_LENGTH) this.joined.set(text, numbers);
    }
    for (const number of numbers) this.add(number, met);
  }

  /** Analyses an entry; returns what is known of it then. */
  private learn(entry: number): number {
    const text = this.segment.vocabulary.entry(entry);
    const numbers = this.numbersIn(text);
    const [first = 0, second = 0] = numbers;
    const edges = edgeOf(text.slice(0, 1)) + (edgeOf(text.slice(-1)) << END_SHIFT);
    const known = edges + (Math.min(numbers.length, MANY) << WORDS_SHIFT) + (first << FIRST_SHIFT);
    this.entries[entry] = known;
    this.second[entry] = second;
    if (numbers.length >= MANY) this.many.set(entry, numbers);
    return known;
  }

  private numbersIn(text: string): number[] {
    return analyze(text, this.language).flatMap(({ term, stem, stop, whole }) =>
      stop || whole || /^\d+$/.test(term) ? [] : this.book.numberOf(stemKey(stem ?? term)),
    );
  }
}

/** @param unit a code unit, or nothing where a long run was cut: half a character may be part of anything */
function edgeOf(unit: string): number {
  const code = unit.charCodeAt(0);
  if (code < 0x80) return /[A-Za-z0-9]/.test(unit) ? WORD : unit === "'" ? JOINS : BETWEEN;
  if (code < 0x2000) return WORD;
  return IS_BETWEEN.test(unit) && !MAY_JOIN.test(unit) ? BETWEEN : JOINS;
}
