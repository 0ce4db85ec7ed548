/** Whole numbers as bytes: a growing buffer to write to, variable-length integers, and numbers packed to a fixed bit width. */

import { GrowingBytes, WINDOW } from './growing.js';
import { Room } from './pages.js';

const ENCODER = new TextEncoder();
/** Bytes of a varint, at most. */
const LONGEST_VARINT = 5;

/** Bytes that grow as they are written: in a window, and those before it where they can grow in place (growing.ts). */
export class ByteWriter {
  private window: Uint8Array;
  /** Bytes in the window. */
  private filled = 0;
  /** Those before it, once there are so many; null before that. */
  private before: GrowingBytes | null = null;
  private start = 0;

  constructor(capacity = 1024) {
    this.window = new Uint8Array(Math.min(capacity, WINDOW));
  }

  get length(): number {
    return this.start + this.filled;
  }

  byte(value: number): void {
    if (this.filled === this.window.length) this.makeRoom(1);
    this.window[this.filled++] = value;
  }

  /** An unsigned integer below 2^32, seven bits a byte, low ones first; the high bit says that more follow (LEB128). */
  varint(value: number): void {
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** UTF-8. */
  text(text: string): void {
    const most = text.length * 3;
    if (this.filled + most > this.window.length) this.makeRoom(most);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x80) {
        this.filled += ENCODER.encodeInto(text.slice(i), this.window.subarray(this.filled)).written;
        return;
      }
      this.window[this.filled++] = code;
    }
  }

  append(bytes: Uint8Array): void {
    if (bytes.length > WINDOW) {
      this.moveWindow().append(bytes);
      this.start += bytes.length;
      return;
    }
    if (this.filled + bytes.length > this.window.length) this.makeRoom(bytes.length);
    this.window.set(bytes, this.filled);
    this.filled += bytes.length;
  }

  /** `count` values from `from` on, of `width` bits (0 to 24, or 32) each, low bits first, ending on a whole byte. */
  packed(values: ArrayLike<number>, from: number, count: number, width: number): void {
    let held = 0;
    let bits = 0;
    for (let i = from; i < from + count; i++) {
      held |= (values[i] ?? 0) << bits;
      bits += width;
      while (bits >= 8) {
        this.byte(held & 0xff);
        held >>>= 8;
        bits -= 8;
      }
    }
    if (bits > 0) this.byte(held & 0xff);
  }

  /** A byte that was written. @param index below `length` */
  at(index: number): number {
    return index < this.start ? (this.before?.at(index) ?? 0) : (this.window[index - this.start] ?? 0);
  }

  /** What was written, without a copy: valid until the next write. */
  view(): Uint8Array {
    if (this.before === null) return this.window.subarray(0, this.filled);
    return this.moveWindow().view();
  }

  /** It is empty then, and keeps little of its memory; so is what `view` gave. */
  clear(): void {
    this.before?.release();
    this.before = null;
    this.start = 0;
    this.filled = 0;
  }

  /** So that `needed` more bytes fit into the window. */
  private makeRoom(needed: number): void {
    if (this.filled > 0 && this.filled + needed > WINDOW) this.moveWindow();
    if (this.filled + needed <= this.window.length) return;
    const larger = new Uint8Array(Math.max(Math.min(this.window.length * 2, WINDOW), this.filled + needed));
    larger.set(this.window.subarray(0, this.filled));
    this.window = larger;
  }

  /** Empties the window; gives what was written. */
  private moveWindow(): GrowingBytes {
    this.before ??= new GrowingBytes();
    this.before.append(this.window.subarray(0, this.filled));
    this.start += this.filled;
    this.filled = 0;
    return this.before;
  }
}

/** Reads what a `ByteWriter` wrote from its beginning on, in a window. */
export class BytesInOrder {
  private readonly window: Uint8Array;
  private readonly reader: ByteReader;
  /** Where the window begins. */
  private start = 0;

  /** @param bytes what `view` gave */
  constructor(private readonly bytes: Uint8Array) {
    this.window = new Uint8Array(WINDOW);
    this.window.set(bytes.subarray(0, WINDOW));
    this.reader = new ByteReader(this.window, 0);
  }

  /** Where the next byte is. */
  get at(): number {
    return this.start + this.reader.at;
  }

  /** Past the end zeros. */
  varint(): number {
    if (this.reader.at > WINDOW - LONGEST_VARINT) this.step();
    return this.reader.varint();
  }

