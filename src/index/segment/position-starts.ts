/**
 * Where the positions of each posting of a word begin, or the positions themselves where they are few. Else they are
 * found by counting those before them in their group (cursor.ts), which takes several times as long as reading them.
 */
import { BLOCK, FIELD_GAP, WHOLE_WIDTH } from './postings.js';

const BLOCK_SHIFT = Math.log2(BLOCK);

/** The greatest bit and number of positions that are told. */
const MOST_BITS = 0x3fff;
const MOST_POSITIONS = 0xff;
const SIZE_SHIFT = 14;
const WIDTH_SHIFT = 22;
const MOST_WIDTH = 0x3f;
/** Up to three positions are told themselves, in nine bits each, and how many there are in the two highest bits. */
const FEW = 3;
const FEW_SHIFT = 30;
const POSITION_BITS = 9;
const MOST_POSITION = (1 << POSITION_BITS) - 1;
/** Of both forms: where the last position stands if not in the text, an `Above`. It is told `FIELD_GAP` less. */
const ABOVE_SHIFT = 28;
const ABOVE_BITS = 3 << ABOVE_SHIFT;
/** Starts are worth while where positions of one in this many postings were read without: that takes as long as finding them. */
const READ_BEFORE = 32;

/** Which positions of a posting are not in the text: none, or the last one alone, which is in a heading or the title. */
export type Above = 0 | typeof IN_HEADING | typeof IN_TITLE;
export const IN_HEADING = 1;
export const IN_TITLE = 2;

/** The arrays are empty until they are filled. Of a last block that is shorter, only few positions are told. */
export class PositionStarts {
  /**
   * By posting: up to three positions; or the bit at which its positions begin, how many there are, and how many bits
   * each takes; and whether the last is in the title or a heading, as a word of a title mostly stands there once. In one
   * number, as each array is another line of memory to wait for. 0 where more than the last is above the text, or
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
   * Tells a posting whose positions are in the text but for what `above` says. Its block must have been told.
   * @param bit at which its positions begin
   * @param size how many there are
   * @param width bits of each
   */
  tell(place: number, bit: number, size: number, width: number, above: Above): void {
    if (bit > MOST_BITS || size > MOST_POSITIONS) return;
    const told = bit | (size << SIZE_SHIFT) | (width << WIDTH_SHIFT) | (above << ABOVE_SHIFT);
    this.told[place] = told;
    if (size <= FEW) this.tellFew(place, POSITIONS, this.unpack(place, told, POSITIONS), above);
  }

  /** Tells the positions of a posting, which are in the text but for what `above` says, if they are few. */
  tellFew(place: number, positions: readonly number[], size: number, above: Above): void {
    const last = (positions[size - 1] ?? 0) - gapOf(above);
    if (size > FEW || last > MOST_POSITION) return;
    let few = (size << FEW_SHIFT) | (above << ABOVE_SHIFT) | (last << ((size - 1) * POSITION_BITS));
    for (let i = 0; i < size - 1; i++) few |= (positions[i] ?? 0) << (i * POSITION_BITS);
    this.told[place] = few;
  }

  /** Which positions of a posting that is told are not in the text. */
  aboveOf(place: number): Above {
    const above = ((this.told[place] ?? 0) & ABOVE_BITS) >> ABOVE_SHIFT;
    return above === IN_TITLE ? IN_TITLE : above === IN_HEADING ? IN_HEADING : 0;
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
   * Writes the positions of a posting into `into`, as `PostingsCursor.readPositions`; returns how many. 0 where the cursor
   * has to be asked.
   * @param place its number in the list of the word
   */
  read(place: number, into: number[]): number {
    const told = this.told[place] ?? 0;
    if (told === 0) {
      this.reads++;
      return 0;
    }
    const few = told >>> FEW_SHIFT;
    if (few === 0) return this.unpack(place, told, into);
    for (let i = 0; i < few; i++) into[i] = (told >> (i * POSITION_BITS)) & MOST_POSITION;
    into[few - 1] = (into[few - 1] ?? 0) + gapOf(told & ABOVE_BITS);
    return few;
  }

  /** Writes the positions of which it is told where they begin; returns how many. */
  private unpack(place: number, told: number, into: number[]): number {
    const { view } = this;
    const size = (told >> SIZE_SHIFT) & MOST_POSITIONS;
    const width = (told >> WIDTH_SHIFT) & MOST_WIDTH;
    const mask = width === WHOLE_WIDTH ? -1 : (1 << width) - 1;
    const at = this.blocks[place >> BLOCK_SHIFT] ?? 0;
    let bit = told & MOST_BITS;
    let position = 0;
    for (let i = 0; i < size; i++) {
      position += (view.getInt32(at + (bit >> 3), true) >>> (bit & 7)) & mask;
      into[i] = position;
      bit += width;
    }
    into[size - 1] = position + gapOf(told & ABOVE_BITS);
    return size;
  }

  /** Writes what is told of some postings into `into`. A loop that does nothing else waits for several at once. */
  gather(places: Int32Array, size: number, into: Int32Array): void {
    const { told } = this;
    for (let i = 0; i < size; i++) into[i] = told[places[i] ?? 0] ?? 0;
  }
}

/** How much less than it is the last position is told. @param above not 0 where that is not in the text */
function gapOf(above: number): number {
  return above === 0 ? 0 : FIELD_GAP;
}

/**
 * By bit: the positions of a posting that are left of up to three; and the bit that says that no other is possible, and
 * that they are in the text.
 */
export const LEFT_BITS = (1 << FEW) - 1;
export const SURE_BIT = 1 << FEW;

/**
 * The positions of one posting that, `distance` added, are positions of another, by what is told of both: a bit for each,
 * and `SURE_BIT` where these are in the text; `LEFT_BITS` alone where it is not told.
 */
export function leftOf(told: number, other: number, distance: number): number {
  const size = told >>> FEW_SHIFT;
  const others = other >>> FEW_SHIFT;
  if (size === 0 || others === 0) return LEFT_BITS;
  const gap = gapOf(told & ABOVE_BITS);
  const otherGap = gapOf(other & ABOVE_BITS);
  let left = SURE_BIT;
  for (let i = 0; i < size; i++) {
    const wanted = ((told >> (i * POSITION_BITS)) & MOST_POSITION) + (i + 1 === size ? gap : 0) + distance;
    for (let j = 0; j < others; j++) {
      const position = ((other >> (j * POSITION_BITS)) & MOST_POSITION) + (j + 1 === others ? otherGap : 0);
      if (position === wanted) left |= 1 << i;
    }
  }
  const isAbove = gap > 0 && (left & (1 << (size - 1))) !== 0;
  return isAbove ? left & LEFT_BITS : left;
}

/** Scratch space of `tell`. */
const POSITIONS: number[] = [];
