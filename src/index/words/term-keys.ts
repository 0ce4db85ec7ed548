/** What tokens are written under in the dictionary: their terms, and keys of their stems and spellings. Pure. */
import type { Token } from '../types.js';

/** What the keys of other forms begin with in the dictionary: no text has these, and they sort behind every word. */
const STEM_SIGN = '\u{10fffc}';
const EXACT_SIGN = '\u{10fffd}';
const NEIGHBOURS_SIGN = '\u{10fffe}';
/** Where the dictionary's words end and its other forms begin. */
export const FIRST_FORM = STEM_SIGN;
/** Where those end, and the keys of neighbours begin: the last of all. */
export const FIRST_NEIGHBOURS = NEIGHBOURS_SIGN;

/**
 * The key of a stem's list: every token that is the stem or has it. It is written only where some token has the stem without being it;
 * else the list of the word itself is the same (`Segment.listNumber`).
 */
export function stemKey(stem: string): string {
  return STEM_SIGN + stem;
}

/** The stem that a key of the dictionary is the list of; null where it is another kind of key. */
export function stemOfKey(key: string): string | null {
  return key.startsWith(STEM_SIGN) ? key.slice(STEM_SIGN.length) : null;
}

/** The key of one way to write `term` with its diacritics. The keys of all of them begin with `exactKey(term, '')`. */
export function exactKey(term: string, exact: string): string {
  return `${EXACT_SIGN}${term}\0${exact}`;
}

/** The key of the list of paragraphs in which one word stands right before another: see neighbours.ts. */
export function neighboursKey(first: string, second: string): string {
  return `${NEIGHBOURS_SIGN}${first}\0${second}`;
}

export function isNeighboursKey(key: string): boolean {
  return key.startsWith(NEIGHBOURS_SIGN);
}

/** Whether a key is that of a word as it stands in the text, without its diacritics. */
export function isWordKey(key: string): boolean {
  return !key.startsWith(STEM_SIGN) && !key.startsWith(EXACT_SIGN) && !isNeighboursKey(key);
}

/** What a token is written under: its term, and its other forms. Words that are their own stem join its list when that is made. */
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
