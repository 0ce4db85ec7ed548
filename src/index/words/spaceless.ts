/** Cuts text in scripts without spaces between words: each pair of neighbouring characters is a token. Pure. */

import type { Range } from '../types.js';

/** The scripts without spaces, for a character class. */
export const WITHOUT_SPACES = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => `\\p{Script=${script}}`)
  .join('');
/** These scripts, and Korean, which joins words and endings between its spaces. Their digits make numbers, which are words as elsewhere. */
const SPACELESS = `[${WITHOUT_SPACES}\\p{Script=Hangul}ーｰﾞﾟ]--\\p{Nd}`;
/** Signs that show nothing: soft hyphens, and where a line may or may not break. */
const INVISIBLE = '\\u00ad\\u200b\\u2060';
const SPACELESS_RUN = new RegExp(`[${SPACELESS}](?:[[${SPACELESS}]\\p{M}]|[${INVISIBLE}](?=[${SPACELESS}]))*`, 'gv');
const HAS_SPACELESS = new RegExp(`[${SPACELESS}]`, 'v');
/**
 * One character of such a script as readers see it: with its marks, invisible signs, the later parts of a Korean syllable, half-width
 * voicing, and the vowel am of Thai and Lao, which is one letter in Unicode, but a mark and a letter once folded.
 */
const CHARACTER =
  /.[\p{M}\u1160-\u11ff\ud7b0-\ud7ffﾞﾟ\u00ad\u200b\u2060]*(?:(?:[\u0e33\u0eb3]|[\u0e32\u0eb2](?<=[\u0e4d\u0ecd]\p{M}*.))\p{M}*)?/gsu;

/** Whether a text has characters of such a script. */
export function hasSpaceless(text: string): boolean {
  return HAS_SPACELESS.test(text);
}

/** Whether a term is a single character of such a script, which as a word may only be the beginning of other terms. */
export function isLoneCharacter(term: string): boolean {
  return HAS_SPACELESS.test(term) && term.replace(CHARACTER, '.') === '.';
}

/** Where the runs of characters of such scripts begin and end in a text. */
export function spacelessRuns(text: string): Range[] {
  return Array.from(text.matchAll(SPACELESS_RUN), ({ 0: run, index }) => ({ start: index, end: index + run.length }));
}

/** A part of such a run; `isEdge` where it is a character of the pair before it in the list. */
export interface SpacelessPart {
  text: string;
  start: number;
  isEdge: boolean;
}

/**
 * The parts of such a run, in order: pairs of its characters, or the one that it has. A character right beside a number or
 * a word of another script is a part by itself as well, behind the pair that it is in (`isEdge`): `5条` is in `第5条规定`,
 * where the pairs are `条规` and `规定`.
 * @param before and `behind`: whether such a word stands right there
 */
export function spacelessParts(run: string, before: boolean, behind: boolean): SpacelessPart[] {
  const parts: SpacelessPart[] = [];
  const characters = run.match(CHARACTER) ?? [];
  let start = 0;
  for (const [i, character] of characters.entries()) {
    const next = characters[i + 1];
    if (next !== undefined) parts.push({ text: character + next, start, isEdge: false });
    else if (i === 0) parts.push({ text: character, start, isEdge: false });
    const opens = i === 0 && next !== undefined && before;
    // Of a lone pair between two words only the first: the two may be the same, and a term has one place but once.
    const ends = i > (before ? 1 : 0) && next === undefined && behind;
    if (opens || ends) parts.push({ text: character, start, isEdge: true });
    start += character.length;
  }
  return parts;
}
