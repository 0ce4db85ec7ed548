/**
 * The paragraphs of a word as a set with a bit for each paragraph of the segment, and a byte for the count of each that
 * has the word: looked up, not stepped through.
 *
 * The count of a paragraph is found by its rank: how many paragraphs before it have the word (Jacobson 1989).
 */
import { type Saturator, saturated } from '../rank.js';
import { countOnes, hasBit } from './bits.js';

/** How many neighbouring paragraphs share a bound; also as a shift, and in 32-bit words of a set. */
export const CHUNK = 128;
export const CHUNK_SHIFT = 7;
export const CHUNK_WORDS = CHUNK / 32;

/** The paragraphs that have a word, and those that own it; the same array where the sets are equal. */
export interface Sets {
  matched: Uint32Array;
  owned: Uint32Array;
}

/** The greatest saturated counts of a word. */
export interface Bounds {
  saturator: Saturator;
  /** By chunk; exact: some paragraph of the chunk has this count. */
  chunks: Float64Array;
  /** In the whole segment. */
  most: number;
  /** Kept for searches (search/plain/any.ts): `wanted` chunks have at least `least`, which is 0 if there are fewer. */
  wanted: number;
  least: number;
}

/** All tables have one shape, so that the loops over them stay fast. */
export class Table implements Sets {
  readonly matched: Uint32Array;
  readonly owned: Uint32Array;
  /** How many paragraphs have the word before each 64; none where it has no counts. */
  private readonly ranks: Uint32Array;
  /** The bounds computed last. */
  private bounds: Bounds | null = null;
  /** How many documents own the word; null until somebody counted them. */
  documents: number | null = null;

  /**
   * @param owners how many paragraphs own the word
   * @param counts joint counts of the paragraphs that have the word, those lent from above included; null where each
   *   counts 1
   */
  constructor(
    { matched, owned }: Sets,
    readonly owners: number,
    private readonly counts: Uint8Array | null,
  ) {
    this.matched = matched;
    this.owned = owned;
    this.ranks = counts === null ? NO_RANKS : ranksOf(matched);
  }

  /** Its size in bytes once it has bounds, which are as large as ranks. */
  get bytes(): number {
    const { matched, owned, counts, ranks, isLent } = this;
    const bits = matched.byteLength + (isLent ? owned.byteLength : 0);
    return bits + (counts?.byteLength ?? 0) + 2 * ranks.byteLength;
  }

  /** Whether headings lend the word to some paragraphs. */
  get isLent(): boolean {
    return this.matched !== this.owned;
  }

  /** The place of a paragraph that has the word in its list of postings (`PostingsCursor.standAt`), if the word is one term that is not lent. */
  placeOf(paragraph: number): number {
    return rankOf(this.matched, this.ranks, paragraph);
  }

  /** Writes `placeOf` for each of some paragraphs. */
  placesOf(paragraphs: Int32Array, size: number, into: Int32Array): void {
    const { matched, ranks } = this;
    for (let i = 0; i < size; i++) into[i] = rankOf(matched, ranks, paragraphs[i] ?? 0);
  }

  /** The joint count of the word at a paragraph; 0 if it lacks the word. */
  countAt(paragraph: number): number {
    const { matched, counts, ranks } = this;
    if (!hasBit(matched, paragraph)) return 0;
    return counts === null ? 1 : (counts[rankOf(matched, ranks, paragraph)] ?? 0);
  }

  /**
   * Writes which of some paragraphs have the word, and their joint counts.
   * @param met gets the indexes of those that have it, `into` their counts
   * @returns how many have it
   */
  meet(wanted: Int32Array, size: number, met: Int32Array, into: Int32Array): number {
    const { matched, counts, ranks } = this;
    let found = 0;
    for (let i = 0; i < size; i++) {
      const paragraph = wanted[i] ?? 0;
      if (!hasBit(matched, paragraph)) continue;
      met[found] = i;
      into[found++] = counts === null ? 1 : (counts[rankOf(matched, ranks, paragraph)] ?? 0);
    }
    return found;
  }

