/** Steps through the paragraphs that own a term, and skips blocks. */
import { unpackAscending } from './packed.js';
import { BLOCK, END } from './postings.js';
import { PostingsBlock } from './postings-block.js';

/** Paragraphs skipped at a time within a block, on the way to a target. */
const STEP = 8;
const BLOCK_SHIFT = Math.log2(BLOCK);

export class BlockCursor extends PostingsBlock {
  /** The last paragraph of the current block. */
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
      // Only the last block of a term can end before the target.
      if (this.last < target) return this.finish();
    }
    // The last paragraph of the block is not before the target, so no step leaves the block.
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
   * Finds which of some paragraphs own the term, and their joint counts. They must ascend, from call to call as well.
   * One loop, whose numbers stay in registers: an `advance` for each takes three times as long.
   * @param met gets the indexes of those that do, `counts` their joint counts
   * @returns how many do
   */
  meet(wanted: Int32Array, size: number, met: Int32Array, counts: Int32Array): number {
    return this.tell(wanted, size, met, counts, false);
  }

  /** As `meet`, but with the place of each in the list, for `standAt`, instead of its count. The cursor may have been moved in between. */
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

  /** Unpacks the block of the first owner at or after `target`; false where there is none. */
  private seek(target: number): boolean {
    const block = this.blockAt(target);
    if (block < this.blocks && (block !== this.block || block !== this.unpacked)) this.load(block);
    if (block < this.blocks && this.last >= target) return true;
    this.finish();
    return false;
  }

  /** Copies the paragraphs of the next block from that of `target` on (`blockAt`); returns how many, 0 at the end. */
  nextBlock(target: number, into: Int32Array): number {
    const size = this.stepTo(this.block + 1, target);
    if (size > 0) into.set(this.paragraphs);
    return size;
  }

  /** Unpacks the first block from `next` on that ends at or after `target`, as far as `blockAt` tells; returns how many it has, 0 at the end. */
  stepTo(next: number, target: number): number {
    const block = next < this.blocks && this.firstBlock >= 0 ? Math.max(next, this.blockAt(target)) : next;
    if (block >= this.blocks) return 0;
    this.load(block);
    return this.size;
  }

  /**
   * The first block from the current one on that ends at or after `target`; `blocks` where none does. Unpacks nothing, and
   * so always gives a term's only block, of which the tables do not tell the end.
   */
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

  /** Writes all owners and their joint counts. The cursor is then at the end. */
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

  /** Steps to an owner by its place in the list, as `meetPlaces` gives it: `block * BLOCK` plus its index in the block. */
  standAt(place: number, paragraph: number): void {
    const block = place >> BLOCK_SHIFT;
    if (block !== this.block) {
      if (this.firstBlock < 0 || this.owners - block * BLOCK < BLOCK) this.load(block);
      else this.enter(block);
    }
    this.at = place & (BLOCK - 1);
    this.paragraph = paragraph;
  }

  private finish(): number {
    this.block = this.blocks;
    this.size = 0;
    this.at = 0;
    this.paragraph = END;
    this.last = END;
    return END;
  }
}

/**
 * The index of the first paragraph of a block at or after `target`; the last one must be. A binary search without
 * branches, which could not be predicted: stepping there took half as long again.
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
