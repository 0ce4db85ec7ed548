/** Tells which language a text is in, by its script and its stop words. Pure. */
import { kept } from '../kept.js';
import { fold } from './fold.js';
import { LANGUAGES, stopWordsOf } from './languages.js';

/** How much of a text is used at once to detect its language, in code units. */
const SAMPLE = 1000;
/** A language with a script of its own needs this share of the letters. Japanese mixes kana with Chinese characters. */
const SHARE = 0.3;
const KANA_SHARE = 0.05;
/** In Vietnamese, one or two of ten letters have a horn, or a tone above another mark. */
const VIETNAMESE_SHARE = 0.05;
/** In Urdu, one or two of ten letters are of those that neither Arabic nor Persian has. */
const URDU_SHARE = 0.05;
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
  [/\p{Script=Bengali}/gu, 'bn', SHARE],
  [/\p{Script=Gurmukhi}/gu, 'pa', SHARE],
  [/\p{Script=Gujarati}/gu, 'gu', SHARE],
  [/\p{Script=Telugu}/gu, 'te', SHARE],
  [/\p{Script=Kannada}/gu, 'kn', SHARE],
  [/\p{Script=Malayalam}/gu, 'ml', SHARE],
  [/\p{Script=Sinhala}/gu, 'si', SHARE],
  [/\p{Script=Lao}/gu, 'lo', SHARE],
  [/\p{Script=Myanmar}/gu, 'my', SHARE],
  [/\p{Script=Khmer}/gu, 'km', SHARE],
  [/\p{Script=Georgian}/gu, 'ka', SHARE],
  [/\p{Script=Ethiopic}/gu, 'am', SHARE],
  [/[ٹڈڑےںہ]/gu, 'ur', URDU_SHARE],
  [/[ơưƠƯẤ-ặẾ-ệỐ-ợỨ-ự]/gu, 'vi', VIETNAMESE_SHARE],
];
/** Letters that are neither Latin nor Cyrillic, and those of Vietnamese alone. */
const OTHER_SCRIPT = /[\u0370-\u03ff\u0530-\u1dff\u1ea4-\u1fff\u3040-\ud7ff\uf900-\ufaff]/;
/** Languages that are told apart by their stop words. Norwegian is `nb`, as its newer list is. */
const BY_WORDS = LANGUAGES.filter((language) => !['no', 'nn', 'el', 'he', 'hi', 'hy', 'ta'].includes(language));
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

/**
 * The letters of Cyrillic that the alphabet of a language lacks. All these languages, and Serbian, Macedonian and Belarusian,
 * which have no list here, share most of their short words.
 */
const LACKED: readonly (readonly [language: string, letters: RegExp])[] = [
  ['bg', /[ыэёђ-ќўџґ-ӿ]/],
  ['ru', /[ђ-џґ-ӿ]/],
  ['uk', /[ыэёъђѓѕј-џғ-ӿ]/],
];
const CYRILLIC = /[Ѐ-ӿ]/;
/** Of so many words in Cyrillic one may have such letters, as names are quoted. In Russian one word in eight has those that Bulgarian lacks. */
const WORDS_FOR_LACKED = 15;

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
        if (word.length > 1) kept(byWord, word, () => ({ languages: [], seenIn: 0 })).languages.push(i);
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
  return byScript(sample) ?? byWords(sample);
}

function byScript(sample: string): string | null {
  if (!OTHER_SCRIPT.test(sample)) return null;
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const found = SCRIPTS.find(([script, , share]) => (sample.match(script)?.length ?? 0) > share * letters);
  return found?.[1] ?? null;
}

function byWords(sample: string): string | null {
  const terms = sample
    .replace(ADDRESS, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{M}]+/u);
  weigh(terms);
  dropByLetters(terms);
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

/** Takes the evidence from languages that do not have the letters of a text. Words in other letters, as of commands, say nothing. */
function dropByLetters(terms: readonly string[]): void {
  const cyrillic = terms.filter((term) => CYRILLIC.test(term));
  if (cyrillic.length === 0) return;
  for (const [language, letters] of LACKED) {
    const lacked = cyrillic.filter((term) => letters.test(term)).length;
    if (lacked * WORDS_FOR_LACKED <= cyrillic.length) continue;
    const at = BY_WORDS.indexOf(language);
    worth[at] = 0;
    words[at] = 0;
  }
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

/** In how many pieces of that length the language of a document is looked for at most. */
const LOOKS = 5;

/**
 * The language of a document, without its code, which says little about it: the first that two pieces of it tell, as
 * manuals begin with pages of contents, and pages with menus, of which many are in English alone; else the first that one
 * piece tells. Null if none does.
 */
export function languageByWords(title: string, texts: readonly { kind: string; text: string }[]): string | null {
  let sample = title;
  for (const { kind, text } of texts) {
    if (sample.length >= LOOKS * SAMPLE) break;
    if (kind !== 'code') sample += `\n${text.slice(0, LOOKS * SAMPLE)}`;
  }
  const told = new Set<string>();
  for (let start = 0; start < Math.min(sample.length, LOOKS * SAMPLE); start += SAMPLE) {
    const found = detectLanguage(sample.slice(start, start + SAMPLE));
    if (found === null) continue;
    if (told.has(found)) return found;
    told.add(found);
  }
  const [first = null] = told;
  return first;
}
