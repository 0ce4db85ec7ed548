/** Measures how near to each other two words of a query stand in a paragraph. Pure. */

/** Words further apart than this, in positions, are not near. */
const WINDOW = 8;

/** How near two words stand to each other in one paragraph. */
interface Nearness {
  /** How often the second word follows the first, at most one place further on than in the query. */
  ordered: number;
  /** The sum of 1 / distance over all pairs of places within the window, in either order. */
  near: number;
  /** The least distance; 0 where they are not near. */
  distance: number;
}

/**
 * @param a and b: positions of the words, ascending, of which the first `sizeA` and `sizeB` count
 * @param gap how many places the second stands after the first in the query; 1 for neighbours
 */
export function nearness(
  a: ArrayLike<number>,
  sizeA: number,
  b: ArrayLike<number>,
  sizeB: number,
  gap: number,
): Nearness {
  const found = { ordered: 0, near: 0, distance: 0 };
  let from = 0;
  for (let i = 0; i < sizeA; i++) {
    const first = a[i] ?? 0;
    while (from < sizeB && (b[from] ?? 0) < first - WINDOW) from++;
    for (let j = from; j < sizeB; j++) {
      const behind = (b[j] ?? 0) - first;
      if (behind > WINDOW) break;
      const distance = Math.abs(behind);
      if (distance === 0) continue;
      found.near += 1 / distance;
      if (behind > 0 && behind <= gap + 1) found.ordered++;
      if (found.distance === 0 || distance < found.distance) found.distance = distance;
    }
  }
  return found;
}
