/** Where to look for hits, and what was found there: hits are counted one by one, in ascending order. */

import { addBit, hasBit, newSet } from '../../segment/bits.js';
import type { Segment } from '../../segment.js';

/**
 * Where to look. `removed` has a bit for each deleted paragraph, `passing` one for each that passes the filters; null
 * where all or none.
 */
export interface Scope {
  segment: Segment;
  removed: Uint32Array | null;
  passing: Uint32Array | null;
  /** Whether the set of all hits is wanted, filters not applied. */
  collects: boolean;
}

/** Whether lists alone tell what is a hit in a scope, and how many hits there are. */
export function isSimple({ segment, removed, passing, collects }: Scope): boolean {
  return removed === null && passing === null && !collects && segment.onlyOneEach;
}

/** What was found in one segment, beside the best of it. */
export interface PlainFound {
  /** Exact. */
  hits: number;
  documents: number;
  /** If wanted, a bit for each hit, filters not applied. */
  set: Uint32Array | null;
  /** Whether a paragraph among the best has all the clauses. */
  isFull: (paragraph: number) => boolean;
}

/** An empty set for the hits of a scope if they are collected; else null. */
export function emptySet({ segment, collects }: Scope): Uint32Array | null {
  return collects ? newSet(segment.paragraphCount) : null;
}

/** Counts hits and their documents. */
export class Hits implements Pick<PlainFound, 'hits' | 'documents' | 'set'> {
  hits = 0;
  documents = 0;
  readonly set: Uint32Array | null;
  private documentEnd = 0;

  constructor(private readonly scope: Scope) {
    this.set = emptySet(scope);
  }

  /** Counts a match; false where it was deleted or does not pass the filters. */
  takes(paragraph: number): boolean {
    const { removed, passing, segment } = this.scope;
    if (removed !== null && hasBit(removed, paragraph)) return false;
    if (this.set !== null) addBit(this.set, paragraph);
    if (passing !== null && !hasBit(passing, paragraph)) return false;
    this.hits++;
    if (paragraph >= this.documentEnd) {
      this.documents++;
      this.documentEnd = segment.documentEnd(paragraph);
    }
    return true;
  }

  /** Counts `size` matches in a scope where lists alone tell what is a hit. */
  takeAll(size: number): void {
    this.hits += size;
    this.documents += size;
  }
}
