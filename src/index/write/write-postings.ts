/** Writes the postings of a term (segment/postings.ts). */
import { joint } from '../rank.js';
import type { ByteWriter } from '../segment/bytes.js';
import { LEAST_OWNERS } from '../segment/leaders.js';
import type { NumberList } from '../segment/number-list.js';
import { bitWidth } from '../segment/packed.js';
import { PackedColumn } from '../segment/packed-column.js';
import { BLOCK, type ContextInterval, FIELD_GAP, GROUP, MANY_BYTES, WHOLE_WIDTH } from '../segment/postings.js';
import { grown } from '../segment/texts/pages.js';
import type { LeaderFinder } from './find-leaders.js';
import type { TermPostings } from './term-postings.js';

/** The skip data of the blocks of all terms, in arrays of their own, so that a search can skip blocks without reading them. */
export interface BlockTable {
  /** The last paragraph of each block. */
  last: NumberList;
  /** The byte offset of each block in the postings. */
  offset: NumberList;
  impacts: ByteWriter;
}

/**
 * @param leaders finds those of the term
 * @param contextParagraphs how many paragraphs of the context do not own the term
 * @param start the offset that the first byte of `out` will have among all records
 */
export function writePostings(
  out: ByteWriter,
  table: BlockTable,
  leaders: LeaderFinder,
  term: TermPostings,
  contextParagraphs: number,
  start: number,
): void {
  const { size, paragraphs, context } = term;
  const lent = context.length > 0;
  out.varint(size * 2 + Number(lent));
  if (size >= LEAST_OWNERS) leaders.write(out, term);
  if (lent) {
    out.varint(contextParagraphs);
    out.varint(context.length);
    writeContext(out, context);
  }
  const blocks = Math.ceil(size / BLOCK);
  if (blocks > 1) out.varint(table.last.length);
  let position = 0;
  for (let block = 0; block < blocks; block++) {
    const from = block * BLOCK;
    const to = Math.min(from + BLOCK, size);
    if (blocks > 1) {
      table.last.push(paragraphs[to - 1] ?? 0);
      table.offset.push(start + out.length);
      writeImpact(table.impacts, term, from, to, leaders.columns.lengths);
    }
    const isFull = to - from === BLOCK;
    if (isFull) writeBlock(out, term, from);
    else writeShort(out, term, from, to);
    // Lists of neighbours have no positions.
    if (term.positions.length === 0) continue;
    const end = readGaps(term, from, to, position);
    if (isFull) writeGroups(out, term, from);
    else for (let i = 0; i < end - position; i++) out.varint(gaps[i] ?? 0);
    position = end;
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

/** Scratch space of `writeBlock`. */
const GAPS = new Int32Array(BLOCK);
const COLUMNS = [new PackedColumn(), new PackedColumn(), new PackedColumn()] as const;

/** Writes the paragraphs and counts of a full block. */
function writeBlock(out: ByteWriter, { paragraphs, body, heading, title }: TermPostings, from: number): void {
  let previous = from === 0 ? -1 : (paragraphs[from - 1] ?? 0);
  for (let i = 0; i < BLOCK; i++) {
    const paragraph = paragraphs[from + i] ?? 0;
    GAPS[i] = paragraph - previous - 1;
    previous = paragraph;
  }
  const width = bitWidth(GAPS, 0, BLOCK);
  out.byte(width);
  COLUMNS[0].choose(body, from);
  COLUMNS[1].choose(heading, from);
  COLUMNS[2].choose(title, from);
  for (const { code } of COLUMNS) out.byte(code);
  out.packed(GAPS, 0, BLOCK, width);
  for (const column of COLUMNS) column.write(out);
}

/** Writes the paragraphs and counts of a last block of fewer than 128. */
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
    const more = (heading[i] ?? 0) + (title[i] ?? 0) > 0;
    out.varint((body[i] ?? 0) * 2 + Number(more));
    if (!more) continue;
    out.varint(heading[i] ?? 0);
    out.varint(title[i] ?? 0);
  }
}

/** Scratch space: the gaps between the positions of the block being written. */
let gaps = new Int32Array(1024);

/** Fills `gaps`; returns the index after the last position of the block. @param first the index of its first position */
function readGaps({ body, heading, title, positions }: TermPostings, from: number, to: number, first: number): number {
  let next = first;
  for (let i = from; i < to; i++) {
    const [inBody, inHeadings, inTitle] = [body[i] ?? 0, heading[i] ?? 0, title[i] ?? 0];
    const end = next + inBody + inHeadings + inTitle;
    if (gaps.length < end - first) gaps = grown(gaps, end - first);
    const start = next;
    let previous = 0;
    for (; next < end; next++) {
      const position = positions.at(next);
      gaps[next - first] = position - previous;
      previous = position;
    }
    if (inHeadings > 0) takeFieldGap(start + inBody - first);
    if (inTitle > 0) takeFieldGap(start + inBody + inHeadings - first);
  }
  return next;
}

function takeFieldGap(index: number): void {
  const gap = (gaps[index] ?? 0) - FIELD_GAP;
  if (gap < 0) throw new Error('Words of headings and title must stand apart from those before them.');
  gaps[index] = gap;
}

/** Writes the `gaps` of a full block, packed. */
function writeGroups(out: ByteWriter, { body, heading, title }: TermPostings, from: number): void {
  let start = 0;
  for (let group = from; group < from + BLOCK; group += GROUP) {
    let end = start;
    for (let i = group; i < group + GROUP; i++) end += (body[i] ?? 0) + (heading[i] ?? 0) + (title[i] ?? 0);
    const width = bitWidth(gaps, start, end);
    WIDTHS[(group - from) / GROUP] = width > 24 ? WHOLE_WIDTH : width;
    ENDS[(group - from) / GROUP] = end;
    start = end;
  }
  for (let group = 0; group < WIDTHS.length; group++) out.byte(WIDTHS[group] ?? 0);
  start = 0;
  for (let group = 0; group < WIDTHS.length; group++) {
    const end = ENDS[group] ?? 0;
    out.byte(Math.min(MANY_BYTES, ((end - start) * (WIDTHS[group] ?? 0) + 7) >> 3));
    start = end;
  }
  start = 0;
  for (let group = 0; group < WIDTHS.length; group++) {
    const end = ENDS[group] ?? 0;
    out.packed(gaps, start, end - start, WIDTHS[group] ?? 0);
    start = end;
  }
}

/** Scratch space of `writeGroups`: by group, the bit width, and the index after its last gap. */
const WIDTHS = new Uint8Array(BLOCK / GROUP);
const ENDS = new Int32Array(BLOCK / GROUP);

function writeImpact(
  out: ByteWriter,
  { paragraphs, body, heading, title }: TermPostings,
  from: number,
  to: number,
  lengths: Uint8Array,
): void {
  let largest = 0;
  const least = [0, 0, 0, 0];
  for (let i = from; i < to; i++) {
    const count = joint(body[i] ?? 0, heading[i] ?? 0, title[i] ?? 0);
    const length = lengths[paragraphs[i] ?? 0] ?? 0;
    const bucket = count <= 2 ? count - 1 : count <= 4 ? 2 : 3;
    largest = Math.max(largest, count);
    const known = least[bucket] ?? 0;
    if (known === 0 || length < known) least[bucket] = length;
  }
  out.byte(Math.min(255, largest));
  for (const length of least) out.byte(length);
}
