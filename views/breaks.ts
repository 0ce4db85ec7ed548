/** Where a name that is too long for a line may go on in the next: between what it is put together from. Pure. */

/** Shorter ones fit a line on a phone, and are left whole. In code units. */
const LONG = 28;
/** What may stand before the end of a file's name: `.json`. */
const ENDING = 5;

const SIGNS = '-_./\\:;,=?&#@|+~(){}[]<>';
/** Signs that also stand within figures. */
const IN_FIGURES = '.,:';

/**
 * Offsets into a text, ascending, none at its ends; none at all where it has no long name. Signs and capitals of ASCII alone are looked at. A
 * page may have thousands of texts: a space every few words is enough to know that no word between is long.
 * @param inNames whether names of programs may break as well; code has other places
 */
export function breaksIn(text: string, inNames = true): number[] {
  const breaks: number[] = [];
  for (let start = 0; start + LONG <= text.length; ) {
    const space = lastSpace(text, start, start + LONG);
    let end = start + LONG;
    if (space >= start) {
      end = space;
    } else {
      while (end < text.length && !isSpace(text.charCodeAt(end))) end++;
      for (let place = start + 1; place < end; place++) if (breaksAt(text, place, end, inNames)) breaks.push(place);
    }
    start = end + 1;
  }
  return breaks;
}

/** Where the last space before `to` stands; below `from` where there is none. */
function lastSpace(text: string, from: number, to: number): number {
  let at = to - 1;
  while (at >= from && !isSpace(text.charCodeAt(at))) at--;
  return at;
}

/** Behind a sign, and where a capital begins a word: `node_|modules`, `get|User`, `XML|Http`. */
function breaksAt(text: string, place: number, end: number, inNames: boolean): boolean {
  const before = text.charCodeAt(place - 1);
  const here = text.charCodeAt(place);
  if (isWord(before)) return inNames && isCapital(here) && (!isCapital(before) || isSmall(text.charCodeAt(place + 1)));
  const sign = text.charAt(place - 1);
  if (!isWord(here) || !SIGNS.includes(sign) || (sign === '_' && !inNames)) return false;
  return !IN_FIGURES.includes(sign) || (!isDigit(here) && (sign !== '.' || end - place > ENDING));
}

const isSpace = (code: number): boolean => code <= 0x20;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isCapital = (code: number): boolean => code >= 0x41 && code <= 0x5a;
const isSmall = (code: number): boolean => code >= 0x61 && code <= 0x7a;
const isWord = (code: number): boolean => isDigit(code) || isCapital(code) || isSmall(code) || code >= 0x80;
