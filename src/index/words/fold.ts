/** One word in the form it is indexed. Pure. */

/** Longer words (hashes, encoded data) are indexed and asked for by their first 64 code units: a bound on what one word can cost. */
const MAX_TERM_LENGTH = 64;
/** No more of a word is folded: putting 200,000 diacritics of one letter in order took 20 s. */
const MAX_FOLDED_LENGTH = 4 * MAX_TERM_LENGTH;

/** Nothing of these is folded, once they are in lower case: ASCII, kana, common Chinese characters, Korean syllables. */
const PLAIN = /^[a-z0-9\u3041-\u3094\u30a1-\u30fa\u30fc\u4e00-\u9fff\uac00-\ud7a3]+$/;
const POSSESSIVE = /['’ʼ＇][sS]$/;
const APOSTROPHES = /['’ʼ＇]/g;
/**
 * Combining diacritics of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel marks, keycaps and variation selectors. Marks of Indic
 * scripts are letters' parts and stay.
 */
const DIACRITICS =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]|[\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]|[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
/** Joiners stay within an emoji, where they make another one, and the stroke of a fraction, without which ½ were 12. */
const NOT_WORD =
  /(?!\u200d\p{Extended_Pictographic})[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}\p{Regional_Indicator}\u{e0020}-\u{e007f}\u2044]/gu;
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

/** One word in lower case as it was written, with its diacritics: possessives, apostrophes and width are gone. */
export function spell(word: string): string {
  const lower = word.slice(0, MAX_FOLDED_LENGTH).toLowerCase();
  if (PLAIN.test(lower)) return lower.length > MAX_TERM_LENGTH ? lower.slice(0, MAX_TERM_LENGTH) : lower;
  const spelled = lower
    .replace(POSSESSIVE, '')
    .replace(APOSTROPHES, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(NOT_WORD, '');
  return spelled.length > MAX_TERM_LENGTH ? spelled.slice(0, MAX_TERM_LENGTH).toWellFormed() : spelled;
}

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
