/** Languages: their stemmers and stop words, and how to tell which one a text is in. Pure. */
import { createRequire } from 'node:module';
import { englishStemmer } from './english.js';
import { fold } from './fold.js';

/** For each language (BCP 47, without region) its Snowball stemmer, where there is one, and its list of stop words. */
const LANGUAGES: ReadonlyMap<string, { stemmer: string | null; stopWords: string | null }> = new Map([
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
  let stem = stemmers.get(key);
  if (stem === undefined) {
    const name = LANGUAGES.get(key)?.stemmer ?? null;
    const any = name === null ? null : stemmerNamed(name);
    const keepsDigits = !CHANGE_DIGITS.has(key);
    stem = any === null ? (word) => word : (word) => (keepsDigits && DIGITS.test(word) ? word : any(word));
    stemmers.set(key, stem);
  }
  return stem;
}

/** Letters that stemmers know in another form alone: ё of Russian, and the commas of Romanian, which were cedillas once. */
const OTHER_LETTERS: ReadonlyMap<string, string> = new Map([
  ['ё', 'е'],
  ['ș', 'ş'],
  ['ț', 'ţ'],
]);

/** English has a library of its own, which gives the same stems in a fifteenth of the time, 0.5 µs a word. */
function stemmerNamed(name: string): (word: string) => string {
  if (name === 'english') return englishStemmer();
  const stemmer = (load('snowball-stemmers') as Stemmers).newStemmer(name);
  return (word) => stemmer.stem(word.replace(/[ёșț]/g, (letter) => OTHER_LETTERS.get(letter) ?? letter));
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
  let words = stopWords.get(key);
  if (words === undefined) {
    const name = LANGUAGES.get(key)?.stopWords ?? null;
    const lists = name === null ? {} : (load('stopword') as Record<string, readonly string[]>);
    words = new Set((name === null ? [] : (lists[name] ?? [])).map(fold).filter((word) => word !== ''));
    stopWords.set(key, words);
  }
  return words;
}

/** How much of a text is used to detect its language, in code units. */
const SAMPLE = 1000;
/** A language with a script of its own needs this share of the letters. Japanese mixes kana with Chinese characters. */
const SHARE = 0.3;
const KANA_SHARE = 0.05;
/** In Vietnamese, one or two of ten letters have a horn, or a tone above another mark. */
const VIETNAMESE_SHARE = 0.05;
const SCRIPTS: readonly (readonly [script: RegExp, language: string, share: number])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja', KANA_SHARE],
  [/\p{Script=Han}/gu, 'zh', SHARE],
  [/\p{Script=Hangul}/gu, 'ko', SHARE],
  [/\p{Script=Thai}/gu, 'th', SHARE],
  [/\p{Script=Greek}/gu, 'el', SHARE],
  [/\p{Script=Hebrew}/gu, 'he', SHARE],
  [/\p{Script=Devanagari}/gu, 'hi', SHARE],
  [/\p{Script=Armenian}/gu, 'hy', SHARE],
  [/\p{Script=Tamil}/gu, 'ta', SHARE],
  [/[ơưƠƯẤ-ặẾ-ệỐ-ợỨ-ự]/gu, 'vi', VIETNAMESE_SHARE],
];
/** Letters that are neither Latin nor Cyrillic, and those of Vietnamese alone. */
const OTHER_SCRIPT = /[\u0370-\u03ff\u0530-\u1dff\u1ea4-\u1fff\u3040-\ud7ff\uf900-\ufaff]/;
/** Languages that are told apart by their stop words. Norwegian is `nb`, as its newer list is. */
const BY_WORDS = [...LANGUAGES.keys()].filter(
  (language) => !['no', 'nn', 'el', 'he', 'hi', 'hy', 'ta'].includes(language),
);
/**
 * The best language needs this much evidence, counted in stop words that no other language has; this many different
 * words, and one for every so many words of the text; and this many times the evidence of the second. In a log or a
 * page of commands, a name that is repeated is easily a stop word somewhere: `store` is in Danish, `thu` in Irish.
 */
