/** What Pilcrow knows of languages: their stemmers and stop words, and how to tell which one a text is in. Pure. */
import { createRequire } from 'node:module';
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
    const stemmer = name === null ? null : (load('snowball-stemmers') as Stemmers).newStemmer(name);
    stem = stemmer === null ? (word) => word : (word) => stemmer.stem(word);
    stemmers.set(key, stem);
  }
  return stem;
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
const SAMPLE = 2000;
/** A language of a script of its own must have this share of the letters; Japanese mixes kana with Chinese characters. */
const SHARE = 0.3;
const KANA_SHARE = 0.05;
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
];
/** Languages that are told apart by their stop words. Norwegian is written `nb`, as its newer list is. */
const BY_WORDS = [...LANGUAGES.keys()].filter(
  (language) => !['no', 'nn', 'el', 'he', 'hi', 'hy', 'ta'].includes(language),
);
/** A text needs this much evidence, in stop words that only one language has, and so much more than the second language has. */
const LEAST_EVIDENCE = 1.5;
const LEAST_WORDS = 2;
const LEAST_LEAD = 1.25;

/** For each stop word the languages that have it. */
let wordLanguages: ReadonlyMap<string, readonly string[]> | null = null;

function languagesByWord(): ReadonlyMap<string, readonly string[]> {
  if (wordLanguages === null) {
    const byWord = new Map<string, string[]>();
    for (const language of BY_WORDS) {
      for (const word of stopWordsOf(language)) byWord.set(word, [...(byWord.get(word) ?? []), language]);
    }
    wordLanguages = byWord;
  }
  return wordLanguages;
}

/**
 * The language of a text, or null where too little speaks for any: by its script, else by stop words, each worth the more the fewer
 * languages have it. A library of trigrams (franc) took “Error handling” for Danish; a heading without a stop word says nothing here.
 */
export function detectLanguage(text: string): string | null {
  const sample = text.slice(0, SAMPLE);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  if (!/^[\x00-\x7f]*$/.test(sample)) {
    const letters = sample.match(/\p{L}/gu)?.length ?? 0;
    for (const [script, language, share] of SCRIPTS) {
      if ((sample.match(script)?.length ?? 0) > share * letters) return language;
    }
  }
  const byWord = languagesByWord();
  const evidence = new Map<string, { worth: number; words: Set<string> }>();
  for (const word of sample.match(/[\p{L}\p{M}]+/gu) ?? []) {
    const term = fold(word);
    const languages = byWord.get(term);
    if (languages === undefined) continue;
    for (const language of languages) {
      const found = evidence.get(language) ?? { worth: 0, words: new Set() };
      found.worth += 1 / languages.length;
      found.words.add(term);
      evidence.set(language, found);
    }
  }
  const [best, second] = [...evidence].sort(([, a], [, b]) => b.worth - a.worth);
  if (best === undefined) return null;
  const [language, { worth, words }] = best;
  const certain =
    worth >= LEAST_EVIDENCE && words.size >= LEAST_WORDS && worth >= LEAST_LEAD * (second?.[1].worth ?? 0);
  return certain ? language : null;
}
