/** Finds the lists of neighbours that a segment keeps (segment/neighbours.ts) among its terms. */

import type { Dictionary } from './segment/dictionary.js';
import { areKept } from './segment/neighbours.js';
import { FIRST_NEIGHBOURS, isWordKey, neighboursKey } from './words/term-keys.js';

export class NeighbourLists {
  /** The number of the first list; null until it is first needed. */
  private first: number | null = null;

  constructor(
    private readonly dictionary: Dictionary,
    private readonly paragraphCount: number,
  ) {}

  /** Whether there are any. */
  get exist(): boolean {
    this.first ??= this.dictionary.lowerBound(FIRST_NEIGHBOURS);
    return this.first < this.dictionary.count;
  }

  /**
   * The number of the list of paragraphs that have one word right before another; -1 where there are none, null where
   * no such list is kept.
   * @param owners and others: how many paragraphs own the first and the second word
   */
  number(first: string, owners: number, second: string, others: number): number | null {
    if (!this.exist || !areKept(owners, others, this.paragraphCount)) return null;
    return isWordKey(first) && isWordKey(second) ? this.dictionary.numberOf(neighboursKey(first, second)) : null;
  }
}