  /**
   * Writes the paragraphs of a chunk that own the word and are worth more than `needed`, and their scores; returns how
   * many.
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
    const { matched, owned, counts, ranks } = this;
    const end = Math.min(matched.length, (chunk + 1) * CHUNK_WORDS);
    let rank = ranks[(chunk * CHUNK_WORDS) / 2] ?? 0;
    let found = 0;
    for (let word = chunk * CHUNK_WORDS; word < end; word++) {
      for (let bits = matched[word] ?? 0; bits !== 0; bits &= bits - 1) {
        const paragraph = word * 32 + 31 - Math.clz32(bits & -bits);
        const count = counts === null ? 1 : (counts[rank++] ?? 0);
        const score = worth * saturated(count, norms[lengths[paragraph] ?? 1] ?? 0);
        if (score <= needed || (owned !== matched && !hasBit(owned, paragraph))) continue;
        taken[found] = paragraph;
        worths[found++] = score;
      }
    }
    return found;
  }

  /** Adds the scores of the paragraphs of a chunk that have the word to `sums`, of which the first is that of the first paragraph. */
  addWorths(chunk: number, worth: number, lengths: Uint8Array, norms: Float64Array, sums: Float64Array): void {
    const { matched, counts, ranks } = this;
    const first = chunk * CHUNK;
    let rank = ranks[(chunk * CHUNK_WORDS) / 2] ?? 0;
    for (let word = 0; word < CHUNK_WORDS; word++) {
      for (let bits = matched[chunk * CHUNK_WORDS + word] ?? 0; bits !== 0; bits &= bits - 1) {
        const i = word * 32 + 31 - Math.clz32(bits & -bits);
        const count = counts === null ? 1 : (counts[rank++] ?? 0);
        sums[i] = (sums[i] ?? 0) + worth * saturated(count, norms[lengths[first + i] ?? 1] ?? 0);
      }
    }
  }

  boundsFor(lengths: Uint8Array, saturator: Saturator): Bounds {
    if (this.bounds?.saturator === saturator) return this.bounds;
    const { matched, counts } = this;
    const { norms } = saturator;
    const chunks = new Float64Array(Math.ceil(matched.length / CHUNK_WORDS));
    if (counts === null) boundOnes(matched, lengths, norms, chunks);
    else boundCounts(matched, counts, lengths, norms, chunks);
    let most = 0;
    for (let chunk = 0; chunk < chunks.length; chunk++) most = Math.max(most, chunks[chunk] ?? 0);
    this.bounds = { saturator, chunks, most, wanted: 0, least: 0 };
    return this.bounds;
  }
}

/** By chunk: the greatest saturated count, where every count is 1: that of the shortest text. */
function boundOnes(matched: Uint32Array, lengths: Uint8Array, norms: Float64Array, chunks: Float64Array): void {
  for (let chunk = 0; chunk < chunks.length; chunk++) {
    let least = MORE_THAN_LENGTHS;
    for (let word = chunk * CHUNK_WORDS; word < (chunk + 1) * CHUNK_WORDS; word++) {
      for (let bits = matched[word] ?? 0; bits !== 0; bits &= bits - 1) {
        const length = lengths[word * 32 + 31 - Math.clz32(bits & -bits)] ?? 1;
        if (length < least) least = length;
      }
    }
    if (least < MORE_THAN_LENGTHS) chunks[chunk] = saturated(1, norms[least] ?? 0);
  }
}

/** Above every code of a length. */
const MORE_THAN_LENGTHS = 1 << 8;

/** As `boundOnes`, of counts in the order of the paragraphs. */
function boundCounts(
  matched: Uint32Array,
  counts: Uint8Array,
  lengths: Uint8Array,
  norms: Float64Array,
  chunks: Float64Array,
): void {
  let rank = 0;
  for (let chunk = 0; chunk < chunks.length; chunk++) {
    let bound = 0;
    for (let word = chunk * CHUNK_WORDS; word < (chunk + 1) * CHUNK_WORDS; word++) {
      for (let bits = matched[word] ?? 0; bits !== 0; bits &= bits - 1) {
        const norm = norms[lengths[word * 32 + 31 - Math.clz32(bits & -bits)] ?? 1] ?? 0;
        bound = Math.max(bound, saturated(counts[rank++] ?? 0, norm));
      }
    }
    chunks[chunk] = bound;
  }
}

const NO_RANKS = new Uint32Array(0);

/** How many paragraphs of a set stand before each 64. */
function ranksOf(set: Uint32Array): Uint32Array {
  const ranks = new Uint32Array(2 * Math.ceil(set.length / CHUNK_WORDS));
  let rank = 0;
  for (let word = 0; word < set.length; word++) {
    if (word % 2 === 0) ranks[word / 2] = rank;
    rank += countOnes(set[word] ?? 0);
  }
  return ranks;
}

/** How many paragraphs of a set stand before one of them. Without a loop or branch, which could not be predicted. */
function rankOf(set: Uint32Array, ranks: Uint32Array, paragraph: number): number {
  const word = paragraph >> 5;
  const pair = word >> 1;
  // All of the first number of the pair where the paragraph is in the second; else nothing.
  const before = (set[pair * 2] ?? 0) & -(word & 1);
  return (ranks[pair] ?? 0) + countOnes(before) + countOnes((set[word] ?? 0) & ~(-1 << (paragraph & 31)));
}
