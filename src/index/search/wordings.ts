/**
 * The ways in which a phrase may be written. A compound stands in the index by its parts, each at a place of its own, and as one word at that of the
 * first: so what follows `PowerShell` is two places behind `powershell`, and one behind it in small letters.
 */
import type { Query } from '../search-types.js';

type Phrase = Query & { type: 'phrase' };

/** Most of them that are looked for. */
const MOST_WORDINGS = 8;

/**
 * As it was typed, first; then with each compound as one word, and each word in the parts that it is somewhere written in, but for the last: behind that
 * nothing has a place.
 * @param partsOf the parts that a term is written in (compound-parts.ts)
 */
export function wordingsOf(
  { terms, wholes = [] }: Phrase,
  partsOf: (term: string) => readonly (readonly string[])[],
): readonly (readonly string[])[] {
  if (wholes.length === 0 && isOnlyOne(terms, partsOf)) return [terms];
  let wordings: readonly (readonly string[])[] = [[]];
  for (let at = 0; at < terms.length; ) {
    const whole = wholes.find(({ from }) => from === at);
    const end = whole?.to ?? at + 1;
    const others = whole !== undefined ? [[whole.term]] : end < terms.length ? partsOf(terms[at] ?? '') : [];
    wordings = [terms.slice(at, end), ...others]
      .flatMap((words) => wordings.map((before) => [...before, ...words]))
      .slice(0, MOST_WORDINGS);
    at = end;
  }
  return wordings;
}

/** Whether no word but the last is written in parts anywhere: nearly all phrases. */
function isOnlyOne(terms: readonly string[], partsOf: (term: string) => readonly (readonly string[])[]): boolean {
  for (let i = 0; i < terms.length - 1; i++) if (partsOf(terms[i] ?? '').length > 0) return false;
  return true;
}
