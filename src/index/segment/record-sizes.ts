/**
 * Where the record of each term's postings begins. Records stand in the order of the dictionary; of every 8 terms the offset of the first
 * is known, and of each the size of its record in a byte. A record too large for that has its size before it (u32), and a list that an
 * earlier term has too (a stem's that only one word has, most often) is where that was written (u32).
 */
import { ByteWriter } from './bytes.js';
import { NumberList } from './number-list.js';
import { newNumbers } from './pages.js';

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
  readonly offsets = new NumberList();
  readonly sizes = new ByteWriter();
  private readonly known = new KnownRecords();

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
      known.find(hashOf(record));
      if (known.size === size && this.equals(known.start, record)) {
        sizes.byte(ELSEWHERE);
        word(out, known.start);
        return;
      }
      known.set(isLarge ? this.start : out.length, size);
    }
    if (isLarge) word(out, size);
    out.append(record);
    sizes.byte(isLarge ? LARGE : size);
  }

  private equals(start: number, record: Uint8Array): boolean {
    for (let i = 0; i < record.length; i++) if (this.out.at(start + i) !== record[i]) return false;
    return true;
  }
}

/**
 * By a hash of their bytes, records that others may share; only the last of a hash. An open hash table of numbers: a map
 * would hold an object for each term.
 */
class KnownRecords {
  /** Slots of three: hash, beginning, and size, which is 0 where the slot is free. At most half are taken. */
  private slots = new Uint32Array(3 << 10);
  private count = 0;
  private at = 0;
  private hash = 0;

  /** Turns to a hash. */
  find(hash: number): void {
    this.hash = hash;
    this.at = slotOf(this.slots, hash);
  }

  /** Where the record begins, and its size; 0 where there is none. */
  get start(): number {
    return this.slots[this.at + 1] ?? 0;
  }

  get size(): number {
    return this.slots[this.at + 2] ?? 0;
  }

  /** From now on it is this one. */
  set(start: number, size: number): void {
    if (this.size === 0) this.count++;
    put(this.slots, this.at, this.hash, start, size);
    if (this.count * 6 > this.slots.length) this.grow();
  }

  private grow(): void {
    const old = this.slots;
    this.slots = newNumbers(old.length * 2);
    for (let at = 0; at < old.length; at += 3) {
      const size = old[at + 2] ?? 0;
      const hash = old[at] ?? 0;
      if (size > 0) put(this.slots, slotOf(this.slots, hash), hash, old[at + 1] ?? 0, size);
    }
  }
}

/** Where a hash stands, or the free slot where it would. */
function slotOf(slots: Uint32Array, hash: number): number {
  const mask = slots.length / 3 - 1;
  let slot = (hash ^ (hash >>> 15)) & mask;
  while ((slots[slot * 3 + 2] ?? 0) > 0 && slots[slot * 3] !== hash) slot = (slot + 1) & mask;
  return slot * 3;
}

function put(slots: Uint32Array, at: number, hash: number, start: number, size: number): void {
  slots[at] = hash;
  slots[at + 1] = start;
  slots[at + 2] = size;
}

function word(out: ByteWriter, value: number): void {
  for (let shift = 0; shift < 32; shift += 8) out.byte((value >>> shift) & 0xff);
}

/** FNV-1a, without a sign. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return hash >>> 0;
}
