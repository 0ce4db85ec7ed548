/**
 * The leaders of a term: those of its paragraphs that can be among the best `LEADERS` by that term alone, whatever the
 * rest of the collection is. A paragraph is worth more the more often it has the term, and the shorter it is. So one
 * that `LEADERS` others beat in both is never among them. What is left is a k-skyband (Papadias, Tao, Fu and Seeger
 * 2005): some 50 paragraphs of a term, however many have it. With them, a search for one word unpacks no block.
 *
 * Their form, in the record of a term with enough owners (postings.ts): the varint number of all other bytes; the
 * varint number of owners less that of the documents they stand in; the varint number of leaders, 0 where they would be
 * too many or a count is too large. If there are any, the bit widths of their gaps and of their counts, a byte each, and
 * both, packed. Counts are joint ones, with what is lent.
 */
import type { ByteReader } from './bytes.js';
import { unpack, unpackAscending } from './packed.js';

/** Terms with fewer owners have none: two blocks are soon unpacked, and a fifth of all leaders would be theirs. */
export const LEAST_OWNERS = 192;
/** Of how many of the best paragraphs leaders are sure: those of a page. */
export const LEADERS = 20;
/** No term has more. Of 10,240 terms in 800,000 real paragraphs one would. */
export const MOST_LEADERS = 400;
/** No leader has a greater count. */
export const MOST_COUNT = 255;
/** Numbers are unpacked four at a time. */
const ROOM = MOST_LEADERS + 3;

/** The leaders of one term at a time. */
export class Leaders {
  /** How many there are; 0 where none are kept. */
  size = 0;
  /** In how many documents the owners of the term stand. */
  documents = 0;
  /** In ascending order; the first `size` elements count. */
  readonly paragraphs = new Int32Array(ROOM);
  /** The joint count of each, with what is lent. */
  readonly counts = new Int32Array(ROOM);

  /**
   * Reads those of a term.
   * @param reader behind the first number of the record
   * @param view of the bytes of the reader
   * @param owners how many paragraphs own the term: at least `LEAST_OWNERS`
   */
  read(reader: ByteReader, view: DataView, owners: number): void {
    reader.varint();
    this.documents = owners - reader.varint();
    this.size = reader.varint();
    if (this.size === 0) return;
    const gapWidth = reader.bytes[reader.at++] ?? 0;
    const countWidth = reader.bytes[reader.at++] ?? 0;
    unpackAscending(view, reader.at, (this.size + 3) & ~3, gapWidth, -1, this.paragraphs);
    unpack(view, reader.at + Math.ceil((this.size * gapWidth) / 8), this.size, countWidth, this.counts);
  }
}

/** Steps over the leaders of a term, if its record has some. @param reader behind the first number of the record */
export function skipLeaders(reader: ByteReader, owners: number): void {
  if (owners < LEAST_OWNERS) return;
  const bytes = reader.varint();
  reader.at += bytes;
}
