/**
 * Where the positions of each posting of a word begin. Else they are found by counting those before them in their group
 * (cursor.ts), which takes several times as long as reading them.
 */
import { BLOCK, WHOLE_WIDTH } from './postings.js';

const BLOCK_SHIFT = Math.log2(BLOCK);

/** The greatest bit and number of positions that are told. */
const MOST_BITS = 0xffff;
const MOST_POSITIONS = 0xff;
const SIZE_SHIFT = 16;
const WIDTH_SHIFT = 24;
/** Starts are worth while where positions of one in this many postings were read without: that takes as long as finding them. */
const READ_BEFORE = 32;

/** The arrays are empty until they are filled. They have the full blocks of a word's list. */
export class PositionStarts {
  /**
   * By posting: the bit at which its positions begin, how many there are, and how many bits each takes. In one number, as
   * each array is another line of memory to wait for. 0 where the word stands in headings or the title as well, or
   * something is too large.
   */
  private told = new Int32Array(0);
  /** The byte from which the bits of a block are counted. */
  private blocks = new Uint32Array(0);
  private reads = 0;

  /** @param view of the postings of the segment */
  constructor(
    private readonly view: DataView,
    private readonly owners: number,
  ) {}

  /** Makes the arrays, for `PostingsCursor.findStarts` to fill. */
  makeRoom(): void {
    const blocks = this.owners >> BLOCK_SHIFT;
    this.told = new Int32Array(blocks * BLOCK);
    this.blocks = new Uint32Array(blocks);
  }

  /** How many full blocks there are to be told. */
  get blockCount(): number {
    return this.blocks.length;
  }

  /** Tells the byte from which the bits of a block are counted. */
  tellBlock(block: number, byte: number): void {
    this.blocks[block] = byte;
  }

  /** @param size how many positions there are; @param width bits of each; @param bit at which they begin */
  tell(place: number, bit: number, size: number, width: number): void {
    if (bit <= MOST_BITS && size <= MOST_POSITIONS)
      this.told[place] = bit | (size << SIZE_SHIFT) | (width << WIDTH_SHIFT);
  }

  get bytes(): number {
    return this.told.byteLength + this.blocks.byteLength;
  }

  /** Whether it was asked often enough in vain. */
  get isWanted(): boolean {
    return this.told.length === 0 && this.reads * READ_BEFORE > this.owners;
  }

  /**
   * Writes the positions of a posting, which are all in the text, into `into`; returns how many. 0 where the cursor has
   * to be asked.
   * @param place its number in the list of the word
   */
  read(place: number, into: number[]): number {
    const told = this.told[place] ?? 0;
    if (told === 0) {
      this.reads++;
      return 0;
    }
    const { view } = this;
    const size = (told >> SIZE_SHIFT) & MOST_POSITIONS;
    const width = told >> WIDTH_SHIFT;
    const mask = width === WHOLE_WIDTH ? -1 : (1 << width) - 1;
    const at = this.blocks[place >> BLOCK_SHIFT] ?? 0;
    let bit = told & MOST_BITS;
    let position = 0;
    for (let i = 0; i < size; i++) {
      position += (view.getInt32(at + (bit >> 3), true) >>> (bit & 7)) & mask;
      into[i] = position;
      bit += width;
    }
    return size;
  }
}
