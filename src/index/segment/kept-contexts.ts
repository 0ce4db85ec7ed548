/**
 * Keeps the contexts of a segment's terms as they were read: a search opens six cursors for a word, and frequent words
 * of headings have 30,000 intervals.
 */

import type { ByteReader } from './bytes.js';
import { type ContextInterval, readContext } from './postings.js';

/** Fewer intervals than this are read anew as fast as they are found here. */
const MIN_INTERVALS = 32;
/** Most intervals that are kept, 56 bytes each. */
const MAX_INTERVALS = 1 << 17;

interface Kept {
  context: readonly ContextInterval[];
  /** Where the bytes after it begin. */
  end: number;
}

export class KeptContexts {
  /** By their offset; null for those that were read just once, as a merge and `pilcrow verify` read each of them. */
  private readonly kept = new Map<number, Kept | null>();
  private size = 0;

  /** @param reader is at the number of a term's intervals, and afterwards past them */
  read(reader: ByteReader): readonly ContextInterval[] {
    const start = reader.at;
    const known = this.kept.get(start);
    if (known != null) {
      reader.at = known.end;
      return known.context;
    }
    const context = readContext(reader, reader.varint());
    if (context.length < MIN_INTERVALS || context.length > MAX_INTERVALS) return context;
    if (known === undefined) this.kept.set(start, null);
    else this.keep(start, { context, end: reader.at });
    return context;
  }

  private keep(start: number, kept: Kept): void {
    this.size += kept.context.length;
    if (this.size > MAX_INTERVALS) {
      this.kept.clear();
      this.size = kept.context.length;
    }
    this.kept.set(start, kept);
  }
}
