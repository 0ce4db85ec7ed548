/**
 * Finds where the record of each term's postings begins. Records are in the order of the dictionary. Of every 8 terms
 * the offset of the first is stored, and of each term the size of its record in a byte. A record too large for that has
 * its size before it (u32). If an earlier term has an equal record (most often that of a stem that only one word has),
 * the offset of that one is stored instead (u32).
 */
import { ByteWriter } from '../bytes.js';
import { NumberList } from '../number-list.js';
import { newNumbers } from './pages.js';

/** How many terms share one offset. */
export const RECORD_BLOCK = 8;
/** In place of a size: the record is at the offset that is stored here. */
export const ELSEWHERE = 254;
/** In place of a size: the size is stored before the record. */
const LARGE = 255;
/** Bytes of an offset or size that is stored among the records. */
export const UINT32_BYTES = 4;

export class RecordSizes {
  /** The term asked for last, and where its bytes begin: terms are often asked for in order. */
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
      at += size < ELSEWHERE ? size : size === ELSEWHERE ? UINT32_BYTES : UINT32_BYTES + view.getUint32(at, true);
    }
    this.term = term;
    this.at = at;
    const size = sizes[term] ?? 0;
    return size < ELSEWHERE ? at : size === ELSEWHERE ? view.getUint32(at, true) : at + UINT32_BYTES;
  }
}

/** Writes the records of all terms. */
export class RecordWriter {
  readonly offsets = new NumberList();
  readonly sizes = new ByteWriter();
  private readonly known = new KnownRecords();

  /** @param out of all records */
  constructor(private readonly out: ByteWriter) {}

  /** Where the next record begins, if it has several blocks. */
  get start(): number {
    return this.out.length + UINT32_BYTES;
  }

  /**
   * @param single whether it has one block at most. Records of several blocks name their first, which no two share, and
   *   begin at `start`
   */
  add(record: ByteWriter, single: boolean): void {
    const { out, sizes, known } = this;
    if (sizes.length % RECORD_BLOCK === 0) this.offsets.push(out.length);
    const size = record.length;
    const isLarge = !single || size >= ELSEWHERE;
    if (single && size > UINT32_BYTES) {
      known.find(hashOf(record));
      if (known.size === size && this.equals(known.start, record)) {
        sizes.byte(ELSEWHERE);
        writeUint32(out, known.start);
        return;
      }
      known.set(isLarge ? this.start : out.length, size);
    }
    if (isLarge) writeUint32(out, size);
    out.copy(record);
    sizes.byte(isLarge ? LARGE : size);
  }

  private equals(start: number, record: ByteWriter): boolean {
    for (let i = 0; i < record.length; i++) if (this.out.at(start + i) !== record.at(i)) return false;
    return true;
  }
}

/**
 * Records that later terms may share, by a hash of their bytes; only the last of each hash. An open hash table of
 * numbers, as a `Map` would hold an object per term.
 */
class KnownRecords {
  /**
   * Three numbers per slot: hash, beginning and size of a record; the size is 0 where the slot is free. At most half of
   * the slots are taken.
   */
  private slots = new Uint32Array(3 << 10);
  private count = 0;
  private at = 0;
  private hash = 0;

  /** Selects a hash for `start`, `size` and `set`. */
  find(hash: number): void {
    this.hash = hash;
    this.at = slotOf(this.slots, hash);
  }

  /** Where the record of the selected hash begins. */
  get start(): number {
    return this.slots[this.at + 1] ?? 0;
  }

  get size(): number {
    return this.slots[this.at + 2] ?? 0;
  }

  /** Sets the record of the selected hash. */
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

/** The slot of a hash, or the free one where it would stand. */
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

function writeUint32(out: ByteWriter, value: number): void {
  for (let shift = 0; shift < 32; shift += 8) out.byte((value >>> shift) & 0xff);
}

/** FNV-1a, as an unsigned number. */
function hashOf(bytes: ByteWriter): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes.at(i), 0x01000193);
  return hash >>> 0;
}
