/** Reads one block of a term's postings, number by number, and says where it breaks the rules of segment/postings.ts. */
import { jointCount } from '../rank.js';
import type { ByteReader } from '../segment/bytes.js';
import { PADDING, unpack } from '../segment/packed.js';
import { columnBytes, readColumn } from '../segment/packed-column.js';
import { BLOCK, FIELD_GAP, GROUP, IMPACT_BYTES, MANY_BYTES, WHOLE_WIDTH } from '../segment/postings.js';
import type { Segment } from '../segment.js';
import { FIRST_FORM, FIRST_NEIGHBOURS } from '../words/term-keys.js';
import type { TermPostings } from '../write/term-postings.js';

/** Is told each occurrence of a term, for comparison with the text. */
export interface OccurrenceVisitor {
  /** Lists of neighbours have no positions; theirs are 0. */
  occurrence(term: number, paragraph: number, field: number, position: number): void;
}

/** The largest bit width but `WHOLE_WIDTH`. */
const MAX_BITS = 24;

/** A record that cannot be read any further; the message says why. */
export class Broken extends Error {}

/** Checks block after block, in the same columns. */
export class BlockCheck {
  /** The paragraphs of the block read last, and how often the term stands in each field there. */
  private readonly paragraphs = new Int32Array(BLOCK);
  private readonly fields = [new Int32Array(BLOCK), new Int32Array(BLOCK), new Int32Array(BLOCK)] as const;
  private readonly firstForm: number;
  private readonly firstNeighbours: number;

  /** @param read gets the postings */
  constructor(
    private readonly segment: Segment,
    private readonly read: TermPostings,
    private readonly visitor: OccurrenceVisitor,
    private readonly complain: (sentence: string) => void,
  ) {
    this.firstForm = segment.lowerBound(FIRST_FORM);
    this.firstNeighbours = segment.lowerBound(FIRST_NEIGHBOURS);
  }

  /**
   * Reads a block of `size` postings; returns its last paragraph.
   * @param before the last paragraph of the block before it
   * @throws Broken where it cannot be read to its end
   */
  block(term: number, reader: ByteReader, size: number, before: number): number {
    if (size === BLOCK) this.fullCounts(reader);
    else this.shortCounts(reader, size);
    return term < this.firstNeighbours
      ? this.postings(term, reader, size, before)
      : this.neighbours(term, size, before);
  }

  /** Checks the entries of the tables for the block read last: its last paragraph, and bounds that nothing in it exceeds. */
  bounds(term: number, block: number, size: number, last: number): void {
    const { segment, paragraphs } = this;
    if (segment.blockLast[block] !== last)
      this.complain(`The table has another last paragraph for a block of term ${term}.`);
    const impact = segment.impacts.subarray(block * IMPACT_BYTES, (block + 1) * IMPACT_BYTES);
    for (let i = 0; i < size; i++) {
      const [body, heading, title] = this.countsAt(i);
      const count = jointCount({ body, heading, title });
      const length = segment.lengths[paragraphs[i] ?? 0] ?? 0;
      const bucket = count <= 2 ? count : count <= 4 ? 3 : 4;
      const least = impact[bucket] ?? 0;
      if (Math.min(255, count) > (impact[0] ?? 0) || least === 0 || least > length) {
        this.complain(`Paragraph ${paragraphs[i] ?? 0} is worth more for term ${term} than the bound of its block.`);
        return;
      }
    }
  }

  /** Reads the gaps and counts of a full block. */
  private fullCounts(reader: ByteReader): void {
    const { segment, paragraphs, fields } = this;
    const width = reader.bytes[reader.at++] ?? 0;
    const codes = fields.map(() => reader.bytes[reader.at++] ?? 0);
    this.needs(reader, Math.ceil((BLOCK * width) / 8), width);
    reader.at = unpack(segment.view, reader.at, BLOCK, width, paragraphs);
    for (const [i, column] of fields.entries()) {
      const code = codes[i] ?? 0;
      this.needs(reader, columnBytes(reader.bytes, reader.at, code), code & 31);
      reader.at = readColumn(reader.bytes, segment.view, reader.at, code, column);
    }
  }

