/** Keeps where positions begin (position-starts.ts) of the words of a segment that are often read, from search to search. */
import type { PostingsCursor } from './cursor.js';
import type { PositionStarts } from './position-starts.js';

/** Words with fewer postings are not kept. */
const LEAST_OWNERS = 64;
/** Most bytes of one segment, above which no further word is kept: 4 a posting. */
const MAX_BYTES = 16 << 20;

export class KeptStarts {
  private readonly words = new Map<number, PositionStarts>();
  private bytes = 0;

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
    if (starts.isWanted && this.bytes < MAX_BYTES) {
      cursor.findStarts(starts);
      this.bytes += starts.bytes;
    }
    return starts;
  }
}
