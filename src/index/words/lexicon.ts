/** The forms of words in a language (terms, stems, spellings), learnt once and kept. */

import { hashOf } from '../segment/texts/word-table.js';
import { fold, spell } from './fold.js';
import { type Form, formOf, KnownForms, type Learnt } from './known-forms.js';
import { primary, stemmerOf, stopWordsOf } from './languages.js';

/** Most code units of a compound that is indexed as a whole, and most parts into which capitals divide a word. */
export const MAX_WHOLE = 48;
const MAX_CAPITALS = 6;
/** Longer words are not kept, as they are hardly met twice. */
const MAX_KEPT = 64;
/**
 * Most forms and compounds that are kept per language, 340 bytes each (440 where nearly all words are in camelCase, as
 * what these are divided into is not counted); then those not met lately are dropped. Indexing 790,000 paragraphs, a
 * thread holds 20 MB less than with 120,000 of them, in the same time; with 30,000 it takes a twentieth longer.
 */
const MAX_FORMS = 60_000;

/** The words of one language. */
export class Lexicon {
  private readonly words = new KnownForms();
  private readonly compounds = new KnownForms();
  private readonly stem: (word: string) => string;
  private readonly stopWords: ReadonlySet<string>;

  constructor(language: string | null) {
    this.stem = language === null ? (word) => word : stemmerOf(language);
    this.stopWords = language === null ? new Set() : stopWordsOf(language);
  }

  /** The form of a word that stands by itself. */
  form(word: string): Form {
    return this.formAt(word, 0, word.length, hashOf(word, 0, word.length));
  }

  /** The form of the word at a place of a text. @param hash as `hashOf` gives it */
  formAt(text: string, start: number, end: number, hash: number): Form {
    const known = this.words.find(text, start, end, hash);
    if (known !== undefined) return known;
    const word = text.slice(start, end);
    const learnt = this.learn(word);
    return word.length > MAX_KEPT ? formOf(learnt) : this.keep(this.words, word, learnt);
  }

  /** The form of the whole compound at a place of a text, with the signs that belong to its name; undefined if it is new. */
  compoundAt(text: string, start: number, end: number): Form | undefined {
    return this.compounds.find(text, start, end, hashOf(text, start, end));
  }

  learnCompound(name: string, learnt: Learnt): Form {
    return this.keep(this.compounds, name, learnt);
  }

  private keep(known: KnownForms, word: string, learnt: Learnt): Form {
    const form = known.keep(word, learnt);
    if (this.words.size + this.compounds.size >= MAX_FORMS) this.forgetSome();
    return form;
  }

  /** Keeps the forms of the current batch and the one before it, or none if those are too many to make room. */
  private forgetSome(): void {
    const { words, compounds } = this;
    const since = Math.max(1, words.newestBatch() - 1, compounds.newestBatch() - 1);
    const room = words.countSince(since) + compounds.countSince(since) <= MAX_FORMS / 2;
    for (const known of [words, compounds]) {
      if (room) known.keepSince(since);
      else known.clear();
    }
  }

  private learn(word: string): Learnt {
    const term = fold(word);
    const spelled = spell(word);
    return {
      term,
      stem: this.stemFor(word, spelled, term),
      exact: spelled === term ? null : spelled,
      stop: this.stopWords.has(term),
      cuts: cutsOf(word),
    };
  }

  /**
   * The stem of a word; null if it is the word itself. If the same word was met in another case, its stem is taken: a
   * stemmer takes ten times as long as everything else that is learnt of a word.
   */
  private stemFor(word: string, spelled: string, term: string): string | null {
    const known =
      spelled === word ? undefined : this.words.find(spelled, 0, spelled.length, hashOf(spelled, 0, spelled.length));
    if (known?.term === term && spell(spelled) === spelled) return known.stem;
    const stem = fold(this.stem(spelled));
    return stem === term || stem === '' ? null : stem;
  }
}

/** By language, and by other tags for it. */
const lexicons = new Map<string, Lexicon>();
const MAX_NAMES = 256;
let noLanguage = new Lexicon(null);

/** Drops all known words, which take memory, and little time to be learnt again. */
export function forgetWords(): void {
  lexicons.clear();
  noLanguage = new Lexicon(null);
}

/** The lexicon of a language, the same one each time until `forgetWords`; null for words of no known language. */
export function lexiconOf(language: string | null): Lexicon {
  if (language === null) return noLanguage;
  let lexicon = lexicons.get(language);
  if (lexicon === undefined) {
    const key = primary(language);
    lexicon = lexicons.get(key) ?? new Lexicon(key);
    lexicons.set(key, lexicon);
    // Documents may declare anything, so few tags are kept.
    if (lexicons.size < MAX_NAMES) lexicons.set(language, lexicon);
  }
  return lexicon;
}

/** The cuts of a word without inner capitals. */
export const NO_CUTS: readonly number[] = [];
/** A word in ASCII without a capital after the first character. */
const ONE_PART = /^[A-Za-z0-9][a-z0-9]*$/;

/** What stands before a part of a word in camelCase: a small letter or a digit, or a capital where the part is one with small letters. */
const BEFORE_PART = /[\p{Ll}\p{N}]\p{M}*(?=\p{Lu})|\p{Lu}\p{M}*(?=\p{Lu}\p{M}*\p{Ll})/gu;

/**
 * Where the parts of `getUserName`, `HTMLParser` and `Base64Encode` begin, without the first. Encoded data would have
 * many, and is left whole.
 */
function cutsOf(word: string): readonly number[] {
  if (word.length > MAX_WHOLE || ONE_PART.test(word)) return NO_CUTS;
  const cuts: number[] = [];
  while (BEFORE_PART.test(word)) cuts.push(BEFORE_PART.lastIndex);
  return cuts.length > 0 && cuts.length < MAX_CAPITALS ? cuts : NO_CUTS;
}

/** The folded stem of a word in a language. @param spelled the word as `spell` gives it */
export function stemOf(spelled: string, language: string): string {
  const { term, stem } = lexiconOf(language).form(spelled);
  return stem ?? term;
}

/** Whether a term is a stop word of a language. */
export function isStopWord(term: string, language: string): boolean {
  return stopWordsOf(language).has(term);
}
