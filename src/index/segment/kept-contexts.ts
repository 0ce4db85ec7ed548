/** Keeps the contexts of a segment's terms as they were read: a search opens six cursors for a word, and looks at thirty related ones. */

import type { ByteReader } from './bytes.js';
import { Intervals } from './intervals.js';

/** Fewer intervals than this are read anew as fast as they are found here. */
const MIN_INTERVALS = 32;
/** Most intervals that are kept, 16 bytes each. */
const MAX_INTERVALS = 1 << 19;

interface Kept {
  context: Intervals;
  /** Where the bytes after it begin. */
  end: number;
}

export class KeptContexts {
  /** By their offset, those asked for last at the end; null for those that were read just once, as a merge and `pilcrow verify` read each of them. */
  private readonly kept = new Map<number, Kept | null>();
  private size = 0;

  /**
   * @param reader is at the number of a term's intervals, and afterwards past them
   * @param spare where they are read to, if they are not to be kept
   */
  read(reader: ByteReader, spare: Intervals): Intervals {
    const { kept } = this;
    const start = reader.at;
    const known = kept.get(start);
    if (known != null) {
      reader.at = known.end;
      kept.delete(start);
      kept.set(start, known);
      return known.context;
    }
    const context = known === null ? new Intervals() : spare;
    context.read(reader);
    if (context.length < MIN_INTERVALS || context.length > MAX_INTERVALS) return context;
    if (known === undefined) kept.set(start, null);
    else this.keep(start, { context, end: reader.at });
    return context;
  }

  private keep(start: number, one: Kept): void {
    this.kept.delete(start);
    this.size += one.context.length;
    for (const [oldest, known] of this.kept) {
      if (this.size <= MAX_INTERVALS) break;
      this.size -= known?.context.length ?? 0;
      this.kept.delete(oldest);
    }
    this.kept.set(start, one);
  }
}
