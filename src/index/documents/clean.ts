/** Makes decoded text safe to show and simple to read: one kind of line end, no control characters, well-formed. */

/** Breaks that editors do not count as lines: vertical tab, form feed, next line, U+2028, U+2029. */
export const UNCOUNTED_BREAKS = /[\v\f\u0085\u2028\u2029]/g;

// Terminal colours, which logs are full of, are dropped whole, or `[31m` would stay behind.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const TERMINAL_CODES = /\x1b\[[0-9;?]{0,32}[A-Za-z]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROLS = /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]/g;

/** What was printed over, as manuals have bold (`N`, back, `N`) and underlined letters (`_`, back, `m`): the last one counts. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const PRINTED_OVER = /[^\n\x08]\x08/gu;

/** What most texts have nothing of. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNCLEAN = /[\0-\x08\v-\x1f\x7f-\x9f\u2028\u2029\ufeff]/;

/**
 * Text with LF line ends, without byte order marks and control characters, and well-formed Unicode.
 * Keeps tabs and the breaks of `UNCOUNTED_BREAKS`; keeps the number of lines. Idempotent.
 */
export function cleanText(text: string): string {
  // One look instead of three where there is nothing to do.
  if (!UNCLEAN.test(text)) return text.toWellFormed();
  const printed = text.includes('\b') ? text.replace(PRINTED_OVER, '') : text;
  return printed.replace(/\r\n?/g, '\n').replace(TERMINAL_CODES, '').replace(CONTROLS, '').toWellFormed();
}

/** As `cleanText`, for formats where every line is a line of the source: the uncounted breaks become spaces. */
export function cleanMarkup(text: string): string {
  return UNCLEAN.test(text) ? cleanText(text).replace(UNCOUNTED_BREAKS, ' ') : text.toWellFormed();
}

/** The character that markup names by its number; a space for a control character. A break of a line is one, too: it ends no line of the source. */
export function characterOf(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  return /[\p{Cc}\p{Cs}\u2028\u2029]/u.test(character) ? ' ' : character;
}

/** Control characters as Office writes them, which XML may not have: `_x000D_`. */
const ESCAPED_CONTROLS = /_x00(?:[01][\da-f]|7f)_/gi;

/** Text of a file of Office with a space for each control character. */
export function withoutEscapes(text: string): string {
  return text.includes('_x00') ? text.replace(ESCAPED_CONTROLS, ' ') : text;
}

/** White space within a line that is not a single space already; replacing single spaces, too, took twice as long. */
const WIDE_SPACE = /[^\S\n ][^\S\n]*| [^\S\n]+/g;

/**
 * Turns runs of white space into one space; keeps line breaks, without space around them; removes empty lines and white
 * space at the ends.
 */
export function tidy(text: string): string {
  const narrow = text.replace(WIDE_SPACE, ' ');
  // Most texts are one line.
  const lines = narrow.includes('\n') ? narrow.replace(/ ?\n ?/g, '\n').replace(/\n{2,}/g, '\n') : narrow;
  return lines.trim();
}

/** Text of code: only trailing white space of lines and empty lines at both ends are removed. */
export function tidyCode(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const first = lines.findIndex((line) => line !== '');
  const last = lines.findLastIndex((line) => line !== '');
  return lines.slice(Math.max(first, 0), last + 1).join('\n');
}

/** Whether there is more than signs. */
export const HAS_WORD = /[\p{L}\p{N}]/u;

/** Chinese and Japanese, with their signs: wide characters, without spaces between words. */
export const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;

/**
 * What goes between two lines of one paragraph: usually a space. Nothing between Chinese or Japanese, after a soft
 * hyphen, and after the hyphen of a word that goes on (`well-` / `known`): writers break lines at a word's own hyphen,
 * so the hyphen stays.
 */
export function joint(before: string, after: string): '' | ' ' {
  // Rare characters take two code units.
  const last = before.slice((before.codePointAt(before.length - 2) ?? 0) > 0xffff ? -2 : -1);
  const next = after.slice(0, (after.codePointAt(0) ?? 0) > 0xffff ? 2 : 1);
  if (last === '\u00ad') return '';
  if (last === '-' || last === '\u2010') return /\p{L}.$/u.test(before.slice(-3)) && /^\p{Ll}/u.test(next) ? '' : ' ';
  return CJK.test(last) && CJK.test(next) ? '' : ' ';
}

/** Whether a text is Chinese or Japanese, judged by its first characters. */
export function isCjk(text: string): boolean {
  return CJK.test(text.slice(0, 80));
}
