/** Unpacks the postings of a term (postings.ts) block by block; counts only where they are asked for. */

import { joint } from '../rank.js';
import { ByteReader } from './bytes.js';
import { Intervals } from './intervals.js';
import type { KeptContexts } from './kept-contexts.js';
import { skipLeaders } from './leaders.js';
import { unpackAscending } from './packed.js';
import { columnBytes, readColumn, valueAt } from './packed-column.js';
import { BLOCK, END } from './postings.js';

/** The arrays of a segment that a cursor reads. */
export interface PostingsSource {
  postings: Uint8Array;
  /** Of `postings`. */
  view: DataView;
  blockLast: Uint32Array;
  blockOffset: Uint32Array;
  contexts: KeptContexts;
}

const NO_CONTEXT = new Intervals();
/** Scratch space: the counts of a block in one field. */
const COLUMN = new Int32Array(BLOCK);

/** One block at a time of a term's postings. */
export class PostingsBlock {
  owners = 0;
  contextParagraphs = 0;
  context = NO_CONTEXT;
  private readonly ownContext = new Intervals();
  /**
   * How many blocks the term has, and the index of the first in the tables of the segment; -1 where it has a single
   * block, which the tables do not list.
   */
  blocks = 0;
  firstBlock = -1;
  /** One buffer for all columns: making five took two to five times as long. */
  private readonly columns = new ArrayBuffer(5 * BLOCK * 4);
  /** The paragraphs of the current block; the first `size` elements count. */
  readonly paragraphs = new Int32Array(this.columns, 0, BLOCK);
  /** The counts at those paragraphs, after `loadCounts`. */
  readonly body = new Int32Array(this.columns, BLOCK * 4, BLOCK);
  readonly heading = new Int32Array(this.columns, 2 * BLOCK * 4, BLOCK);
  readonly title = new Int32Array(this.columns, 3 * BLOCK * 4, BLOCK);
  private readonly joints = new Int32Array(this.columns, 4 * BLOCK * 4, BLOCK);
  private jointBlock = -1;
  size = 0;
  /** The current index in the block; `paragraph` is the one there, or `END`. */
  at = 0;
  paragraph = -1;
  block = -1;
  /** The block whose paragraphs are unpacked; not the current one, where that was entered without unpacking. */
  protected unpacked = -1;
  /** The last paragraph of the current block. */
  protected last = -1;
  protected countsKnown = false;
  /** Whether `heading` and `title` are all zeros, as in most blocks: they then need no filling, and the joint counts are `body`. */
  protected bodyAlone = true;
  protected blockStart = 0;
  protected countsAt = 0;
  protected onlyBlockOffset = 0;
  /** Where the positions of a shorter last block begin, once it is loaded. */
  protected behindShort = 0;
  protected source: PostingsSource;

  constructor(source: PostingsSource, offset: number) {
    this.source = source;
    this.open(source, offset);
  }

  /** Switches to another term and keeps the arrays: making them anew for each word of a query cost more than decoding a block. */
  open(source: PostingsSource, offset: number): void {
    this.source = source;
    const reader = new ByteReader(source.postings, offset);
    const code = reader.varint();
    this.owners = code >>> 1;
    skipLeaders(reader, this.owners);
    const lent = (code & 1) === 1;
    this.contextParagraphs = lent ? reader.varint() : 0;
    this.context = lent ? source.contexts.read(reader, this.ownContext) : NO_CONTEXT;
    this.blocks = Math.ceil(this.owners / BLOCK);
    this.firstBlock = this.blocks > 1 ? reader.varint() : -1;
    this.onlyBlockOffset = reader.at;
    this.reset();
  }

  /** The last paragraph of a block of this term (0-based). Only for terms with several blocks. */
  lastOf(block: number): number {
    return this.source.blockLast[this.firstBlock + block] ?? END;
  }

  /** Unpacks the paragraphs of a block and steps to the first. */
  load(block: number): void {
    const { postings, view, blockOffset } = this.source;
    const { paragraphs } = this;
    const several = this.firstBlock >= 0;
    const start = several ? (blockOffset[this.firstBlock + block] ?? 0) : this.onlyBlockOffset;
    const previous = block === 0 ? -1 : this.lastOf(block - 1);
    this.block = block;
    this.unpacked = block;
    this.at = 0;
    this.size = Math.min(BLOCK, this.owners - block * BLOCK);
    if (this.size === BLOCK) {
      this.blockStart = start;
      this.countsAt = unpackAscending(view, start + 4, BLOCK, postings[start] ?? 0, previous, paragraphs);
      this.countsKnown = false;
    } else {
      this.loadShort(start, previous);
    }
    this.paragraph = paragraphs[0] ?? END;
    this.last = paragraphs[this.size - 1] ?? END;
  }

  /** Unpacks a last block of fewer than 128 paragraphs. */
  private loadShort(start: number, previous: number): void {
    const { paragraphs, body, heading, title } = this;
    const reader = new ByteReader(this.source.postings, start);
    let paragraph = previous;
    let above = 0;
    for (let i = 0; i < this.size; i++) {
      const code = reader.varint();
      paragraph += (code >>> 1) + 1;
      paragraphs[i] = paragraph;
      const plain = (code & 1) === 1;
      const counts = plain ? 2 : reader.varint();
      const more = (counts & 1) === 1;
      body[i] = counts >>> 1;
      heading[i] = more ? reader.varint() : 0;
      title[i] = more ? reader.varint() : 0;
      above |= (heading[i] ?? 0) | (title[i] ?? 0);
    }
    // Where a block before left other counts than zeros behind those of this one, it stays false: after `reset` a full one may come.
    this.bodyAlone &&= above === 0;
    paragraphs.fill(END, this.size);
    this.behindShort = reader.at;
    this.countsKnown = true;
  }

