/** Counts the words of a set of paragraphs by going through all lists of their segment: for many deletions at once, which start from the disk has to count, too. */

import { countRange, hasBit } from '../segment/bits.js';
import type { PostingsCursor } from '../segment/cursor.js';
import { BLOCK } from '../segment/postings.js';
import { newNumbers } from '../segment/texts/pages.js';
import type { Segment } from '../segment.js';
import { FIRST_FORM, FIRST_NEIGHBOURS } from '../words/term-keys.js';
import type { Counted } from './count-in-texts.js';

/** @param set a bit for each of the paragraphs */
export function countInLists(segment: Segment, set: Uint32Array): Counted {
  const frequencies = newNumbers(segment.termCount);
  /** By paragraph: where the last of the words that were met stands in its text, from 1. */
  const lengths = newNumbers(segment.paragraphCount);
  const forms = segment.lowerBound(FIRST_FORM);
  const end = segment.lowerBound(FIRST_NEIGHBOURS);
  // Not one to be given back, which would hold the segment.
  const cursor = segment.cursor(0);
  for (let list = 0; list < end; list++) {
    cursor.open(segment, segment.offsetOf(list));
    frequencies[list] = countIn(cursor, set, list < forms ? lengths : null);
  }
  return { frequencies, words: lengths.reduce((sum, length) => sum + length, 0) };
}

/**
 * How many paragraphs of a set have a list, owned or lent.
 * @param lengths where the list is that of a word, gets where it stands last in their text, if that is further
 */
function countIn(cursor: PostingsCursor, set: Uint32Array, lengths: Uint32Array | null): number {
  const { context } = cursor;
  let found = 0;
  for (let i = 0; i < context.length; i++) found += countRange(set, context.start(i), context.end(i));
  let at = 0;
  for (let size = cursor.nextBlock(0, OWNERS); size > 0; size = cursor.nextBlock(0, OWNERS)) {
    for (let i = 0; i < size; i++) {
      const paragraph = OWNERS[i] ?? 0;
      if (!hasBit(set, paragraph)) continue;
      while (at < context.length && context.end(at) <= paragraph) at++;
      // Else it was counted with those that the word is lent to.
      if (context.start(at) > paragraph) found++;
      if (lengths === null) continue;
      cursor.at = i;
      cursor.readPositions(POSITIONS);
      const inText = cursor.inBody();
      const length = inText === 0 ? 0 : (POSITIONS[inText - 1] ?? 0) + 1;
      if (length > (lengths[paragraph] ?? 0)) lengths[paragraph] = length;
    }
  }
  return found;
}

/** Scratch space: the owners in a block, and the positions in one of them. */
const OWNERS = new Int32Array(BLOCK);
const POSITIONS: number[] = [];
