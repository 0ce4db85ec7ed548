/** The one analyzer: from text to tokens, the same for indexing, queries, phrases and highlights. Pure. */
import type { Token } from './types.js';

/**
 * Names this analysis. An index built under another name is rebuilt. Raise the number with every change that gives other terms.
 * 1: NFKD folding without diacritics, possessives and French elisions cut, bigrams for scripts without spaces, emoji.
 * 2: composed and decomposed text give equal terms in every script; each emoji (flags too) is its own term, without its style and skin
 *    tone; soft hyphens and joiners inside a word, variation selectors and half-width Katakana are folded; ς is σ.
 */
export const ANALYZER_FINGERPRINT = 'pilcrow-2';

/** What the keys of other forms begin with in the dictionary: no text has these, and they sort behind every word. */
const STEM_SIGN = '\u{10fffc}';
const EXACT_SIGN = '\u{10fffd}';
/** Where the dictionary's words end and its other forms begin. */
export const FIRST_FORM = STEM_SIGN;

/** The key under which words with this stem are indexed, beside those that are the stem itself. */
export function stemKey(stem: string): string {
  return STEM_SIGN + stem;
}

/** The key of one way to write `term` with its diacritics. The keys of all of them begin with `exactKey(term, '')`. */
export function exactKey(term: string, exact: string): string {
  return `${EXACT_SIGN}${term}\0${exact}`;
}

/** Everything a token is indexed under: its term, and its other forms. */
export function indexTerms({ term, stem, exact }: Token): string[] {
  const terms = [term];
  if (stem !== null) terms.push(stemKey(stem));
  if (exact !== null) terms.push(exactKey(term, exact));
  return terms;
}

/** Longer words (hashes, encoded data) are indexed and asked for by their first 64 code units: a bound on what one word can cost. */
const MAX_TERM_LENGTH = 64;
/** No more of a word is folded: putting 200,000 diacritics of one letter in order took 20 s. */
const MAX_FOLDED_LENGTH = 4 * MAX_TERM_LENGTH;

const SPACELESS =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ーｰﾞﾟ';
/**
 * A word (inner apostrophes included, so that possessives can be cut, and signs that show nothing: soft hyphens, joiners), a flag, or an
 * emoji with its modifiers and all that is joined to it.
 */
