/**
 * The terms of a segment in code point order, front-coded: of every 16 the first is stored whole, the others as how
 * many bytes they share with the one before, and the rest (entry.ts). A term is found by a binary search among the
 * firsts, then a walk over at most 16, which builds no strings.
 */
import { BoundedMap } from '../kept.js';
import { Beginnings } from './beginnings.js';
import { ByteWriter } from './bytes.js';
import { Entry, LONG, TERM_BLOCK } from './entry.js';
import { FrontCoder } from './front-coder.js';
import { NumberList } from './number-list.js';
import { TermWalk } from './term-walk.js';

/** How many bytes of a block's first term most steps of a search compare: the sign of a stem's list, and the beginning of the stem. */
const SAMPLE_BYTES = 6;

export class DictionaryWriter {
  private readonly offsets = new NumberList();
  private readonly out = new ByteWriter();
  private readonly terms = new FrontCoder();
  private length = 0;

  /** Terms must come in code point order. */
  add(term: string): void {
    const { out, terms } = this;
    const begins = this.length % TERM_BLOCK === 0;
    if (begins) this.offsets.push(out.length);
    const same = terms.next(term);
    const shared = begins ? 0 : same;
    const rest = terms.length - shared;
    out.byte(Math.min(shared, LONG) * 16 + Math.min(rest, LONG));
    if (shared >= LONG) out.varint(shared - LONG);
    if (rest >= LONG) out.varint(rest - LONG);
    terms.writeRest(out, shared);
    this.length++;
  }

  /** The offsets of the first entry of every block, and of the end. */
  finish(): { offsets: NumberList; terms: Uint8Array } {
    this.offsets.push(this.out.length);
    return { offsets: this.offsets, terms: this.out.view() };
  }
}

/** Most terms whose numbers are kept. */
const MAX_NUMBERS = 1024;

export class Dictionary {
  /** Numbers of recently used terms: a query asks for each of its words several times. */
  private readonly numbers = new BoundedMap<string, number>(MAX_NUMBERS);
  private sampled: Float64Array | null = null;
  private knownBeginnings: Beginnings | null = null;

  /**
   * @param count how many terms
   * @param offsets and `bytes`: what `DictionaryWriter.finish` gives
   */
  constructor(
    readonly count: number,
    readonly offsets: Uint32Array,
    readonly bytes: Uint8Array,
  ) {}

  /** Made when they are first asked for: 5 to 10 ms for 300,000 terms. */
  get beginnings(): Beginnings {
    this.knownBeginnings ??= new Beginnings(this.count, this.bytes);
    return this.knownBeginnings;
  }

  /** A term's number where it is there; else -1 less the number of the first term after it. */
  find(wanted: Uint8Array): number {
    const block = this.blockOf(wanted);
    if (block < 0) return -1;
    const { bytes } = this;
    const entry = new Entry(bytes, this.offsets[block] ?? 0);
    const end = Math.min(this.count, (block + 1) * TERM_BLOCK);
    // How many bytes the wanted term shares with the entry before, which is less than it.
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

  /** The number of the first term at or after `text`; `count` where there is none. */
  lowerBound(text: string): number {
    const found = this.find(Buffer.from(text));
    return found < 0 ? -1 - found : found;
  }

  /** A term's number, or -1. */
  numberOf(term: string): number {
    let number = this.numbers.get(term);
    if (number === undefined) {
      number = Math.max(-1, this.find(Buffer.from(term)));
      this.numbers.set(term, number);
    }
    return number;
  }

  /** The last block whose first term is not greater than the wanted one; -1 where there is none. */
  private blockOf(wanted: Uint8Array): number {
    const { sample } = this;
    const target = sampleOf(wanted, 0, wanted.length);
    let low = 0;
    let high = sample.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sample[middle] ?? 0) < target) low = middle + 1;
      else high = middle;
    }
    // Blocks before `low` begin with lesser terms. Those whose first bytes are equal are compared in full.
    high = low;
    while (high < sample.length && sample[high] === target) high = Math.min(sample.length, high * 2 - low + 1);
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sample[middle] ?? 0) > target || this.compareFirst(middle, wanted) > 0) high = middle;
      else low = middle + 1;
    }
    return low - 1;
  }

  /** Compares the first term of a block with other bytes, in dictionary order. */
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

  /** By block: the first bytes of its first term as a number. Most of a search stays within these few kilobytes. */
  private get sample(): Float64Array {
    let sample = this.sampled;
    if (sample === null) {
      sample = new Float64Array(Math.ceil(this.count / TERM_BLOCK));
      for (let block = 0; block < sample.length; block++) {
        const entry = new Entry(this.bytes, this.offsets[block] ?? 0);
        entry.next();
        sample[block] = sampleOf(this.bytes, entry.rest, entry.at);
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

/** The first bytes as a number, in the same order. */
function sampleOf(bytes: Uint8Array, start: number, end: number): number {
  let number = 0;
  for (let i = start; i < start + SAMPLE_BYTES; i++) number = number * 256 + (i < end ? (bytes[i] ?? 0) : 0);
  return number;
}
