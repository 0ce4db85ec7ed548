/**
 * Where the record of each term's postings begins. Records stand in the order of the dictionary; of every 8 terms the offset of the first
 * is known, and of each the size of its record in a byte. A record too large for that has its size before it (u32), and a list that an
 * earlier term has too (a stem's that only one word has, most often) is where that was written (u32).
 */
import type { ByteWriter } from './bytes.js';

/** Terms of which one offset is kept. */
export const RECORD_BLOCK = 8;
/** Instead of a size: the record is the one at the offset that stands here. */
export const ELSEWHERE = 254;
/** Instead of a size: that stands before the record. */
export const LARGE = 255;
/** Of the offset or size that stands among the records. */
export const WORD_BYTES = 4;

export class RecordSizes {
  /** The term that was asked for last and where what stands for it begins: terms are often asked for in order. */
  private term = 0;
  private at = 0;

  /** @param view of the postings */
  constructor(
    readonly offsets: Uint32Array,
    readonly sizes: Uint8Array,
    private readonly view: DataView,
  ) {}

  offsetOf(term: number): number {
    const { sizes, view } = this;
    const first = term & -RECORD_BLOCK;
    const isNear = this.term >= first && this.term <= term;
    let at = isNear ? this.at : (this.offsets[Math.floor(term / RECORD_BLOCK)] ?? 0);
    for (let i = isNear ? this.term : first; i < term; i++) {
      const size = sizes[i] ?? 0;
      at += size < ELSEWHERE ? size : size === ELSEWHERE ? WORD_BYTES : WORD_BYTES + view.getUint32(at, true);
    }
    this.term = term;
    this.at = at;
    const size = sizes[term] ?? 0;
    return size < ELSEWHERE ? at : size === ELSEWHERE ? view.getUint32(at, true) : at + WORD_BYTES;
  }
}

/** Puts records behind each other. */
export class RecordWriter {
  readonly offsets: number[] = [];
  readonly sizes: number[] = [];
  /** By a hash of their bytes, where records begin that others may share; only the last of a hash. */
  private readonly known = new Map<number, { start: number; size: number }>();

  /** @param out of all records */
  constructor(private readonly out: ByteWriter) {}

  /** Where a record of several blocks would begin, if it were the next. */
  get start(): number {
    return this.out.length + WORD_BYTES;
  }

  /** @param single whether it has one block at most: others name their first, which no two share, and begin at `start` */
  add(record: Uint8Array, single: boolean): void {
    const { out, sizes, known } = this;
    if (sizes.length % RECORD_BLOCK === 0) this.offsets.push(out.length);
    const size = record.length;
    const isLarge = !single || size >= ELSEWHERE;
    if (single && size > WORD_BYTES) {
      const hash = hashOf(record);
      const same = known.get(hash);
      if (same !== undefined && this.equals(same, record)) {
        sizes.push(ELSEWHERE);
        word(out, same.start);
        return;
      }
      known.set(hash, { start: isLarge ? this.start : out.length, size });
    }
    if (isLarge) word(out, size);
    out.append(record);
    sizes.push(isLarge ? LARGE : size);
  }

  private equals({ start, size }: { start: number; size: number }, record: Uint8Array): boolean {
    if (size !== record.length) return false;
    const written = this.out.view();
    for (let i = 0; i < size; i++) if (written[start + i] !== record[i]) return false;
    return true;
  }
}

function word(out: ByteWriter, value: number): void {
  for (let shift = 0; shift < 32; shift += 8) out.byte((value >>> shift) & 0xff);
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return hash | 0;
}
