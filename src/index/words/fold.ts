/** Folds a word to the form in which it is indexed. Pure. */

/** Longer words (hashes, encoded data) are indexed and searched by their first 64 code units, which bounds the cost of a word. */
const MAX_TERM_LENGTH = 64;
/** No more of a word is folded: normalizing 200,000 diacritics on one letter took 20 s. */
const MAX_FOLDED_LENGTH = 4 * MAX_TERM_LENGTH;

/** Words in lower case that need no folding: ASCII, kana, common Chinese characters, Korean syllables. */
const PLAIN = /^[a-z0-9\u3041-\u3094\u30a1-\u30fa\u30fc\u4e00-\u9fff\uac00-\ud7a3]+$/;
const ASCII = /^[\0-\x7f]*$/;
/** The ending of a possessive, and of short forms that are another word without their apostrophe (she'll, we're). */
export const SHORT_ENDING = /['’‘´ʼ＇](?:s|(?<=^(?:i|s?he|we).)(?:ll|d)|(?<=^we.)re)$/i;
/** Those of all keyboards, and those that Unicode has for letters: Hawaiʻi, Qurʾan. */
const APOSTROPHES = /['’‘´＇\u02b9-\u02bf]/g;
/**
 * Combining diacritics of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel marks and those of the Quran (with its
 * small letters, which say how a word is read), keycaps and variation selectors, and the nukta of Hindi, which many leave
 * out. Other marks of Indic scripts are parts of letters and stay.
 */
const DIACRITICS =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff\u093c]|[\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]|[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
/**
 * What is no part of a word. Joiners stay within an emoji, where they make another emoji; and so does the fraction
 * slash, without which ½ would be 12.
 */
const NOT_WORD =
  /(?!\u200d\p{Extended_Pictographic})[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}\p{Regional_Indicator}\u{e0020}-\u{e007f}\u2044]/gu;
/** Letters that no Unicode decomposition takes apart, though people type them in parts. */
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
  // The Quran has a letter of its own for an alif that joins to the word before it.
  ['ٱ', 'ا'],
  // Arabic letters as Persian, Urdu and Kurdish have them; and final letters that Arabic writes either way.
  ['ک', 'ك'],
  ['ی', 'ي'],
  ['ى', 'ي'],
  ['ة', 'ه'],
  ['ہ', 'ه'],
  ['ۃ', 'ه'],
  ['ە', 'ه'],
  // In Hindi a nasal vowel has one sign or the other by taste.
  ['\u0901', '\u0902'],
  ...digitsFrom('٠۰०০੦૦୦௦౦೦൦๐໐༠၀០᠐'),
]);
const SPECIAL_LETTERS = new RegExp(`[${[...LETTERS.keys()].join('')}]`, 'g');

/** In Hindi the nasal before a consonant of its own class is written as a letter or as a sign: हिन्दी, हिंदी. */
const NASALS = /ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])/g;

/** The digits of other scripts with those of ours. @param zeros the zero of each, behind which its other digits stand in Unicode */
function digitsFrom(zeros: string): [digit: string, ours: string][] {
  return Array.from(zeros).flatMap((zero) =>
    Array.from('0123456789', (ours, i): [string, string] => [String.fromCharCode(zero.charCodeAt(0) + i), ours]),
  );
}

/** A word in lower case as it was written, with its diacritics, but without possessives and the like, apostrophes and special widths. */
export function spell(word: string): string {
  const lower = word.slice(0, MAX_FOLDED_LENGTH).toLowerCase();
  if (PLAIN.test(lower)) return lower.length > MAX_TERM_LENGTH ? lower.slice(0, MAX_TERM_LENGTH) : lower;
  const spelled = lower
    .replace(SHORT_ENDING, '')
    .replace(APOSTROPHES, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(NOT_WORD, '');
  return spelled.length > MAX_TERM_LENGTH ? spelled.slice(0, MAX_TERM_LENGTH).toWellFormed() : spelled;
}

/** A word in the form in which it is indexed: case, width, diacritics and ligatures folded. Empty if nothing of it is left. */
export function fold(word: string): string {
  let term = word.slice(0, MAX_FOLDED_LENGTH).toLowerCase();
  if (!PLAIN.test(term)) {
    term = foldLetters(term.replace(SHORT_ENDING, '').replace(APOSTROPHES, ''))
      .replace(NOT_WORD, '')
      .replace(NASALS, '\u0902');
  }
  return term.length > MAX_TERM_LENGTH ? term.slice(0, MAX_TERM_LENGTH).toWellFormed() : term;
}

/** A text with its letters as in an indexed word, its signs and spaces as they are. */
export function foldLetters(text: string): string {
  const lower = text.toLowerCase();
  if (ASCII.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replace(DIACRITICS, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(SPECIAL_LETTERS, (letter) => LETTERS.get(letter) ?? letter);
}
