/**
 * The tokens of a text that may be among some words, without analysing the rest: most stretches between spaces are
 * passed over after a look at the first two letters of each word in them. Analysing the 20 texts of a page in full was
 * the largest part of a request. Pure.
 */
import { analyze, plainToken } from './analyze.js';
import type { Token } from './types.js';
import { keepsBeginnings } from './words/languages.js';

const [SIGN, SMALL, CAPITAL, DIGIT] = [0, 1, 2, 3];
/** The kind of each ASCII character. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z]/.test(character)) return SMALL;
  if (/[A-Z]/.test(character)) return CAPITAL;
  return /[0-9]/.test(character) ? DIGIT : SIGN;
});
const SPACE = 0x20;
/** Signs that make a plain word part of another token: before it (`.net`), and after it (`c++`). */
const BEFORE = /['.+#_-]/;
const BEHIND = /['+#]/;

/** A bit for each possible second letter; all bits where it may be any. */
const ANY = 0xffffffff;

export class Glance {
  /** By ASCII character: the second letters of the wanted words that begin with it; 0 where none does. */
  private readonly seconds = new Uint32Array(128);

  /** @param words terms, stems and beginnings of terms */
  constructor(words: Iterable<string>) {
    for (const word of words) {
      // `.net` is a token at the word `NET`.
      const bare = word.startsWith('.') ? word.slice(1) : word;
      const first = bare.charAt(0);
      const second = bare.length > 1 ? secondBit(bare.charCodeAt(1)) : ANY;
      for (const character of [first, first.toUpperCase()]) {
        const code = character.charCodeAt(0);
        if (code < this.seconds.length) this.seconds[code] = (this.seconds[code] ?? 0) | second;
      }
    }
  }

  /**
   * All tokens of a text that are one of the words, or have one as their stem or as a prefix, in order; others may be
   * among them. Their `position` has no meaning.
   */
  tokens(text: string, language: string | null): Token[] {
    if (!keepsBeginnings(language)) return analyze(text, language);
    const found: Token[] = [];
    for (let at = 0; at < text.length; at++) {
      const start = at;
      let may = false;
      let begins = true;
      let runs = 0;
      let from = at;
      let to = at;
      for (; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code <= SPACE) break;
        // Folding may turn it into any letter.
        const kind = code < KINDS.length ? KINDS[code] : undefined;
        if (kind === undefined) {
          may = true;
          runs = Number.POSITIVE_INFINITY;
        } else if (kind === SIGN) {
          begins = true;
        } else {
          if (begins) {
            runs++;
            from = at;
          }
          // A capital within a word may begin a part of it, and so may the number after the v of a version.
          if ((begins || kind === CAPITAL || kind === DIGIT) && !may) {
            const seconds = this.seconds[code] ?? 0;
            may = seconds !== 0 && (seconds & secondBit(text.charCodeAt(at + 1))) !== 0;
          }
          begins = false;
          to = at + 1;
        }
      }
      if (may) this.take(text, language, { start, end: at }, runs === 1 ? { start: from, end: to } : null, found);
    }
    return found;
  }

  /** @param only the run of letters and digits in the stretch, where it has just one */
  private take(text: string, language: string | null, stretch: Stretch, only: Stretch | null, found: Token[]): void {
    const { start, end } = stretch;
    if (only !== null && !BEFORE.test(text.charAt(only.start - 1)) && !BEHIND.test(text.charAt(only.end))) {
      const token = plainToken(text, only.start, only.end, language);
      if (token !== null) {
        found.push(token);
        return;
      }
    }
    for (const token of analyze(text.slice(start, end), language)) {
      token.start += start;
      token.end += start;
      // The parts of a word share its range.
      if (token.word !== null) token.word = { start: token.word.start + start, end: token.word.end + start };
      found.push(token);
    }
  }
}

/**
 * The bit of a second letter, small or capital; `y` counts as `i` (see `keepsBeginnings`). All bits where it is not an
 * ASCII letter, or is missing.
 */
function secondBit(code: number): number {
  const letter = (code | 0x20) - 0x61;
  if (!(letter >= 0 && letter < 26) || code >= 0x80) return ANY;
  return 1 << (letter === 24 ? 8 : letter);
}

interface Stretch {
  start: number;
  end: number;
}
