/** Reads the postings of a segment a second time, number by number, and says where they break their own rules. See postings.ts. */

import { jointCount } from '../rank.js';
import { ByteReader } from '../segment/bytes.js';
import { PADDING, unpack } from '../segment/packed.js';
import { columnBytes, readColumn } from '../segment/packed-column.js';
import {
  BLOCK,
  type ContextInterval,
  FIELD_GAP,
  GROUP,
  IMPACT_BYTES,
  MANY_BYTES,
  WHOLE_WIDTH,
} from '../segment/postings.js';
import { ELSEWHERE, RECORD_BLOCK, WORD_BYTES } from '../segment/record-sizes.js';
import type { Segment } from '../segment.js';
import { FIRST_FORM, FIRST_NEIGHBOURS } from '../words/term-keys.js';
import { TermPostings } from '../write/term-postings.js';
import { TermBytes } from '../write/write-terms.js';

/** What is told of each thing that the postings say, for comparison with the text. */
export interface PostingsVisitor {
  /** Neighbours have no positions: they stand at 0. */
  occurrence(term: number, paragraph: number, field: number, position: number): void;
  context(term: number, paragraph: number, heading: number, title: number): void;
  /** A term's own counts: paragraphs that own it, and those that have it from above alone. */
  totals(term: number, owners: number, contextParagraphs: number): void;
}

/** Bit widths above this are not written. */
const MOST_BITS = 24;

/** A record that cannot be read any further; the message says why. */
class Broken extends Error {}

/**
 * Walks all records in the order of the dictionary. `complain` is called with a sentence for each rule that is broken. Returns the terms
 * as they would be written, null where that cannot be told: an odd record is not written again as it was.
 */
export function checkPostings(
  segment: Segment,
  offsets: Uint32Array,
  sizes: Uint8Array,
  visitor: PostingsVisitor,
  complain: (sentence: string) => void,
): TermBytes | null {
  const walk = new Walk(segment, visitor, complain);
  const { postings } = segment;
  const written = new TermBytes(segment.lengths);
  for (let term = 0; term < segment.termCount; term++) {
    const start = term % RECORD_BLOCK === 0 ? (offsets[term / RECORD_BLOCK] ?? 0) : walk.at;
    if (start !== walk.at) {
      complain(`The postings of term ${term} begin at ${start}, but the record before them ends at ${walk.at}.`);
    }
    try {
      walk.record(term, start, sizes[term] ?? 0);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      complain(`The postings of term ${term} cannot be read: ${error.message}.`);
      return null;
    }
    written.add(segment.term(term), walk.read);
  }
  if (walk.blocks !== segment.blockLast.length) {
    complain(`The postings have ${walk.blocks} blocks in tables of ${segment.blockLast.length}.`);
  }
  if (postings.subarray(walk.at).some((byte) => byte !== 0)) {
    complain('There are bytes behind the postings of the last term.');
  }
  return written;
}

class Walk {
  /** Where the next record must begin, and the number of its first block. */
  at = 0;
  blocks = 0;
  /** The record that was read last. */
  readonly read = new TermPostings();
  private readonly firstForm: number;
  private readonly firstNeighbours: number;
  private readonly columns = Array.from({ length: 4 }, () => new Int32Array(BLOCK));

  constructor(
    private readonly segment: Segment,
    private readonly visitor: PostingsVisitor,
    private readonly complain: (sentence: string) => void,
  ) {
    this.firstForm = segment.lowerBound(FIRST_FORM);
    this.firstNeighbours = segment.lowerBound(FIRST_NEIGHBOURS);
  }

  /** @param start where the record begins, or what stands before it; @param size what `recordSizes` says of it */
  record(term: number, start: number, size: number): void {
    const { postings, view } = this.segment;
    if (start + WORD_BYTES > postings.length) throw new Broken('it begins behind the last byte');
    if (size < ELSEWHERE) {
      this.at = this.postingsAt(term, start);
      if (this.at !== start + size) throw new Broken(`it has ${this.at - start} bytes, not ${size}`);
      return;
    }
    const said = view.getUint32(start, true);
    this.at = start + WORD_BYTES;
    if (size === ELSEWHERE) {
      if (said >= start) throw new Broken('it is that of no term before');
      this.postingsAt(term, said);
      return;
    }
    this.at = this.postingsAt(term, this.at);
    if (this.at !== start + WORD_BYTES + said) throw new Broken(`it ends at ${this.at}, not after ${said} bytes`);
  }

