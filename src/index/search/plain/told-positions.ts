/**
 * Drops candidates of an exact phrase by the positions that are told (segment/position-starts.ts), before any is read:
 * four of ten. A loop over all candidates that does nothing else waits for several lines of memory at once.
 */
import { countOnes } from '../../segment/bits.js';
import { LEFT_BITS, leftOf, SURE_BIT } from '../../segment/position-starts.js';
import { keepMet, MET, PARAGRAPHS, ROOM } from './candidates.js';
import type { PhraseWord } from './phrase-word.js';

export class ToldPositions {
  /** What is known before any word is looked at. */
  private readonly atFirst: number;

  /**
   * @param words of the phrase in order
   * @param rarest where the rarest word first stands
   * @param others where words stand whose positions are told, the rarest first
   */
  private constructor(
    private readonly words: readonly PhraseWord[],
    private readonly rarest: number,
    private readonly others: readonly number[],
  ) {
    this.atFirst = others.length === words.length - 1 ? LEFT_BITS | SURE_BIT : LEFT_BITS;
  }

  /**
   * Null where too little is told. Else all words of which positions are told (`isTold`) must be placed.
   * @param different the words of the phrase, each once, the rarest first
   */
  static of(words: readonly PhraseWord[], different: readonly PhraseWord[]): ToldPositions | null {
    const [first] = different;
    if (first === undefined || !isTold(first)) return null;
    const rarest = words.indexOf(first);
    const others: number[] = [];
    for (let d = 0; d < different.length; d++) {
      const word = different[d];
      if (word === undefined || !isTold(word)) continue;
      for (let i = 0; i < words.length; i++) if (i !== rarest && words[i] === word) others.push(i);
    }
    if (others.length === 0) return null;
    return new ToldPositions(words, rarest, others);
  }

  /**
   * Drops the candidates that are known to lack the phrase; returns how many are left.
   * @param columns beside the candidates, `FIRST` and `LEFT` among them
   */
  keep(size: number, columns: readonly Int32Array[]): number {
    const { words, rarest, others } = this;
    gather(words[rarest], size, FIRST);
    LEFT.fill(this.atFirst, 0, size);
    let left = size;
    for (let o = 0; o < others.length && left > 0; o++) {
      const at = others[o] ?? rarest;
      gather(words[at], left, OTHER);
      let met = 0;
      for (let i = 0; i < left; i++) {
        const still = (LEFT[i] ?? 0) & leftOf(FIRST[i] ?? 0, OTHER[i] ?? 0, at - rarest);
        LEFT[i] = still;
        if ((still & LEFT_BITS) !== 0) MET[met++] = i;
      }
      left = keepMet(left, met, columns, columns.length);
    }
    return left;
  }

  /** How often the i-th candidate that is left has the phrase, which is in its text alone; 0 where that is not told. */
  countAt(i: number): number {
    const left = LEFT[i] ?? 0;
    return left >= SURE_BIT ? countOnes(left & LEFT_BITS) : 0;
  }
}

/** Whether the positions of a word are told. */
export function isTold({ starts, table, isPlaced }: PhraseWord): boolean {
  return starts?.isKnown === true && (isPlaced || table !== null);
}

/** Writes what is told of a word in the candidates. */
function gather(word: PhraseWord | undefined, size: number, into: Int32Array): void {
  word?.table?.placesOf(PARAGRAPHS, size, word.places);
  word?.starts?.gather(word.places, size, into);
}

/** Scratch space: what is told of the rarest word, and which of its positions are left, beside the candidates; what is told of another word. */
export const FIRST = new Int32Array(ROOM);
export const LEFT = new Int32Array(ROOM);
const OTHER = new Int32Array(ROOM);
