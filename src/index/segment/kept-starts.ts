/** Keeps where positions begin (position-starts.ts) of the words of a segment that are often read, from search to search. */
import type { PostingsCursor } from './cursor.js';
import type { PositionStarts } from './position-starts.js';

/** Words with fewer postings are not kept. */
const LEAST_OWNERS = 64;
/**
 * Most bytes of one segment: 4 a posting. The words of 200 phrases take 14 MB among 465,000 real paragraphs, and 32 among
 * 800,000, where they took .61 of the time with 64 MB instead of 16, as most words had found no room.
 */
const MAX_BYTES = 64 << 20;

export class KeptStarts {
  private readonly words = new Map<number, PositionStarts>();
  private bytes = 0;

  constructor(private readonly maxBytes = MAX_BYTES) {}

  /** Those of a term if they are filled; else null. */
  known(term: number): PositionStarts | null {
    const starts = this.words.get(term);
    return starts?.isKnown === true ? starts : null;
  }

  /** Those of a term, which may be empty; null where it has too few postings. @param cursor of it, before its first paragraph */
  of(term: number, cursor: PostingsCursor): PositionStarts | null {
    if (cursor.owners < LEAST_OWNERS) return null;
    let starts = this.words.get(term);
    if (starts === undefined) {
      starts = cursor.noStarts();
      this.words.set(term, starts);
    }
    if (starts.isWanted) {
      cursor.findStarts(starts);
      this.bytes += starts.bytes;
      this.words.delete(term);
      this.words.set(term, starts);
      this.dropOldest(term);
    }
    return starts;
  }

  /** Drops what was found first, until the rest has room. What is wanted again is found again: that costs no more than was lost without. */
  private dropOldest(but: number): void {
    for (const [term, { bytes }] of this.words) {
      if (this.bytes <= this.maxBytes || term === but) return;
      if (bytes === 0) continue;
      this.words.delete(term);
      this.bytes -= bytes;
    }
  }
}
