/** Postings before they are bytes, and written in the form that postings.ts tells. */
import { type ByteWriter, bitWidth } from './bytes.js';
import { BLOCK, type ContextInterval } from './postings.js';
import { joint } from './rank.js';

/** One term's postings, put together in columns that are used again for the next term. */
export class TermPostings {
  size = 0;
  /** Ascending; beside each how often the term stands in the fields there. */
  paragraphs = new Int32Array(BLOCK);
  body = new Int32Array(BLOCK);
  heading = new Int32Array(BLOCK);
  title = new Int32Array(BLOCK);
  /** Those of all postings, one after another. */
  readonly positions: number[] = [];
  context: readonly ContextInterval[] = [];

  clear(): void {
    this.size = 0;
    this.positions.length = 0;
    this.context = [];
  }

  /** Adds a posting, or adds to the counts of the last one where that is of the same paragraph. */
  add(paragraph: number, body: number, heading: number, title: number): void {
    const last = this.size - 1;
    if (last >= 0 && this.paragraphs[last] === paragraph) {
      this.body[last] = (this.body[last] ?? 0) + body;
      this.heading[last] = (this.heading[last] ?? 0) + heading;
      this.title[last] = (this.title[last] ?? 0) + title;
      return;
    }
    if (this.size === this.paragraphs.length) this.grow();
    this.paragraphs[this.size] = paragraph;
    this.body[this.size] = body;
    this.heading[this.size] = heading;
    this.title[this.size] = title;
    this.size++;
  }

  private grow(): void {
    this.paragraphs = doubled(this.paragraphs);
    this.body = doubled(this.body);
    this.heading = doubled(this.heading);
    this.title = doubled(this.title);
  }
}

function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}

/** Intervals that may overlap as disjoint ones with their summed counts, in order. */
export function flattenContext(intervals: readonly ContextInterval[]): ContextInterval[] {
  const events = intervals
    .flatMap(({ start, end, heading, title }) => [
      { at: start, heading, title },
      { at: end, heading: -heading, title: -title },
    ])
    .sort((a, b) => a.at - b.at);
  const flat: ContextInterval[] = [];
  let heading = 0;
  let title = 0;
  let from = 0;
  for (const event of events) {
    if (event.at > from && heading + title > 0) flat.push({ start: from, end: event.at, heading, title });
    from = event.at;
    heading += event.heading;
    title += event.title;
  }
  return flat;
}

/** The skip data of all terms' blocks, which stand in arrays of their own so that a search can leap without reading blocks. */
export interface BlockTable {
  /** Last paragraph of each block. */
  last: number[];
  /** Byte offset of each block in the postings. */
  offset: number[];
  impacts: ByteWriter;
}

/** @param contextParagraphs how many paragraphs of the context do not own the term */
export function writePostings(
  out: ByteWriter,
  table: BlockTable,
  term: TermPostings,
  contextParagraphs: number,
  lengths: Uint16Array,
): void {
  const { size, paragraphs, context } = term;
  out.varint(size);
  out.varint(contextParagraphs);
  out.varint(context.length);
  writeContext(out, context);
  const blocks = Math.ceil(size / BLOCK);
  if (blocks > 1) out.varint(table.last.length);
  let position = 0;
  for (let block = 0; block < blocks; block++) {
    const from = block * BLOCK;
    const to = Math.min(from + BLOCK, size);
    if (blocks > 1) {
      table.last.push(paragraphs[to - 1] ?? 0);
      table.offset.push(out.length);
      writeImpact(table.impacts, term, from, to, lengths);
    }
    if (to - from === BLOCK) writeBlock(out, term, from);
    else writeShort(out, term, from, to);
    position = writePositions(out, term, from, to, position);
  }
}

function writeContext(out: ByteWriter, context: readonly ContextInterval[]): void {
  let previous = 0;
  for (const { start, end, heading, title } of context) {
    out.varint(start - previous);
    out.varint(end - start);
    out.varint(heading);
    out.varint(title);
    previous = end;
  }
}

/** Columns of the block that is being written. */
const COLUMNS = [new Int32Array(BLOCK), new Int32Array(BLOCK), new Int32Array(BLOCK), new Int32Array(BLOCK)] as const;

function writeBlock(out: ByteWriter, { paragraphs, body, heading, title }: TermPostings, from: number): void {
  const [gaps] = COLUMNS;
  let previous = from === 0 ? -1 : (paragraphs[from - 1] ?? 0);
  for (let i = 0; i < BLOCK; i++) {
    const paragraph = paragraphs[from + i] ?? 0;
    gaps[i] = paragraph - previous - 1;
    previous = paragraph;
  }
  for (const [i, counts] of [body, heading, title].entries()) {
    COLUMNS[i + 1]?.set(counts.subarray(from, from + BLOCK));
  }
  for (const values of COLUMNS) out.byte(bitWidth(values, BLOCK));
  for (const values of COLUMNS) out.packed(values, BLOCK, bitWidth(values, BLOCK));
}

function writeShort(
  out: ByteWriter,
  { paragraphs, body, heading, title }: TermPostings,
  from: number,
  to: number,
): void {
  let previous = from === 0 ? -1 : (paragraphs[from - 1] ?? 0);
  for (let i = from; i < to; i++) {
    const paragraph = paragraphs[i] ?? 0;
    const plain = body[i] === 1 && heading[i] === 0 && title[i] === 0;
    out.varint((paragraph - previous - 1) * 2 + Number(plain));
    previous = paragraph;
    if (plain) continue;
    out.varint(body[i] ?? 0);
    out.varint(heading[i] ?? 0);
    out.varint(title[i] ?? 0);
  }
}

function writePositions(
  out: ByteWriter,
  { positions, body, heading, title }: TermPostings,
  from: number,
  to: number,
  first: number,
): number {
  let next = first;
  for (let i = from; i < to; i++) {
    const end = next + (body[i] ?? 0) + (heading[i] ?? 0) + (title[i] ?? 0);
    let previous = 0;
    for (; next < end; next++) {
      const position = positions[next] ?? 0;
      out.varint(position - previous);
      previous = position;
    }
  }
  return next;
}

function writeImpact(
  out: ByteWriter,
  { paragraphs, body, heading, title }: TermPostings,
  from: number,
  to: number,
  lengths: Uint16Array,
): void {
  let largest = 0;
  const least = [0, 0, 0, 0];
  for (let i = from; i < to; i++) {
    const count = joint(body[i] ?? 0, heading[i] ?? 0, title[i] ?? 0);
    const length = Math.min(255, lengths[paragraphs[i] ?? 0] ?? 0);
    const bucket = count <= 2 ? count - 1 : count <= 4 ? 2 : 3;
    largest = Math.max(largest, count);
    const known = least[bucket] ?? 0;
    if (known === 0 || length < known) least[bucket] = length;
  }
  out.byte(Math.min(255, largest));
  for (const length of least) out.byte(length);
}
