/**
 * The terms of a segment in the order of code points, front-coded: of every 16 the first stands whole, the others as how many bytes they
 * share with the one before them, and the rest (`entry.ts`). Terms are found by halving what is left between the firsts, then by one walk
 * over 16, for which nothing is put together.
 */
import { BEGINNING_BYTES, Beginnings, keyOf } from './beginnings.js';
import { ByteReader, ByteWriter } from './bytes.js';
import { Entry, LONG, readSizes } from './entry.js';
import { NumberList } from './number-list.js';

/** Terms of which one offset is kept. */
export const TERM_BLOCK = 16;
/** Bytes of a block's first term that most of a search looks at: the sign of a stem's list, and the beginning of the stem. */
const SAMPLE_BYTES = 6;

export class DictionaryWriter {
  private readonly offsets = new NumberList();
  private readonly out = new ByteWriter(1 << 16);
  private previous: Uint8Array = new Uint8Array();
  private length = 0;

  /** Terms must come in code point order. */
  add(term: string): void {
    const { out, previous } = this;
    const bytes = Buffer.from(term);
    let shared = 0;
    if (this.length % TERM_BLOCK === 0) this.offsets.push(out.length);
    else while (shared < bytes.length && bytes[shared] === previous[shared]) shared++;
    const rest = bytes.length - shared;
    out.byte(Math.min(shared, LONG) * 16 + Math.min(rest, LONG));
    if (shared >= LONG) out.varint(shared - LONG);
    if (rest >= LONG) out.varint(rest - LONG);
    out.append(bytes.subarray(shared));
    this.previous = bytes;
    this.length++;
  }

  /** The offset of every block's first entry, and the end. */
  finish(): { offsets: NumberList; terms: Uint8Array } {
    this.offsets.push(this.out.length);
    return { offsets: this.offsets, terms: this.out.view() };
  }
}

export class Dictionary {
  private sampled: Float64Array | null = null;
  private knownBeginnings: Beginnings | null = null;

  /**
   * @param count of terms
   * @param offsets and `bytes`: what `DictionaryWriter.finish` gives
   */
  constructor(
    readonly count: number,
    readonly offsets: Uint32Array,
    readonly bytes: Uint8Array,
  ) {}

  /** Made when they are first asked for: 5 to 10 ms for 300,000 terms. */
  get beginnings(): Beginnings {
    this.knownBeginnings ??= new Beginnings(this);
    return this.knownBeginnings;
  }

  /** A term's number where it is there; else -1 less the number of the first term behind it. */
  find(wanted: Uint8Array): number {
    const block = this.blockOf(wanted);
    if (block < 0) return -1;
    const { bytes } = this;
    const entry = new Entry(bytes, this.offsets[block] ?? 0);
    const end = Math.min(this.count, (block + 1) * TERM_BLOCK);
    // How many bytes the wanted term shares with the one before, which is less than it.
    let same = 0;
    for (let number = block * TERM_BLOCK; number < end; number++) {
      entry.next();
      if (entry.shared > same) continue;
      if (entry.shared < same) return -1 - number;
      let at = entry.rest;
      while (at < entry.at && same < wanted.length && bytes[at] === wanted[same]) {
        at++;
        same++;
      }
      if (at === entry.at && same === wanted.length) return number;
      if (same === wanted.length || (at < entry.at && (bytes[at] ?? 0) > (wanted[same] ?? 0))) return -1 - number;
    }
    return -1 - end;
  }

