/**
 * Counts the words of stored paragraphs without decoding and analysing their text. A text is stored as numbers of
 * vocabulary entries (segment/texts/vocabulary.ts), most of which are the same words wherever they stand; each is analysed
 * once per segment and language. Where an entry may be part of a longer word (`don’t`, emoji, scripts without spaces),
 * the adjoining entries are decoded and analysed together.
 */
import { analyzeWords } from '../../analyze.js';
import { BoundedMap, kept } from '../../kept.js';
import { NumberList } from '../../segment/number-list.js';
import { grown } from '../../segment/texts/pages.js';
import { type CodedText, EntryReader } from '../../segment/texts/vocabulary.js';
import type { Segment } from '../../segment.js';
import { stemKey } from '../../words/term-keys.js';

/** The different words of a paragraph, as numbers of their keys, and how often each stands there. */
interface KeyCounts {
  numbers: number[];
  counts: number[];
}

/** What an entry begins or ends with: nothing of a word, letters or digits, or something that may join with any neighbour. */
const [BETWEEN, WORD, JOINS] = [0, 1, 2];
/** Punctuation and spaces beyond ASCII that are part of no word. */
const IS_BETWEEN = /^[\p{P}\p{Z}]$/u;
const MAY_JOIN = /[’＇\p{Extended_Pictographic}]/u;

/** Stands for an entry that is not analysed yet. */
const UNKNOWN = -1;
/**
 * The bits of one that is: two for what it begins with, two for what it ends with, two for how many words it has (2 or
 * more is 2), the rest for the number of its only word, or where the list of its words is.
 */
const END_SHIFT = 2;
const WORDS_SHIFT = 4;
const REST_SHIFT = 6;
const EDGE = 3;
const SEVERAL_WORDS = 2;
/** In place of what is known of an entry: that there is none, or that several stand together. */
const NOTHING = 0;
const ONE_WORD = 1 << WORDS_SHIFT;
const SEVERAL = -2;

/** Languages of a segment for which entries are kept at a time; each takes 4 bytes per entry of the vocabulary, and 4 per word of those with several. */
const MAX_LANGUAGES = 8;

/** Texts of several entries whose words are kept at a time: short ones such as “don’t” recur. */
const MAX_JOINED = 1 << 14;
const MAX_JOINED_LENGTH = 48;
/** Most keys of one book. The vocabulary of 100,000 real paragraphs has 31,000. */
const MAX_KEYS = 1 << 18;

/**
 * Numbers for keys of words (see `stemKey`), the same in all segments and languages, so that what is known of them can
 * be kept in arrays.
 */
export class WordBook {
  /** Every key met so far, by its number. */
  readonly keys: string[] = [];
  /** Scratch space: how often each key stands in a paragraph. All zeros between paragraphs. */
  counts = new Int32Array(1 << 12);
  private readonly numbers = new Map<string, number>();
  private readonly ofSegments = new WeakMap<Segment, Map<string | null, WordsOfLanguage>>();

  /** The words of a segment's paragraphs in one language. */
  wordsOf(segment: Segment, language: string | null): WordsOfLanguage {
    const known = kept(this.ofSegments, segment, () => new BoundedMap(MAX_LANGUAGES));
    return kept(known, language, () => new WordsOfLanguage(this, segment, language));
  }

  numberOf(key: string): number {
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.keys.length;
      this.numbers.set(key, number);
      this.keys.push(key);
      if (number >= this.counts.length) this.counts = grown(this.counts);
    }
    return number;
  }
}

let book = new WordBook();

/** The book of this thread. To be asked for once per query: when it is full, a new one takes its place. */
export function wordBook(): WordBook {
  if (book.keys.length > MAX_KEYS) book = new WordBook();
  return book;
}

class WordsOfLanguage {
  /** By entry: what is known of it, in one number, as another array would be far away in memory. */
  private readonly entries: Int32Array;
  /** Of each entry with several words: how many, then their numbers. */
  private readonly lists = new NumberList();
  /** The words of short texts of several entries. */
  private readonly joined = new BoundedMap<string, readonly number[]>(MAX_JOINED);

