/**
 * The form of a term's postings in bytes: which paragraphs own the term, how often it stands in each of their fields,
 * and where.
 *
 * A paragraph *owns* the words of its own text and of the title and headings that begin at it: it is a hit for those.
 * Headings that begin further above, and a title that begins elsewhere, *lend* it their words: that is the *context* of
 * a term, kept as intervals, as the paragraphs of a section stand together.
 *
 * A record: the varint `owners * 2 + lent`, where `lent` is 1 if there is context. If there are enough owners,
 * its leaders (leaders.ts). If there is context, varints `contextParagraphs` (those that do not own the term)
 * and `intervals`, and for each interval varints gap, length, heading count, title count. If there are more owners than
 * a block has, the varint of its first block's index. Then the blocks.
 *
 * A full block of 128: the bit width of its gaps; three bytes that say how body, heading and title counts are packed
 * (packed-column.ts); the packed gaps; the three columns; then positions: for each 16 postings the bit width of theirs,
 * for each the number of bytes that theirs take (255 stands for that many or more), and the packed positions, each 16
 * postings' ending on a whole byte.
 *
 * A shorter last block: for each posting the varint `gap * 2 + plain`, where `plain` is 1 if the term stands there
 * once, in the text; if not, also the varint `body * 2 + more`, and if `more` is 1, the varints of heading and title
 * counts. Then all positions as varints.
 *
 * Positions are gaps, the first of each posting counted from 0. Positions in headings and title follow those in the
 * text, at a distance of `FIELD_GAP` or more, which is subtracted from the first position in the headings and the first
 * in the title. Lists of neighbours (neighbours.ts) have no positions.
 */

/** How many postings a full block has. */
export const BLOCK = 128;
/** The gap in positions between the text, each heading and the title. No phrase spans it, as slop is always smaller. */
export const FIELD_GAP = 1 << 10;
/** How many postings have their positions packed together. */
export const GROUP = 16;
/** In place of the size of a group's positions if that is this many bytes or more; the number of positions then tells it. */
export const MANY_BYTES = 255;
/** The bit width of positions where 24 bits are too few for one of them. */
export const WHOLE_WIDTH = 32;
/**
 * Bytes of the impact of a block: the largest joint count (255 stands for any), and the least length, as its code,
 * among joint counts of 1, of 2, of 3 and 4, and above; 0 where there is none.
 */
export const IMPACT_BYTES = 5;
/** Greater than every paragraph: the one that a cursor is at when it is done. */
export const END = 0x7fffffff;

/**
 * The paragraphs `start` to `end` (exclusive) to which a title or heading lends the term, without the one at which that
 * begins; and how often it stands in headings and title.
 */
export interface ContextInterval {
  start: number;
  end: number;
  heading: number;
  title: number;
}
