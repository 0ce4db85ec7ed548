/**
 * Stores texts as numbers of their words, so that each text is read without its neighbours: inflating blocks of
 * deflated text took most of a request for a page of 20 hits. The words of all texts of a segment, and what often
 * stands side by side in these (join-pairs.ts), are numbered by how often they stand there: 140 of them take one byte in a
 * text, 28,672 two. That is also smaller than deflate in blocks of 8 KiB.
 *
 * The first byte of a number tells its length (a dense code, Brisaboa and others 2003): below 140 it is the number
 * itself; up to 251 one more byte follows, up to 254 two more, high bytes first; after 255 the rest follows as a
 * varint.
 *
 * A text is cut into runs of letters and digits, and what stands between them. A single space between two such runs is
 * implied and not written. Where a long run was cut, an empty entry says that there is no space.
 */
import { inflateRawSync } from 'node:zlib';
import { ByteReader } from '../bytes.js';

/**
 * The first bytes from which on one more byte follows (112 such values took the fewest bytes for 100,000 real
 * paragraphs), two more, and a varint.
 */
export const TWO_BYTES = 140;
export const THREE_BYTES = 252;
export const MORE_BYTES = 255;
/** Where the numbers end that take one byte, two, and three. */
export const ONE_END = TWO_BYTES;
export const TWO_END = ONE_END + (THREE_BYTES - TWO_BYTES) * 2 ** 8;
export const THREE_END = TWO_END + (MORE_BYTES - THREE_BYTES) * 2 ** 16;

/** Bits of an entry: that it begins with a letter or digit, and that it ends with one. */
const BEGINS = 1;
const ENDS = 2;

/** A text as it is stored: numbers of words of a vocabulary, in `codes` from `from` to `to`, half-open. */
export interface CodedText {
  vocabulary: Vocabulary;
  codes: Uint8Array;
  from: number;
  to: number;
}

/** Reads the numbers of entries from the bytes of a text; `at` is the next byte. */
export class EntryReader {
  constructor(
    private readonly codes: Uint8Array,
    public at: number,
  ) {}

  next(): number {
    const { codes } = this;
    const first = codes[this.at++] ?? 0;
    if (first < TWO_BYTES) return first;
    if (first < THREE_BYTES) return ONE_END + ((first - TWO_BYTES) << 8) + (codes[this.at++] ?? 0);
    if (first < MORE_BYTES) {
      const high = codes[this.at++] ?? 0;
      return TWO_END + ((first - THREE_BYTES) << 16) + (high << 8) + (codes[this.at++] ?? 0);
    }
    const reader = new ByteReader(codes, this.at);
    const rest = reader.varint();
    this.at = reader.at;
    return THREE_END + rest;
  }
}

/** Texts are put together here. */
let scratch = Buffer.allocUnsafe(1 << 16);

/** The words of a segment's texts, by number. Unpacked when first needed, as only threads that show text need them. */
export class Vocabulary {
  private entries: Entries | null = null;

  constructor(private readonly packed: Uint8Array) {}

  private get all(): Entries {
    this.entries ??= unpack(this.packed);
    return this.entries;
  }

  get size(): number {
    return this.all.edges.length;
  }

  /** How many of the entries are joined of others. */
  get joined(): number {
    return new ByteReader(this.packed, 0).varint();
  }

  /** The text of an entry: a word, what stands between words, or several of these that are joined; '' is that of a cut in a long run. */
  entry(number: number): string {
    const { bytes, starts } = this.all;
    return Buffer.from(bytes.subarray(starts[number], starts[number + 1])).toString();
  }

  /** The text of the numbers in `codes` from `from` to `to`, half-open. */
  read(codes: Uint8Array, from: number, to: number): string {
    const { bytes, starts, edges } = this.all;
    let length = 0;
    let ended = false;
    for (const reader = new EntryReader(codes, from); reader.at < to; ) {
      const entry = reader.next();
      const end = starts[entry + 1] ?? 0;
      let start = starts[entry] ?? end;
      if (length + end - start >= scratch.length) grow(length + end - start);
      const edge = edges[entry] ?? 0;
      if (ended && (edge & BEGINS) !== 0) scratch[length++] = 0x20;
      while (start < end) scratch[length++] = bytes[start++] ?? 0;
      ended = (edge & ENDS) !== 0;
    }
    return scratch.toString('utf8', 0, length);
  }
}

/** The UTF-8 bytes of all entries, where each begins (and the end of all), and whether they begin and end with letters or digits. */
interface Entries {
  bytes: Uint8Array;
  starts: Uint32Array;
  edges: Uint8Array;
}

function unpack(packed: Uint8Array): Entries {
  const head = new ByteReader(packed, 0);
  head.varint();
  const size = head.varint();
  const bytes = new Uint8Array(head.varint());
  const starts = new Uint32Array(size + 1);
  const edges = new Uint8Array(size);
  const source: Uint8Array = inflateRawSync(packed.subarray(head.at));
  const coded = new ByteReader(source, 0);
  let from = 0;
  let to = 0;
  for (let entry = 0; entry < size; entry++) {
    const shared = coded.varint();
    const rest = coded.varint();
    // Entries are short: loops take half the time of calls to copy bytes.
    const before = from;
    from = to;
    for (let i = before; i < before + shared; i++) bytes[to++] = bytes[i] ?? 0;
    const end = coded.at + rest;
    for (let at = coded.at; at < end; at++) bytes[to++] = source[at] ?? 0;
    coded.at = end;
    starts[entry + 1] = to;
    edges[entry] = edgesOf(bytes, from, to);
  }
  return { bytes, starts, edges };
}

function grow(atLeast: number): void {
  const larger = Buffer.allocUnsafe(Math.max(scratch.length * 2, atLeast + 1));
  larger.set(scratch);
  scratch = larger;
}

function edgesOf(bytes: Uint8Array, from: number, to: number): number {
  if (from === to) return 0;
  let last = to - 1;
  while (last > from && ((bytes[last] ?? 0) & 0xc0) === 0x80) last--;
  return (WORD_BYTES[bytes[from] ?? 0] ?? 0) * BEGINS + (WORD_BYTES[bytes[last] ?? 0] ?? 0) * ENDS;
}

/**
 * By code unit below U+2000: 1 where it counts as a letter or digit, which all but ASCII punctuation and spaces do. A table, as
 * V8 throws away code that meets for the first time what only rare letters are compared with.
 */
const WORD_UNITS = Uint8Array.from({ length: 0x2000 }, (_, code) =>
  Number(code >= 0x80 || /[a-z0-9]/i.test(String.fromCharCode(code))),
);

/** Whether a code unit counts as a letter or digit. Characters above (Chinese, say) are entries by themselves. False for NaN. */
export function isWord(code: number): boolean {
  return code < WORD_UNITS.length && WORD_UNITS[code] === 1;
}

/** As `isWord`, of the first byte of a character in UTF-8. */
function isWordByte(byte: number): boolean {
  return byte < 0x80 ? isWord(byte) : byte < 0xe2;
}

/** By byte: 1 where `isWordByte`, else 0. */
const WORD_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => Number(isWordByte(byte)));