  constructor(
    private readonly book: WordBook,
    private readonly segment: Segment,
    private readonly language: string | null,
  ) {
    this.entries = new Int32Array(segment.vocabulary.size).fill(UNKNOWN);
  }

  /**
   * The words of a paragraph's own text, and of the headings and the title that begin at it, without stop words,
   * numbers and whole compounds.
   * @param title null where it begins elsewhere
   */
  count(paragraph: number, title: CodedText | null): KeyCounts {
    const { codes, from, to, opened } = this.segment.texts.place(paragraph);
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
    // Adjoining entries that may be one word: where they begin, the last entry, and what is known of it (or that there are several).
    let start = from;
    let known = NOTHING;
    let edge = BETWEEN;
    for (const reader = new EntryReader(codes, from); reader.at < to; ) {
      const before = reader.at;
      const entry = reader.next();
      let next = entries[entry] ?? UNKNOWN;
      if (next === UNKNOWN) next = this.learn(entry);
      const begins = next & EDGE;
      // Two entries of letters are separate words: the space between them is implied.
      if (edge === BETWEEN || begins === BETWEEN || (edge === WORD && begins === WORD)) {
        if (known === SEVERAL) this.addJoined(codes, start, before, met);
        else if (known >= ONE_WORD) this.addEntry(known, met);
        start = before;
        known = next;
      } else {
        known = SEVERAL;
      }
      edge = (next >> END_SHIFT) & EDGE;
    }
    if (known === SEVERAL) this.addJoined(codes, start, to, met);
    else if (known >= ONE_WORD) this.addEntry(known, met);
  }

  private addEntry(known: number, met: number[]): void {
    const rest = known >> REST_SHIFT;
    if (((known >> WORDS_SHIFT) & EDGE) < SEVERAL_WORDS) {
      this.add(rest, met);
      return;
    }
    const { lists } = this;
    const end = rest + lists.at(rest);
    for (let i = rest + 1; i <= end; i++) this.add(lists.at(i), met);
  }

  private add(number: number, met: number[]): void {
    const { counts } = this.book;
    const count = counts[number] ?? 0;
    if (count === 0) met.push(number);
    counts[number] = count + 1;
  }

  /** Adds the words of several adjoining entries. */
  private addJoined(codes: Uint8Array, from: number, to: number, met: number[]): void {
    const text = this.segment.vocabulary.read(codes, from, to);
    let numbers = this.joined.get(text);
    if (numbers === undefined) {
      numbers = this.numbersIn(text);
      if (text.length <= MAX_JOINED_LENGTH) this.joined.set(text, numbers);
    }
    for (const number of numbers) this.add(number, met);
  }

  /** Analyses an entry; returns what is then known of it. */
  private learn(entry: number): number {
    const text = this.segment.vocabulary.entry(entry);
    const numbers = this.numbersIn(text);
    const edges = edgeOf(text.slice(0, 1)) + (edgeOf(text.slice(-1)) << END_SHIFT);
    const words = Math.min(numbers.length, SEVERAL_WORDS);
    const rest = words < SEVERAL_WORDS ? (numbers[0] ?? 0) : this.lists.length;
    const known = edges + (words << WORDS_SHIFT) + (rest << REST_SHIFT);
    this.entries[entry] = known;
    if (words === SEVERAL_WORDS) for (const number of [numbers.length, ...numbers]) this.lists.push(number);
    return known;
  }

  private numbersIn(text: string): number[] {
    return analyzeWords(text, this.language).flatMap(({ term, stem, stop }) =>
      stop || /^\d+$/.test(term) ? [] : this.book.numberOf(stemKey(stem ?? term)),
    );
  }
}

/**
 * @param unit a code unit; '' is the empty entry that marks where a long run was cut. Neither it nor half a character
 *   is a bound of words
 */
function edgeOf(unit: string): number {
  const code = unit.charCodeAt(0);
  if (code < 0x80) return /[A-Za-z0-9]/.test(unit) ? WORD : unit === "'" ? JOINS : BETWEEN;
  if (code < 0x2000) return WORD;
  return IS_BETWEEN.test(unit) && !MAY_JOIN.test(unit) ? BETWEEN : JOINS;
}
