/**
 * The wordings of a phrase: the ways in which it may be written. The index has a compound by its parts, each at a
 * position of its own, and as one word at the position of the first. So the word after `PowerShell` is two positions
 * after `powershell`, but only one after it where the text has `powershell`.
 */
import type { Query, Whole } from '../search-types.js';

type Phrase = Query & { type: 'phrase' };

/** Most wordings that are looked for. */
const MAX_WORDINGS = 8;

/**
 * First the phrase as it was typed; then with each compound, and each compound within one (`New-PSDrive` as `new
 * psdrive`), as one word, and with each word in the parts that it is written in somewhere. The last word needs no
 * parts, as nothing follows it.
 * @param partsOf the parts that a term is written in (compound-parts.ts)
 */
export function wordingsOf(
  { terms, wholes = [] }: Phrase,
  partsOf: (term: string) => readonly (readonly string[])[],
): readonly (readonly string[])[] {
  if (wholes.length === 0 && isOnlyOne(terms, partsOf)) return [terms];
  return wordingsBetween(terms, wholes, 0, terms.length, partsOf);
}

/** The wordings of the terms from `from` to `to`. @param wholes in the order in which they begin, longer ones before those inside them */
function wordingsBetween(
  terms: readonly string[],
  wholes: readonly Whole[],
  from: number,
  to: number,
  partsOf: (term: string) => readonly (readonly string[])[],
): readonly (readonly string[])[] {
  let wordings: readonly (readonly string[])[] = [[]];
  for (let at = from; at < to; ) {
    const whole = wholes.find((one) => one.from === at && one.to <= to);
    const end = whole?.to ?? at + 1;
    const others =
      whole === undefined
        ? end < terms.length
          ? partsOf(terms[at] ?? '')
          : []
        : [[whole.term], ...inside(terms, wholes, whole, partsOf)];
    wordings = [terms.slice(at, end), ...others]
      .flatMap((words) => wordings.map((before) => [...before, ...words]))
      .slice(0, MAX_WORDINGS);
    at = end;
  }
  return wordings;
}

/** The other wordings of a compound's parts: each may be a compound (`PowerShell-Docs`). */
function inside(
  terms: readonly string[],
  wholes: readonly Whole[],
  whole: Whole,
  partsOf: (term: string) => readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const others = wholes.filter((one) => one !== whole);
  return wordingsBetween(terms, others, whole.from, whole.to, partsOf).slice(1);
}

/** Whether no word but the last is written in parts anywhere: nearly all phrases. */
function isOnlyOne(terms: readonly string[], partsOf: (term: string) => readonly (readonly string[])[]): boolean {
  for (let i = 0; i < terms.length - 1; i++) if (partsOf(terms[i] ?? '').length > 0) return false;
  return true;
}
