/** Keeps the best hits by document while a segment is gone through: of each document the best one, or the best few. */

import type { Segment } from '../segment.js';
import { Best, type Scored } from './top.js';

/** Most passages that are shown of a document in a group. */
export const PASSAGES = 3;

/** The best hit of each of the best documents. Hits must be offered in ascending order. */
export class BestOfDocuments {
  private readonly best: Best;
  private current: Scored | null = null;
  /** Where the document of `current` ends. */
  private end = 0;

  constructor(
    limit: number,
    private readonly segment: Segment,
  ) {
    this.best = new Best(limit);
  }

  /** Takes in a hit if it is the best of its document so far; returns whether it is. */
  offer(paragraph: number, score: number): boolean {
    if (paragraph >= this.end) {
      this.close();
      this.end = this.segment.documentEnd(paragraph);
    } else if (score <= (this.current?.score ?? 0)) {
      return false;
    }
    this.current = { paragraph, score };
    return true;
  }

  /** Best first. */
  sorted(): Scored[] {
    this.close();
    return this.best.sorted();
  }

  private close(): void {
    if (this.current !== null) this.best.offer(this.current.paragraph, this.current.score);
    this.current = null;
  }
}

/** The best few hits of every document. Hits must be offered in ascending order. */
export class PassagesOfDocuments {
  private readonly passages: Scored[] = [];
  private best = new Best(PASSAGES);
  /** Where the document of `best` ends. */
  private end = 0;

  constructor(private readonly segment: Segment) {}

  /** Takes in a hit if it is among the best of its document so far; returns whether it is. */
  offer(paragraph: number, score: number): boolean {
    if (paragraph >= this.end) {
      this.close();
      this.end = this.segment.documentEnd(paragraph);
    }
    return this.best.offer(paragraph, score);
  }

  /** Document by document, best first. */
  sorted(): Scored[] {
    this.close();
    return this.passages;
  }

  private close(): void {
    this.passages.push(...this.best.sorted());
    this.best = new Best(PASSAGES);
  }
}
