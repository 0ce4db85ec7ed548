/**
 * Keeps lists of the numbers of terms with one prefix: the same array is returned again, so that sets and tables cached
 * for it are found.
 */

/** Most prefixes that are kept. */
const MAX_RANGES = 256;
/** Most bytes of the sets made for them; and up to how many terms a prefix is not worth keeping. */
const RANGE_BYTES = 16 << 20;
const FEW_TERMS = 8;

export class KeptRanges {
  private readonly ranges = new Map<number, readonly number[]>();
  private readonly most: number;

  /** @param paragraphCount of the segment: a set has a bit for each */
  constructor(paragraphCount: number) {
    this.most = Math.min(MAX_RANGES, RANGE_BYTES / (paragraphCount / 8));
  }

  /** The numbers from `from` to `to`, half-open. */
  numbers(from: number, to: number): readonly number[] {
    const key = from * 2 ** 26 + to;
    const known = this.ranges.get(key);
    const numbers = known ?? Array.from({ length: to - from }, (_, i) => from + i);
    if (numbers.length <= FEW_TERMS) return numbers;
    if (known === undefined) {
      const oldest = this.ranges.keys().next();
      if (this.ranges.size >= this.most && oldest.done === false) this.ranges.delete(oldest.value);
    } else {
      this.ranges.delete(key);
    }
    this.ranges.set(key, numbers);
    return numbers;
  }
}
