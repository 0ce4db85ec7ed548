/** What all queries over one generation share: its statistics, its languages, and what is known of recently used words. */

import { countLanguages, frequency, isAlive, type LiveSegment, totals } from '../generation.js';
import { BoundedMap, kept } from '../kept.js';
import { inverseFrequency, Saturator } from '../rank.js';
import type { Mark, Query } from '../search-types.js';
import { fold } from '../words/fold.js';
import { primary } from '../words/languages.js';
import { isStopWord, stemOf } from '../words/lexicon.js';
import { hasSpaceless } from '../words/spaceless.js';
import { stemKey } from '../words/term-keys.js';
import { compoundParts } from './compound-parts.js';
import { countAny } from './group-sets.js';
import { BookRarities } from './refine/book-rarities.js';
import type { WordRarities } from './refine/feedback.js';
import type { WordBook } from './refine/paragraph-words.js';
import { type ExactForm, exactForm, spellingsLeft, spellingsOf } from './spellings.js';
import type { Wordings } from './wordings.js';

/** The words of a query are stemmed in languages with at least this share of the paragraphs. */
const STEMMED_SHARE = 0.01;
/** The stop words of a language count as such if it has at least this share of the paragraphs. */
const STOPPED_SHARE = 0.2;
/** How many words have their statistics kept from query to query, and how many typed words their reading. */
const MAX_KEPT_WORDS = 1 << 16;
const MAX_READ_WORDS = 1 << 12;

type Term = Query & { type: 'term' };

/** What is known of a key. */
interface KnownWord {
  /** How many paragraphs have it. */
  frequency: number;
  rarity: number;
  /** By segment: the number of its list, or -1. */
  lists: Int32Array;
}

/** A word by its keys that find something; just one key, perhaps '', where none does. */
export interface FoundWord {
  keys: readonly string[];
  /** By key, then by segment: the number of its list, or -1. */
  lists: readonly Int32Array[];
  /** The rarity of paragraphs that have the word by any key. */
  rarity: number;
}

/** What a word of a query finds, and what is marked for it. */
interface Reading {
  /** In any field. */
  marks: readonly Mark[];
  /** How many paragraphs its keys find, summed up. */
  paragraphs: number;
  found: FoundWord;
  /** How many of its spellings with diacritics, or of those of a synonym, are not looked for. */
  spellingsLeft: number;
}

/** A word typed without quotes, as read in the languages of the folder. */
interface ReadWord extends Reading {
  term: string;
  /** Whether it is a stop word in one of them. */
  isStop: boolean;
  /** Whether it is a pair of characters of a script without spaces. */
  bigram: boolean;
  exact: ExactForm;
}

/** By the segments of a generation, kept for all its queries: made anew, a query for a rare word took 48 µs instead of 40. */
const COLLECTIONS = new WeakMap<readonly LiveSegment[], Collection>();

/** The collection of a generation, which is the same one for the same array of segments. */
export function collectionOf(segments: readonly LiveSegment[]): Collection {
  return kept(COLLECTIONS, segments, () => new Collection(segments));
}

export class Collection {
  readonly paragraphs: number;
  readonly saturator: Saturator;
  /** Whether some paragraphs are no running text. */
  readonly hasListings: boolean;
  /** Languages that words are stemmed in, and those whose stop words are left out. */
  private readonly stemmed: readonly string[];
  private readonly stopped: readonly string[];
  /** Whether there are paragraphs in other languages, or in none that is known: words are then also looked for unstemmed. */
  private readonly others: boolean;
  private readonly words = new BoundedMap<string, KnownWord>(MAX_KEPT_WORDS);
  private rarities: BookRarities | null = null;
  /** By the word as typed. */
  private readonly readWords = new BoundedMap<string, ReadWord>(MAX_READ_WORDS);
  /** By term: see `partsOf`. */
  private readonly parts = new BoundedMap<string, Wordings>(MAX_READ_WORDS);

  constructor(readonly segments: readonly LiveSegment[]) {
    const { paragraphs, listings, lengths } = totals(segments);
    this.hasListings = listings > 0;
    const shares = new Map<string, number>();
    for (const { language, paragraphs: count } of countLanguages(segments)) {
      const key = language === null ? '' : primary(language);
      shares.set(key, (shares.get(key) ?? 0) + count / paragraphs);
    }
    const above = (least: number): string[] =>
      [...shares].filter(([language, share]) => language !== '' && share >= least).map(([language]) => language);
    this.paragraphs = paragraphs;
    this.saturator = Saturator.of(lengths, paragraphs);
    this.stemmed = above(STEMMED_SHARE);
    this.stopped = above(STOPPED_SHARE);
    this.others = this.stemmed.length < shares.size || this.stemmed.length === 0;
  }

  /** How rare words are, by their numbers in a book. */
  raritiesIn(book: WordBook): WordRarities {
    if (this.rarities?.book !== book) this.rarities = new BookRarities(book, (key) => this.known(key));
    return this.rarities;
  }