const WORD =
  /[\p{L}\p{N}\p{M}]+(?:(?:['’ʼ＇\u00ad\u2060]|\u200d)[\p{L}\p{N}\p{M}]+)*|\p{Regional_Indicator}{2}|\p{Extended_Pictographic}[\p{Emoji_Modifier}\p{M}\u{e0020}-\u{e007f}]*(?:\u200d\p{Extended_Pictographic}[\p{Emoji_Modifier}\p{M}]*)*/uy;
const SPACELESS_RUN = new RegExp(`[${SPACELESS}][${SPACELESS}\\p{M}]*`, 'gu');
const HAS_SPACELESS = new RegExp(`[${SPACELESS}]`, 'u');
/** What readers take for one character of such a script: with its marks, the later parts of a Korean syllable, half-width voicing. */
const CHARACTER = /.[\p{M}\u1160-\u11ff\ud7b0-\ud7ffﾞﾟ]*/gsu;
/** Nothing of these is folded, once they are in lower case: ASCII, kana, common Chinese characters, Korean syllables. */
const PLAIN = /^[a-z0-9\u3041-\u3094\u30a1-\u30fa\u30fc\u4e00-\u9fff\uac00-\ud7a3]+$/;
/** French and Italian words that end in an apostrophe before the word that counts: l'avion, qu'elle, dell'arte. */
const ELISION = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|dell|nell|sull|all|dall|un)['’ʼ＇](?=(?:\p{L}\p{M}*){3})/iu;
const POSSESSIVE = /['’ʼ＇][sS]$/;
const APOSTROPHES = /['’ʼ＇]/g;
const APOSTROPHE = 0x27;
/**
 * Combining diacritics of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel marks, keycaps and variation selectors. Marks of Indic
 * scripts are letters' parts and stay.
 */
const DIACRITICS =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]|[\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]|[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
/** Joiners stay within an emoji, where they make another one. */
const NOT_WORD =
  /(?!\u200d\p{Extended_Pictographic})[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}\p{Regional_Indicator}\u{e0020}-\u{e007f}]/gu;
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
  ['ς', 'σ'],
]);
const SPECIAL_LETTERS = new RegExp(`[${[...LETTERS.keys()].join('')}]`, 'g');

/** One word in the form it is indexed: case, width, diacritics and ligatures folded. Empty where nothing of it is left. */
export function fold(word: string): string {
  let term = word.slice(0, MAX_FOLDED_LENGTH).toLowerCase();
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

/** Whether a term is one character of a script without spaces: a word that may stand at the beginning of other terms alone. */
export function isLoneCharacter(term: string): boolean {
  return HAS_SPACELESS.test(term) && term.replace(CHARACTER, '.') === '.';
}

/** Says of a plain word (ASCII letters and digits, half-open in the text) whether its token is wanted. */
export type Wanted = (text: string, start: number, end: number) => boolean;

/**
 * The tokens of a text in reading order. Positions count from 0. In scripts without spaces between words each pair of neighbouring
 * characters is a token (measured beside Intl.Segmenter on Chinese: as good, and linear in time), so such tokens overlap by one character.
 * @param language BCP 47, whose stemmer is asked; null: words have no stems
 * @param wanted leaves out the tokens of plain words that it refuses; the others keep their positions
 */
export function analyze(text: string, _language: string | null = null, wanted?: Wanted): Token[] {
  const found: Found = { tokens: [], position: 0 };
  let at = 0;
  while (at < text.length) {
    // Plain words, most of most texts, are told apart without the regular expression: 16 MB/s of English, not 9.
    let end = at;
    while (isPlain(text.charCodeAt(end))) end++;
    const code = text.charCodeAt(end);
    if ((code < 0x80 && code !== APOSTROPHE) || end === text.length) {
      if (end > at) {
        if (wanted === undefined || wanted(text, at, end)) add(found, text.slice(at, end), at);
        else found.position++;
      }
      at = end + 1;
      continue;
    }
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    if (word !== undefined) addWord(found, word, at);
    at += word?.length ?? ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  }
  return found.tokens;
}

/** Tokens so far, and the position of the next. */
interface Found {
  tokens: Token[];
  position: number;
}

/** An ASCII letter or digit. NaN, which stands behind the end of a text, is none. */
function isPlain(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
}

function addWord(found: Found, word: string, start: number): void {
  if (HAS_SPACELESS.test(word)) {
    addMixed(found, word, start);
  } else {
    const elision = ELISION.exec(word)?.[0].length ?? 0;
    add(found, word.slice(elision), start + elision);
  }
}

function add(found: Found, word: string, start: number): void {
  const term = fold(word);
  if (term !== '') {
    found.tokens.push({
      term,
      stem: null,
      exact: null,
      whole: false,
      position: found.position++,
      start,
      end: start + word.length,
    });
  }
}

/** A run that holds a script without spaces: bigrams of that part, whole words of what stands before and after it. */
function addMixed(found: Found, word: string, offset: number): void {
  let done = 0;
  for (const run of word.matchAll(SPACELESS_RUN)) {
    if (run.index > done) add(found, word.slice(done, run.index), offset + done);
    addBigrams(found, run[0], offset + run.index);
    done = run.index + run[0].length;
  }
  if (done < word.length) add(found, word.slice(done), offset + done);
}

function addBigrams(found: Found, run: string, offset: number): void {
  const characters = run.match(CHARACTER) ?? [];
  let start = offset;
  for (const [i, character] of characters.entries()) {
    const next = characters[i + 1];
    if (next !== undefined) add(found, character + next, start);
    else if (i === 0) add(found, character, start);
    start += character.length;
  }
}
