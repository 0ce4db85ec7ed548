/**
 * Where the positions of each posting of a word begin. Else they are found by counting those before them in their group
 * (cursor.ts), which takes several times as long as reading them.
 */
import { BLOCK, GROUP, WHOLE_WIDTH } from './postings.js';

const BLOCK_SHIFT = Math.log2(BLOCK);
const GROUP_SHIFT = Math.log2(GROUP);

/** In place of a start: the posting is not told here. */
export const UNTOLD = 0xffff;
/** Starts are worth while where positions of one in this many postings were read without: that takes as long as finding them. */
const READ_BEFORE = 32;

/** The arrays are empty until they are filled. They have the full blocks of a word's list, posting by posting, group by group and block by block. */
export class PositionStarts {
  /** In bits behind the byte that `blocks` has; `UNTOLD` where the word stands in headings or the title as well, or it is too far. */
  starts = new Uint16Array(0);
  /** How many positions there are. */
  sizes = new Uint8Array(0);
  /** How many bits a position takes. */
  widths = new Uint8Array(0);
  /** The byte at which the positions of a block begin. */
  blocks = new Uint32Array(0);
  private reads = 0;

  /** @param view of the postings of the segment */
  constructor(
    private readonly view: DataView,
    private readonly owners: number,
  ) {}

  /** Makes the arrays, for `PostingsCursor.findStarts` to fill. */
  makeRoom(): void {
    const blocks = this.owners >> BLOCK_SHIFT;
    this.starts = new Uint16Array(blocks * BLOCK);
    this.sizes = new Uint8Array(blocks * BLOCK);
    this.widths = new Uint8Array(blocks * (BLOCK / GROUP));
    this.blocks = new Uint32Array(blocks);
  }

  get bytes(): number {
    return this.starts.byteLength + this.sizes.byteLength + this.widths.byteLength + this.blocks.byteLength;
  }

  /** Whether it was asked often enough in vain. */
  get isWanted(): boolean {
    return this.starts.length === 0 && this.reads * READ_BEFORE > this.owners;
  }

  /**
   * Writes the positions of a posting, which are all in the text, into `into`; returns how many. 0 where the cursor has
   * to be asked.
   * @param place its number in the list of the word
   */
  read(place: number, into: number[]): number {
    const start = this.starts[place] ?? UNTOLD;
    if (start === UNTOLD) {
      this.reads++;
      return 0;
    }
    const { view } = this;
    const size = this.sizes[place] ?? 0;
    const width = this.widths[place >> GROUP_SHIFT] ?? 0;
    const mask = width === WHOLE_WIDTH ? -1 : (1 << width) - 1;
    const at = this.blocks[place >> BLOCK_SHIFT] ?? 0;
    let bit = start;
    let position = 0;
    for (let i = 0; i < size; i++) {
      position += (view.getInt32(at + (bit >> 3), true) >>> (bit & 7)) & mask;
      into[i] = position;
      bit += width;
    }
    return size;
  }
}