  /** Reads the gaps and counts of a last block of fewer than 128. */
  private shortCounts(reader: ByteReader, size: number): void {
    const [body, heading, title] = this.fields;
    for (let i = 0; i < size; i++) {
      const code = this.varint(reader);
      const counts = (code & 1) === 1 ? 2 : this.varint(reader);
      const more = (counts & 1) === 1;
      this.paragraphs[i] = code >>> 1;
      body[i] = counts >>> 1;
      heading[i] = more ? this.varint(reader) : 0;
      title[i] = more ? this.varint(reader) : 0;
    }
  }

  private countsAt(i: number): [body: number, heading: number, title: number] {
    const [body, heading, title] = this.fields;
    return [body[i] ?? 0, heading[i] ?? 0, title[i] ?? 0];
  }

  /** Adds the i-th paragraph, which replaces its gap, and its counts. @param before the paragraph before it */
  private add(i: number, before: number): number {
    const paragraph = before + (this.paragraphs[i] ?? 0) + 1;
    this.paragraphs[i] = paragraph;
    if (paragraph >= this.segment.paragraphCount) throw new Broken('it names a paragraph behind the last one');
    this.read.add(paragraph, ...this.countsAt(i));
    return paragraph;
  }

  /** Checks a block without positions; returns its last paragraph. */
  private neighbours(term: number, size: number, before: number): number {
    let paragraph = before;
    for (let i = 0; i < size; i++) {
      paragraph = this.add(i, paragraph);
      const counts = this.countsAt(i);
      if (counts.every((count) => count === 0)) this.countsNothing(term, paragraph);
      for (const [field, count] of counts.entries())
        for (let left = count; left > 0; left--) this.visitor.occurrence(term, paragraph, field, 0);
    }
    return paragraph;
  }

  /** Checks the positions of a block; returns its last paragraph. */
  private postings(term: number, reader: ByteReader, size: number, before: number): number {
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
      paragraph = this.add(i, paragraph);
      let position = -1;
      for (const [field, count] of this.countsAt(i).entries()) {
        for (let left = count; left > 0; left--) {
          const width = widths[Math.floor(i / GROUP)];
          const begins = field > 0 && left === count ? FIELD_GAP : 0;
          const gap = begins + (width === undefined ? this.varint(reader) : this.packed(reader, bit, width));
          bit += width ?? 0;
          // In the list of a stem this is allowed: a compound and its first part may share one.
          if (position >= 0 && gap === 0 && term < this.firstForm)
            this.complain(`Term ${term} stands twice at one place of paragraph ${paragraph}.`);
          position = Math.max(0, position) + gap;
          this.read.positions.push(position);
          this.visitor.occurrence(term, paragraph, field, position);
        }
      }
      if (position < 0) this.countsNothing(term, paragraph);
    }
    if (size === BLOCK) this.endGroup(term, reader, bit, sizes.at(-1));
    return paragraph;
  }

  private countsNothing(term: number, paragraph: number): void {
    this.complain(`Term ${term} is counted 0 times in paragraph ${paragraph}.`);
  }

  /** Checks the size of a group's packed positions, and steps past them. */
  private endGroup(term: number, reader: ByteReader, bits: number, stated: number | undefined): void {
    const bytes = (bits + 7) >> 3;
    if (stated !== Math.min(MANY_BYTES, bytes))
      this.complain(`A block of term ${term} has another size for some positions.`);
    reader.at += bytes;
  }

  /** The packed number that begins `bit` bits after the reader. */
  private packed(reader: ByteReader, bit: number, width: number): number {
    this.needs(reader, (bit + width + 7) >> 3, width);
    const value = this.segment.view.getUint32(reader.at + (bit >> 3), true) >>> (bit & 7);
    return width === WHOLE_WIDTH ? value : value & (2 ** width - 1);
  }

  /** Makes sure that `bytes` bytes of packed values are there, and that `width` is allowed. */
  private needs(reader: ByteReader, bytes: number, width: number): void {
    if (width > MAX_BITS && width !== WHOLE_WIDTH) throw new Broken(`numbers are ${width} bits wide`);
    if (reader.at + bytes > this.segment.postings.length - PADDING) throw new Broken('it ends behind the last byte');
  }

  private varint(reader: ByteReader): number {
    if (reader.at >= this.segment.postings.length) throw new Broken('it ends behind the last byte');
    return reader.varint();
  }
}