  /** Appends the next bytes to others. */
  copyTo(out: ByteWriter, count: number): void {
    const { reader, window } = this;
    for (let left = count; left > 0; ) {
      if (reader.at === WINDOW) this.step();
      const end = Math.min(WINDOW, reader.at + left);
      left -= end - reader.at;
      while (reader.at < end) out.byte(window[reader.at++] ?? 0);
    }
  }

  private step(): void {
    this.start = this.at;
    this.reader.at = 0;
    const next = this.bytes.subarray(this.start, this.start + WINDOW);
    this.window.set(next);
    this.window.fill(0, next.length);
  }
}

/** Reads variable-length integers; `at` is the next byte. Past the end it reads zeros, which checksums and `verify` rule out. */
export class ByteReader {
  constructor(
    readonly bytes: Uint8Array,
    public at: number,
  ) {}

  varint(): number {
    let byte = this.bytes[this.at++] ?? 0;
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    let shift = 7;
    do {
      byte = this.bytes[this.at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte >= 0x80);
    return value >>> 0;
  }
}

/** A view over bytes, from which `unpack` reads four at once. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Reads `count` values written by `ByteWriter.packed` into `into`; returns where the next byte is. Reads up to `PADDING` bytes more.
 * Each value is cut out of the four bytes around it: a block of 128 takes 0.13 µs, where two to four loads of single bytes took 0.33. Four
 * values of up to six bits, two of up to twelve, are in four bytes together, which takes two thirds of that.
 * @param at where `into` takes the first
 * @param least is added to each
 */
export function unpack(
  view: DataView,
  start: number,
  count: number,
  width: number,
  into: Int32Array,
  at = 0,
  least = 0,
): number {
  if (width === 0) {
    into.fill(least, at, at + count);
    return start;
  }
  const mask = (1 << width) - 1;
  let bit = 0;
  const end = at + count;
  let i = at;
  if (width <= 6) {
    for (; i + 4 <= end; i += 4) {
      const bits = view.getInt32(start + (bit >> 3), true) >>> (bit & 7);
      into[i] = (bits & mask) + least;
      into[i + 1] = ((bits >>> width) & mask) + least;
      into[i + 2] = ((bits >>> (2 * width)) & mask) + least;
      into[i + 3] = ((bits >>> (3 * width)) & mask) + least;
      bit += 4 * width;
    }
  }
  for (; i + 4 <= end; i += 4) {
    const [b, c, d] = [bit + width, bit + 2 * width, bit + 3 * width];
    into[i] = ((view.getInt32(start + (bit >> 3), true) >>> (bit & 7)) & mask) + least;
    into[i + 1] = ((view.getInt32(start + (b >> 3), true) >>> (b & 7)) & mask) + least;
    into[i + 2] = ((view.getInt32(start + (c >> 3), true) >>> (c & 7)) & mask) + least;
    into[i + 3] = ((view.getInt32(start + (d >> 3), true) >>> (d & 7)) & mask) + least;
    bit += 4 * width;
  }
  for (; i < end; i++) {
    into[i] = ((view.getInt32(start + (bit >> 3), true) >>> (bit & 7)) & mask) + least;
    bit += width;
  }
  return start + ((bit + 7) >> 3);
}

/**
 * Reads a multiple of 4 values that were packed as gaps, each number less the one before and 1, as the ascending numbers they stand for.
 * @param previous the number before the first
 * @param at where `into` takes the first
 */
export function unpackAscending(
  view: DataView,
  start: number,
  count: number,
  width: number,
  previous: number,
  into: Int32Array,
  at = 0,
): number {
  const mask = (1 << width) - 1;
  const end = at + count;
  let bit = 0;
  let value = previous;
  let i = at;
  if (width <= 6) {
    for (; i < end; i += 4) {
      const bits = view.getInt32(start + (bit >> 3), true) >>> (bit & 7);
      const first = value + (bits & mask) + 1;
      const second = first + ((bits >>> width) & mask) + 1;
      const third = second + ((bits >>> (2 * width)) & mask) + 1;
      value = third + ((bits >>> (3 * width)) & mask) + 1;
      into[i] = first;
      into[i + 1] = second;
      into[i + 2] = third;
      into[i + 3] = value;
      bit += 4 * width;
    }
  } else if (width <= 12) {
    for (; i < end; i += 4) {
      const half = bit + 2 * width;
      const bits = view.getInt32(start + (bit >> 3), true) >>> (bit & 7);
      const more = view.getInt32(start + (half >> 3), true) >>> (half & 7);
      const first = value + (bits & mask) + 1;
      const second = first + ((bits >>> width) & mask) + 1;
      const third = second + (more & mask) + 1;
      value = third + ((more >>> width) & mask) + 1;
      into[i] = first;
      into[i + 1] = second;
      into[i + 2] = third;
      into[i + 3] = value;
      bit = half + 2 * width;
    }
  }
  for (; i < end; i += 4) {
    const [b, c, d] = [bit + width, bit + 2 * width, bit + 3 * width];
    value += ((view.getInt32(start + (bit >> 3), true) >>> (bit & 7)) & mask) + 1;
    into[i] = value;
    value += ((view.getInt32(start + (b >> 3), true) >>> (b & 7)) & mask) + 1;
    into[i + 1] = value;
    value += ((view.getInt32(start + (c >> 3), true) >>> (c & 7)) & mask) + 1;
    into[i + 2] = value;
    value += ((view.getInt32(start + (d >> 3), true) >>> (d & 7)) & mask) + 1;
    into[i + 3] = value;
    bit += 4 * width;
  }
  return start + ((bit + 7) >> 3);
}

/** One of the values that `unpack` reads. */
export function unpackOne(view: DataView, start: number, i: number, width: number): number {
  const bit = i * width;
  return (view.getInt32(start + (bit >> 3), true) >>> (bit & 7)) & ((1 << width) - 1);
}

/** Adds to each of `count` numbers (a multiple of 4), from `into[at]` on, as many times a value as `weight` says; the values as `unpack` reads them. */
export function addUnpacked(
  view: DataView,
  start: number,
  count: number,
  width: number,
  weight: number,
  into: Int32Array,
  at: number,
): void {
  const mask = (1 << width) - 1;
  let bit = 0;
  for (let i = at; i < at + count; i += 4) {
    const [b, c, d] = [bit + width, bit + 2 * width, bit + 3 * width];
    into[i] = (into[i] ?? 0) + weight * ((view.getInt32(start + (bit >> 3), true) >>> (bit & 7)) & mask);
    into[i + 1] = (into[i + 1] ?? 0) + weight * ((view.getInt32(start + (b >> 3), true) >>> (b & 7)) & mask);
    into[i + 2] = (into[i + 2] ?? 0) + weight * ((view.getInt32(start + (c >> 3), true) >>> (c & 7)) & mask);
    into[i + 3] = (into[i + 3] ?? 0) + weight * ((view.getInt32(start + (d >> 3), true) >>> (d & 7)) & mask);
    bit += 4 * width;
  }
}

/** Bytes that must follow packed values in a buffer, so that `unpack` never reads outside. */
export const PADDING = 4;

/** Bits that the largest of the values needs; 0 where all are 0. */
export function bitWidth(values: ArrayLike<number>, count: number): number {
  let all = 0;
  for (let i = 0; i < count; i++) all |= values[i] ?? 0;
  return 32 - Math.clz32(all);
}

/** The bytes of 32-bit numbers. */
export function wordsOf(values: readonly number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(values).buffer);
}

/** A list of unsigned 32-bit numbers that grows: four bytes each, which the collector never walks through. */
export class NumberList {
  private readonly room: Room;
  private numbers: Uint32Array;
  length = 0;

  constructor(capacity = 1024) {
    this.room = new Room(capacity * 4);
    this.numbers = new Uint32Array(this.room.buffer);
  }

  push(value: number): void {
    if (this.length === this.numbers.length) {
      this.room.grow(this.length * 8);
      this.numbers = new Uint32Array(this.room.buffer);
    }
    this.numbers[this.length++] = value;
  }

  /** @param index below `length` */
  at(index: number): number {
    return this.numbers[index] ?? 0;
  }

  /** @param index below `length` */
  set(index: number, value: number): void {
    this.numbers[index] = value;
  }

  /** What was pushed, without a copy: valid until the next push. */
  view(): Uint32Array {
    return this.numbers.subarray(0, this.length);
  }

  /** The bytes of `view`. */
  bytes(): Uint8Array {
    return new Uint8Array(this.numbers.buffer, 0, this.length * 4);
  }
}
