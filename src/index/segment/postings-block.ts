/** One term's postings in a segment, unpacked block by block (postings.ts tells their form), with counts where they are asked for. */

import { joint } from '../rank.js';
import { ByteReader } from './bytes.js';
import { unpackAscending } from './packed.js';
import { addColumn, columnBytes, readColumn, valueAt } from './packed-column.js';
import { BLOCK, type ContextInterval, END, type PostingsSource } from './postings.js';

const NO_CONTEXT: readonly ContextInterval[] = [];

/** The current block of one term. Its counts are decoded only when asked for. */
export class PostingsBlock {
  owners = 0;
  contextParagraphs = 0;
  context: readonly ContextInterval[] = [];
  /** Blocks of this term, and the index of its first in the segment's tables; -1 where it has one block alone, which the tables lack. */
  blocks = 0;
  firstBlock = -1;
  /** One buffer for all columns: five of their own took two to five times as long to make. */
  private readonly columns = new ArrayBuffer(5 * BLOCK * 4);
  /** Paragraphs of the current block, of which `size` count. */
  readonly paragraphs = new Int32Array(this.columns, 0, BLOCK);
  /** Counts at those paragraphs, known after `loadCounts`. */
  readonly body = new Int32Array(this.columns, BLOCK * 4, BLOCK);
  readonly heading = new Int32Array(this.columns, 2 * BLOCK * 4, BLOCK);
  readonly title = new Int32Array(this.columns, 3 * BLOCK * 4, BLOCK);
  private readonly joints = new Int32Array(this.columns, 4 * BLOCK * 4, BLOCK);
  private jointBlock = -1;
  size = 0;
  /** Index into the current block; `paragraph` is the one there, or `END`. */
  at = 0;
  paragraph = -1;
  block = -1;
  /** The block that `paragraphs` are of: another one where the current was entered without unpacking them. */
  protected unpacked = -1;
  /** Last paragraph of the current block. */
  protected last = -1;
  protected countsKnown = false;
  /** Whether `heading` and `title` are all zeros, as in most blocks: then they need no filling, and the joint counts are `body`. */
  protected bodyAlone = true;
  protected blockStart = 0;
  protected countsAt = 0;
  protected onlyBlockOffset = 0;
  /** Where the positions of the last block begin, if it is a shorter one and was loaded. */
  protected behindShort = 0;
  protected source: PostingsSource;

  constructor(source: PostingsSource, offset: number) {
    this.source = source;
    this.open(source, offset);
  }

  /** Begins with another term, in the same arrays: making them anew for every word of a query cost more than decoding a block. */
  open(source: PostingsSource, offset: number): void {
    this.source = source;
    const reader = new ByteReader(source.postings, offset);
    const code = reader.varint();
    this.owners = code >>> 1;
    const lent = (code & 1) === 1;
    this.contextParagraphs = lent ? reader.varint() : 0;
    this.context = lent ? source.contexts.read(reader) : NO_CONTEXT;
    this.blocks = Math.ceil(this.owners / BLOCK);
    this.firstBlock = this.blocks > 1 ? reader.varint() : -1;
    this.onlyBlockOffset = reader.at;
    this.reset();
  }

  /** Last paragraph of a block of this term (0-based); only where there are several. */
  lastOf(block: number): number {
    return this.source.blockLast[this.firstBlock + block] ?? END;
  }

  /** Decodes a block's paragraphs and stands at its first. */
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

  /** The last block, of fewer than 128. */
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
    if (this.bodyAlone) {
      // What earlier blocks left behind stays zeros up to the end, for a full block that comes after `reset`.
      this.bodyAlone = above === 0;
    }
    paragraphs.fill(END, this.size);
    this.behindShort = reader.at;
    this.countsKnown = true;
  }

  /** Begins a full block, one of several, without unpacking its paragraphs. */
  protected enter(block: number): void {
    const { postings, blockOffset } = this.source;
    this.block = block;
    this.size = BLOCK;
    this.last = this.lastOf(block);
    this.blockStart = blockOffset[this.firstBlock + block] ?? 0;
    this.countsAt = this.blockStart + 4 + (BLOCK / 8) * (postings[this.blockStart] ?? 0);
    this.countsKnown = false;
  }

  /** Decodes the counts of the current block, if they are not yet. */
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

  /** Joint count at the current owner. */
  count(): number {
    const { at } = this;
    if (!this.countsKnown) return this.packedCount(at);
    const body = this.body[at] ?? 0;
    return this.bodyAlone ? body : joint(body, this.heading[at] ?? 0, this.title[at] ?? 0);
  }

  /** The joint count of one posting of a full block, read alone: the others of its block are mostly not asked for. */
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

  /** Joint counts of the current block, as far as `size`; valid until the next block is loaded. */
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
    if (heading > 0) addColumn(postings, view, next, heading, joint(0, 1, 0), into, at);
    if (title > 0) {
      addColumn(postings, view, next + columnBytes(postings, next, heading), title, joint(0, 0, 1), into, at);
    }
  }

  /** How often the current owner has the term in its own text, and in headings that begin at it. */
  inBody(): number {
    return this.countsKnown ? (this.body[this.at] ?? 0) : this.packedColumn(0);
  }

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

  /** Back to before the first owner. */
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
