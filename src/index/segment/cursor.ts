/** Adds positions to the walk through a term's postings (block-cursor.ts). */
import { BlockCursor } from './block-cursor.js';
import { columnBytes, sumOf } from './packed-column.js';
import { type Above, IN_HEADING, IN_TITLE, PositionStarts } from './position-starts.js';
import { BLOCK, FIELD_GAP, GROUP, MANY_BYTES, WHOLE_WIDTH } from './postings.js';
import type { PostingsSource } from './postings-block.js';

const GROUP_SHIFT = Math.log2(GROUP);
const GROUPS = BLOCK / GROUP;
/** Counts of a block stay packed while positions of at most this many of its postings are read. */
const MAX_SUMMED = 2;

/** Steps through the owners of a term in order. Counts and positions are unpacked only when asked for. */
export class PostingsCursor extends BlockCursor {
  /** Where the positions of the block `readBlock` begin. */
  private positionsAt = 0;
  /**
   * Where `readPositions` stopped: the block, its next posting, where the positions of that one's group begin, and how
   * many of these come before it.
   */
  private readBlock = -1;
  private readIndex = 0;
  private readAt = 0;
  private readBefore = 0;
  /** How many postings of that block have had their positions read. */
  private reads = 0;

  /** Steps back to before the first paragraph. */
  override reset(): void {
    super.reset();
    this.readBlock = -1;
  }

  /** The positions at the current paragraph, ascending; those in headings and title follow those in the text. */
  positions(): number[] {
    const positions: number[] = [];
    this.readPositions(positions);
    return positions;
  }

  /**
   * Writes the positions at the current paragraph into `into`; returns how many. Stepping forward in a block looks at
   * each count once. Counts are summed while packed, until unpacking them is cheaper.
   */
  readPositions(into: number[]): number {
    const packed = this.size === BLOCK;
    if (this.readIndex > this.at || this.readBlock !== this.block) {
      this.readBlock = this.block;
      this.readIndex = 0;
      this.reads = 0;
      this.positionsAt = packed ? this.behindCounts() : this.behindShort;
      this.readAt = packed ? this.positionsAt + 2 * GROUPS : this.positionsAt;
      this.readBefore = 0;
    }
    if (this.reads++ >= MAX_SUMMED) this.loadCounts();
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

  /** Where the positions of its postings begin, not known yet. */
  noStarts(): PositionStarts {
    return new PositionStarts(this.source.view, this.owners);
  }

  /** Finds out where the positions of its postings begin. The cursor is then before the first paragraph. */
  findStarts(found: PositionStarts): void {
    const { postings } = this.source;
    found.makeRoom();
    for (let block = 0; block < found.blockCount; block++) {
      this.load(block);
      this.loadCounts();
      const widthsAt = this.behindCounts();
      found.tellBlock(block, widthsAt + 2 * GROUPS);
      let bit = 0;
      for (let i = 0; i < BLOCK; i++) {
        const width = postings[widthsAt + (i >> GROUP_SHIFT)] ?? 0;
        // Each group begins with a byte.
        if (i % GROUP === 0) bit = (bit + 7) & ~7;
        const inHeadings = this.bodyAlone ? 0 : (this.heading[i] ?? 0);
        const inTitle = this.bodyAlone ? 0 : (this.title[i] ?? 0);
        const size = (this.body[i] ?? 0) + inHeadings + inTitle;
        const above = aboveOf(inHeadings, inTitle);
        if (above !== null) found.tell(block * BLOCK + i, bit, size, width, above);
        bit += size * width;
      }
    }
    if (found.blockCount < this.blocks) this.load(found.blockCount);
    for (let place = found.blockCount * BLOCK; place < this.owners; place++) {
      const size = this.readPositions(POSITIONS);
      const inHeadings = this.inHeadings();
      const above = aboveOf(inHeadings, size - this.inBody() - inHeadings);
      if (above !== null) found.tellFew(place, POSITIONS, size, above);
      this.next();
    }
    this.reset();
  }

  /** Where the positions of the current block begin, which is a full one. */
  private behindCounts(): number {
    const { postings } = this.source;
    let at = this.countsAt;
    for (let column = 1; column <= 3; column++)
      at += columnBytes(postings, at, postings[this.blockStart + column] ?? 0);
    return at;
  }

  /** Reads the gaps at the current paragraph of a full block. */
  private unpackGaps(count: number, into: number[]): void {
    const { postings, view } = this.source;
    const group = this.at >> GROUP_SHIFT;
    let before = this.readBefore;
    let i = this.readIndex;
    // The posting read last may end its group; then the positions of that group are skipped.
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

  /** Reads the gaps at the current paragraph of a shorter block. */
  private readGaps(count: number, into: number[]): void {
    const { postings, view } = this.source;
    let at = this.readAt;
    let skip = this.occurrences(this.readIndex, this.at);
    // Most numbers take one byte: eight bytes are skipped at once, by how many of them end a number.
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

  /** Adds what was subtracted from the positions in headings and title. */
  private addFieldGaps(positions: number[], count: number): void {
    const inBody = this.inBody();
    const inHeadings = this.inHeadings();
    const title = inBody + inHeadings;
    for (let i = inBody; i < title; i++) positions[i] = (positions[i] ?? 0) + FIELD_GAP;
    const more = inHeadings > 0 ? 2 * FIELD_GAP : FIELD_GAP;
    for (let i = title; i < count; i++) positions[i] = (positions[i] ?? 0) + more;
  }

  /** How many positions the postings `from` to `to` (exclusive) of the current block have together. */
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
}

/** What is told of a posting with so many positions in headings and the title; null where they are more than one. */
function aboveOf(inHeadings: number, inTitle: number): Above | null {
  if (inHeadings + inTitle > 1) return null;
  return inHeadings > 0 ? IN_HEADING : inTitle > 0 ? IN_TITLE : 0;
}

/** Scratch space of `findStarts`. */
const POSITIONS: number[] = [];

/** Cursors to be reused: a search of a segment is not interrupted, and has them to itself. */
const SPARE: PostingsCursor[] = [];

/** A cursor to be given back before the search returns. Making its arrays anew costs more than unpacking a block. */
export function takeCursor(source: PostingsSource & { offsetOf(term: number): number }, term: number): PostingsCursor {
  const cursor = SPARE.pop();
  if (cursor === undefined) return new PostingsCursor(source, source.offsetOf(term));
  cursor.open(source, source.offsetOf(term));
  return cursor;
}

/** Gives a cursor back, for the next to take. */
export function giveBack(cursor: PostingsCursor): void {
  SPARE.push(cursor);
}

/** Drops the cursors that were given back: each holds the segment that it was opened for last, merged long ago perhaps. */
export function dropSpareCursors(): void {
  SPARE.length = 0;
}
