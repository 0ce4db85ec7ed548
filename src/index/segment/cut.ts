/** Cuts a text into the pieces that a vocabulary numbers: runs of letters and digits, and what stands between them. */
import { isSurrogate } from './code-points.js';
import { isWord } from './vocabulary.js';
import { HASH_START, hashed, hashOf } from './word-table.js';

/** The longest runs, in code units; longer ones are cut. */
const MAX_WORD = 32;
const MAX_GAP = 16;
/** No piece of any text, as it is too long for what stands between words. */
export const NO_PIECE = ' '.repeat(MAX_GAP + 1);

/** Takes a piece of a text, half-open, and its hash. */
export type Take = (text: string, start: number, end: number, hash: number) => void;

/**
 * Calls `take` for each piece of a text, in order. `Vocabulary.read` puts the pieces together to the same text. An
 * empty piece says that no space is implied.
 */
export function cut(text: string, take: Take): void {
  const { length } = text;
  let at = 0;
  let afterWord = false;
  // The loop never reads past the end, where `charCodeAt` gives NaN, so that the compiler can keep code units as integers.
  while (at < length) {
    const code = text.charCodeAt(at);
    let end = at + 1;
    if (isWord(code)) {
      const longest = Math.min(at + MAX_WORD, length);
      let hash = hashed(HASH_START, code);
      while (end < longest) {
        const next = text.charCodeAt(end);
        if (!isWord(next)) break;
        hash = hashed(hash, next);
        end++;
      }
      if (afterWord) take(text, at, at, HASH_START);
      take(text, at, end, hash);
      // `Vocabulary.read` inserts this space by itself.
      const implied = end + 1 < length && text.charCodeAt(end) === 0x20 && isWord(text.charCodeAt(end + 1));
      afterWord = !implied;
      at = implied ? end + 1 : end;
      continue;
    }
    if (code < 0x80) {
      const longest = Math.min(at + MAX_GAP, length);
      while (end < longest && isGap(text.charCodeAt(end))) end++;
    } else if (isSurrogate(code) && end < length && isSurrogate(text.charCodeAt(end))) {
      end++;
    }
    take(text, at, end, hashOf(text, at, end));
    afterWord = false;
    at = end;
  }
}

function isGap(code: number): boolean {
  return code < 0x80 && !isWord(code);
}
