/** The keys of tokens in the dictionary: their terms, and keys of their stems and spellings. Pure. */
import type { Token } from '../types.js';

/** What the keys of other forms begin with: no text has these characters, and they sort after every word. */
const STEM_SIGN = '\u{10fffc}';
const EXACT_SIGN = '\u{10fffd}';
const NEIGHBOURS_SIGN = '\u{10fffe}';
/** Where words end in the dictionary, and other forms begin. */
export const FIRST_FORM = STEM_SIGN;
/** Where those end, and the keys of neighbours begin, which are the last. */
export const FIRST_NEIGHBOURS = NEIGHBOURS_SIGN;

/**
 * The key for the list of a stem, which has every token that is the stem or has it. The list is only written if some
 * token has the stem without being it; else it would equal the list of the word itself (`Segment.listNumber`).
 */
export function stemKey(stem: string): string {
  return STEM_SIGN + stem;
}

/** The stem of a key of the dictionary; null if it is another kind of key. */
export function stemOfKey(key: string): string | null {
  return key.startsWith(STEM_SIGN) ? key.slice(STEM_SIGN.length) : null;
}

/** The key for one spelling of `term` with diacritics. The keys of all its spellings begin with `exactKey(term, '')`. */
export function exactKey(term: string, exact: string): string {
  return `${EXACT_SIGN}${term}\0${exact}`;
}

/** The key for the list of paragraphs in which one word stands right before another: see segment/neighbours.ts. */
export function neighboursKey(first: string, second: string): string {
  return `${NEIGHBOURS_SIGN}${first}\0${second}`;
}

/** Whether a key is that of a list of neighbours. */
export function isNeighboursKey(key: string): boolean {
  return key.startsWith(NEIGHBOURS_SIGN);
}

/** Whether a key is that of a word as it stands in the text, without diacritics. */
export function isWordKey(key: string): boolean {
  return !key.startsWith(STEM_SIGN) && !key.startsWith(EXACT_SIGN) && !isNeighboursKey(key);
}

/**
 * The keys that a token is indexed under: its term and its other forms. Words that are their own stem join the list of
 * that when it is made.
 */
export function indexKeys({ term, stem, exact }: Token): string[] {
  const keys = [term];
  if (stem !== null) keys.push(stemKey(stem));
  if (exact !== null) keys.push(exactKey(term, exact));
  return keys;
}

/** Every key that finds a token, once the lists of stems are made. */
export function foundBy(token: Token): string[] {
  return [...indexKeys(token), stemKey(token.term)];
}
