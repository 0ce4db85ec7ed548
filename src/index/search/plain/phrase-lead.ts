/** Finds the candidates of a phrase: the paragraphs of its rarest list that all lists with sets have. */

import { hasBit } from '../../segment/bits.js';
import { BLOCK } from '../../segment/postings.js';
import { PARAGRAPHS } from './candidates.js';
import type { PhraseWord } from './phrase-word.js';

export class PhraseLead {
  /** The next block of the list; where that has a set, the paragraph before which all was gone through. */
  private from = 0;

  /** @param sets those of other lists, the rarest first. They come before lists without, as a lookup takes no step in a list. */
  constructor(
    private readonly lead: PhraseWord,
    private readonly sets: readonly Uint32Array[],
  ) {}

  /**
   * Writes the next candidates into `PARAGRAPHS`, and their places in the list beside them where that has no set.
   * @param target none before this paragraph is needed
   * @returns how many; 0 at the end
   */
  next(target: number): number {
    const { table } = this.lead;
    return table === null ? this.gather(target) : this.share(table.owned, target);
  }

  /**
   * Of as many blocks as it takes to have those of one: mostly few are left of each, and what of them is read next is waited
   * for together.
   */
  private gather(target: number): number {
    const { cursor, places } = this.lead;
    const { sets } = this;
    const { paragraphs } = cursor;
    const [one = null] = sets;
    let found = 0;
    while (found < BLOCK) {
      const size = cursor.stepTo(this.from, target);
      if (size === 0) break;
      const first = cursor.block * BLOCK;
      this.from = cursor.block + 1;
      let end = found;
      for (let i = 0; i < size; i++) {
        const paragraph = paragraphs[i] ?? 0;
        if (one !== null && !hasBit(one, paragraph)) continue;
        PARAGRAPHS[end] = paragraph;
        places[end++] = first + i;
      }
      for (let s = 1; s < sets.length; s++) end = keepShared(sets[s] ?? NO_SET, found, end, places);
      found = end;
    }
    return found;
  }

  /** Where all are sets, by 32 paragraphs. */
  private share(owned: Uint32Array, target: number): number {
    // Nearly all words with paragraphs of one set have none of two others: those are looked up without a loop.
    const [one = owned, another = one, ...others] = this.sets;
    const from = Math.max(this.from, target);
    let size = 0;
    let mask = -1 << (from & 31);
    for (let word = from >> 5; word < owned.length && size < BLOCK; word++) {
      let bits = (owned[word] ?? 0) & (one[word] ?? 0) & (another[word] ?? 0) & mask;
      for (let i = 0; i < others.length && bits !== 0; i++) bits &= others[i]?.[word] ?? 0;
      for (; bits !== 0 && size < BLOCK; bits &= bits - 1) {
        PARAGRAPHS[size++] = word * 32 + 31 - Math.clz32(bits & -bits);
      }
      mask = -1;
    }
    this.from = size < BLOCK ? owned.length * 32 : (PARAGRAPHS[BLOCK - 1] ?? 0) + 1;
    return size;
  }
}

/** Of the candidates from `start` to `end` (exclusive) and their places, keeps those that a set has; returns where they end. */
function keepShared(set: Uint32Array, start: number, end: number, places: Int32Array): number {
  let left = start;
  for (let i = start; i < end; i++) {
    const paragraph = PARAGRAPHS[i] ?? 0;
    if (!hasBit(set, paragraph)) continue;
    PARAGRAPHS[left] = paragraph;
    places[left++] = places[i] ?? 0;
  }
  return left;
}

const NO_SET = new Uint32Array(0);
