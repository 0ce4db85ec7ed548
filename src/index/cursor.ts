/** Walks one term's postings (postings.ts tells their form), block by block, leap by leap, with counts and positions where they are asked for. */
import { countRange } from './bits.js';
import { ByteReader, unpackAscending } from './bytes.js';
import { addColumn, columnBytes, readColumn, sumOf, valueAt } from './packed-column.js';
import {
  BLOCK,
  type ContextInterval,
  END,
  FIELD_GAP,
  GROUP,
  MANY_BYTES,
  type PostingsSource,
  readContext,
  WHOLE_WIDTH,
} from './postings.js';
import { joint } from './rank.js';

const GROUP_SHIFT = Math.log2(GROUP);
const GROUPS = BLOCK / GROUP;
/** Of so many postings of a block positions are read with counts as they are packed. */
const MOST_SUMMED = 2;
/** Paragraphs that are leapt over in a block on the way to a target. */
const STEP = 8;
const NO_CONTEXT: readonly ContextInterval[] = [];

/** Walks one term's owners in order, skipping whole blocks. Counts and positions are decoded only when asked for. */
export class PostingsCursor {
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
  /** Last paragraph of the current block. */
  private last = -1;
  private countsKnown = false;
  /** Whether `heading` and `title` are all zeros, as in most blocks: then they need no filling, and the joint counts are `body`. */
  private bodyAlone = true;
  private blockStart = 0;
  private countsAt = 0;
  private positionsAt = 0;
  /** Where `readPositions` stopped: the next posting of that block, where its group's positions begin, and how many of them are before it. */
  private readBlock = -1;
  private readIndex = 0;
  private readAt = 0;
  private readBefore = 0;
  /** How many postings of that block had their positions read. */
  private reads = 0;
  private onlyBlockOffset = 0;
  private source: PostingsSource;

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
    this.context = lent ? readContext(reader, reader.varint()) : NO_CONTEXT;
    this.blocks = Math.ceil(this.owners / BLOCK);
    this.firstBlock = this.blocks > 1 ? reader.varint() : -1;
    this.onlyBlockOffset = reader.at;
    this.reset();
  }

  /** Last paragraph of a block of this term (0-based); only where there are several. */
  lastOf(block: number): number {
    return this.source.blockLast[this.firstBlock + block] ?? END;
  }

  /** Last paragraph of the current block. */
  get blockEnd(): number {
    return this.last;
  }

  /** Steps to the next owner and returns it. */
  next(): number {
    this.at++;
    if (this.at >= this.size) {
      if (this.block + 1 >= this.blocks) return this.finish();
      this.load(this.block + 1);
    }
    this.paragraph = this.paragraphs[this.at] ?? END;
    return this.paragraph;
  }

  /** Steps to the first owner at or after `target` and returns it; never back. */
  advance(target: number): number {
    if (this.paragraph >= target) return this.paragraph;
    if (this.last < target) {
      const block = this.blockAt(target);
      if (block >= this.blocks) return this.finish();
      if (block !== this.block) this.load(block);
      // Only a term's last block can end before the target.
      if (this.last < target) return this.finish();
    }
    // The block's last is not before the target: no step can leave it.
    const { paragraphs } = this;
    const far = this.size - STEP;
    let i = this.at;
    while (i < far && (paragraphs[i + STEP] ?? END) < target) i += STEP;
    while ((paragraphs[i] ?? END) < target) i++;
    this.at = i;
    this.paragraph = paragraphs[i] ?? END;
    return this.paragraph;
  }

  /**
   * Tells which of some paragraphs own the term, and their joint counts. They ascend, from call to call as well. In one loop, whose numbers
   * stay in registers: a step of `advance` for each takes three times as long.
   * @param met gets the indexes of those that do, `counts` what each of these counts; returns how many they are
   */
  meet(wanted: Int32Array, size: number, met: Int32Array, counts: Int32Array): number {
    if (this.block === this.blocks) return 0;
    const { paragraphs } = this;
    let found = 0;
    let at = this.at;
    let last = this.last;
    for (let i = 0; i < size; i++) {
      const target = wanted[i] ?? END;
      if (target > last) {
        const block = this.blockAt(target);
        if (block < this.blocks && block !== this.block) this.load(block);
        if (block === this.blocks || this.last < target) {
          this.finish();
          return found;
        }
        last = this.last;
      }
      at = firstFrom(paragraphs, target);
      if (paragraphs[at] !== target) continue;
      this.at = at;
      met[found] = i;
      counts[found++] = this.count();
    }
    this.at = at;
    this.paragraph = paragraphs[at] ?? END;
    return found;
  }

  /** The first block from the current one on that ends at or after `target`; `blocks` where none does. Looks at the table alone. */
  blockAt(target: number): number {
    if (this.firstBlock < 0) return 0;
    let step = 1;
    let low = Math.max(0, this.block);
    let high = low;
    while (high < this.blocks && this.lastOf(high) < target) {
      low = high + 1;
      high += step;
      step *= 2;
    }
    high = Math.min(high, this.blocks);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lastOf(middle) < target) low = middle + 1;
      else high = middle;
    }
    return low;
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
  private unpackJoints(into: Int32Array, at: number): void {
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

  /** Writes all owners and their joint counts, from the first block on; the cursor is then behind the last of them. */
  readAll(paragraphs: Int32Array, counts: Int32Array): void {
    const { postings, view, blockOffset } = this.source;
    let previous = -1;
    let block = 0;
    for (; (block + 1) * BLOCK <= this.owners; block++) {
      const start = this.firstBlock < 0 ? this.onlyBlockOffset : (blockOffset[this.firstBlock + block] ?? 0);
      this.blockStart = start;
      const at = block * BLOCK;
      this.countsAt = unpackAscending(view, start + 4, BLOCK, postings[start] ?? 0, previous, paragraphs, at);
      this.unpackJoints(counts, at);
      previous = paragraphs[at + BLOCK - 1] ?? 0;
    }
    if (block < this.blocks) {
      this.load(block);
      const joints = this.jointCounts();
      for (let i = 0; i < this.size; i++) {
        paragraphs[block * BLOCK + i] = this.paragraphs[i] ?? 0;
        counts[block * BLOCK + i] = joints[i] ?? 0;
      }
    }
    this.finish();
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

  /** Positions at the current owner, ascending, those of headings and title behind those of the text. */
  positions(): number[] {
    const positions: number[] = [];
    this.readPositions(positions);
    return positions;
  }

  /**
   * Writes the positions at the current owner into `into`; returns how many. Going forward in a block looks at each count once. Counts
   * are summed as they are packed until so many positions of the block are read that unpacking them is cheaper.
   */
  readPositions(into: number[]): number {
    const packed = this.size === BLOCK;
    if (this.readIndex > this.at || this.readBlock !== this.block) {
      this.readBlock = this.block;
      this.readIndex = 0;
      this.reads = 0;
      if (packed) this.positionsAt = this.behindCounts();
      this.readAt = packed ? this.positionsAt + 2 * GROUPS : this.positionsAt;
      this.readBefore = 0;
    }
    if (this.reads++ === MOST_SUMMED) this.loadCounts();
    const count = this.occurrences(this.at, this.at + 1);
    if (packed) this.unpackGaps(count, into);
    else this.readGaps(count, into);
    this.readIndex = this.at + 1;
    let position = 0;
    for (let i = 0; i < count; i++) {
      position += into[i] ?? 0;
      into[i] = position;
    }
    if (this.inBody() < count) this.addFieldGaps(into, count);
    return count;
  }

  /** Where the positions of the current block, a full one, begin. */
  private behindCounts(): number {
    const { postings } = this.source;
    let at = this.countsAt;
    for (let column = 1; column <= 3; column++)
      at += columnBytes(postings, at, postings[this.blockStart + column] ?? 0);
    return at;
  }

  /** The gaps at the current owner of a full block. */
  private unpackGaps(count: number, into: number[]): void {
    const { postings, view } = this.source;
    const group = this.at >> GROUP_SHIFT;
    let before = this.readBefore;
    let i = this.readIndex;
    // The posting that was read last may be the last of its group, whose positions are passed then.
    for (let passed = Math.max(0, i - 1) >> GROUP_SHIFT; passed < group; passed++) {
      const end = (passed + 1) * GROUP;
      let bytes = postings[this.positionsAt + GROUPS + passed] ?? 0;
      if (bytes === MANY_BYTES) {
        if (i < end) before += this.occurrences(i, end);
        bytes = (before * (postings[this.positionsAt + passed] ?? 0) + 7) >> 3;
      }
      i = Math.max(i, end);
      this.readAt += bytes;
      before = 0;
    }
    before += this.occurrences(i, this.at);
    const width = postings[this.positionsAt + group] ?? 0;
    const mask = width === WHOLE_WIDTH ? -1 : (1 << width) - 1;
    let bit = before * width;
    for (let gap = 0; gap < count; gap++) {
      into[gap] = (view.getInt32(this.readAt + (bit >> 3), true) >>> (bit & 7)) & mask;
      bit += width;
    }
    this.readBefore = before + count;
  }

  /** The gaps at the current owner of a shorter block. */
  private readGaps(count: number, into: number[]): void {
    const { postings, view } = this.source;
    let at = this.readAt;
    let skip = this.occurrences(this.readIndex, this.at);
    // Most are of one byte: eight bytes at once, by how many of them end a number.
    while (skip >= 8) {
      const first = ~view.getInt32(at, true) & 0x80808080;
      const second = ~view.getInt32(at + 4, true) & 0x80808080;
      skip -= Math.imul(((first >>> 7) & 0x01010101) + ((second >>> 7) & 0x01010101), 0x01010101) >>> 24;
      at += 8;
    }
    while (skip > 0) if ((postings[at++] ?? 0) < 0x80) skip--;
    for (let i = 0; i < count; i++) {
      let byte = postings[at++] ?? 0;
      let gap = byte & 0x7f;
      for (let shift = 7; byte >= 0x80; shift += 7) {
        byte = postings[at++] ?? 0;
        gap |= (byte & 0x7f) << shift;
      }
      into[i] = gap;
    }
    this.readAt = at;
  }

  /** What was taken off the positions of headings and title. */
  private addFieldGaps(positions: number[], count: number): void {
    const inBody = this.inBody();
    const inHeadings = this.inHeadings();
    const title = inBody + inHeadings;
    for (let i = inBody; i < title; i++) positions[i] = (positions[i] ?? 0) + FIELD_GAP;
    const more = inHeadings > 0 ? 2 * FIELD_GAP : FIELD_GAP;
    for (let i = title; i < count; i++) positions[i] = (positions[i] ?? 0) + more;
  }

  /** How many positions some postings of the current block have together, `to` excluded. */
  private occurrences(from: number, to: number): number {
    if (!this.countsKnown) return this.packedOccurrences(from, to);
    const { body, heading, title } = this;
    let sum = 0;
    if (this.bodyAlone) for (let i = from; i < to; i++) sum += body[i] ?? 0;
    else for (let i = from; i < to; i++) sum += (body[i] ?? 0) + (heading[i] ?? 0) + (title[i] ?? 0);
    return sum;
  }

  private packedOccurrences(from: number, to: number): number {
    const { postings, view } = this.source;
    const codes = this.blockStart + 1;
    const [body, heading, title] = [postings[codes] ?? 0, postings[codes + 1] ?? 0, postings[codes + 2] ?? 0];
    let at = this.countsAt;
    const sum = sumOf(postings, view, at, body, from, to);
    if (heading + title === 0) return sum;
    at += columnBytes(postings, at, body);
    const inHeadings = sumOf(postings, view, at, heading, from, to);
    at += columnBytes(postings, at, heading);
    return sum + inHeadings + sumOf(postings, view, at, title, from, to);
  }

  /**
   * Stands at an owner as `advance` does, with the owners of its block counted instead of unpacked.
   * @param owners a bit for each owner of the term
   */
  standIn(owners: Uint32Array, paragraph: number): void {
    const block = this.blockAt(paragraph);
    if (this.owners - block * BLOCK < BLOCK || this.firstBlock < 0) {
      this.advance(paragraph);
      return;
    }
    if (block === this.block) {
      this.at += countRange(owners, this.paragraph, paragraph);
    } else {
      const { postings, blockOffset } = this.source;
      this.block = block;
      this.size = BLOCK;
      this.last = this.lastOf(block);
      this.blockStart = blockOffset[this.firstBlock + block] ?? 0;
      this.countsAt = this.blockStart + 4 + (BLOCK / 8) * (postings[this.blockStart] ?? 0);
      this.countsKnown = false;
      this.at = countRange(owners, block === 0 ? 0 : this.lastOf(block - 1) + 1, paragraph);
    }
    this.paragraph = paragraph;
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

  private finish(): number {
    this.block = this.blocks;
    this.size = 0;
    this.at = 0;
    this.paragraph = END;
    this.last = END;
    return END;
  }

  /** Back to before the first owner. */
  reset(): void {
    this.block = -1;
    this.readBlock = -1;
    this.jointBlock = -1;
    this.size = 0;
    this.at = 0;
    this.paragraph = -1;
    this.last = -1;
  }

  /** Decodes a block's paragraphs and stands at its first. */
  load(block: number): void {
    const { postings, view, blockOffset } = this.source;
    const { paragraphs } = this;
    const several = this.firstBlock >= 0;
    const start = several ? (blockOffset[this.firstBlock + block] ?? 0) : this.onlyBlockOffset;
    const previous = block === 0 ? -1 : this.lastOf(block - 1);
    this.block = block;
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
    this.positionsAt = reader.at;
    this.countsKnown = true;
  }
}

/**
 * The index of the first paragraph of a block at or after `target`; the block's last is. In steps without branches: what a list has next
 * cannot be foretold, and to walk there took half as long again.
 */
function firstFrom(paragraphs: Int32Array, target: number): number {
  let at = (((paragraphs[63] ?? 0) - target) >>> 31) << 6;
  at += (((paragraphs[at + 31] ?? 0) - target) >>> 31) << 5;
  at += (((paragraphs[at + 15] ?? 0) - target) >>> 31) << 4;
  at += (((paragraphs[at + 7] ?? 0) - target) >>> 31) << 3;
  at += (((paragraphs[at + 3] ?? 0) - target) >>> 31) << 2;
  at += (((paragraphs[at + 1] ?? 0) - target) >>> 31) << 1;
  at += ((paragraphs[at] ?? 0) - target) >>> 31;
  return at;
}

/** Cursors that wait for their next word: a search of a segment is not interrupted, and has them for itself. */
const SPARE: PostingsCursor[] = [];

/** A cursor for the length of such a search; made anew, its arrays cost more than unpacking a block. */
export function takeCursor(source: PostingsSource & { offsetOf(term: number): number }, term: number): PostingsCursor {
  const cursor = SPARE.pop();
  if (cursor === undefined) return new PostingsCursor(source, source.offsetOf(term));
  cursor.open(source, source.offsetOf(term));
  return cursor;
}

export function giveBack(cursor: PostingsCursor): void {
  SPARE.push(cursor);
}