  /** Reads a record; returns where it ends. */
  private postingsAt(term: number, start: number): number {
    const { segment, read } = this;
    const reader = new ByteReader(segment.postings, start);
    const code = this.number(reader, 2 * segment.paragraphCount + 1, 'owners, twice,');
    const owners = code >>> 1;
    const lent = (code & 1) === 1;
    const contextParagraphs = lent ? this.number(reader, segment.paragraphCount, 'context paragraphs') : 0;
    read.clear();
    if (owners + contextParagraphs === 0) this.complain(`Term ${term} stands nowhere.`);
    if (lent) this.intervals(term, reader, this.number(reader, segment.paragraphCount, 'intervals'));
    const blocks = Math.ceil(owners / BLOCK);
    if (blocks > 1) {
      const first = reader.varint();
      if (first !== this.blocks) throw new Broken(`its first block is ${first}, not ${this.blocks}`);
    }
    let previous = -1;
    for (let block = 0; block < blocks; block++) {
      if (blocks > 1 && segment.blockOffset[this.blocks] !== reader.at) throw new Broken('a block begins elsewhere');
      const size = Math.min(BLOCK, owners - block * BLOCK);
      this.counts(reader, size);
      previous =
        term < this.firstNeighbours
          ? this.postings(term, reader, size, previous)
          : this.neighbours(term, size, previous);
      if (blocks > 1) this.bounds(term, size, previous);
    }
    this.visitor.totals(term, owners, contextParagraphs);
    return reader.at;
  }

  private number(reader: ByteReader, most: number, what: string): number {
    const value = reader.varint();
    if (value > most) throw new Broken(`${value} ${what} in a segment of ${most} paragraphs`);
    if (reader.at > this.segment.postings.length) throw new Broken('it ends behind the last byte');
    return value;
  }

  private intervals(term: number, reader: ByteReader, count: number): void {
    const { paragraphCount } = this.segment;
    const context: ContextInterval[] = [];
    let previous = 0;
    for (let i = 0; i < count; i++) {
      const start = previous + this.number(reader, paragraphCount, 'paragraphs between intervals');
      const end = start + this.number(reader, paragraphCount, 'paragraphs of an interval');
      const [heading, title] = [reader.varint(), reader.varint()];
      if (end <= start) this.complain(`Term ${term} has an empty context interval.`);
      if (end > paragraphCount) throw new Broken('a context interval ends behind the last paragraph');
      if (heading + title === 0) this.complain(`Term ${term} has a context interval that counts nothing.`);
      for (let paragraph = start; paragraph < end; paragraph++) this.visitor.context(term, paragraph, heading, title);
      context.push({ start, end, heading, title });
      previous = end;
    }
    this.read.context = context;
  }

  /** The gaps and counts of a block into `columns`. */
  private counts(reader: ByteReader, size: number): void {
    const { columns, segment } = this;
    if (size === BLOCK) {
      const [gaps, ...fields] = columns;
      const [width = 0, ...codes] = columns.map(() => reader.bytes[reader.at++] ?? 0);
      this.needs(reader, Math.ceil((size * width) / 8), width);
      if (gaps !== undefined) reader.at = unpack(segment.view, reader.at, size, width, gaps);
      for (const [i, column] of fields.entries()) {
        const code = codes[i] ?? 0;
        this.needs(reader, columnBytes(reader.bytes, reader.at, code), code & 31);
        reader.at = readColumn(reader.bytes, segment.view, reader.at, code, column);
      }
      return;
    }
    const [gaps, body, heading, title] = columns;
    for (let i = 0; i < size; i++) {
      const code = this.varint(reader);
      const counts = (code & 1) === 1 ? 2 : this.varint(reader);
      const more = (counts & 1) === 1;
      if (gaps !== undefined) gaps[i] = code >>> 1;
      if (body !== undefined) body[i] = counts >>> 1;
      if (heading !== undefined) heading[i] = more ? this.varint(reader) : 0;
      if (title !== undefined) title[i] = more ? this.varint(reader) : 0;
    }
  }

  /** Packed values of so many bytes, each `width` bits wide, must be there. */
  private needs(reader: ByteReader, bytes: number, width: number): void {
    if (width > MOST_BITS && width !== WHOLE_WIDTH) throw new Broken(`numbers are ${width} bits wide`);
    if (reader.at + bytes > this.segment.postings.length - PADDING) throw new Broken('it ends behind the last byte');
  }

  private varint(reader: ByteReader): number {
    if (reader.at >= this.segment.postings.length) throw new Broken('it ends behind the last byte');
    return reader.varint();
  }

