/** Keeps the best few of many scored paragraphs of one segment. */

/** A paragraph of a segment with its score. */
export interface Scored {
  /** Its number in the segment. */
  paragraph: number;
  score: number;
}

/**
 * A binary heap with the worst of the kept on top, in two arrays of numbers. Among equals the later paragraph is worse:
 * this order is written out in each loop, as with one function for all of them the best 250 of 20,000 took 1.1 times as long.
 */
export class Best {
  private readonly scores: number[] = [];
  private readonly paragraphs: number[] = [];

  /** The score that a later paragraph must exceed to be kept, and an earlier one must reach; the floor while there is room. */
  threshold: number;

  /** @param floor scores not above it are not wanted, as there are enough better ones elsewhere */
  constructor(
    readonly limit: number,
    floor = Number.NEGATIVE_INFINITY,
  ) {
    this.threshold = limit > 0 ? floor : Number.POSITIVE_INFINITY;
  }

  /** Takes in a paragraph if it is among the best so far; returns whether it is. */
  offer(paragraph: number, score: number): boolean {
    if (score <= this.threshold && !this.isTie(paragraph, score)) return false;
    const { scores, paragraphs } = this;
    if (scores.length < this.limit) {
      scores.push(score);
      paragraphs.push(paragraph);
      this.rise();
    } else {
      this.sink(paragraph, score);
    }
    if (scores.length === this.limit) this.threshold = scores[0] ?? this.threshold;
    return true;
  }

  /**
   * Whether a score not above the threshold is good enough after all: it equals that of a later paragraph, or there is
   * room and no floor.
   */
  private isTie(paragraph: number, score: number): boolean {
    if (score < this.threshold || this.limit === 0) return false;
    return this.isFull ? paragraph < (this.paragraphs[0] ?? 0) : score === Number.NEGATIVE_INFINITY;
  }

  /** The paragraphs kept so far, in no order. */
  get kept(): readonly number[] {
    return this.paragraphs;
  }

  /** Whether as many are kept as are wanted. */
  get isFull(): boolean {
    return this.scores.length === this.limit;
  }

  /** Best first. Empties the heap, which cannot be used any more. */
  sorted(): Scored[] {
    const { scores, paragraphs } = this;
    const sorted = new Array<Scored>(scores.length);
    for (let left = scores.length; left > 0; left--) {
      sorted[left - 1] = { paragraph: paragraphs[0] ?? 0, score: scores[0] ?? 0 };
      const score = scores.pop() ?? 0;
      const paragraph = paragraphs.pop() ?? 0;
      if (left > 1) this.sink(paragraph, score);
    }
    return sorted;
  }

  /** Moves the last entry up to its place. */
  private rise(): void {
    const { scores, paragraphs } = this;
    let at = scores.length - 1;
    const score = scores[at] ?? 0;
    const paragraph = paragraphs[at] ?? 0;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = scores[parent] ?? 0;
      const there = paragraphs[parent] ?? 0;
      if (above < score || (above === score && there > paragraph)) break;
      scores[at] = above;
      paragraphs[at] = there;
      at = parent;
    }
    scores[at] = score;
    paragraphs[at] = paragraph;
  }

  /** Puts an entry in the place of the worst, and moves it down to its own. */
  private sink(paragraph: number, score: number): void {
    const { scores, paragraphs } = this;
    const { length } = scores;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= length) break;
      if (child + 1 < length && this.worse(child + 1, child)) child++;
      const below = scores[child] ?? 0;
      const there = paragraphs[child] ?? 0;
      if (below > score || (below === score && there < paragraph)) break;
      scores[at] = below;
      paragraphs[at] = there;
      at = child;
    }
    scores[at] = score;
    paragraphs[at] = paragraph;
  }

  private worse(a: number, b: number): boolean {
    const x = this.scores[a] ?? 0;
    const y = this.scores[b] ?? 0;
    return x !== y ? x < y : (this.paragraphs[a] ?? 0) > (this.paragraphs[b] ?? 0);
  }
}

/** The n-th greatest value; 0 where fewer values are above 0. */
export function nthGreatest(values: ArrayLike<number>, n: number): number {
  const most = new Best(n, 0);
  for (let i = 0; i < values.length; i++) most.offer(i, values[i] ?? 0);
  return most.isFull ? most.threshold : 0;
}
