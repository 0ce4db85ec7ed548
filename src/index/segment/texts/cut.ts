/** Cuts a text into the pieces that a vocabulary numbers: runs of letters and digits, and what stands between them. */
import { codeAt, isSurrogate } from '../code-points.js';
import { isWord } from './vocabulary.js';
import { HASH_START, hashed, hashOf } from './word-table.js';

/** The longest runs, in code units; longer ones are cut. */
const MAX_WORD = 32;
const MAX_GAP = 16;
const SPACE = 0x20;
/** No piece of any text, as it is too long for what stands between words. */
export const NO_PIECE = ' '.repeat(MAX_GAP + 1);

/** What pieces are given to. An object, as V8 compiles code anew for each new function that it calls. */
export interface Pieces {
  /** Takes a piece of a text, half-open, and its hash. */
  take(text: string, start: number, end: number, hash: number): void;
}

/** That of the piece whose end was found last: each code unit of a word is asked for once. */
let hash = HASH_START;

/**
 * Gives each piece of a text to `pieces`, in order. `Vocabulary.read` puts the pieces together to the same text. An
 * empty piece says that no space is implied.
 */
export function cut(text: string, pieces: Pieces): void {
  const { length } = text;
  let at = 0;
  let afterWord = false;
  // All pieces are given away at one place: V8 throws away code that meets another for the first time.
  while (at < length) {
    const inWord = isWord(codeAt(text, at));
    const end: number = !inWord ? gapEnd(text, at) : afterWord ? at : wordEnd(text, at);
    pieces.take(text, at, end, end > at ? hash : HASH_START);
    // `Vocabulary.read` inserts this space by itself.
    const implied =
      inWord && end > at && end + 1 < length && codeAt(text, end) === SPACE && isWord(codeAt(text, end + 1));
    afterWord = inWord && end > at && !implied;
    at = implied ? end + 1 : end;
  }
}

// Here and below, nothing is read past the end, where `charCodeAt` gives NaN, so that the compiler can keep code units as integers.
function wordEnd(text: string, at: number): number {
  const longest = Math.min(at + MAX_WORD, text.length);
  let end = at + 1;
  let all = hashed(HASH_START, codeAt(text, at));
  for (; end < longest; end++) {
    const code = codeAt(text, end);
    if (!isWord(code)) break;
    all = hashed(all, code);
  }
  hash = all;
  return end;
}

function gapEnd(text: string, at: number): number {
  const longest = Math.min(at + MAX_GAP, text.length);
  const code = codeAt(text, at);
  let end = at + 1;
  if (code < 0x80) while (end < longest && isGap(codeAt(text, end))) end++;
  else if (isSurrogate(code) && end < longest && isSurrogate(codeAt(text, end))) end++;
  hash = hashOf(text, at, end);
  return end;
}

function isGap(code: number): boolean {
  return code < 0x80 && !isWord(code);
}
