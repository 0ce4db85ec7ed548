/** How likely one word is a slip of the hand for another that is spelt almost the same. Pure. */

/** What a word counts that is two edits off, where one that is one off counts at most 1. */
const SECOND_EDIT = 0.1;
/**
 * What a word counts for which a letter too many was typed, or another one: there are many such words near any, where
 * only a few have a letter more, another vowel, the letter once that was typed twice, or two letters swapped.
 */
const LOOSE = 0.5;
/** What a word counts that begins with another letter, which people rarely mistype. */
const OTHER_FIRST = 0.6;
/** A word with another first letter and fewer letters is rather one that the folder lacks: `love` is not `move`. */
const OTHER_FIRST_FROM = 6;
const VOWELS = 'aeiouy';

/** How likely a slip is, from 0 to 1, and whether that is too little for a word without company. */
interface Slip {
  worth: number;
  doubtful: boolean;
}

/** How likely `typed` was meant to be `to`. @param distance in edits, at least 1 */
export function slipFrom(typed: string, to: string, distance: number): Slip {
  const [from, meant] = [[...typed], [...to]];
  const worth = distance > 1 ? SECOND_EDIT : isTelling(from, meant) ? 1 : LOOSE;
  const [[first, second], [meantFirst, meantSecond]] = [from, meant];
  if (first === meantFirst) return { worth, doubtful: false };
  // In a short word, or where another letter differs, too, these are rather two words: `inconsistent`, `consistent`.
  const swapped = first === meantSecond && second === meantFirst;
  const doubtful = !swapped && (distance > 1 || from.length < OTHER_FIRST_FROM);
  return { worth: worth * OTHER_FIRST, doubtful };
}

/** Whether the one edit between two words is of a kind that few pairs of words are apart by. */
function isTelling(from: readonly string[], meant: readonly string[]): boolean {
  if (meant.length > from.length) return true;
  const at = from.findIndex((letter, i) => letter !== meant[i]);
  const [typed = '', letter = ''] = [from[at], meant[at]];
  if (meant.length < from.length) return typed === from[at - 1];
  return (typed === meant[at + 1] && letter === from[at + 1]) || (isVowel(typed) && isVowel(letter));
}

function isVowel(letter: string): boolean {
  return letter !== '' && VOWELS.includes(letter);
}
