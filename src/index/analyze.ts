/** The one analyzer: from text to tokens, the same for indexing, queries, phrases and highlights. Pure. */
import type { Token } from './types.js';

/**
 * Names this analysis. An index built under another name is rebuilt. Raise the number with every change that gives other terms.
 * 1: NFKD folding without diacritics, possessives and French elisions cut, bigrams for scripts without spaces, emoji.
 */
export const ANALYZER_FINGERPRINT = 'pilcrow-1';

/** Longer words (hashes, encoded data) are indexed and asked for by their first 64 code units: a bound on what one word can cost. */
const MAX_TERM_LENGTH = 64;

const SPACELESS =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ー';
/** A word (inner apostrophes included, so that possessives can be cut), or an emoji with its joiners and modifiers. */
const WORD =
  /[\p{L}\p{N}\p{M}]+(?:['’ʼ＇][\p{L}\p{N}\p{M}]+)*|\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\p{Extended_Pictographic}|\u200d|\ufe0f)*/gu;
const SPACELESS_RUN = new RegExp(`[${SPACELESS}][${SPACELESS}\\p{M}]*`, 'gu');
const HAS_SPACELESS = new RegExp(`[${SPACELESS}]`, 'u');
const PLAIN = /^[a-z0-9]+$/;
/** French and Italian words that end in an apostrophe before the word that counts: l'avion, qu'elle, dell'arte. */
const ELISION = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|dell|nell|sull|all|dall|un)['’ʼ＇](?=[\p{L}]{3})/iu;
const POSSESSIVE = /['’ʼ＇][sS]$/;
const APOSTROPHES = /['’ʼ＇]/g;
/** Combining diacritics of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel marks. Marks of Indic scripts are letters' parts and stay. */
const DIACRITICS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]/g;
const NOT_WORD = /[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}\u200d]/gu;
/** Letters that no Unicode decomposition takes apart, though people type them apart. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ħ', 'h'],
  ['ı', 'i'],
  ['ł', 'l'],
  ['þ', 'th'],
]);
const SPECIAL_LETTERS = new RegExp(`[${[...LETTERS.keys()].join('')}]`, 'g');

/** One word in the form it is indexed: case, width, diacritics and ligatures folded. Empty where nothing of it is left. */
export function fold(word: string): string {
  let term = word.toLowerCase();
  if (!PLAIN.test(term)) {
    term = term
      .replace(POSSESSIVE, '')
      .replace(APOSTROPHES, '')
      .normalize('NFKD')
      .replace(DIACRITICS, '')
      .normalize('NFC')
      .toLowerCase()
      .replace(SPECIAL_LETTERS, (letter) => LETTERS.get(letter) ?? letter)
      .replace(NOT_WORD, '');
  }
  return term.length > MAX_TERM_LENGTH ? term.slice(0, MAX_TERM_LENGTH).toWellFormed() : term;
}

/**
 * The tokens of a text in reading order. Positions count from 0. In scripts without spaces between words each pair of neighbouring
 * characters is a token (measured beside Intl.Segmenter on Chinese: as good, and linear in time), so such tokens overlap by one character.
 */
export function analyze(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(WORD)) {
    const word = match[0];
    if (HAS_SPACELESS.test(word)) {
      addMixed(tokens, word, match.index);
      continue;
    }
    const elision = ELISION.exec(word)?.[0].length ?? 0;
    add(tokens, elision === 0 ? word : word.slice(elision), match.index + elision);
  }
  return tokens;
}

function add(tokens: Token[], word: string, start: number): void {
  const term = fold(word);
  if (term !== '') tokens.push({ term, position: tokens.length, start, end: start + word.length });
}

/** A run that holds a script without spaces: bigrams of that part, whole words of what stands before and after it. */
function addMixed(tokens: Token[], word: string, offset: number): void {
  let done = 0;
  for (const run of word.matchAll(SPACELESS_RUN)) {
    if (run.index > done) add(tokens, word.slice(done, run.index), offset + done);
    addBigrams(tokens, run[0], offset + run.index);
    done = run.index + run[0].length;
  }
  if (done < word.length) add(tokens, word.slice(done), offset + done);
}

function addBigrams(tokens: Token[], run: string, offset: number): void {
  let previous = '';
  let previousStart = offset;
  let start = offset;
  for (const character of run) {
    if (previous !== '') add(tokens, previous + character, previousStart);
    previous = character;
    previousStart = start;
    start += character.length;
  }
  if (start - offset === previous.length) add(tokens, previous, offset);
}
