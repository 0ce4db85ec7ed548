/** Finds the known name that someone may have meant. */

/**
 * The name nearest to what was typed, within two slips (a letter wrong, missing or added), ignoring case; the first of
 * equals; null if there is none.
 */
export function nearest(typed: string, names: readonly string[]): string | null {
  // A longer text is too far from all names, and its length is up to the client.
  if (typed.length > 32) return null;
  let best: string | null = null;
  let bestDistance = 3;
  for (const name of names) {
    const distance = editDistance(typed.toLowerCase(), name.toLowerCase());
    // `x` is one slip from `q`, but nobody means that: at most half of a name may be wrong.
    if (distance < bestDistance && distance * 2 <= name.length) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...b].entries()) {
      const replaced = (above[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    above = current;
  }
  return above.at(-1) ?? 0;
}
