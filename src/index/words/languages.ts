/** What Pilcrow knows of languages: their stemmers and stop words, and how to tell which one a text is in. Pure. */
import { createRequire } from 'node:module';
import { stem as stemEnglish } from 'porter2';
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

/** The libraries take 150 ms to load: when a language is first asked for, and not at import. */
const load = createRequire(import.meta.url);
interface Stemmers {
  newStemmer(name: string): { stem(word: string): string };
}

/** A tenth of what stemmers are asked of are numbers. */
const DIGITS = /^[0-9]+$/;
/** Finnish takes one of two equal letters from the end of a word, digits too. */
const CHANGE_DIGITS: ReadonlySet<string> = new Set(['fi']);

const stemmers = new Map<string, (word: string) => string>();
const stopWords = new Map<string, ReadonlySet<string>>();

/** The primary part of a language tag, in lower case: `de` of `de-AT`. */
export function primary(language: string): string {
  return language.split('-', 1)[0]?.toLowerCase() ?? '';
}

/** The stemmer of a language, for words in lower case; of one that has none, a function that leaves words as they are. */
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

/** English has a library of its own: the same stems in a fifteenth of the time, 0.5 µs a word. */
function stemmerNamed(name: string): (word: string) => string {
  if (name === 'english') return stemEnglish;
  const stemmer = (load('snowball-stemmers') as Stemmers).newStemmer(name);
  return (word) => stemmer.stem(word);
}

/**
 * Languages whose stemmers change beginnings: Irish takes mutations off (`gcat`), Turkish and Czech harden what is left of short words, Finnish
 * makes single letters of double ones.
 */
const CHANGE_BEGINNINGS: ReadonlySet<string> = new Set(['cs', 'fi', 'ga', 'tr']);

/**
 * Whether a word in ASCII letters and its stem begin with the same two letters (the first alone where the stem has but one), `y` and `i`
 * taken for one (`dying`, `die`): in a language, or (null) in none.
 */
export function keepsBeginnings(language: string | null): boolean {
  return language === null || !CHANGE_BEGINNINGS.has(primary(language));
}

/** The stop words of a language, folded; none where no list is known. */
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

/** How much of a text is looked at to tell its language, in code units. */
const SAMPLE = 1000;
/** A language of a script of its own must have this share of the letters; Japanese mixes kana with Chinese characters. */
const SHARE = 0.3;
const KANA_SHARE = 0.05;
/** Of every ten letters of Vietnamese one or two have a horn, or a tone above another sign. */
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
/** Letters that are neither Latin nor Cyrillic, and those that Vietnamese alone has. */
const OTHER_SCRIPT = /[\u0370-\u03ff\u0530-\u1dff\u1ea4-\u1fff\u3040-\ud7ff\uf900-\ufaff]/;
/** Languages that are told apart by their stop words. Norwegian is written `nb`, as its newer list is. */
const BY_WORDS = [...LANGUAGES.keys()].filter(
  (language) => !['no', 'nn', 'el', 'he', 'hi', 'hy', 'ta'].includes(language),
);
/** A text needs this much evidence, in stop words that only one language has, and so much more than the second language has. */
const LEAST_EVIDENCE = 1.5;
const LEAST_WORDS = 2;
const LEAST_LEAD = 1.25;

/** A stop word with the languages that have it, as indexes into `BY_WORDS`; `seenIn` is the number of the last text it was met in. */
interface Telling {
  languages: readonly number[];
  seenIn: number;
}

/** `com`, `io`, `it`, `de` and `no` are words of many languages, and ends of addresses in all. */
const ADDRESS = /(?<!\S)\S*?(?:[/\\@]|\.[a-z])\S*/gi;
const ASCII = /^[a-z]*$/;
let tellingWords: ReadonlyMap<string, Telling> | null = null;
/** Evidence for each language of `BY_WORDS`, in the text that is looked at: worth, and different words. */
const worth = new Float64Array(BY_WORDS.length);
const words = new Uint16Array(BY_WORDS.length);
let texts = 0;

function telling(): ReadonlyMap<string, Telling> {
  if (tellingWords === null) {
    const byWord = new Map<string, { languages: number[]; seenIn: number }>();
    for (const [i, language] of BY_WORDS.entries()) {
      for (const word of stopWordsOf(language)) {
        // Single letters name all sorts of things.
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
 * The language of a text, or null where too little speaks for any: by its script, else by stop words, each worth the more the fewer
 * languages have it. A library of trigrams (franc) took “Error handling” for Danish; a heading without a stop word says nothing here.
 */
export function detectLanguage(text: string): string | null {
  const sample = text.slice(0, SAMPLE);
  if (OTHER_SCRIPT.test(sample)) {
    const letters = sample.match(/\p{L}/gu)?.length ?? 0;
    for (const [script, language, share] of SCRIPTS) {
      if ((sample.match(script)?.length ?? 0) > share * letters) return language;
    }
  }
  weigh(
    sample
      .replace(ADDRESS, ' ')
      .toLowerCase()
      .split(/[^\p{L}\p{M}]+/u),
  );
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
  const certain =
    found >= LEAST_EVIDENCE && (words[best] ?? 0) >= LEAST_WORDS && found >= LEAST_LEAD * (worth[second] ?? 0);
  return certain ? (BY_WORDS[best] ?? null) : null;
}

/** Sums up the evidence of words in lower case. No object is made for any: abstracts of 25 words took 66 µs with them, half of it without. */
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
