/** Where the words of a phrase stand together. Pure; the searcher and the highlighter share it, so what matches is what is marked. */

/**
 * Every occurrence of a phrase, from the positions of its terms in one text.
 *
 * The terms must follow each other in order with at most `slop` other words between the first and the last of them in all; 0 is the
 * exact phrase. For each place where the phrase can begin, the nearest next terms are taken.
 * @param lists one ascending list of word positions (0-based) for each term of the phrase
 * @returns one list of positions for each occurrence, in reading order
 */
export function phraseOccurrences(lists: readonly ArrayLike<number>[], slop: number): number[][] {
  const occurrences: number[][] = [];
  const first = lists[0];
  if (first === undefined) return occurrences;
  const cursors = new Int32Array(lists.length);
  const found = new Array<number>(lists.length).fill(0);
  for (let i = 0; i < first.length; i++) {
    const start = first[i] ?? 0;
    let previous = start;
    found[0] = start;
    for (let term = 1; term < lists.length; term++) {
      const list = lists[term] ?? [];
      let cursor = cursors[term] ?? 0;
      while (cursor < list.length && (list[cursor] ?? 0) <= previous) cursor++;
      cursors[term] = cursor;
      const next = list[cursor];
      if (next === undefined) return occurrences;
      found[term] = previous = next;
    }
    if (previous - start - (lists.length - 1) <= slop) occurrences.push([...found]);
  }
  return occurrences;
}