  /** Makes a full block of several the current one without unpacking its paragraphs. */
  protected enter(block: number): void {
    const { postings, blockOffset } = this.source;
    this.block = block;
    this.size = BLOCK;
    this.last = this.lastOf(block);
    this.blockStart = blockOffset[this.firstBlock + block] ?? 0;
    this.countsAt = this.blockStart + 4 + (BLOCK / 8) * (postings[this.blockStart] ?? 0);
    this.countsKnown = false;
  }

  /** Unpacks the counts of the current block, unless they are. */
  loadCounts(): void {
    if (this.countsKnown) return;
    this.countsKnown = true;
    const { postings, view } = this.source;
    const start = this.blockStart;
    const heading = postings[start + 2] ?? 0;
    const title = postings[start + 3] ?? 0;
    const at = readColumn(postings, view, this.countsAt, postings[start + 1] ?? 0, this.body);
    if (heading + title > 0 || !this.bodyAlone) {
      readColumn(postings, view, readColumn(postings, view, at, heading, this.heading), title, this.title);
      this.bodyAlone = heading + title === 0;
    }
  }

  /** The joint count at the current paragraph. */
  count(): number {
    const { at } = this;
    if (!this.countsKnown) return this.packedCount(at);
    const body = this.body[at] ?? 0;
    return this.bodyAlone ? body : joint(body, this.heading[at] ?? 0, this.title[at] ?? 0);
  }

  /** The joint count of a single posting of a full block: most others of its block are never asked for. */
  private packedCount(i: number): number {
    const { postings, view } = this.source;
    const codes = this.blockStart + 1;
    const [body, heading, title] = [postings[codes] ?? 0, postings[codes + 1] ?? 0, postings[codes + 2] ?? 0];
    let at = this.countsAt;
    const inBody = valueAt(postings, view, at, body, i);
    if (heading + title === 0) return inBody;
    at += columnBytes(postings, at, body);
    const inHeadings = valueAt(postings, view, at, heading, i);
    at += columnBytes(postings, at, heading);
    return joint(inBody, inHeadings, valueAt(postings, view, at, title, i));
  }

  /** The joint counts of the current block, `size` of them; valid until the next block is loaded. */
  jointCounts(): Int32Array {
    const { joints, body, heading, title } = this;
    if (this.jointBlock === this.block) return joints;
    if (!this.countsKnown) {
      this.unpackJoints(joints, 0);
      this.jointBlock = this.block;
      return joints;
    }
    if (this.bodyAlone) return body;
    this.jointBlock = this.block;
    for (let i = 0; i < this.size; i++) joints[i] = joint(body[i] ?? 0, heading[i] ?? 0, title[i] ?? 0);
    return joints;
  }

  /** Writes the joint counts of the current block, a full one, into `into` from `at` on. */
  protected unpackJoints(into: Int32Array, at: number): void {
    const { postings, view } = this.source;
    const codes = this.blockStart + 1;
    const heading = postings[codes + 1] ?? 0;
    const title = postings[codes + 2] ?? 0;
    const next = readColumn(postings, view, this.countsAt, postings[codes] ?? 0, into, at);
    if (heading > 0) this.addColumn(next, heading, joint(0, 1, 0), into, at);
    if (title > 0) this.addColumn(next + columnBytes(postings, next, heading), title, joint(0, 0, 1), into, at);
  }

  /** Adds `weight` times each value of the column that begins at `start` to the numbers of `into` from `at` on. */
  private addColumn(start: number, code: number, weight: number, into: Int32Array, at: number): void {
    const { postings, view } = this.source;
    readColumn(postings, view, start, code, COLUMN);
    for (let i = 0; i < BLOCK; i++) into[at + i] = (into[at + i] ?? 0) + weight * (COLUMN[i] ?? 0);
  }

  /** How often the current paragraph has the term in its own text. */
  inBody(): number {
    return this.countsKnown ? (this.body[this.at] ?? 0) : this.packedColumn(0);
  }

  /** How often it has the term in headings that begin at it. */
  inHeadings(): number {
    return this.countsKnown ? (this.heading[this.at] ?? 0) : this.packedColumn(1);
  }

  private packedColumn(column: 0 | 1): number {
    const { postings, view } = this.source;
    const body = postings[this.blockStart + 1] ?? 0;
    if (column === 0) return valueAt(postings, view, this.countsAt, body, this.at);
    const headingsAt = this.countsAt + columnBytes(postings, this.countsAt, body);
    return valueAt(postings, view, headingsAt, postings[this.blockStart + 2] ?? 0, this.at);
  }

  /** Steps back to before the first paragraph. */
  reset(): void {
    this.block = -1;
    this.unpacked = -1;
    this.jointBlock = -1;
    this.size = 0;
    this.at = 0;
    this.paragraph = -1;
    this.last = -1;
  }
}
