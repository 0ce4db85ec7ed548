/** Finds the documents before and after one in a list of hits. Pure. */
import type { Around } from '../../search-types.js';

/**
 * The first hits of those documents; both null where the one is not in the list.
 * @param id of the one
 * @param idOf tells the id of the document of a hit or of a copy
 */
export function hitsAround<Copy, Hit extends Copy & { copies?: readonly Copy[] }>(
  hits: readonly Hit[],
  id: string,
  idOf: (place: Copy) => string,
): Around<Hit> {
  const firsts = new Map<string, Hit>();
  for (const hit of hits) if (!firsts.has(idOf(hit))) firsts.set(idOf(hit), hit);
  const inOrder = [...firsts.values()];
  const own = [...firsts.keys()].indexOf(id);
  // One that is only told of as a copy stands where its text is listed.
  const at = own < 0 ? inOrder.findIndex(({ copies = [] }) => copies.some((copy) => idOf(copy) === id)) : own;
  const [previous = null, next = null] = at < 0 ? [] : [inOrder[at - 1], inOrder[at + 1]];
  return { previous, next, isListed: own >= 0 };
}
