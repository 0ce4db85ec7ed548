/**
 * Where the positions of each posting of a word begin, or the positions themselves where they are few. Else they are
 * found by counting those before them in their group (cursor.ts), which takes several times as long as reading them.
 */
import { BLOCK, WHOLE_WIDTH } from './postings.js';

const BLOCK_SHIFT = Math.log2(BLOCK);

/** The greatest bit and number of positions that are told. */
const MOST_BITS = 0xffff;
const MOST_POSITIONS = 0xff;
const SIZE_SHIFT = 16;
const WIDTH_SHIFT = 24;
const MOST_WIDTH = 0x3f;
/** Up to three positions are told themselves, in ten bits each, and how many there are in the two bits above. */
const FEW = 3;
const FEW_SHIFT = 30;
const POSITION_BITS = 10;
const MOST_POSITION = (1 << POSITION_BITS) - 1;
/** Starts are worth while where positions of one in this many postings were read without: that takes as long as finding them. */
const READ_BEFORE = 32;

/** The arrays are empty until they are filled. Of a last block that is shorter, only few positions are told. */
export class PositionStarts {
  /**
   * By posting: up to three positions; or the bit at which its positions begin, how many there are, and how many bits
   * each takes. In one number, as each array is another line of memory to wait for. 0 where the word stands in headings
   * or the title as well, or something is too large.
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
    this.told = new Int32Array(this.owners);
    this.blocks = new Uint32Array(this.owners >> BLOCK_SHIFT);
  }

  /** How many full blocks there are to be told. */
  get blockCount(): number {
    return this.blocks.length;
  }

  /** Tells the byte from which the bits of a block are counted. */
  tellBlock(block: number, byte: number): void {
    this.blocks[block] = byte;
  }

  /**
   * Tells a posting whose positions are all in the text. Its block must have been told.
   * @param bit at which its positions begin
   * @param size how many there are
   * @param width bits of each
   */
  tell(place: number, bit: number, size: number, width: number): void {
    if (bit > MOST_BITS || size > MOST_POSITIONS) return;
    this.told[place] = bit | (size << SIZE_SHIFT) | (width << WIDTH_SHIFT);
    if (size <= FEW) this.tellFew(place, POSITIONS, this.unpack(place, bit, size, width, POSITIONS));
  }

  /** Tells the positions of a posting, which are all in the text, if they are few. */
  tellFew(place: number, positions: readonly number[], size: number): void {
    if (size > FEW || (positions[size - 1] ?? 0) > MOST_POSITION) return;
    let few = size << FEW_SHIFT;
    for (let i = 0; i < size; i++) few |= (positions[i] ?? 0) << (i * POSITION_BITS);
    this.told[place] = few;
  }

  get bytes(): number {
    return this.told.byteLength + this.blocks.byteLength;
  }

  /** Whether it was asked often enough in vain. */
  get isWanted(): boolean {
    return this.told.length === 0 && this.reads * READ_BEFORE > this.owners;
  }

  /** Whether the arrays are filled. */
  get isKnown(): boolean {
    return this.told.length > 0;
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
    const few = told >>> FEW_SHIFT;
    if (few > 0) {
      for (let i = 0; i < few; i++) into[i] = (told >> (i * POSITION_BITS)) & MOST_POSITION;
      return few;
    }
    const size = (told >> SIZE_SHIFT) & MOST_POSITIONS;
    return this.unpack(place, told & MOST_BITS, size, (told >> WIDTH_SHIFT) & MOST_WIDTH, into);
  }

  /** Writes positions that begin at a bit of the block of a posting; returns how many. */
  private unpack(place: number, first: number, size: number, width: number, into: number[]): number {
    const { view } = this;
    const mask = width === WHOLE_WIDTH ? -1 : (1 << width) - 1;
    const at = this.blocks[place >> BLOCK_SHIFT] ?? 0;
    let bit = first;
    let position = 0;
    for (let i = 0; i < size; i++) {
      position += (view.getInt32(at + (bit >> 3), true) >>> (bit & 7)) & mask;
      into[i] = position;
      bit += width;
    }
    return size;
  }

  /** Writes what is told of some postings into `into`. A loop that does nothing else waits for several at once. */
  gather(places: Int32Array, size: number, into: Int32Array): void {
    const { told } = this;
    for (let i = 0; i < size; i++) into[i] = told[places[i] ?? 0] ?? 0;
  }
}

/** By bit: the positions of a posting that are left of up to three; and the bit that says that no other is possible. */
export const LEFT_BITS = (1 << FEW) - 1;
export const SURE_BIT = 1 << FEW;

/**
 * The positions of one posting that, `distance` added, are positions of another, by what is told of both: a bit for each,
 * and `SURE_BIT`; `LEFT_BITS` alone where it is not told.
 */
export function leftOf(told: number, other: number, distance: number): number {
  const size = told >>> FEW_SHIFT;
  const others = other >>> FEW_SHIFT;
  if (size === 0 || others === 0) return LEFT_BITS;
  let left = SURE_BIT;
  for (let i = 0; i < size; i++) {
    const wanted = ((told >> (i * POSITION_BITS)) & MOST_POSITION) + distance;
    for (let j = 0; j < others; j++) if (((other >> (j * POSITION_BITS)) & MOST_POSITION) === wanted) left |= 1 << i;
  }
  return left;
}

/** Scratch space of `tell`. */
const POSITIONS: number[] = [];
