/** How a folder spells a word that is typed with other diacritics, or with none. */

import { frequency, isAlive, type LiveSegment } from '../generation.js';
import { kept } from '../kept.js';
import type { Segment } from '../segment.js';
import { exactKey } from '../words/term-keys.js';

/** Most spellings of one word that a segment is asked for. Where there are more, the answer says so. */
const MAX_SPELLINGS = 64;

/** The numbers of the lists of all spellings of a term with diacritics in a segment; half-open. */
function spellingRange(segment: Segment, term: string): [from: number, to: number] {
  return segment.prefixRange(exactKey(term, ''));
}

/** The numbers of a segment's lists of the spellings of a term with diacritics that it is asked for. */
function spellingLists(segment: Segment, term: string): readonly number[] {
  const [from, to] = spellingRange(segment, term);
  return Array.from({ length: Math.min(to - from, MAX_SPELLINGS) }, (_, i) => from + i);
}

/** How many more spellings of a term with diacritics some segment has than it is asked for. */
export function spellingsLeft(segments: readonly LiveSegment[], term: string): number {
  let left = 0;
  for (const { segment } of segments) {
    const [from, to] = spellingRange(segment, term);
    left = Math.max(left, to - from - MAX_SPELLINGS);
  }
  return left;
}

/** The spellings of a term with diacritics, in lower case, that live paragraphs have: `zürich` of `zurich`. */
export function spellingsOf(segments: readonly LiveSegment[], term: string): string[] {
  const prefix = exactKey(term, '');
  const spellings = new Set<string>();
  for (const live of segments) {
    for (const number of spellingLists(live.segment, term))
      if (isAlive(live, number)) spellings.add(live.segment.term(number).slice(prefix.length));
  }
  return [...spellings].sort();
}

/** How most paragraphs that have a term spell it, in lower case. */
export function usualSpelling(segments: readonly LiveSegment[], term: string): string {
  const counted = spellingsOf(segments, term).map((spelling) => ({
    spelling,
    have: frequency(segments, exactKey(term, spelling)),
  }));
  // What has none of them spells it without diacritics; a paragraph may spell it in two ways.
  const plain = frequency(segments, term) - counted.reduce((sum, { have }) => sum + have, 0);
  return [{ spelling: term, have: plain }, ...counted].reduce((best, one) => (one.have > best.have ? one : best))
    .spelling;
}

/** A word exactly as typed, in terms of the index. */
export interface ExactForm {
  key: string;
  /** For a word typed without diacritics: the lists of its spellings with diacritics, whose counts are in the list of `key`, too. */
  otherSpellings(segment: Segment): readonly number[];
}

/** The exact form of a word. @param typed as it was typed, in lower case; the same as `term` if it has no diacritics */
export function exactForm(term: string, typed: string): ExactForm {
  if (typed !== term) return { key: exactKey(term, typed), otherSpellings: () => [] };
  const known = new Map<Segment, readonly number[]>();
  return {
    key: term,
    otherSpellings: (segment) => kept(known, segment, () => spellingLists(segment, term)),
  };
}
