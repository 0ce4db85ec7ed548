/**
 * The wordings of a phrase: the ways in which it may be written. The index has a compound by its parts, each at a
 * position of its own, and as one word at the position of the first. So the word after `PowerShell` is two positions
 * after `powershell`, but only one after it where the text has `powershell`.
 */
import type { Query, Whole } from '../search-types.js';

/** Ways to write the same, each as its terms in order. */
export type Wordings = readonly (readonly string[])[];

/** The wordings of a phrase that are looked for, and how many there are besides. */
export interface PhraseWordings {
  wordings: Wordings;
  left: number;
}

/**
 * Most wordings that are looked for: those of three compounds with three ways to write each, which is more than anyone
 * asks for. Where there are more, the answer says so.
 */
export const MAX_WORDINGS = 27;

/**
 * First the phrase as it was typed; then with each compound, and each compound within one (`New-PSDrive` as `new
 * psdrive`), as one word, and with each word in the parts that it is written in somewhere. The last word needs no
 * parts, as nothing follows it.
 * @param wholes in the order in which they begin, longer ones before those inside them
 * @param partsOf the parts that a term is written in (compound-parts.ts)
 */
export function wordingsOf(
  { terms, wholes = [] }: Query & { type: 'phrase' },
  partsOf: (term: string) => Wordings,
): PhraseWordings {
  if (wholes.length === 0 && isOnlyOne(terms, partsOf)) return { wordings: [terms], left: 0 };
  /** The wordings of the terms from `from` to `to`. */
  const between = (from: number, to: number, wholes: readonly Whole[]): PhraseWordings => {
    let wordings: Wordings = [[]];
    let all = 1;
    for (let at = from; at < to; ) {
      const whole = wholes.find((one) => one.from === at && one.to <= to);
      const end = whole?.to ?? at + 1;
      const here = whole === undefined ? ofWord(at) : ofCompound(whole, wholes);
      wordings = here.wordings
        .flatMap((words) => wordings.map((before) => [...before, ...words]))
        .slice(0, MAX_WORDINGS);
      all *= here.wordings.length + here.left;
      at = end;
    }
    return { wordings, left: all - wordings.length };
  };
  const ofWord = (at: number): PhraseWordings => {
    const term = terms[at] ?? '';
    return { wordings: [[term], ...(at + 1 < terms.length ? partsOf(term) : [])], left: 0 };
  };
  /** A compound by its parts and as one word, and the other wordings of its parts: each may be a compound (`PowerShell-Docs`). */
  const ofCompound = (whole: Whole, wholes: readonly Whole[]): PhraseWordings => {
    const inside = wholes.filter((one) => one !== whole);
    const { wordings, left } = between(whole.from, whole.to, inside);
    return { wordings: [terms.slice(whole.from, whole.to), [whole.term], ...wordings.slice(1)], left };
  };
  return between(0, terms.length, wholes);
}

/** Whether no word but the last is written in parts anywhere: nearly all phrases. */
function isOnlyOne(terms: readonly string[], partsOf: (term: string) => Wordings): boolean {
  for (let i = 0; i < terms.length - 1; i++) if (partsOf(terms[i] ?? '').length > 0) return false;
  return true;
}
