/**
 * The entries of a dictionary: how many bytes a term shares with the one before it, and the rest. One byte has both
 * sizes, four bits each; 15 says that a varint with what is above it follows. Then come the bytes of the rest.
 */
import { ByteReader } from './bytes.js';

/** How many terms share one offset; the first of them is stored whole. */
export const TERM_BLOCK = 16;
/** The largest size of four bits, which a varint follows. */
export const LONG = 15;

/** Reads entries one after another. */
export class Entry {
  /** How many bytes the current term shares with the one before. */
  shared = 0;
  /** Where its other bytes begin; they end at `at`. */
  rest = 0;

  constructor(
    private readonly bytes: Uint8Array,
    /** The next entry. */
    public at: number,
  ) {}

  next(): void {
    const head = this.bytes[this.at++] ?? 0;
    this.shared = head >> 4;
    let rest = head & LONG;
    if (this.shared === LONG || rest === LONG) rest = this.readLong();
    this.rest = this.at;
    this.at += rest;
  }

  private readLong(): number {
    const reader = new ByteReader(this.bytes, this.at - 1);
    const [shared, rest] = readSizes(reader);
    this.shared = shared;
    this.at = reader.at;
    return rest;
  }
}

/** The sizes of an entry: how many bytes the term shares with the one before, and how many follow here. */
export function readSizes(reader: ByteReader): [shared: number, rest: number] {
  const head = reader.bytes[reader.at++] ?? 0;
  const shared = head >> 4;
  const rest = head & LONG;
  return [shared === LONG ? LONG + reader.varint() : shared, rest === LONG ? LONG + reader.varint() : rest];
}
