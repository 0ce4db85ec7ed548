/** The words of the index that a prefix or a mistyped word stands for. */

import { isRemoved } from '../generation/removed.js';
import { isAlive, type LiveSegment } from '../generation.js';
import { COUNTED_WORDS } from '../rank.js';
import type { Field } from '../search-types.js';
import { type FoundWord, listsIn } from './collection.js';
import { MAX_NEAR_LENGTH, oneEditAway } from './near.js';
import { giveBackFlat, unpackedOf } from './plain/flat.js';

/** Most words of one segment that a prefix expands to, in dictionary order. Where there are more, the answer says so. */
const MAX_EXPANSIONS = 1 << 16;

/** The terms that a prefix or mistyped word stands for. */
export interface Expansion {
  numbers: readonly (readonly number[])[];
  /** How many different words live paragraphs have of them; where that is above `COUNTED_WORDS`, some number above it. */
  words: number;
  /** What the limit left out, as a sentence; null where nothing. */
  note: string | null;
}

/**
 * Words that begin with `prefix`.
 * @param longer whether to leave out the word that is the prefix itself
 */
export function expandPrefix(segments: readonly LiveSegment[], prefix: string, longer: boolean): Expansion {
  const numbers: (readonly number[])[] = [];
  let cut = 0;
  for (const { segment } of segments) {
    const [from, to] = segment.prefixRange(prefix);
    const first = longer && segment.termNumber(prefix) === from ? from + 1 : from;
    const last = Math.min(to, first + MAX_EXPANSIONS);
    cut = Math.max(cut, to - last);
    // Words that only deleted paragraphs have are among them; they find nothing.
    numbers.push(segment.termsIn(first, last));
  }
  const note = cut > 0 ? `“${prefix}” begins ${cut} more words than are searched; type another letter.` : null;
  return { numbers, words: countWords(segments, numbers), note };
}

/**
 * The words that an unfinished word may become: those that begin with it, but for words that stand only where it is
 * found anyway. Most of those are its own forms: for “region”, “regional” counted both as itself and as a completion.
 * @param found what the word finds as it is
 */
export function expandUnfinished(
  segments: readonly LiveSegment[],
  prefix: string,
  found: FoundWord,
  field: Field,
): Expansion {
  const all = expandPrefix(segments, prefix, true);
  if (all.words > COUNTED_WORDS || found.keys[0] === '') return all;
  const elsewhere = new Set<string>();
  for (const [i, live] of segments.entries()) {
    const have = new Map<number, boolean>();
    forEachMatch(live, listsIn(found.lists, i), field, (paragraph, owned) => have.set(paragraph, owned));
    for (const number of all.numbers[i] ?? []) {
      const word = live.segment.term(number);
      if (elsewhere.has(word)) continue;
      forEachMatch(live, [number], field, (paragraph, owned) => {
        const known = have.get(paragraph);
        if (known === undefined || (owned && !known)) elsewhere.add(word);
      });
    }
  }
  const numbers = segments.map(({ segment }, i) =>
    (all.numbers[i] ?? []).filter((number) => elsewhere.has(segment.term(number))),
  );
  return { numbers, words: elsewhere.size, note: all.note };
}

/** Calls back for each live paragraph that has any of some words, with whether it has one itself or is only lent it from above. */
function forEachMatch(
  { segment, removed }: LiveSegment,
  numbers: readonly number[],
  field: Field,
  call: (paragraph: number, owned: boolean) => void,
): void {
  if (numbers.length === 0) return;
  const flat = unpackedOf(segment, numbers, field);
  for (let i = 0; i < flat.size; i++) {
    const paragraph = flat.paragraphs[i] ?? 0;
    if (!isRemoved(removed, paragraph)) call(paragraph, flat.owned?.[i] !== 0);
  }
  giveBackFlat(flat);
}

/** Words one edit away from `word` (an insertion, deletion, substitution, or swap of neighbours) that begin with the same letter. */
export function expandFuzzy(segments: readonly LiveSegment[], word: string): Expansion & { terms: string[] } {
  if ([...word].length > MAX_NEAR_LENGTH) {
    const note = `“${word}” has more than ${MAX_NEAR_LENGTH} letters; only the word itself is searched.`;
    return { numbers: segments.map(() => []), words: 0, note, terms: [] };
  }
  const terms = new Set<string>();
  const numbers = segments.map((live) => {
    const { segment } = live;
    const near = oneEditAway(segment, word).filter((number) => isAlive(live, number));
    for (const number of near) terms.add(segment.term(number));
    return near;
  });
  return { numbers, words: terms.size, note: null, terms: [...terms] };
}

/** `Expansion.words`. */
function countWords(segments: readonly LiveSegment[], numbers: readonly (readonly number[])[]): number {
  const [only] = segments;
  if (segments.length === 1 && only?.removed === null) return numbers[0]?.length ?? 0;
  const words = new Set<string>();
  for (const [i, live] of segments.entries()) {
    const list = numbers[i] ?? [];
    if (live.removed === null && list.length > COUNTED_WORDS) return list.length;
    for (const number of list) {
      if (isAlive(live, number)) words.add(live.segment.term(number));
      if (words.size > COUNTED_WORDS) return words.size;
    }
  }
  return words.size;
}
