/** Writes a corrected word with the capitals and signs of the one that was typed. Pure. */
import { analyze } from '../analyze.js';

/** @param from what was typed @param to what it is corrected to, in lower case for the most part */
export function asTyped(from: string, to: string): string {
  return analyze(from).some(({ kind }) => kind !== 'word') ? asName(from, to) : inCaseOf(from, to);
}

/** A name of several words, such as `getUserName` or `e-mail`: it has no parts without its capitals and signs. */
function asName(from: string, to: string): string {
  const typed = [...from.matchAll(/[\p{L}\p{N}]\p{M}*/gu)].map((match) => ({ letter: match[0], at: match.index }));
  const meant = [...to];
  const same = (i: number, j: number): boolean => typed.at(i)?.letter.toLowerCase() === meant.at(j);
  const most = Math.min(typed.length, meant.length);
  let before = 0;
  while (before < most && same(before, before)) before++;
  let behind = 0;
  while (behind < most - before && same(-1 - behind, -1 - behind)) behind++;
  const other = typed.slice(before, typed.length - behind).map(({ letter }) => letter);
  const letters = meant.slice(before, meant.length - behind).map((letter, i, all) => {
    const swapped = other.find((one) => one.toLowerCase() === letter);
    return swapped ?? (all.length === other.length ? inCaseOf(other[i] ?? '', letter) : letter);
  });
  const start = typed[before]?.at ?? from.length;
  const end = behind === 0 ? from.length : (typed[typed.length - behind]?.at ?? from.length);
  return from.slice(0, start) + letters.join('') + from.slice(end);
}

/** A word with the capitals of another, which may be part of a name such as `getUserName`. */
function inCaseOf(from: string, to: string): string {
  if (from.length > 1 && from === from.toUpperCase()) return to.toUpperCase();
  const [first = ''] = from;
  const [letter = ''] = to;
  return first === first.toLowerCase() ? to : letter.toUpperCase() + to.slice(letter.length);
}
