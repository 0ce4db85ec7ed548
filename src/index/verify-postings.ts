/** Reads the postings of a segment a second time, number by number, and says where they break their own rules. See postings.ts. */
import { FIRST_FORM } from './analyze.js';
import { ByteReader, PADDING, unpack } from './bytes.js';
import { BLOCK, IMPACT_BYTES } from './postings.js';
import { jointCount } from './rank.js';
import type { Segment } from './segment.js';

/** What is told of each thing that the postings say, for comparison with the text. */
export interface PostingsVisitor {
  occurrence(term: number, paragraph: number, field: number, position: number): void;
  context(term: number, paragraph: number, heading: number, title: number): void;
  /** A term's own counts: paragraphs that own it, and those that have it from above alone. */
  totals(term: number, owners: number, contextParagraphs: number): void;
}

/** Bit widths above this are not written. */
const MOST_BITS = 24;

/** A record that cannot be read any further; the message says why. */
class Broken extends Error {}

/** Walks all records in the order of the dictionary. `complain` is called with a sentence for each rule that is broken. */
export function checkPostings(
  segment: Segment,
  starts: Uint32Array,
  visitor: PostingsVisitor,
  complain: (sentence: string) => void,
): void {
  const walk = new Walk(segment, visitor, complain);
  for (let term = 0; term < segment.termCount; term++) {
    const start = starts[term] ?? 0;
    if (start !== walk.at) {
      complain(`The postings of term ${term} begin at ${start}, but the record before them ends at ${walk.at}.`);
    }
    try {
      walk.record(term, start);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      complain(`The postings of term ${term} cannot be read: ${error.message}.`);
    }
  }
  if (walk.blocks !== segment.blockLast.length) {
    complain(`The postings have ${walk.blocks} blocks in tables of ${segment.blockLast.length}.`);
  }
  if (segment.postings.subarray(walk.at).some((byte) => byte !== 0)) {
    complain('There are bytes behind the postings of the last term.');
  }
}

class Walk {
  /** Where the next record must begin, and the number of its first block. */
  at = 0;
  blocks = 0;
  private readonly firstForm: number;
  private readonly columns = Array.from({ length: 4 }, () => new Int32Array(BLOCK));

  constructor(
    private readonly segment: Segment,
    private readonly visitor: PostingsVisitor,
    private readonly complain: (sentence: string) => void,
  ) {
    this.firstForm = segment.lowerBound(FIRST_FORM);
  }

  record(term: number, start: number): void {
    const { segment } = this;
    const reader = new ByteReader(segment.postings, start);
    const owners = this.number(reader, segment.paragraphCount, 'owners');
    const contextParagraphs = this.number(reader, segment.paragraphCount, 'context paragraphs');
    const intervals = this.number(reader, segment.paragraphCount, 'intervals');
    if (owners + contextParagraphs === 0) this.complain(`Term ${term} stands nowhere.`);
    this.intervals(term, reader, intervals);
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
      previous = this.postings(term, reader, size, previous);
      if (blocks > 1) this.bounds(term, size, previous);
    }
    this.at = reader.at;
    this.visitor.totals(term, owners, contextParagraphs);
  }

  private number(reader: ByteReader, most: number, what: string): number {
    const value = reader.varint();
    if (value > most) throw new Broken(`${value} ${what} in a segment of ${most} paragraphs`);
    if (reader.at > this.segment.postings.length) throw new Broken('it ends behind the last byte');
    return value;
  }

  private intervals(term: number, reader: ByteReader, count: number): void {
    const { paragraphCount } = this.segment;
    let previous = 0;
    for (let i = 0; i < count; i++) {
      const start = previous + this.number(reader, paragraphCount, 'paragraphs between intervals');
      const end = start + this.number(reader, paragraphCount, 'paragraphs of an interval');
      const [heading, title] = [reader.varint(), reader.varint()];
      if (end <= start) this.complain(`Term ${term} has an empty context interval.`);
      if (end > paragraphCount) throw new Broken('a context interval ends behind the last paragraph');
      if (heading + title === 0) this.complain(`Term ${term} has a context interval that counts nothing.`);
      for (let paragraph = start; paragraph < end; paragraph++) this.visitor.context(term, paragraph, heading, title);
      previous = end;
    }
  }

  /** The gaps and counts of a block into `columns`. */
  private counts(reader: ByteReader, size: number): void {
    const { columns, segment } = this;
    if (size === BLOCK) {
      const widths = columns.map(() => reader.bytes[reader.at++] ?? 0);
      for (const [i, column] of columns.entries()) {
        const width = widths[i] ?? 0;
        if (width > MOST_BITS) throw new Broken(`a column is ${width} bits wide`);
        const end = reader.at + Math.ceil((size * width) / 8);
        if (end > segment.postings.length - PADDING) throw new Broken('it ends behind the last byte');
        reader.at = unpack(segment.view, reader.at, size, width, column);
      }
      return;
    }
    const [gaps, ...fields] = columns;
    for (let i = 0; i < size; i++) {
      const code = this.varint(reader);
      if (gaps !== undefined) gaps[i] = code >>> 1;
      const plain = (code & 1) === 1;
      for (const [field, column] of fields.entries()) column[i] = plain ? Number(field === 0) : this.varint(reader);
    }
  }

  private varint(reader: ByteReader): number {
    if (reader.at >= this.segment.postings.length) throw new Broken('it ends behind the last byte');
    return reader.varint();
  }

  /** The positions of a block, whose gaps become paragraphs; returns the last of those. */
  private postings(term: number, reader: ByteReader, size: number, before: number): number {
    const [gaps, ...fields] = this.columns;
    let paragraph = before;
    for (let i = 0; i < size; i++) {
      paragraph += (gaps?.[i] ?? 0) + 1;
      if (gaps !== undefined) gaps[i] = paragraph;
      if (paragraph >= this.segment.paragraphCount) throw new Broken('it names a paragraph behind the last one');
      let position = -1;
      for (const [field, column] of fields.entries()) {
        for (let left = column[i] ?? 0; left > 0; left--) {
          const gap = this.varint(reader);
          // A compound and its first part may have one stem.
          if (position >= 0 && gap === 0 && term < this.firstForm)
            this.complain(`Term ${term} stands twice at one place of paragraph ${paragraph}.`);
          position = Math.max(0, position) + gap;
          this.visitor.occurrence(term, paragraph, field, position);
        }
      }
      if (position < 0) this.complain(`Term ${term} is counted 0 times in paragraph ${paragraph}.`);
    }
    return paragraph;
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
      const length = Math.min(255, segment.lengths[paragraphs?.[i] ?? 0] ?? 0);
      const bucket = count <= 2 ? count : count <= 4 ? 3 : 4;
      const least = impact[bucket] ?? 0;
      if (Math.min(255, count) > (impact[0] ?? 0) || least === 0 || least > length) {
        this.complain(`Paragraph ${paragraphs?.[i] ?? 0} is worth more for term ${term} than the bound of its block.`);
        return;
      }
    }
  }
}