  /** The last block whose first term is not behind the wanted one; -1 where there is none. */
  private blockOf(wanted: Uint8Array): number {
    const { sample } = this;
    const beginning = beginningOf(wanted, 0, wanted.length);
    let low = 0;
    let high = sample.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sample[middle] ?? 0) < beginning) low = middle + 1;
      else high = middle;
    }
    // Blocks before `low` begin before the wanted term; those that begin alike are compared.
    high = low;
    while (high < sample.length && sample[high] === beginning) high = Math.min(sample.length, high * 2 - low + 1);
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sample[middle] ?? 0) > beginning || this.compareFirst(middle, wanted) > 0) high = middle;
      else low = middle + 1;
    }
    return low - 1;
  }

  /** The first term of a block beside other bytes, in dictionary order. */
  private compareFirst(block: number, wanted: Uint8Array): number {
    const entry = new Entry(this.bytes, this.offsets[block] ?? 0);
    entry.next();
    const size = entry.at - entry.rest;
    const length = Math.min(size, wanted.length);
    for (let i = 0; i < length; i++) {
      const difference = (this.bytes[entry.rest + i] ?? 0) - (wanted[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return size - wanted.length;
  }

  /** Of every block the first bytes as a number: most of a search for a term stays in a few kilobytes. */
  private get sample(): Float64Array {
    let sample = this.sampled;
    if (sample === null) {
      sample = new Float64Array(Math.ceil(this.count / TERM_BLOCK));
      for (let block = 0; block < sample.length; block++) {
        const entry = new Entry(this.bytes, this.offsets[block] ?? 0);
        entry.next();
        sample[block] = beginningOf(this.bytes, entry.rest, entry.at);
      }
      this.sampled = sample;
    }
    return sample;
  }

  term(number: number): string {
    const walk = new TermWalk(this, number);
    return Buffer.from(walk.bytes.buffer, walk.bytes.byteOffset, walk.length).toString();
  }
}

/** Stands at one term after another, and knows how many bytes each shares with the one where it stood before. */
export class TermWalk {
  /** The term's, in the first `length` bytes; valid until the next step. */
  bytes = new Uint8Array(64);
  length = 0;
  /** Bytes in common with the term where it stood before. */
  shared = 0;
  /** The entry behind the term. */
  private at: number;
  /** A beginning that is not behind that of the term. */
  private beginning = 0;

  /** @param number below the number of terms */
  constructor(
    private readonly dictionary: Dictionary,
    public number: number,
  ) {
    const block = Math.floor(number / TERM_BLOCK);
    this.at = dictionary.offsets[block] ?? 0;
    this.take(block * TERM_BLOCK, this.at);
    while (this.number < number) this.next(number + 1);
    this.shared = 0;
  }

  /** To the next term; false where that is not before `to`. */
  next(to: number): boolean {
    return this.number + 1 < to && this.take(this.number + 1, this.at);
  }

  /**
   * To the first term before `to` that does not begin with the first `length` bytes of this one, and where it begins with all of those but
   * the last, has `least` or a larger byte there; false where there is none.
   */
  leap(length: number, to: number, least = 0): boolean {
    if (length <= BEGINNING_BYTES) return this.leapFar(length, to, least);
    const { bytes, offsets } = this.dictionary;
    let { number, at } = this;
    for (;;) {
      // The others of its block, of which little more than the sizes is read.
      const end = Math.min(to, (number | (TERM_BLOCK - 1)) + 1);
      for (number++; number < end; number++) {
        const head = bytes[at] ?? 0;
        const isShort = head < LONG * 16 && (head & LONG) < LONG;
        const shared = isShort ? head >> 4 : sharedOf(bytes, at);
        if (shared < length && (shared < length - 1 || (bytes[isShort ? at + 1 : restOf(bytes, at)] ?? 0) >= least)) {
          return this.take(number, at);
        }
        at = isShort ? at + 1 + (head & LONG) : endOf(bytes, at);
      }
      if (number >= to) return false;
      const block = number / TERM_BLOCK;
      if (this.isBehind(at, length, least)) return this.take(number, at);
      // The blocks before that one are leapt over, but the end of the last of them need not be.
      const last = this.blockBehind(block + 1, length, least) - 1;
      number = last * TERM_BLOCK;
      if (number >= to) return false;
      at = endOf(bytes, offsets[last] ?? 0);
    }
  }

  /** As `leap`, of at most as many bytes as beginnings have: the term is the first of its beginning. */
  private leapFar(length: number, to: number, least: number): boolean {
    const { bytes } = this;
    const { beginnings } = this.dictionary;
    const last = bytes[length - 1] ?? 0;
    bytes[length - 1] = Math.max(last + 1, least);
    const key = keyOf(bytes, length);
    bytes[length - 1] = last;
    const beginning = beginnings.find(key, this.beginning);
    this.beginning = beginning;
    const number = beginnings.numbers[beginning] ?? to;
    if (number >= to) return false;
    let shared = 0;
    for (let i = 0; i < BEGINNING_BYTES; i++) {
      const byte = beginnings.byte(beginning, i);
      if (shared === i && i < this.length && bytes[i] === byte) shared++;
      bytes[i] = byte;
    }
    this.take(number, beginnings.entries[beginning] ?? 0);
    this.shared = Math.min(shared, this.length);
    return true;
  }

  /** The first block from `block` on whose first term `leap` would go to; leaps are doubled, then halved. */
  private blockBehind(block: number, length: number, least: number): number {
    const { offsets } = this.dictionary;
    const blocks = offsets.length - 1;
    let low = block;
    let high = block;
    for (let step = 1; high < blocks && !this.isBehind(offsets[high] ?? 0, length, least); step *= 2) {
      low = high + 1;
      high = Math.min(blocks, high + step);
    }
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.isBehind(offsets[middle] ?? 0, length, least)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Whether `leap` would go to the first term of a block, whose entry is at `at`. */
  private isBehind(at: number, length: number, least: number): boolean {
    const { bytes } = this.dictionary;
    const rest = (bytes[at] ?? 0) < LONG ? at + 1 : restOf(bytes, at);
    for (let i = 0; i < length - 1; i++) if (bytes[rest + i] !== this.bytes[i]) return true;
    const last = bytes[rest + length - 1] ?? 0;
    return last !== this.bytes[length - 1] && last >= least;
  }

  /** How many bytes the first term of a block, whose entry is at `at`, has in common with this one. */
  private common(at: number): number {
    const { bytes } = this.dictionary;
    const head = bytes[at] ?? 0;
    const isShort = head < LONG;
    const rest = isShort ? at + 1 : restOf(bytes, at);
    const end = isShort ? rest + head : endOf(bytes, at);
    const most = Math.min(this.length, end - rest);
    let common = 0;
    while (common < most && bytes[rest + common] === this.bytes[common]) common++;
    return common;
  }

  /** Goes to a term by the entry at `at`, of which the bytes that it shares are here already. */
  private take(number: number, at: number): true {
    const all = this.dictionary.bytes;
    const head = all[at] ?? 0;
    const isShort = head < LONG * 16 && (head & LONG) < LONG;
    const kept = isShort ? head >> 4 : sharedOf(all, at);
    const rest = isShort ? at + 1 : restOf(all, at);
    const end = isShort ? rest + (head & LONG) : endOf(all, at);
    this.shared = number % TERM_BLOCK === 0 ? this.common(at) : kept;
    this.number = number;
    this.length = kept + end - rest;
    if (this.length > this.bytes.length) {
      const larger = new Uint8Array(this.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    const { bytes } = this;
    for (let from = rest, to = kept; from < end; from++, to++) bytes[to] = all[from] ?? 0;
    this.at = end;
    return true;
  }
}

/** Of the entry at `at`, one with long numbers too: how many bytes it shares, where its own begin, and where they end. */
function sharedOf(bytes: Uint8Array, at: number): number {
  return readSizes(new ByteReader(bytes, at))[0];
}

function restOf(bytes: Uint8Array, at: number): number {
  const reader = new ByteReader(bytes, at);
  readSizes(reader);
  return reader.at;
}

function endOf(bytes: Uint8Array, at: number): number {
  const reader = new ByteReader(bytes, at);
  const [, rest] = readSizes(reader);
  return reader.at + rest;
}

/** The first bytes as a number that orders as they do. */
function beginningOf(bytes: Uint8Array, start: number, end: number): number {
  let number = 0;
  for (let i = start; i < start + SAMPLE_BYTES; i++) number = number * 256 + (i < end ? (bytes[i] ?? 0) : 0);
  return number;
}
