/** Cuts a text into the pieces that a vocabulary numbers: runs of letters and digits, and what stands between them. */
import { codeAt, isSurrogate } from '../code-points.js';
import { isWord } from './vocabulary.js';
import { HASH_START, hashed, hashOf } from './word-table.js';

/** The longest runs, in code units; longer ones are cut. */
const MAX_WORD = 32;
const MAX_GAP = 16;
/** No piece of any text, as it is too long for what stands between words. */
export const NO_PIECE = ' '.repeat(MAX_GAP + 1);

/** What pieces are given to. An object, as V8 compiles code anew for each new function that it calls. */
export interface Pieces {
  /** Takes a piece of a text, half-open, and its hash. */
  take(text: string, start: number, end: number, hash: number): void;
}

/**
 * Gives each piece of a text to `pieces`, in order. `Vocabulary.read` puts the pieces together to the same text. An
 * empty piece says that no space is implied.
 */
export function cut(text: string, pieces: Pieces): void {
  const { length } = text;
  let at = 0;
  let afterWord = false;
  // The loop never reads past the end, where `charCodeAt` gives NaN, so that the compiler can keep code units as integers.
  while (at < length) {
    const code = codeAt(text, at);
    let end = at + 1;
    if (isWord(code)) {
      const longest = Math.min(at + MAX_WORD, length);
      let hash = hashed(HASH_START, code);
      while (end < longest) {
        const next = codeAt(text, end);
        if (!isWord(next)) break;
        hash = hashed(hash, next);
        end++;
      }
      if (afterWord) pieces.take(text, at, at, HASH_START);
      pieces.take(text, at, end, hash);
      // `Vocabulary.read` inserts this space by itself.
      const implied = end + 1 < length && codeAt(text, end) === 0x20 && isWord(codeAt(text, end + 1));
      afterWord = !implied;
      at = implied ? end + 1 : end;
      continue;
    }
    if (code < 0x80) {
      const longest = Math.min(at + MAX_GAP, length);
      while (end < longest && isGap(codeAt(text, end))) end++;
    } else if (isSurrogate(code) && end < length && isSurrogate(codeAt(text, end))) {
      end++;
    }
    pieces.take(text, at, end, hashOf(text, at, end));
    afterWord = false;
    at = end;
  }
}

function isGap(code: number): boolean {
  return code < 0x80 && !isWord(code);
}
