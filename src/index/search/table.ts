/**
 * A word's paragraphs as a set with a bit for each paragraph of the segment, and a byte for the count of each: looked up, not walked.
 *
 * A table that is kept has counts of those paragraphs alone that have the word, found by how many have it before (rank, Jacobson 1989): a fifth
 * of the bytes. One that is made for a search has a byte for every paragraph, which is sooner filled.
 */

import { type Saturator, saturated } from '../rank.js';
import { countOnes, forEachBit, hasBit } from '../segment/bits.js';
import { nthGreatest } from './top.js';

/** Paragraphs that share a bound, and their shift. */
export const CHUNK = 128;
export const CHUNK_SHIFT = 7;
export const CHUNK_WORDS = CHUNK / 32;

/** Paragraphs that have a word, and those that own it; one set where they are the same. */
export interface Sets {
  matched: Uint32Array;
  owned: Uint32Array;
}

/** What a saturated count comes to at most. */
export interface Bounds {
  saturator: Saturator;
  /** In each chunk: exactly, as some paragraph there has it. */
  chunks: Float64Array;
  /** In all of them. */
  most: number;
  /** In as many chunks it comes to at least this; `least` is 0 where there are fewer. */
  wanted: number;
  least: number;
}

/** All tables have one shape, which the loops that look things up in them rely on. */
export class Table implements Sets {
  readonly matched: Uint32Array;
  readonly owned: Uint32Array;
  /** As they were last computed. */
  private bounds: Bounds | null = null;
  /** How many documents own the word; null until somebody counted them. */
  documents: number | null = null;

  /**
   * @param owners how many paragraphs own the word
   * @param counts joint counts, with what is lent from above: of each paragraph, or with `ranks` of those that have the word; null where each counts once
   * @param ranks how many paragraphs have the word before each chunk
   */
  constructor(
    { matched, owned }: Sets,
    readonly owners: number,
    private readonly counts: Uint8Array | null,
    private readonly ranks: Uint32Array | null,
  ) {
    this.matched = matched;
    this.owned = owned;
  }

  /** The same with counts of those paragraphs alone that have the word. */
  compact(): Table {
    const { matched, owners } = this;
    const ranks = new Uint32Array(Math.ceil(matched.length / CHUNK_WORDS));
    let size = 0;
    for (let word = 0; word < matched.length; word++) {
      if (word % CHUNK_WORDS === 0) ranks[word / CHUNK_WORDS] = size;
      size += countOnes(matched[word] ?? 0);
    }
    const counts = new Uint8Array(size);
    let rank = 0;
    forEachBit(matched, (paragraph) => {
      counts[rank++] = this.countAt(paragraph);
    });
    return new Table(this, owners, counts, ranks);
  }

  /** What it takes once it has bounds, which are twice as large as ranks. */
  get bytes(): number {
    const { matched, owned, counts, ranks } = this;
    const bits = matched.byteLength + (owned === matched ? 0 : owned.byteLength);
    return bits + (counts?.byteLength ?? 0) + 3 * (ranks?.byteLength ?? 0);
  }

  /** The joint count of the word at a paragraph; 0 where it has not the word. */
  countAt(paragraph: number): number {
    const { matched, counts, ranks } = this;
    if (counts === null) return Number(hasBit(matched, paragraph));
    if (ranks === null) return counts[paragraph] ?? 0;
    return hasBit(matched, paragraph) ? (counts[rankOf(matched, ranks, paragraph)] ?? 0) : 0;
  }

  /**
   * Tells which of some paragraphs have the word, and their joint counts.
   * @param met gets the indexes of those that do, `into` what each of these counts; returns how many they are
   */
  meet(wanted: Int32Array, size: number, met: Int32Array, into: Int32Array): number {
    const { matched, counts, ranks } = this;
    let found = 0;
    for (let i = 0; i < size; i++) {
      const paragraph = wanted[i] ?? 0;
      if (!hasBit(matched, paragraph)) continue;
      met[found] = i;
      into[found++] =
        counts === null ? 1 : (counts[ranks === null ? paragraph : rankOf(matched, ranks, paragraph)] ?? 0);
    }
    return found;
  }

  /**
   * Writes which paragraphs of a chunk are worth more than `needed`, and what they are worth; returns how many they are.
   * @param norms by the code of a length
   */
  takeAbove(
    chunk: number,
    needed: number,
    worth: number,
    lengths: Uint8Array,
    norms: Float64Array,
    taken: Int32Array,
    worths: Float64Array,
  ): number {
    const { matched, counts, ranks } = this;
    const end = Math.min(matched.length, (chunk + 1) * CHUNK_WORDS);
    let rank = ranks?.[chunk] ?? 0;
    let found = 0;
    for (let word = chunk * CHUNK_WORDS; word < end; word++) {
      for (let bits = matched[word] ?? 0; bits !== 0; bits &= bits - 1) {
        const paragraph = word * 32 + 31 - Math.clz32(bits & -bits);
        const count = counts === null ? 1 : (counts[ranks === null ? paragraph : rank++] ?? 0);
        const score = worth * saturated(count, norms[lengths[paragraph] ?? 1] ?? 0);
        if (score <= needed) continue;
        taken[found] = paragraph;
        worths[found++] = score;
      }
    }
    return found;
  }

  boundsFor(lengths: Uint8Array, saturator: Saturator): Bounds {
    if (this.bounds?.saturator === saturator) return this.bounds;
    const { matched } = this;
    const chunks = new Float64Array(Math.ceil(matched.length / CHUNK_WORDS));
    let most = 0;
    forEachBit(matched, (paragraph) => {
      const chunk = paragraph >> CHUNK_SHIFT;
      const saturated = saturator.saturate(this.countAt(paragraph), lengths[paragraph] ?? 1);
      if (saturated > (chunks[chunk] ?? 0)) chunks[chunk] = saturated;
      if (saturated > most) most = saturated;
    });
    this.bounds = { saturator, chunks, most, wanted: 0, least: 0 };
    return this.bounds;
  }

  /** Gives back counts that were lent for one search, as zeros; null where there are none. */
  release(): Uint8Array | null {
    const { matched, counts, ranks } = this;
    if (counts === null || ranks !== null) return null;
    for (let word = 0; word < matched.length; word++)
      if (matched[word] !== 0) counts.fill(0, word * 32, word * 32 + 32);
    return counts;
  }
}

/** How many paragraphs of a set stand before one of them. */
function rankOf(set: Uint32Array, ranks: Uint32Array, paragraph: number): number {
  const chunk = paragraph >> CHUNK_SHIFT;
  const last = paragraph >> 5;
  let rank = ranks[chunk] ?? 0;
  for (let word = chunk * CHUNK_WORDS; word < last; word++) rank += countOnes(set[word] ?? 0);
  return rank + countOnes((set[last] ?? 0) & ~(-1 << (paragraph & 31)));
}

/** What a saturated count comes to in at least as many paragraphs as are wanted; 0 where that is not known. */
export function leastOfMost(bounds: Bounds, wanted: number): number {
  if (bounds.wanted !== wanted) {
    bounds.least = nthGreatest(bounds.chunks, wanted);
    bounds.wanted = wanted;
  }
  return bounds.least;
}
