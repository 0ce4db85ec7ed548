/**
 * The counts of a full block in one field, packed into a column. Most counts are small, and a single large one would
 * make all wide. So large ones are exceptions, which follow the packed values: a byte with their number, then their
 * places in order, then their values. One byte, the code, says how a column is packed: its bit width, and flags.
 */
import type { ByteWriter } from './bytes.js';
import { unpack, unpackOne } from './packed.js';

/** Values of a column. */
const SIZE = 128;
const WIDTH = 31;
/** There are exceptions. */
const PATCHED = 32;
/** Each value is one less than the count that it stands for: most words stand once in a text. */
const FROM_ONE = 64;
/** Bits of the widest value in a column with exceptions, which take a byte each. */
const MAX_PATCHED = 8;
/** How many bytes exceptions must save, as looking them up takes time. */
const MIN_SAVED = 4;

/** A column on its way into a block. */
export class PackedColumn {
  /** How the chosen column is packed; 0 where it is all zeros. */
  code = 0;
  private readonly values = new Int32Array(SIZE);
  private readonly sizes = new Int32Array(33);
  /** How many exceptions there are, and their places and values. */
  private exceptions = 0;
  private readonly places = new Uint8Array(SIZE);
  private readonly large = new Uint8Array(SIZE);

  /** Takes the counts from `from` on, and finds the width that needs the fewest bytes. */
  choose(counts: Int32Array, from: number): void {
    const { values, sizes } = this;
    let least = 1;
    for (let i = 0; i < SIZE; i++) least = Math.min(least, counts[from + i] ?? 0);
    sizes.fill(0);
    let widest = 0;
    for (let i = 0; i < SIZE; i++) {
      const value = (counts[from + i] ?? 0) - least;
      values[i] = value;
      const width = 32 - Math.clz32(value);
      sizes[width] = (sizes[width] ?? 0) + 1;
      if (width > widest) widest = width;
    }
    let best = widest;
    let bytes = bytesOf(widest) - MIN_SAVED;
    let larger = 0;
    for (let width = widest - 1; width >= 0 && widest <= MAX_PATCHED; width--) {
      larger += sizes[width + 1] ?? 0;
      const needed = bytesOf(width) + 1 + 2 * larger;
      if (needed >= bytes) continue;
      best = width;
      bytes = needed;
    }
    this.exceptions = 0;
    const mask = 2 ** best - 1;
    for (let i = 0; i < SIZE; i++) if ((values[i] ?? 0) > mask) this.except(i);
    this.code = best + (this.exceptions > 0 ? PATCHED : 0) + (least > 0 ? FROM_ONE : 0);
  }

  write(out: ByteWriter): void {
    const { exceptions, places, large } = this;
    out.packed(this.values, 0, SIZE, this.code & WIDTH);
    if (exceptions === 0) return;
    out.byte(exceptions);
    for (let i = 0; i < exceptions; i++) out.byte(places[i] ?? 0);
    for (let i = 0; i < exceptions; i++) out.byte(large[i] ?? 0);
  }

  private except(place: number): void {
    this.places[this.exceptions] = place;
    this.large[this.exceptions++] = this.values[place] ?? 0;
    this.values[place] = 0;
  }
}

function bytesOf(width: number): number {
  return (SIZE / 8) * width;
}

/** The size in bytes of the column that begins at `at`. */
export function columnBytes(bytes: Uint8Array, at: number, code: number): number {
  const packed = bytesOf(code & WIDTH);
  return (code & PATCHED) === 0 ? packed : packed + 1 + 2 * (bytes[at + packed] ?? 0);
}

/**
 * Reads the column that begins at `at` into `into` from `first` on; returns the index of the next byte.
 * @param view of `bytes`
 */
export function readColumn(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  code: number,
  into: Int32Array,
  first = 0,
): number {
  const least = leastOf(code);
  const next = unpack(view, at, SIZE, code & WIDTH, into, first, least);
  if ((code & PATCHED) === 0) return next;
  const places = next + 1;
  const values = places + (bytes[next] ?? 0);
  for (let i = places, value = values; i < values; i++, value++) {
    into[first + (bytes[i] ?? 0)] = (bytes[value] ?? 0) + least;
  }
  return 2 * values - places;
}

/** One value of the column that begins at `at`. */
export function valueAt(bytes: Uint8Array, view: DataView, at: number, code: number, i: number): number {
  const value = unpackOne(view, at, i, code & WIDTH);
  // An exception is packed as 0.
  if (value !== 0 || (code & PATCHED) === 0) return value + leastOf(code);
  const places = at + bytesOf(code & WIDTH) + 1;
  const values = places + (bytes[places - 1] ?? 0);
  let place = places;
  while (place < values && (bytes[place] ?? 0) < i) place++;
  const isException = place < values && bytes[place] === i;
  return leastOf(code) + (isException ? (bytes[values + place - places] ?? 0) : 0);
}

/**
 * The sum of the values `from` to `to` (exclusive) of the column that begins at `at`, without unpacking it: values of
 * up to four bits are summed eight at a time within a 32-bit number.
 */
export function sumOf(bytes: Uint8Array, view: DataView, at: number, code: number, from: number, to: number): number {
  const width = code & WIDTH;
  let sum = (to - from) * leastOf(code);
  if (width > 0) {
    let i = from;
    if (width <= 4) {
      for (; i < to && (i & 7) !== 0; i++) sum += unpackOne(view, at, i, width);
      for (; i + 8 <= to; i += 8) sum += sumOfEight(view.getInt32(at + (i >> 3) * width, true), width);
    }
    for (; i < to; i++) sum += unpackOne(view, at, i, width);
  }
  if ((code & PATCHED) === 0) return sum;
  const places = at + bytesOf(width) + 1;
  const values = places + (bytes[places - 1] ?? 0);
  for (let i = places; i < values; i++) {
    const place = bytes[i] ?? 0;
    if (place >= to) break;
    if (place >= from) sum += bytes[values + i - places] ?? 0;
  }
  return sum;
}

/** @param width at most 4: the lowest `8 * width` bits are the values */
function sumOfEight(bits: number, width: number): number {
  let sums: number;
  if (width === 4) {
    sums = (bits & 0x0f0f0f0f) + ((bits >>> 4) & 0x0f0f0f0f);
  } else if (width === 2) {
    const pairs = (bits & 0x3333) + ((bits >>> 2) & 0x3333);
    sums = (pairs & 0x0f0f) + ((pairs >>> 4) & 0x0f0f);
  } else if (width === 1) {
    const pairs = (bits & 0x55) + ((bits >>> 1) & 0x55);
    const fours = (pairs & 0x33) + ((pairs >>> 2) & 0x33);
    return (fours & 0x0f) + (fours >>> 4);
  } else {
    const pairs = (bits & 0o7070707) + ((bits >>> 3) & 0o7070707);
    return (pairs & 0o77) + ((pairs >>> 6) & 0o77) + ((pairs >>> 12) & 0o77) + ((pairs >>> 18) & 0o77);
  }
  return Math.imul(sums, 0x01010101) >>> 24;
}

function leastOf(code: number): number {
  return (code & FROM_ONE) === 0 ? 0 : 1;
}
