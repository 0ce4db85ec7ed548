/**
 * The entries of a dictionary: how many bytes a term shares with the one before it, and the rest. A byte with both numbers, four bits each
 * (15 and what is above it as a varint behind it), then the rest's bytes.
 */
import { ByteReader } from './bytes.js';

/** Terms of which one offset is kept: the first of so many stands whole. */
export const TERM_BLOCK = 16;
/** The largest number of four bits: a varint follows it. */
export const LONG = 15;

/** Reads entries one after another. */
export class Entry {
  /** How many bytes the term shares with the one before. */
  shared = 0;
  /** Where the bytes that it does not share begin; they end at `at`. */
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

/** Of the entry at `at`, one with long numbers too: how many bytes it shares, where its own begin, and where they end. */
export function sharedOf(bytes: Uint8Array, at: number): number {
  return readSizes(new ByteReader(bytes, at))[0];
}

export function restOf(bytes: Uint8Array, at: number): number {
  const reader = new ByteReader(bytes, at);
  readSizes(reader);
  return reader.at;
}

export function endOf(bytes: Uint8Array, at: number): number {
  const reader = new ByteReader(bytes, at);
  const [, rest] = readSizes(reader);
  return reader.at + rest;
}
