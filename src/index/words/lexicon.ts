/** What words come to in a language, learnt once and kept: their terms, stems and spellings. */

import { hashOf, WordTable } from '../segment/word-table.js';
import { fold, spell } from './fold.js';
import { primary, stemmerOf, stopWordsOf } from './languages.js';

/** What a word comes to, wherever it stands: worked out once and kept, as most words of a text were seen before. */
export interface Form {
  term: string;
  stem: string | null;
  exact: string | null;
  stop: boolean;
  /** Where a word in camelCase falls into parts: the first index of each but the first. */
  cuts: readonly number[];
  /** What a writer numbered it as, and what it counts as in lengths (writer.ts): of the batch of this number, 0 for none yet. */
  batch: number;
  number: number;
  lengthTerm: number;
}

/** What a word comes to by itself. */
export type Learnt = Pick<Form, 'term' | 'stem' | 'exact' | 'stop' | 'cuts'>;

/** All forms have the same shape, so that reading them is fast. */
function formOf({ term, stem, exact, stop, cuts }: Learnt): Form {
  return { term, stem, exact, stop, cuts, batch: 0, number: 0, lengthTerm: 0 };
}

/** Most code units of a compound that is indexed as a whole, and most parts that capitals make of one word. */
export const MAX_WHOLE = 48;
const MAX_CAPITALS = 6;
/** Longer words are hardly met twice. */
const MAX_KEPT = 64;
/**
 * Forms and compounds that are kept for each language: 340 bytes each. Then those are let go that were not met lately. Of 790,000 paragraphs
 * a thread holds 20 MB less than with 120,000, in the same time; with 30,000 indexing takes a twentieth longer.
 */
const MAX_FORMS = 60_000;

/** The words of one language: their stems and which of them are stop words. */
export class Lexicon {
  /** Words, and their forms by the numbers of those. */
  private readonly words = new WordTable();
  private readonly forms: Form[] = [];
  private readonly compounds = new Map<string, Form>();
  private readonly stem: (word: string) => string;
  private readonly stopWords: ReadonlySet<string>;

  constructor(language: string | null) {
    this.stem = language === null ? (word) => word : stemmerOf(language);
    this.stopWords = language === null ? new Set() : stopWordsOf(language);
  }

  form(word: string): Form {
    return this.formAt(word, 0, word.length, hashOf(word, 0, word.length));
  }

  /** The form of the word at a place of a text. @param hash as `hashOf` gives it */
  formAt(text: string, start: number, end: number, hash: number): Form {
    if (end - start > MAX_KEPT) return formOf(this.learn(text.slice(start, end)));
    const number = this.words.numberOf(text, start, end, hash);
    let form = this.forms[number];
    if (form === undefined) {
      form = formOf(this.learn(this.words.words[number] ?? ''));
      this.forms[number] = form;
      this.forgetSome();
    }
    return form;
  }

  /** What a compound comes to as a whole; null where it is new. @param text all that belongs to its name */
  compound(text: string): Form | null {
    return this.compounds.get(text) ?? null;
  }

  learnCompound(text: string, learnt: Learnt): Form {
    const form = formOf(learnt);
    this.compounds.set(text, form);
    this.forgetSome();
    return form;
  }

  private forgetSome(): void {
    if (this.forms.length + this.compounds.size < MAX_FORMS) return;
    const { forms, words, compounds } = this;
    const newest = [...forms, ...compounds.values()].reduce((batch, form) => Math.max(batch, form.batch), 0);
    // Of the batch that is written and the one before it; a batch may have so many that it is not worth while.
    const isKept = ({ batch }: Form): boolean => batch > 0 && batch >= newest - 1;
    const kept = forms.flatMap((form, i) => (isKept(form) ? [{ form, word: words.words[i] ?? '' }] : []));
    words.clear();
    forms.length = 0;
    for (const [text, form] of compounds) if (!isKept(form)) compounds.delete(text);
    if (kept.length + compounds.size > MAX_FORMS / 2) {
      compounds.clear();
      return;
    }
    for (const { form, word } of kept) forms[words.numberOf(word, 0, word.length, hashOf(word, 0, word.length))] = form;
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

  /** Null where the word is its own. A stemmer takes ten times as long as all else that is learnt of a word. */
  private stemFor(word: string, spelled: string, term: string): string | null {
    const number = spelled === word ? -1 : this.words.find(spelled);
    const known = number < 0 ? undefined : this.forms[number];
    if (known?.term === term && spell(spelled) === spelled) return known.stem;
    const stem = fold(this.stem(spelled));
    return stem === term || stem === '' ? null : stem;
  }
}

/** By language, and by the tags that name it. */
const lexicons = new Map<string, Lexicon>();
const MAX_NAMES = 256;
let noLanguage = new Lexicon(null);

/** Lets go of all words that are known: they take memory, and little time to be learnt again. */
export function forgetWords(): void {
  lexicons.clear();
  noLanguage = new Lexicon(null);
}

export function lexiconOf(language: string | null): Lexicon {
  if (language === null) return noLanguage;
  let lexicon = lexicons.get(language);
  if (lexicon === undefined) {
    const key = primary(language);
    lexicon = lexicons.get(key) ?? new Lexicon(key);
    lexicons.set(key, lexicon);
    // Documents say what they like: few names are kept.
    if (lexicons.size < MAX_NAMES) lexicons.set(language, lexicon);
  }
  return lexicon;
}

export const NO_CUTS: readonly number[] = [];
/** A word in ASCII without a capital behind its beginning. */
const ONE_PART = /^[A-Za-z0-9][a-z0-9]*$/;

/** Where the words of `getUserName`, `HTMLParser` and `Base64Encode` begin, but for the first. Encoded data has many, and is left whole. */
function cutsOf(word: string): readonly number[] {
  if (
    word.length > MAX_WHOLE ||
    ONE_PART.test(word) ||
    !/[\p{Ll}\p{N}]\p{M}*\p{Lu}|\p{Lu}\p{M}*\p{Lu}\p{M}*\p{Ll}/u.test(word)
  )
    return NO_CUTS;
  const cuts = word.matchAll(/(?<=[\p{Ll}\p{N}]\p{M}*)(?=\p{Lu})|(?<=\p{Lu}\p{M}*)(?=\p{Lu}\p{M}*\p{Ll})/gu);
  const all = Array.from(cuts, ({ index }) => index);
  return all.length < MAX_CAPITALS ? all : NO_CUTS;
}

/** The stem of a word, as `spell` gives it, in a language, folded. */
export function stemOf(spelled: string, language: string): string {
  const { term, stem } = lexiconOf(language).form(spelled);
  return stem ?? term;
}

/** Whether a term is a stop word of a language. */
export function isStopWord(term: string, language: string): boolean {
  return stopWordsOf(language).has(term);
}
