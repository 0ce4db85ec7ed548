/** Postings before they are bytes: of two terms as those of one, and written in the form that postings.ts tells. */
import { type ByteWriter, bitWidth } from './bytes.js';
import { BLOCK, type ContextInterval, END } from './postings.js';
import { type FieldCounts, jointCount } from './rank.js';

/** What the writer knows of one term. Paragraphs ascend; `positions` holds those of all postings, one after another. */
export interface TermPostings {
  paragraphs: readonly number[];
  counts: readonly FieldCounts[];
  positions: ArrayLike<number>;
  context: readonly ContextInterval[];
}

/** The postings of two terms as those of one: counts add up, positions are put in order. */
export function unitePostings(a: TermPostings, b: TermPostings): TermPostings {
  const paragraphs: number[] = [];
  const counts: FieldCounts[] = [];
  const positions: number[] = [];
  const [readA, readB] = [new PostingsWalk(a), new PostingsWalk(b)];
  for (let next = least(readA, readB); next < END; next = least(readA, readB)) {
    const fields = { body: 0, heading: 0, title: 0 };
    const places: number[] = [];
    for (const walk of [readA, readB]) {
      if (walk.paragraph !== next) continue;
      for (const field of FIELDS) fields[field] += walk.counts[field];
      walk.take(places);
    }
    paragraphs.push(next);
    counts.push(fields);
    positions.push(...places.sort((x, y) => x - y));
  }
  return { paragraphs, counts, positions, context: flattenContext([...a.context, ...b.context]) };
}

const FIELDS = ['body', 'heading', 'title'] as const;

function least(a: PostingsWalk, b: PostingsWalk): number {
  return Math.min(a.paragraph, b.paragraph);
}

/** Steps through postings that are not bytes yet. */
class PostingsWalk {
  private at = 0;
  private position = 0;

  constructor(private readonly postings: TermPostings) {}

  get paragraph(): number {
    return this.postings.paragraphs[this.at] ?? END;
  }

  get counts(): FieldCounts {
    return this.postings.counts[this.at] ?? { body: 0, heading: 0, title: 0 };
  }

  /** Adds the positions at the current paragraph, and steps on. */
  take(into: number[]): void {
    const { body, heading, title } = this.counts;
    for (let left = body + heading + title; left > 0; left--) into.push(this.postings.positions[this.position++] ?? 0);
    this.at++;
  }
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
  const { paragraphs, counts, positions, context } = term;
  out.varint(paragraphs.length);
  out.varint(contextParagraphs);
  out.varint(context.length);
  writeContext(out, context);
  const blocks = Math.ceil(paragraphs.length / BLOCK);
  if (blocks > 1) out.varint(table.last.length);
  let position = 0;
  for (let block = 0; block < blocks; block++) {
    const from = block * BLOCK;
    const to = Math.min(from + BLOCK, paragraphs.length);
    if (blocks > 1) {
      table.last.push(paragraphs[to - 1] ?? 0);
      table.offset.push(out.length);
      writeImpact(table.impacts, paragraphs, counts, from, to, lengths);
    }
    writeCounts(out, paragraphs, counts, from, to);
    position = writePositions(out, counts, from, to, positions, position);
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

function writeCounts(
  out: ByteWriter,
  paragraphs: readonly number[],
  counts: readonly FieldCounts[],
  from: number,
  to: number,
): void {
  const size = to - from;
  const gaps = new Int32Array(size);
  const body = new Int32Array(size);
  const heading = new Int32Array(size);
  const title = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    const previous = from + i === 0 ? -1 : (paragraphs[from + i - 1] ?? 0);
    gaps[i] = (paragraphs[from + i] ?? 0) - previous - 1;
    const count = counts[from + i];
    body[i] = count?.body ?? 0;
    heading[i] = count?.heading ?? 0;
    title[i] = count?.title ?? 0;
  }
  if (size === BLOCK) {
    const columns = [gaps, body, heading, title].map((values) => ({ values, width: bitWidth(values, size) }));
    for (const { width } of columns) out.byte(width);
    for (const { values, width } of columns) out.packed(values, size, width);
    return;
  }
  for (let i = 0; i < size; i++) {
    const plain = body[i] === 1 && heading[i] === 0 && title[i] === 0;
    out.varint((gaps[i] ?? 0) * 2 + Number(plain));
    if (plain) continue;
    out.varint(body[i] ?? 0);
    out.varint(heading[i] ?? 0);
    out.varint(title[i] ?? 0);
  }
}

function writePositions(
  out: ByteWriter,
  counts: readonly FieldCounts[],
  from: number,
  to: number,
  positions: ArrayLike<number>,
  first: number,
): number {
  let next = first;
  for (let i = from; i < to; i++) {
    const count = counts[i];
    const end = next + (count === undefined ? 0 : count.body + count.heading + count.title);
    let previous = 0;
    for (; next < end; next++) {
      out.varint((positions[next] ?? 0) - previous);
      previous = positions[next] ?? 0;
    }
  }
  return next;
}

function writeImpact(
  out: ByteWriter,
  paragraphs: readonly number[],
  counts: readonly FieldCounts[],
  from: number,
  to: number,
  lengths: Uint16Array,
): void {
  let largest = 0;
  const least = [0, 0, 0, 0];
  for (let i = from; i < to; i++) {
    const counted = counts[i];
    const count = counted === undefined ? 0 : jointCount(counted);
    const length = Math.min(255, lengths[paragraphs[i] ?? 0] ?? 0);
    const bucket = count <= 2 ? count - 1 : count <= 4 ? 2 : 3;
    largest = Math.max(largest, count);
    const known = least[bucket] ?? 0;
    if (known === 0 || length < known) least[bucket] = length;
  }
  out.byte(Math.min(255, largest));
  for (const length of least) out.byte(length);
}
