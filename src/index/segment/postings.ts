/**
 * One term's postings as bytes: which paragraphs own the term, how often it stands in each of their fields, and where.
 *
 * A paragraph *owns* the words of its own text and of the title and headings that begin at it: it is a hit for those. Words of the
 * title and headings further above are its *context*, kept as intervals of paragraphs, as a section's paragraphs stand together.
 *
 * A record: the varint `owners * 2 + lent`, where lent stands for context; if so, varints `contextParagraphs` (that do not own the term)
 * and `intervals`, and of each interval varints gap, length, heading count, title count; where there are more owners than a block, the index
 * of the first block; then the blocks.
 *
 * A full block of 128: the bit width of its gaps, three bytes that say how body, heading and title counts are packed (packed-column.ts), the
 * packed gaps, the three columns; then its positions: the bit widths of those of each 16 postings, in how many bytes those are packed (255
 * stands for that many or more), and the positions, each 16 postings' ending on a whole byte. A shorter last block: for each posting the
 * varint `gap * 2 + plain`, where plain stands for once in the text alone, else also the varint `body * 2 + more`, and if more the varints
 * of heading and title counts; then all positions as varints.
 *
 * Positions are gaps, the first of each posting from 0. Positions of headings and title follow those of the text, `FIELD_GAP` and more
 * apart: the first of the headings and the first of the title have that much taken off. Lists of neighbours (neighbours.ts) have none.
 */

import { ByteReader } from './bytes.js';
import type { KeptContexts } from './kept-contexts.js';
import { unpackAscending } from './packed.js';

export const BLOCK = 128;
/** Between the positions of the text, each heading and the title: no phrase reaches over it, as slop is capped below it. */
export const FIELD_GAP = 1 << 10;
/** Postings whose positions are packed together. */
export const GROUP = 16;
/** Positions of a group in as many bytes or more: their number says how many. */
export const MANY_BYTES = 255;
/** Bits of each position where 24 are too few for one of them. */
export const WHOLE_WIDTH = 32;
/**
 * Bytes of a block's impact: its largest joint count (255 stands for any), and its least length, as its code, among joint counts of 1, of 2,
 * of 3 and 4, and above; 0 for none.
 */
export const IMPACT_BYTES = 5;
/** Behind the last paragraph: what a cursor stands at when it is done. */
export const END = 0x7fffffff;

/** Paragraphs `start` to `end` (exclusive) below a heading or title that holds the term, without the one at which it begins. */
export interface ContextInterval {
  start: number;
  end: number;
  heading: number;
  title: number;
}

/** The arrays a cursor reads; one segment's. */
export interface PostingsSource {
  postings: Uint8Array;
  /** Of `postings`. */
  view: DataView;
  blockLast: Uint32Array;
  blockOffset: Uint32Array;
  contexts: KeptContexts;
}

/** The owners of the term whose record begins at `offset`, added to a set with a bit for each paragraph; no counts are read. */
export function addOwners(source: PostingsSource, offset: number, set: Uint32Array): void {
  const { postings, view, blockOffset } = source;
  const reader = new ByteReader(postings, offset);
  const code = reader.varint();
  const owners = code >>> 1;
  if ((code & 1) === 1) {
    reader.varint();
    for (let numbers = 4 * reader.varint(); numbers > 0; numbers--) reader.varint();
  }
  const firstBlock = owners > BLOCK ? reader.varint() : -1;
  let previous = -1;
  let left = owners;
  for (let block = firstBlock; left >= BLOCK; block++, left -= BLOCK) {
    const start = block < 0 ? reader.at : (blockOffset[block] ?? 0);
    unpackAscending(view, start + 4, BLOCK, postings[start] ?? 0, previous, OWNERS);
    for (let i = 0; i < BLOCK; i++) {
      const owner = OWNERS[i] ?? 0;
      set[owner >> 5] = (set[owner >> 5] ?? 0) | (1 << (owner & 31));
    }
    previous = OWNERS[BLOCK - 1] ?? 0;
    if (block >= 0) reader.at = blockOffset[block + 1] ?? 0;
  }
  for (; left > 0; left--) {
    const code = reader.varint();
    previous += (code >>> 1) + 1;
    set[previous >> 5] = (set[previous >> 5] ?? 0) | (1 << (previous & 31));
    if ((code & 1) === 1 || (reader.varint() & 1) === 0) continue;
    reader.varint();
    reader.varint();
  }
}

/** How many paragraphs have the term whose record begins at `offset`, in any field. */
export function frequencyAt(postings: Uint8Array, offset: number): number {
  const reader = new ByteReader(postings, offset);
  const code = reader.varint();
  return (code >>> 1) + ((code & 1) === 1 ? reader.varint() : 0);
}

/** How many paragraphs own the term whose record begins at `offset`. */
export function ownersAt(postings: Uint8Array, offset: number): number {
  return new ByteReader(postings, offset).varint() >>> 1;
}

/** Whether the term whose record begins at `offset` has context. */
export function hasContextAt(postings: Uint8Array, offset: number): boolean {
  return ((postings[offset] ?? 0) & 1) === 1;
}

/** Scratch space of `addOwners`. */
const OWNERS = new Int32Array(BLOCK);

export function readContext(reader: ByteReader, intervals: number): ContextInterval[] {
  const context: ContextInterval[] = [];
  let previous = 0;
  for (let i = 0; i < intervals; i++) {
    const start = previous + reader.varint();
    const end = start + reader.varint();
    context.push({ start, end, heading: reader.varint(), title: reader.varint() });
    previous = end;
  }
  return context;
}