const LEAST_EVIDENCE = 1.5;
const LEAST_WORDS = 2;
const WORDS_FOR_ONE = 25;
const LEAST_LEAD = 1.25;

/** A stop word with the languages that have it, as indexes into `BY_WORDS`. `seenIn` is the number of the last text with it. */
interface Telling {
  languages: readonly number[];
  seenIn: number;
}

/** Addresses do not count: they end in `com`, `io`, `it`, `de` and `no` in all languages. */
const ADDRESS = /(?<!\S)\S*?(?:[/\\@]|\.[a-z])\S*/gi;
const ASCII = /^[a-z]*$/;
let tellingWords: ReadonlyMap<string, Telling> | null = null;
/** The evidence for each language of `BY_WORDS` in the current text: its worth, and the number of different words. */
const worth = new Float64Array(BY_WORDS.length);
const words = new Uint16Array(BY_WORDS.length);
let texts = 0;

function telling(): ReadonlyMap<string, Telling> {
  if (tellingWords === null) {
    const byWord = new Map<string, { languages: number[]; seenIn: number }>();
    for (const [i, language] of BY_WORDS.entries()) {
      for (const word of stopWordsOf(language)) {
        // Single letters mean too many things.
        if (word.length < 2) continue;
        const known = byWord.get(word);
        if (known === undefined) byWord.set(word, { languages: [i], seenIn: 0 });
        else known.languages.push(i);
      }
    }
    tellingWords = byWord;
  }
  return tellingWords;
}

/**
 * Detects the language of a text by its script, else by its stop words, which are worth more the fewer languages have
 * them; null if the evidence is too weak. A library that uses trigrams (franc) took “Error handling” for Danish; here,
 * a heading without a stop word says nothing.
 */
export function detectLanguage(text: string): string | null {
  const sample = text.slice(0, SAMPLE);
  if (OTHER_SCRIPT.test(sample)) {
    const letters = sample.match(/\p{L}/gu)?.length ?? 0;
    for (const [script, language, share] of SCRIPTS) {
      if ((sample.match(script)?.length ?? 0) > share * letters) return language;
    }
  }
  const terms = sample
    .replace(ADDRESS, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{M}]+/u);
  weigh(terms);
  let best = 0;
  let second = -1;
  for (let i = 1; i < worth.length; i++) {
    if ((worth[i] ?? 0) > (worth[best] ?? 0)) {
      second = best;
      best = i;
    } else if (second < 0 || (worth[i] ?? 0) > (worth[second] ?? 0)) {
      second = i;
    }
  }
  const found = worth[best] ?? 0;
  const different = words[best] ?? 0;
  const certain =
    found >= LEAST_EVIDENCE &&
    found >= LEAST_LEAD * (worth[second] ?? 0) &&
    different >= Math.max(LEAST_WORDS, terms.length / WORDS_FOR_ONE) &&
    // The rarer words of one language may outweigh the common ones of another, but there are fewer of them.
    words.every((others) => others <= different);
  return certain ? (BY_WORDS[best] ?? null) : null;
}

/**
 * Sums up the evidence of words in lower case. It allocates nothing per word: with objects, texts of 25 words took 66
 * µs, twice as long.
 */
function weigh(terms: readonly string[]): void {
  const byWord = telling();
  worth.fill(0);
  words.fill(0);
  texts++;
  for (const term of terms) {
    const word = byWord.get(ASCII.test(term) ? term : fold(term));
    if (word === undefined) continue;
    const { languages } = word;
    for (const language of languages) {
      worth[language] = (worth[language] ?? 0) + 1 / languages.length;
      if (word.seenIn !== texts) words[language] = (words[language] ?? 0) + 1;
    }
    word.seenIn = texts;
  }
}