  /** A block without positions, whose gaps become paragraphs; returns the last of those. */
  private neighbours(term: number, size: number, before: number): number {
    const [gaps, ...fields] = this.columns;
    let paragraph = before;
    for (let i = 0; i < size; i++) {
      paragraph = this.paragraphAt(i, paragraph, gaps);
      const [body = 0, heading = 0, title = 0] = fields.map((column) => column[i] ?? 0);
      this.read.add(paragraph, body, heading, title);
      if (body + heading + title === 0) this.complain(`Term ${term} is counted 0 times in paragraph ${paragraph}.`);
      for (const [field, count] of [body, heading, title].entries())
        for (let left = count; left > 0; left--) this.visitor.occurrence(term, paragraph, field, 0);
    }
    return paragraph;
  }

  /** The i-th paragraph of a block, which takes the place of its gap. @param before the one before it */
  private paragraphAt(i: number, before: number, gaps: Int32Array | undefined): number {
    const paragraph = before + (gaps?.[i] ?? 0) + 1;
    if (gaps !== undefined) gaps[i] = paragraph;
    if (paragraph >= this.segment.paragraphCount) throw new Broken('it names a paragraph behind the last one');
    return paragraph;
  }

  /** The positions of a block, whose gaps become paragraphs; returns the last of those. */
  private postings(term: number, reader: ByteReader, size: number, before: number): number {
    const { read, columns } = this;
    const [gaps, ...fields] = columns;
    const groups = size === BLOCK ? BLOCK / GROUP : 0;
    const widths = Array.from({ length: groups }, () => reader.bytes[reader.at++] ?? 0);
    const sizes = Array.from({ length: groups }, () => reader.bytes[reader.at++] ?? 0);
    let paragraph = before;
    let bit = 0;
    for (let i = 0; i < size; i++) {
      if (i % GROUP === 0 && i > 0 && size === BLOCK) {
        this.endGroup(term, reader, bit, sizes[i / GROUP - 1]);
        bit = 0;
      }
      paragraph = this.paragraphAt(i, paragraph, gaps);
      const [body = 0, heading = 0, title = 0] = fields.map((column) => column[i] ?? 0);
      read.add(paragraph, body, heading, title);
      let position = -1;
      for (const [field, count] of [body, heading, title].entries()) {
        for (let left = count; left > 0; left--) {
          const width = widths[Math.floor(i / GROUP)];
          const begins = field > 0 && left === count ? FIELD_GAP : 0;
          const gap = begins + (width === undefined ? this.varint(reader) : this.packed(reader, bit, width));
          bit += width ?? 0;
          // A compound and its first part may have one stem.
          if (position >= 0 && gap === 0 && term < this.firstForm)
            this.complain(`Term ${term} stands twice at one place of paragraph ${paragraph}.`);
          position = Math.max(0, position) + gap;
          read.positions.push(position);
          this.visitor.occurrence(term, paragraph, field, position);
        }
      }
      if (position < 0) this.complain(`Term ${term} is counted 0 times in paragraph ${paragraph}.`);
    }
    if (size === BLOCK) this.endGroup(term, reader, bit, sizes.at(-1));
    return paragraph;
  }

  /** Steps behind the packed positions of a group of postings. */
  private endGroup(term: number, reader: ByteReader, bits: number, said: number | undefined): void {
    const bytes = (bits + 7) >> 3;
    if (said !== Math.min(MANY_BYTES, bytes))
      this.complain(`A block of term ${term} has another size for some positions.`);
    reader.at += bytes;
  }

  /** A number that begins so many bits behind the reader. */
  private packed(reader: ByteReader, bit: number, width: number): number {
    this.needs(reader, (bit + width + 7) >> 3, width);
    const value = this.segment.view.getUint32(reader.at + (bit >> 3), true) >>> (bit & 7);
    return width === WHOLE_WIDTH ? value : value & (2 ** width - 1);
  }

  /** The tables' entries for the block just read: its last paragraph, and bounds that nothing in it exceeds. */
  private bounds(term: number, size: number, last: number): void {
    const { segment, columns } = this;
    const block = this.blocks++;
    if (segment.blockLast[block] !== last)
      this.complain(`The table has another last paragraph for a block of term ${term}.`);
    const impact = segment.impacts.subarray(block * IMPACT_BYTES, (block + 1) * IMPACT_BYTES);
    const [paragraphs, body, heading, title] = columns;
    for (let i = 0; i < size; i++) {
      const count = jointCount({ body: body?.[i] ?? 0, heading: heading?.[i] ?? 0, title: title?.[i] ?? 0 });
      const length = segment.lengths[paragraphs?.[i] ?? 0] ?? 0;
      const bucket = count <= 2 ? count : count <= 4 ? 3 : 4;
      const least = impact[bucket] ?? 0;
      if (Math.min(255, count) > (impact[0] ?? 0) || least === 0 || least > length) {
        this.complain(`Paragraph ${paragraphs?.[i] ?? 0} is worth more for term ${term} than the bound of its block.`);
        return;
      }
    }
  }
}
