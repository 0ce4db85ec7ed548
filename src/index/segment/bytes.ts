/** Writes and reads bytes in order: a buffer that grows, texts, variable-length integers, numbers packed to a fixed bit width. */

import { codeAt } from './code-points.js';
import { GrowingBytes, WINDOW } from './growing.js';

const ENCODER = new TextEncoder();
/** Most bytes of a varint. */
const LONGEST_VARINT = 5;

/** A growing buffer of bytes: the latest are in a small window, those before it in memory that grows in place (growing.ts). */
export class ByteWriter {
  private window: Uint8Array;
  /** Bytes in the window. */
  private filled = 0;
  /** The bytes before the window; null as long as the window holds all. */
  private before: GrowingBytes | null = null;
  private start = 0;

  /** @param capacity little, as in `NumberList` */
  constructor(capacity = 64) {
    this.window = new Uint8Array(Math.min(capacity, WINDOW));
  }

  get length(): number {
    return this.start + this.filled;
  }

  byte(value: number): void {
    if (this.filled === this.window.length) this.makeRoom(1);
    this.window[this.filled++] = value;
  }

  /** An unsigned integer below 2^32, seven bits per byte, low ones first; the high bit of a byte says that more follow (LEB128). */
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
    // V8 looks up the length of a text anew in each turn of a loop, as it does `charCodeAt` (code-points.ts).
    const { length } = text;
    const most = length * 3;
    if (this.filled + most > this.window.length) this.makeRoom(most);
    for (let i = 0; i < length; i++) {
      const code = codeAt(text, i);
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

  /** Appends what another writer has: byte by byte, as most have few, and a view of them would be an object for V8 to make. */
  copy(other: ByteWriter): void {
    if (other.before !== null) {
      this.append(other.view());
      return;
    }
    const { window, filled } = other;
    if (this.filled + filled > this.window.length) this.makeRoom(filled);
    const { filled: at, window: to } = this;
    for (let i = 0; i < filled; i++) to[at + i] = window[i] ?? 0;
    this.filled = at + filled;
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

  /** A byte written before. @param index below `length` */
  at(index: number): number {
    return index < this.start ? (this.before?.at(index) ?? 0) : (this.window[index - this.start] ?? 0);
  }

  /** All bytes written, not copied: valid until the next write. */
  view(): Uint8Array {
    if (this.before === null) return this.window.subarray(0, this.filled);
    return this.moveWindow().view();
  }

  /** Empties the buffer, also what `view` returned, and frees most of its memory. */
  clear(): void {
    this.before?.release();
    this.before = null;
    this.start = 0;
    this.filled = 0;
  }

  /** Makes `needed` more bytes fit into the window. */
  private makeRoom(needed: number): void {
    if (this.filled > 0 && this.filled + needed > WINDOW) this.moveWindow();
    if (this.filled + needed <= this.window.length) return;
    const larger = new Uint8Array(Math.max(Math.min(this.window.length * 2, WINDOW), this.filled + needed));
    larger.set(this.window.subarray(0, this.filled));
    this.window = larger;
  }

  /** Moves the bytes of the window to those before it; returns all of them. */
  private moveWindow(): GrowingBytes {
    this.before ??= new GrowingBytes();
    this.before.append(this.window.subarray(0, this.filled));
    this.start += this.filled;
    this.filled = 0;
    return this.before;
  }
}

/** Reads what a `ByteWriter` wrote, from the beginning on, through a window. */
export class BytesInOrder {
  private readonly window: Uint8Array;
  private readonly reader: ByteReader;
  /** Where the window begins. */
  private start = 0;

  /** @param bytes those of `ByteWriter.view` */
  constructor(private readonly bytes: Uint8Array) {
    this.window = new Uint8Array(WINDOW);
    this.window.set(bytes.subarray(0, WINDOW));
    this.reader = new ByteReader(this.window, 0);
  }

  /** The index of the next byte. */
  get at(): number {
    return this.start + this.reader.at;
  }

  /** Past the end, it reads zeros. */
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
