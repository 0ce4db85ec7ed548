/** The best few of many scored paragraphs of one segment. */

export interface Scored {
  /** Its number in the segment. */
  paragraph: number;
  score: number;
}

/** A binary heap with the worst of the best on top; among equals the later paragraph is worse. */
export class Best {
  private readonly heap: Scored[] = [];

  /** The score that a later paragraph must exceed to be among the best; below every score while there is room. */
  threshold: number;

  constructor(private readonly limit: number) {
    this.threshold = limit > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }

  /** Whether it is among the best so far. Paragraphs must be offered in ascending order. */
  offer(paragraph: number, score: number): boolean {
    if (this.heap.length < this.limit) {
      this.heap.push({ paragraph, score });
      this.rise(this.heap.length - 1);
      if (this.heap.length === this.limit) this.threshold = this.heap[0]?.score ?? this.threshold;
      return true;
    }
    if (score <= this.threshold) return false;
    this.heap[0] = { paragraph, score };
    this.sink();
    this.threshold = this.heap[0]?.score ?? this.threshold;
    return true;
  }

  /** Best first. */
  sorted(): Scored[] {
    return [...this.heap].sort((a, b) => (worse(a, b) ? 1 : -1));
  }

  private rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.swapped(parent, at)) return;
      at = parent;
    }
  }

  private sink(): void {
    let at = 0;
    for (;;) {
      const [left, right] = [at * 2 + 1, at * 2 + 2];
      const a = this.heap[left];
      const b = this.heap[right];
      if (a === undefined) return;
      const worst = b !== undefined && worse(b, a) ? right : left;
      if (!this.swapped(at, worst)) return;
      at = worst;
    }
  }

  /** Swaps a parent with its child where the child is worse. */
  private swapped(parent: number, child: number): boolean {
    const a = this.heap[parent];
    const b = this.heap[child];
    if (a === undefined || b === undefined || !worse(b, a)) return false;
    this.heap[parent] = b;
    this.heap[child] = a;
    return true;
  }
}

function worse(a: Scored, b: Scored): boolean {
  return a.score !== b.score ? a.score < b.score : a.paragraph > b.paragraph;
}
