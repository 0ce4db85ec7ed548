/** Finds where the words of a phrase stand together. Pure; shared by search and highlighting, so that what matches is what is marked. */
import { grown } from '../segment/texts/pages.js';

/**
 * Visits every occurrence of a phrase, from the positions of its terms in one text.
 *
 * The terms must follow each other in order with at most `slop` other words between the first and the last of them in
 * all; 0 is the exact phrase. From each place where the phrase can begin, the nearest next terms are taken.
 * @param lists one ascending list of word positions (0-based) for each term of the phrase
 * @param sizes how many numbers of each list count
 * @param visit gets the index in the first list at which the occurrence begins, and its positions, valid during the
 *   call
 */
export function forEachOccurrence(
  lists: readonly ArrayLike<number>[],
  sizes: readonly number[],
  slop: number,
  visit: (first: number, positions: readonly number[]) => void,
): void {
  const first = lists[0];
  if (first === undefined) return;
  const cursors = lists.map(() => 0);
  const positions = lists.map(() => 0);
  for (let i = 0; i < (sizes[0] ?? 0); i++) {
    const start = first[i] ?? 0;
    let previous = start;
    positions[0] = start;
    for (let term = 1; term < lists.length; term++) {
      const list = lists[term] ?? [];
      const size = sizes[term] ?? 0;
      let cursor = cursors[term] ?? 0;
      while (cursor < size && (list[cursor] ?? 0) <= previous) cursor++;
      cursors[term] = cursor;
      if (cursor === size) return;
      previous = list[cursor] ?? 0;
      positions[term] = previous;
    }
    if (previous - start - (lists.length - 1) <= slop) visit(i, positions);
  }
}

/**
 * As `forEachOccurrence` where no other words may stand between those of the phrase: writes the indexes in the first list
 * at which occurrences begin, and returns how many there are. Makes no garbage.
 */
export function exactOccurrences(
  lists: readonly ArrayLike<number>[],
  sizes: readonly number[],
  into: number[],
): number {
  const first = lists[0] ?? [];
  const words = lists.length;
  for (let word = 1; word < words; word++) AT[word] = 0;
  let found = 0;
  for (let i = 0; i < (sizes[0] ?? 0); i++) {
    const start = first[i] ?? 0;
    let word = 1;
    for (; word < words; word++) {
      const list = lists[word] ?? first;
      const size = sizes[word] ?? 0;
      let at = AT[word] ?? 0;
      while (at < size && (list[at] ?? 0) < start + word) at++;
      AT[word] = at;
      if (at === size) return found;
      if (list[at] !== start + word) break;
    }
    if (word === words) into[found++] = i;
  }
  return found;
}

/** Scratch space: by word of the phrase, the index in its list. */
const AT: number[] = [];

/**
 * As `exactOccurrences`, where one of the words may be another: writes the positions at which such occurrences begin (below 0
 * where they would begin before the text), and returns how many there are. Makes no garbage.
 * @param lists of at least three words
 */
export function occurrencesButOne(
  lists: readonly ArrayLike<number>[],
  sizes: readonly number[],
  into: number[],
): number {
  const words = lists.length;
  let found = 0;
  for (let word = 0; word < words; word++) {
    const list = lists[word] ?? [];
    const size = sizes[word] ?? 0;
    const last = (list[size - 1] ?? 0) + words;
    if (last >= STANDING.length) STANDING = grown(STANDING, last + 1);
    for (let i = 0; i < size; i++) {
      const start = (list[i] ?? 0) - word;
      const standing = (STANDING[start + words] ?? 0) + 1;
      STANDING[start + words] = standing;
      if (standing === words - 1) into[found++] = start;
    }
  }
  for (let word = 0; word < words; word++) {
    const list = lists[word] ?? [];
    for (let i = 0; i < (sizes[word] ?? 0); i++) STANDING[(list[i] ?? 0) - word + words] = 0;
  }
  return found;
}

/** Scratch space: by where an occurrence would begin, how many words stand where they then should; 0 between calls. */
let STANDING = new Uint8Array(1 << 12);

/** Every occurrence as its positions, in reading order; see `forEachOccurrence`. */
export function phraseOccurrences(lists: readonly ArrayLike<number>[], slop: number): number[][] {
  const occurrences: number[][] = [];
  const sizes = lists.map((list) => list.length);
  forEachOccurrence(lists, sizes, slop, (_, positions) => occurrences.push([...positions]));
  return occurrences;
}
