/** How the values of a record are written and read: packed texts, plain ones, sizes and times. */
import { ByteReader, type ByteWriter } from '../bytes.js';

/** A way to write a text of few different characters in fewer bytes. */
interface Packing {
  pack(text: string): Buffer;
  unpack(bytes: Buffer, from: number, to: number): string;
}

export const HEX: Packing = {
  pack: (text) => Buffer.from(text, 'hex'),
  unpack: (bytes, from, to) => bytes.toString('hex', from, to),
};
export const BASE64: Packing = {
  pack: (text) => Buffer.from(text, 'base64url'),
  unpack: (bytes, from, to) => bytes.toString('base64url', from, to),
};
/**
 * Stamps are decimal numbers with hyphens between them: two characters per byte, as if they were hexadecimal digits;
 * `f` fills up the last byte.
 */
export const STAMP: Packing = {
  pack: (text) => Buffer.from(text.replaceAll('-', 'a') + (text.length % 2 === 1 ? 'f' : ''), 'hex'),
  unpack: (bytes, from, to) => {
    const stamp = bytes.toString('hex', from, to).replaceAll('a', '-');
    return stamp.endsWith('f') ? stamp.slice(0, -1) : stamp;
  },
};

/**
 * Writes twice the length in bytes, plus one where the text is packed, then the bytes. A text that packing would change
 * is written as it is.
 */
export function writePacked(out: ByteWriter, text: string, { pack, unpack }: Packing): void {
  const packed = pack(text);
  const isPacked = unpack(packed, 0, packed.length) === text;
  const bytes = isPacked ? packed : Buffer.from(text);
  out.varint(bytes.length * 2 + Number(isPacked));
  out.append(bytes);
}

/** Writes the length of a text in UTF-8, then the text. */
export function writeText(out: ByteWriter, text: string): void {
  out.varint(Buffer.byteLength(text));
  out.text(text);
}

/** Whole numbers from this on take eight bytes, as do all others. */
const MAX_WHOLE = 2 ** 52;

/**
 * Writes sizes and times, which may exceed 32 bits: twice the number, seven bits per byte as in `ByteWriter.varint`.
 * Other numbers are the byte 1 and then eight bytes, a double.
 */
export function writeNumber(out: ByteWriter, value: number): void {
  if (Number.isInteger(value) && value >= 0 && value < MAX_WHOLE && !Object.is(value, -0)) {
    let rest = value * 2;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) out.byte((rest % 0x80) + 0x80);
    out.byte(rest);
    return;
  }
  out.byte(1);
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeDoubleLE(value);
  out.append(bytes);
}

/** Reads what the functions above write. */
export class RecordReader extends ByteReader {
  constructor(
    private readonly buffer: Buffer,
    at: number,
  ) {
    super(buffer, at);
  }

  text(): string {
    const length = this.varint();
    const end = this.at + length;
    const text = this.buffer.toString('utf8', this.at, end);
    this.at = end;
    return text;
  }

  packed({ unpack }: Packing): string {
    const code = this.varint();
    const from = this.at;
    this.at += code >>> 1;
    return (code & 1) === 1 ? unpack(this.buffer, from, this.at) : this.buffer.toString('utf8', from, this.at);
  }

  skipText(): void {
    const length = this.varint();
    this.at += length;
  }

  skipPacked(): void {
    const code = this.varint();
    this.at += code >>> 1;
  }

  number(): number {
    let byte = this.buffer[this.at++] ?? 0;
    if (byte === 1) {
      this.at += 8;
      return this.buffer.readDoubleLE(this.at - 8);
    }
    let double = byte & 0x7f;
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      byte = this.buffer[this.at++] ?? 0;
      double += (byte & 0x7f) * scale;
    }
    return double / 2;
  }
}