  /** How rare a key is, and where its lists are. */
  known(key: string): KnownWord {
    const { words, segments } = this;
    let known = words.get(key);
    if (known === undefined) {
      const have = frequency(segments, key);
      const lists = Int32Array.from(segments, ({ segment }) => segment.listNumber(key));
      known = { frequency: have, rarity: inverseFrequency(have, this.paragraphs), lists };
      words.set(key, known);
    }
    return known;
  }

  /**
   * The different stems of a word in the languages of the folder, however it is spelt there: rules go by diacritics (`dignità` is its own stem,
   * `dignita` is not), people leave them out. Names with signs in them (`c++`, `v1.2`) have no stem but themselves.
   */
  stems(term: string, exact: string): string[] {
    if (fold(exact) !== term) return [term];
    const stems = new Set<string>();
    for (const spelling of [exact, term, ...spellingsOf(this.segments, term)])
      for (const language of this.stemmed) stems.add(stemOf(spelling, language));
    if (this.others) stems.add(term);
    return [...stems];
  }

  /** Whether a word is a stop word in one of the languages of the folder. */
  isStop(term: string): boolean {
    return this.stopped.some((language) => isStopWord(term, language));
  }

  /**
   * The reading of a word typed without quotes.
   * @param exact as typed, in lower case; same as `term` for words with signs (`c++`)
   */
  read(term: string, exact: string): ReadWord {
    const { readWords } = this;
    let read = readWords.get(exact);
    if (read === undefined || read.term !== term) {
      read = {
        term,
        isStop: this.isStop(term),
        bigram: hasSpaceless(term),
        exact: exactForm(term, exact),
        ...this.reading(this.stems(term, exact), true, spellingsLeft(this.segments, term)),
      };
      readWords.set(exact, read);
    }
    return read;
  }

  /** The reading of a word of a query: in quotes it finds only itself, else all its forms and those of its synonyms. */
  readingOf({ term, exact, quoted, also }: Term): Reading {
    if (quoted) return this.reading([term], false, 0);
    const own = this.read(term, exact);
    if (also === undefined) return own;
    const all = [own, ...also.map((other) => this.read(other.term, other.exact))];
    const stems = new Set(all.flatMap(({ marks }) => marks.map((mark) => mark.term)));
    return this.reading([...stems], true, Math.max(...all.map((read) => read.spellingsLeft)));
  }

  /** @param terms stems, or words as they are */
  private reading(terms: readonly string[], areStems: boolean, spellingsLeft: number): Reading {
    const keys = areStems ? terms.map(stemKey) : terms;
    return {
      marks: terms.map((term) => ({ term, field: 'any' as const, stem: areStems })),
      paragraphs: keys.reduce((sum, key) => sum + this.known(key).frequency, 0),
      found: this.wordOf(keys),
      spellingsLeft,
    };
  }

  /** The ways in which a compound is written in parts; none for other words. */
  readonly partsOf = (term: string): Wordings => kept(this.parts, term, () => compoundParts(this.segments, term));

  /** A word by its keys. */
  wordOf(keys: readonly string[]): FoundWord {
    const [first = '', ...more] = keys.filter((key) => this.known(key).frequency > 0);
    const one = this.known(first);
    const alone = { keys: [first], lists: [one.lists], rarity: one.rarity };
    if (more.length === 0) return alone;
    const found = [first, ...more];
    const lists = found.map((key) => this.known(key).lists);
    let have = 0;
    for (const [i, live] of this.segments.entries()) have += countAny(live, listsIn(lists, i));
    // The unstemmed word is a key, too, where some paragraphs are in other languages; mostly it finds nothing more.
    return have === one.frequency ? alone : { keys: found, lists, rarity: inverseFrequency(have, this.paragraphs) };
  }

  /** Whether some paragraph has the word in another form than typed. */
  hasOtherForms(keys: readonly string[], exact: ExactForm): boolean {
    const [key = ''] = keys;
    if (keys.length > 1 || this.known(key).frequency !== this.known(exact.key).frequency) return true;
    return this.segments.some((live) => exact.otherSpellings(live.segment).some((number) => isAlive(live, number)));
  }
}

/** Whether two words find the same, as they do in different forms (`heat`, `heated`). */
export function haveSameKeys(a: Pick<FoundWord, 'keys'>, b: Pick<FoundWord, 'keys'>): boolean {
  return a.keys.length === b.keys.length && a.keys.every((key, i) => key === b.keys[i]);
}

/** The lists that one segment has, by number. */
export function listsIn(lists: readonly Int32Array[], segment: number): number[] {
  const numbers: number[] = [];
  for (const list of lists) {
    const number = list[segment] ?? -1;
    if (number >= 0) numbers.push(number);
  }
  return numbers;
}
