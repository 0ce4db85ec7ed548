/** A count for some of the lists of a segment, most of which have none: two columns, which other threads are sent as they are. */

export interface ListCounts {
  /** The numbers of lists that have a count, ascending. */
  lists: Uint32Array;
  /** Theirs. */
  counts: Uint32Array;
}

export const NO_COUNTS: ListCounts = { lists: new Uint32Array(0), counts: new Uint32Array(0) };

/** @param all by list. Is changed. @param more what is added to that */
export function listCounts(all: Uint32Array, more: ListCounts): ListCounts {
  for (const [i, list] of more.lists.entries()) all[list] = (all[list] ?? 0) + (more.counts[i] ?? 0);
  let size = 0;
  for (let list = 0; list < all.length; list++) if (all[list] !== 0) size++;
  const lists = new Uint32Array(size);
  const counts = new Uint32Array(size);
  let at = 0;
  for (let list = 0; list < all.length; list++) {
    const count = all[list] ?? 0;
    if (count === 0) continue;
    lists[at] = list;
    counts[at++] = count;
  }
  return { lists, counts };
}

/** The count of a list; 0 where it has none. */
export function countOf({ lists, counts }: ListCounts, list: number): number {
  let low = 0;
  let high = lists.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lists[middle] ?? 0) < list) low = middle + 1;
    else high = middle;
  }
  return lists[low] === list ? (counts[low] ?? 0) : 0;
}
