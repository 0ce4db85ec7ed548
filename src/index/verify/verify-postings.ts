/**
 * Reads the records of all terms of a segment independently of the code that searches, and says where they break the
 * rules of segment/postings.ts.
 */
import { ByteReader } from '../segment/bytes.js';
import { LEAST_OWNERS } from '../segment/leaders.js';
import { BLOCK, type ContextInterval } from '../segment/postings.js';
import { ELSEWHERE, RECORD_BLOCK, UINT32_BYTES } from '../segment/texts/record-sizes.js';
import type { Segment } from '../segment.js';
import { documentNumbers } from '../write/find-leaders.js';
import { TermPostings } from '../write/term-postings.js';
import { TermsWriter } from '../write/write-terms.js';
import { BlockCheck, Broken, type OccurrenceVisitor } from './verify-block.js';

/** Is told everything that the postings say, for comparison with the text. */
export interface PostingsVisitor extends OccurrenceVisitor {
  context(term: number, paragraph: number, heading: number, title: number): void;
  /** The counts of a term: paragraphs that own it, and paragraphs to which it is only lent. */
  totals(term: number, owners: number, contextParagraphs: number): void;
}

/**
 * Walks all records in the order of the dictionary. `complain` is called with a sentence for each broken rule. Returns
 * the terms as they would be written, for comparison; null if that cannot be told.
 */
export function checkPostings(
  segment: Segment,
  offsets: Uint32Array,
  sizes: Uint8Array,
  visitor: PostingsVisitor,
  complain: (sentence: string) => void,
): TermsWriter | null {
  const walk = new Walk(segment, visitor, complain);
  const { postings } = segment;
  const written = new TermsWriter({
    lengths: segment.lengths,
    documents: documentNumbers(segment.documentFirst.subarray(0, -1), segment.paragraphCount),
  });
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
  /** Where the next record must begin, and the number that its first block must have. */
  at = 0;
  blocks = 0;
  /** The record read last. */
  readonly read = new TermPostings();
  private readonly check: BlockCheck;

  constructor(
    private readonly segment: Segment,
    private readonly visitor: PostingsVisitor,
    private readonly complain: (sentence: string) => void,
  ) {
    this.check = new BlockCheck(segment, this.read, visitor, complain);
  }

  /** @param start where the record begins, or the size or offset in its place; @param size its entry in `recordSizes` */
  record(term: number, start: number, size: number): void {
    const { postings, view } = this.segment;
    if (start + UINT32_BYTES > postings.length) throw new Broken('it begins behind the last byte');
    if (size < ELSEWHERE) {
      this.at = this.postingsAt(term, start);
      if (this.at !== start + size) throw new Broken(`it has ${this.at - start} bytes, not ${size}`);
      return;
    }
    const stated = view.getUint32(start, true);
    this.at = start + UINT32_BYTES;
    if (size === ELSEWHERE) {
      if (stated >= start) throw new Broken('it is that of no term before');
      this.postingsAt(term, stated);
      return;
    }
    this.at = this.postingsAt(term, this.at);
    if (this.at !== start + UINT32_BYTES + stated) throw new Broken(`it ends at ${this.at}, not after ${stated} bytes`);
  }

  /** Reads a record; returns where it ends. */
  private postingsAt(term: number, start: number): number {
    const { segment, read } = this;
    const reader = new ByteReader(segment.postings, start);
    const code = this.number(reader, 2 * segment.paragraphCount + 1, 'owners, twice,');
    const owners = code >>> 1;
    const lent = (code & 1) === 1;
    // Leaders are compared as they would be written.
    if (owners >= LEAST_OWNERS) {
      const bytes = this.number(reader, segment.postings.length, 'bytes of leaders');
      reader.at += bytes;
    }
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
      previous = this.check.block(term, reader, size, previous);
      if (blocks > 1) this.check.bounds(term, this.blocks++, size, previous);
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
}
