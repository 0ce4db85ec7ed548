/** What joins words into a compound (`state-of-the-art`, `v1.2.3`, `C++`, `.NET`), and the term of the whole. */

import { codeAt } from '../segment/code-points.js';
import { hasSpaceless } from './spaceless.js';

/** The signs that join the parts of a compound, one between each two: the last, which shows nothing, parts Persian and Indic words whose letters would join. */
const CONNECTOR = /[-_.,\u2010\u2011\u200c]/;

const PLUS = 0x2b;
const NUMBER_SIGN = 0x23;
const DOT = 0x2e;
const SMALL_V = 0x76;

/**
 * Whether the sign after a word joins it to the next: it is the only sign between them, and a comma groups digits. Here
 * and below, nothing is read outside of the text, as V8 throws away code that meets that for the first time.
 */
export function joins(text: string, at: number): boolean {
  if (at + 1 >= text.length) return false;
  const sign = text.charAt(at);
  if (!CONNECTOR.test(sign)) return false;
  if (sign === ',') return /\d/.test(text.charAt(at - 1)) && /^\d{3}(?!\d)/.test(text.slice(at + 1, at + 5));
  return /^[\p{L}\p{N}]/u.test(text.slice(at + 1, at + 3));
}

/** Where the number of a version begins. */
export const VERSION_CUTS: readonly number[] = [1];

/** Whether a word is the v of a version with the first of its numbers: `v2` in `v2.0.1`. */
export function beginsVersion(text: string, start: number, end: number): boolean {
  // Called for every word, and almost always answered by what stands behind it.
  if (end + 1 >= text.length || codeAt(text, end) !== DOT || (codeAt(text, start) | 0x20) !== SMALL_V) return false;
  return /^\d{1,9}$/.test(text.slice(start + 1, end)) && /\d/.test(text.charAt(end + 1));
}

/** The signs right after a word that belong to its name, `++` or `#`; '' if there are none. @param at within the text */
export function signsBehind(text: string, at: number): string {
  // Called for every word, and almost always answered by the next character.
  const code = codeAt(text, at);
  if (code !== PLUS && code !== NUMBER_SIGN) return '';
  const sign = /^(?:\+\+(?!\+)|#(?!#))/.exec(text.slice(at, at + 3))?.[0] ?? '';
  return isLetter(text.charAt(at + 1)) && sign === '#' ? '' : sign;
}

/** The dot right before a word if it belongs to its name, else ''. */
export function dotBefore(text: string, start: number): string {
  if (start === 0 || codeAt(text, start - 1) !== DOT) return '';
  const before = start > 1 ? text.charAt(start - 2) : '';
  return before === '.' || isLetter(before) ? '' : '.';
}

/** Whether a character may be part of a name: a letter or a digit, but of no script without spaces. */
function isLetter(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character) && !hasSpaceless(character);
}

/**
 * The words of a compound joined to names. A dot that stays parts them: in versions and decimals (`v1.2`, `3.14`), not
 * between thousands.
 * @param cuts where each of its words ends and the next begins
 */
export function namesOf(text: string, start: number, end: number, cuts: readonly number[]): string[] {
  const thousands = /^\d{1,3}(?:\.\d{3}){2,}$/.test(text.slice(start, end));
  const names: string[] = [];
  let name = '';
  let from = start;
  for (let i = 0; i < cuts.length; i += 2) {
    const to = cuts[i] ?? end;
    name += text.slice(from, to);
    from = cuts[i + 1] ?? end;
    const numeric = /\d/.test(text.charAt(to - 1)) && /\d/.test(text.charAt(from));
    if (text.charAt(to) !== '.' || !numeric || thousands) continue;
    names.push(name);
    name = '';
  }
  names.push(name + text.slice(from, end));
  return names;
}
