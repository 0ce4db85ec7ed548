/** Walks the paragraphs of one term (postings.ts tells their form), block by block, leap by leap, with counts where they are asked for. */
import { countRange } from './bits.js';
import { ByteReader, unpackAscending } from './bytes.js';
import { addColumn, columnBytes, readColumn, valueAt } from './packed-column.js';
import { BLOCK, type ContextInterval, END, type PostingsSource, readContext } from './postings.js';
import { joint } from './rank.js';

/** Paragraphs that are leapt over in a block on the way to a target. */
const STEP = 8;
const BLOCK_SHIFT = Math.log2(BLOCK);
const NO_CONTEXT: readonly ContextInterval[] = [];

/** Walks one term's owners in order, skipping whole blocks. Counts are decoded only when asked for. */
export class BlockCursor {
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
  private unpacked = -1;
  /** Last paragraph of the current block. */
  private last = -1;
  protected countsKnown = false;
  /** Whether `heading` and `title` are all zeros, as in most blocks: then they need no filling, and the joint counts are `body`. */
  protected bodyAlone = true;
  protected blockStart = 0;
  protected countsAt = 0;
  private onlyBlockOffset = 0;
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
    return this.tell(wanted, size, met, counts, false);
  }

  /** As `meet`, with the place of each in `places`, for `standAt`; the cursor may have been put to places in between. */
  meetPlaces(wanted: Int32Array, size: number, met: Int32Array, places: Int32Array): number {
    return this.tell(wanted, size, met, places, true);
  }

  /** @param into gets places or counts */
  private tell(wanted: Int32Array, size: number, met: Int32Array, into: Int32Array, places: boolean): number {
    if (this.block === this.blocks) return 0;
    const { paragraphs } = this;
    let found = 0;
    let at = this.at;
    let last = this.unpacked === this.block ? this.last : -1;
    for (let i = 0; i < size; i++) {
      const target = wanted[i] ?? END;
      if (target > last) {
        if (!this.seek(target)) return found;
        last = this.last;
      }
      at = firstFrom(paragraphs, target);
      if (paragraphs[at] !== target) continue;
      this.at = at;
      met[found] = i;
      into[found++] = places ? this.block * BLOCK + at : this.count();
    }
    this.at = at;
    this.paragraph = paragraphs[at] ?? END;
    return found;
  }

  /** Unpacks the block that an owner at or after `target` is in; false where there is none. */
  private seek(target: number): boolean {
    const block = this.blockAt(target);
    if (block < this.blocks && (block !== this.block || block !== this.unpacked)) this.load(block);
    if (block < this.blocks && this.last >= target) return true;
    this.finish();
    return false;
  }

  /** Copies the paragraphs of the next block that ends at or after `target`; returns how many they are, 0 at the end. */
  nextBlock(target: number, into: Int32Array): number {
    const next = this.block + 1;
    const block = next < this.blocks && this.firstBlock >= 0 ? Math.max(next, this.blockAt(target)) : next;
    if (block >= this.blocks) return 0;
    this.load(block);
    into.set(this.paragraphs);
    return this.size;
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
      this.enter(block);
      this.at = countRange(owners, block === 0 ? 0 : this.lastOf(block - 1) + 1, paragraph);
    }
    this.paragraph = paragraph;
  }

  /** Stands at an owner, by its place that `meetPlaces` told or `block * BLOCK` and its index in a block. */
  standAt(place: number, paragraph: number): void {
    const block = place >> BLOCK_SHIFT;
    if (block !== this.block) {
      if (this.firstBlock < 0 || this.owners - block * BLOCK < BLOCK) this.load(block);
      else this.enter(block);
    }
    this.at = place & (BLOCK - 1);
    this.paragraph = paragraph;
  }

  /** Begins a full block, one of several, without unpacking its paragraphs. */
  private enter(block: number): void {
    const { postings, blockOffset } = this.source;
    this.block = block;
    this.size = BLOCK;
    this.last = this.lastOf(block);
    this.blockStart = blockOffset[this.firstBlock + block] ?? 0;
    this.countsAt = this.blockStart + 4 + (BLOCK / 8) * (postings[this.blockStart] ?? 0);
    this.countsKnown = false;
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
    this.unpacked = -1;
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
