/**
 * Text as numbers of its words, so that each text is read without its neighbours: unpacking a page of 20 hits from deflated blocks was
 * most of a request. The words of all texts of a segment, and their most frequent pairs, are numbered by how often they stand there: 140
 * take one byte in a text, 28,672 two. That is smaller than deflate in blocks of 8 KiB, too.
 *
 * The first byte of a number says how many it has (a dense code, Brisaboa and others 2003): below 140 it is all of it; up to 251 one
 * more follows, up to 254 two more, high bytes first; behind 255 stands what is above those as a varint.
 *
 * A text is cut into runs of letters and digits, and what stands between them. A single space between two such runs is not written; where
 * a long run was cut there is none, and an empty word says so.
 */
import { inflateRawSync } from 'node:zlib';
import { ByteReader } from './bytes.js';

/** First bytes that another one follows (112 of them took the fewest bytes of 100,000 real paragraphs), two others, a varint. */
export const TWO_BYTES = 140;
export const THREE_BYTES = 252;
export const MORE_BYTES = 255;
/** The numbers that take one byte end here, and those that take two, and three. */
export const ONE_END = TWO_BYTES;
export const TWO_END = ONE_END + (THREE_BYTES - TWO_BYTES) * 2 ** 8;
export const THREE_END = TWO_END + (MORE_BYTES - THREE_BYTES) * 2 ** 16;

/** Bits that say of an entry that it begins with a letter or digit, and that it ends with one. */
const BEGINS = 1;
const ENDS = 2;

/** A text as a segment has it: its words are numbers of a vocabulary, in `codes` from `from` to `to`, half-open. */
export interface CodedText {
  vocabulary: Vocabulary;
  codes: Uint8Array;
  from: number;
  to: number;
}

/** Reads the numbers of entries that stand in the bytes of a text; `at` is the next byte. */
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

/** Text is put together here; longer ones get a buffer of their own size. */
let scratch = Buffer.allocUnsafe(1 << 16);

/** The words of a segment's texts. They are unpacked when the first text is read: only the threads that show text need them. */
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

  /** How many pairs became words of their own. */
  get pairs(): number {
    return new ByteReader(this.packed, 0).varint();
  }

  /** One of the words, or what stands between words; '' where a long run was cut. */
  entry(number: number): string {
    const { bytes, starts } = this.all;
    return Buffer.from(bytes.subarray(starts[number], starts[number + 1])).toString();
  }

  /** The text whose numbers stand in `codes`, half-open. */
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

/** UTF-8 of all entries, where each begins (and the end), and whether they begin and end with letters or digits. */
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
    // Entries are short: loops take half the time of calls.
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

/** Letters and digits of alphabets: all below U+2000 that is not ASCII punctuation. Others (Chinese, say) stand alone. False for NaN. */
export function isWord(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x80 && code < 0x2000)
  );
}

/** As `isWord`, of the first byte of a character in UTF-8. */
function isWordByte(byte: number): boolean {
  return byte < 0x80 ? isWord(byte) : byte < 0xe2;
}

/** Of each byte 1 where `isWordByte`. */
const WORD_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => Number(isWordByte(byte)));
