/** Languages: their stemmers and stop words. Pure. */

import { createRequire } from 'node:module';
import { kept } from '../kept.js';
import { englishStemmer } from './english.js';
import { fold } from './fold.js';

/** For each language (BCP 47, without region) its Snowball stemmer, where there is one, and its list of stop words. */
const LIBRARY_NAMES: ReadonlyMap<string, { stemmer: string | null; stopWords: string | null }> = new Map([
  ['ar', { stemmer: 'arabic', stopWords: 'ara' }],
  ['bg', { stemmer: null, stopWords: 'bul' }],
  ['ca', { stemmer: 'catalan', stopWords: 'cat' }],
  ['cs', { stemmer: 'czech', stopWords: 'ces' }],
  ['da', { stemmer: 'danish', stopWords: 'dan' }],
  ['de', { stemmer: 'german', stopWords: 'deu' }],
  ['el', { stemmer: null, stopWords: 'ell' }],
  ['en', { stemmer: 'english', stopWords: 'eng' }],
  ['es', { stemmer: 'spanish', stopWords: 'spa' }],
  ['eu', { stemmer: 'basque', stopWords: 'eus' }],
  ['fa', { stemmer: null, stopWords: 'fas' }],
  ['fi', { stemmer: 'finnish', stopWords: 'fin' }],
  ['fr', { stemmer: 'french', stopWords: 'fra' }],
  ['ga', { stemmer: 'irish', stopWords: 'gle' }],
  ['he', { stemmer: null, stopWords: 'heb' }],
  ['hi', { stemmer: null, stopWords: 'hin' }],
  ['hu', { stemmer: 'hungarian', stopWords: 'hun' }],
  ['hy', { stemmer: 'armenian', stopWords: 'hye' }],
  ['id', { stemmer: null, stopWords: 'ind' }],
  ['it', { stemmer: 'italian', stopWords: 'ita' }],
  ['nb', { stemmer: 'norwegian', stopWords: 'nob' }],
  ['nl', { stemmer: 'dutch', stopWords: 'nld' }],
  ['nn', { stemmer: 'norwegian', stopWords: 'nob' }],
  ['no', { stemmer: 'norwegian', stopWords: 'nob' }],
  ['pl', { stemmer: null, stopWords: 'pol' }],
  ['pt', { stemmer: 'portuguese', stopWords: 'por' }],
  ['ro', { stemmer: 'romanian', stopWords: 'ron' }],
  ['ru', { stemmer: 'russian', stopWords: 'rus' }],
  ['sl', { stemmer: 'slovene', stopWords: 'slv' }],
  ['sv', { stemmer: 'swedish', stopWords: 'swe' }],
  ['ta', { stemmer: 'tamil', stopWords: null }],
  ['tr', { stemmer: 'turkish', stopWords: 'tur' }],
  ['uk', { stemmer: null, stopWords: 'ukr' }],
]);
/** All languages that are known by their words. */
export const LANGUAGES: readonly string[] = [...LIBRARY_NAMES.keys()];

/** Loads libraries when a language is first used and not at import, as they take 150 ms. */
const load = createRequire(import.meta.url);
interface Stemmers {
  newStemmer(name: string): { stem(word: string): string };
}

/** Numbers, a tenth of all words, need no stemmer. */
const DIGITS = /^[0-9]+$/;
/** The Finnish stemmer drops one of two equal letters at the end of a word, even of digits. */
const CHANGE_DIGITS: ReadonlySet<string> = new Set(['fi']);

const stemmers = new Map<string, (word: string) => string>();
const stopWords = new Map<string, ReadonlySet<string>>();

/** The primary part of a language tag, in lower case: `de` of `de-AT`. */
export function primary(language: string): string {
  return language.split('-', 1)[0]?.toLowerCase() ?? '';
}

/** The stemmer of a language, for words in lower case. If it has none, a function that leaves words as they are. */
export function stemmerOf(language: string): (word: string) => string {
  const key = primary(language);
  return kept(stemmers, key, () => {
    const name = LIBRARY_NAMES.get(key)?.stemmer ?? null;
    if (name === null) return (word) => word;
    const stem = stemmerNamed(name);
    const keepsDigits = !CHANGE_DIGITS.has(key);
    return (word) => (keepsDigits && DIGITS.test(word) ? word : stem(word));
  });
}

/** Letters that stemmers know in another form alone: ё of Russian, the commas of Romanian, which were cedillas once, and the alif of the Quran. */
const OTHER_LETTERS: ReadonlyMap<string, string> = new Map([
  ['ё', 'е'],
  ['ș', 'ş'],
  ['ț', 'ţ'],
  ['ٱ', 'ا'],
]);

/** English has a library of its own, which gives the same stems in a fifteenth of the time, 0.5 µs a word. */
function stemmerNamed(name: string): (word: string) => string {
  if (name === 'english') return englishStemmer();
  const stemmer = (load('snowball-stemmers') as Stemmers).newStemmer(name);
  return (word) => stemmer.stem(word.replace(/[ёșțٱ]/g, (letter) => OTHER_LETTERS.get(letter) ?? letter));
}

/**
 * Languages whose stemmers change beginnings: Irish removes mutations (`gcat`), Turkish and Czech harden the rest of
 * short words, Finnish makes double letters single.
 */
const CHANGE_BEGINNINGS: ReadonlySet<string> = new Set(['cs', 'fi', 'ga', 'tr']);

/**
 * Whether all words in ASCII letters begin with the same two letters as their stems (only the first if a stem has just
 * one), where `y` and `i` count as the same (`dying`, `die`). @param language null for none, in which words have no
 * stems
 */
export function keepsBeginnings(language: string | null): boolean {
  return language === null || !CHANGE_BEGINNINGS.has(primary(language));
}

/** The stop words of a language, folded; none if no list is known. */
export function stopWordsOf(language: string): ReadonlySet<string> {
  const key = primary(language);
  return kept(stopWords, key, () => {
    const name = LIBRARY_NAMES.get(key)?.stopWords ?? null;
    const lists = name === null ? {} : (load('stopword') as Record<string, readonly string[]>);
    return new Set((name === null ? [] : (lists[name] ?? [])).map(fold).filter((word) => word !== ''));
  });
}
