/**
 * Postings unpacked whole into arrays: for words without a table where any of several words is enough, as all their
 * paragraphs are looked at anyway; and for several words that count as one.
 */

import { contextCount, jointCount } from '../../rank.js';
import type { Field } from '../../search-types.js';
import { addBit, countOnes, hasBit } from '../../segment/bits.js';
import { giveBack, type PostingsCursor, takeCursor } from '../../segment/cursor.js';
import type { Intervals } from '../../segment/intervals.js';
import { END } from '../../segment/postings.js';
import type { Segment } from '../../segment.js';
import { countAbove } from '../context.js';

/** Words with more postings than this get a table instead, if there is room for one. */
const MAX_FLAT = 1 << 15;
/** The least size of the arrays. */
const MIN_ROOM = 1 << 12;

/** Paragraphs in ascending order, with their joint counts. The first `size` elements of each array count. */
export interface Flat {
  size: number;
  paragraphs: Int32Array;
  counts: Int32Array;
  /** 1 where the paragraph owns the word, 0 where the word is only lent from above; null where all own it. */
  owned: Uint8Array | null;
}

/** Arrays to be reused. Whoever takes some has them to itself; those that outlast a turn (windows, plans) are not given back. */
const SPARE: Flat[] = [];

/** Arrays for `size` postings, to be given back. */
function takeFlat(size: number): Flat {
  let flat = SPARE.pop();
  if (flat === undefined || flat.paragraphs.length < size) {
    let room = MIN_ROOM;
    while (room < size) room *= 2;
    flat = { size: 0, paragraphs: new Int32Array(room), counts: new Int32Array(room), owned: null };
  }
  flat.size = size;
  flat.owned = null;
  return flat;
}

/**
 * The postings of a word, or of several that count as one, with the paragraphs that it is lent to; in arrays to be given
 * back.
 * @param field the one in which the word must stand
 */
export function unpackedOf(segment: Segment, numbers: readonly number[], field: Field = 'any'): Flat {
  const [only] = numbers;
  if (only === undefined || numbers.length > 1 || field !== 'any') return mergedOf(segment, numbers, field);
  const cursor = takeCursor(segment, only);
  const flat = unpacked(cursor);
  giveBack(cursor);
  return flat;
}

/** As `unpackedOf`, for the word that a cursor was opened for. */
export function unpacked(cursor: PostingsCursor): Flat {
  const { owners, context, contextParagraphs } = cursor;
  const flat = takeFlat(owners);
  cursor.readAll(flat.paragraphs, flat.counts);
  if (context.length === 0) return flat;
  const all = takeFlat(owners + contextParagraphs);
  addLent(flat, context, all);
  giveBackFlat(flat);
  return all;
}

/** Postings in arrays of their own. @param owners in ascending order, with their joint counts */
export function flatOf(owners: readonly number[], counts: readonly number[], context: Intervals): Flat {
  const flat = {
    size: owners.length,
    paragraphs: Int32Array.from(owners),
    counts: Int32Array.from(counts),
    owned: null,
  };
  if (context.length === 0) return flat;
  let size = flat.size;
  for (let i = 0; i < context.length; i++) size += context.end(i) - context.start(i);
  const all = { size, paragraphs: new Int32Array(size), counts: new Int32Array(size), owned: null };
  addLent(flat, context, all);
  return all;
}

/**
 * Merges the owners of a word with the paragraphs that it is lent to. `mergedOf` would do the same; through its scratch
 * space, one word took 1.2 to 1.3 times as long.
 */
function addLent({ size, paragraphs, counts }: Flat, context: Intervals, all: Flat): void {
  const owned = new Uint8Array(all.size);
  all.owned = owned;
  let from = 0;
  let to = 0;
  const copyBelow = (end: number): void => {
    for (; from < size && (paragraphs[from] ?? END) < end; from++, to++) {
      all.paragraphs[to] = paragraphs[from] ?? 0;
      all.counts[to] = counts[from] ?? 0;
      owned[to] = 1;
    }
  };
  for (let i = 0; i < context.length; i++) {
    const start = context.start(i);
    const end = context.end(i);
    copyBelow(start);
    const lent = contextCount(context.heading(i), context.title(i));
    for (let paragraph = start; paragraph < end; paragraph++, to++) {
      const isOwned = from < size && paragraphs[from] === paragraph;
      all.paragraphs[to] = paragraph;
      all.counts[to] = lent + (isOwned ? (counts[from] ?? 0) : 0);
      owned[to] = isOwned ? 1 : 0;
      if (isOwned) from++;
    }
  }
  copyBelow(END);
  all.size = to;
}

/** Gives arrays back, for the next to take. */
export function giveBackFlat(flat: Flat): void {
  SPARE.push(flat);
}

/** Whether some words together have few enough postings to be unpacked rather than looked up in a table. */
export function areShort(segment: Segment, numbers: readonly number[]): boolean {
  let postings = 0;
  for (const number of numbers) postings += segment.frequency(number);
  return postings <= MAX_FLAT;
}

/** The postings of several words that count as one, in arrays to be given back. */
function mergedOf(segment: Segment, numbers: readonly number[], field: Field): Flat {
  const { counts, matched, owned } = scratchFor(segment);
  const weight = field === 'any' ? 1 : jointCount({ ...NOTHING, [field]: 1 });
  let [first, last] = [matched.length, -1];
  let isLent = false;
  const cursor = takeCursor(segment, numbers[0] ?? 0);
  for (const number of numbers) {
    cursor.open(segment, segment.offsetOf(number));
    for (let block = 0; block < cursor.blocks; block++) {
      cursor.load(block);
      const have = countsIn(cursor, field);
      const { paragraphs } = cursor;
      for (let i = 0; i < cursor.size; i++) {
        const count = have[i] ?? 0;
        if (count === 0) continue;
        const paragraph = paragraphs[i] ?? 0;
        addBit(owned, paragraph);
        counts[paragraph] = (counts[paragraph] ?? 0) + weight * count;
      }
      first = Math.min(first, (paragraphs[0] ?? 0) >> 5);
      last = Math.max(last, cursor.blockEnd >> 5);
    }
    const { context } = cursor;
    for (let i = 0; i < context.length; i++) {
      const lent = countAbove(context, i, field);
      if (lent === 0) continue;
      isLent = true;
      const start = context.start(i);
      const end = context.end(i);
      for (let paragraph = start; paragraph < end; paragraph++) {
        addBit(matched, paragraph);
        counts[paragraph] = (counts[paragraph] ?? 0) + lent;
      }
      first = Math.min(first, start >> 5);
      last = Math.max(last, (end - 1) >> 5);
    }
  }
  giveBack(cursor);
  let size = 0;
  for (let word = first; word <= last; word++) size += countOnes((owned[word] ?? 0) | (matched[word] ?? 0));
  const merged = takeFlat(size);
  if (isLent) merged.owned = new Uint8Array(size);
  takeMarked(first, last, merged);
  return merged;
}

const NOTHING = { body: 0, heading: 0, title: 0 };

/** The counts of the current block: joint ones, or those of a field. */
function countsIn(cursor: PostingsCursor, field: Field): Int32Array {
  if (field === 'any') return cursor.jointCounts();
  cursor.loadCounts();
  return cursor[field];
}

/**
 * Moves the counted paragraphs out of the scratch space.
 * @param first and last: the range of words of its sets to look at, inclusive
 */
function takeMarked(first: number, last: number, into: Flat): void {
  const { counts, matched, owned } = scratch;
  let size = 0;
  for (let word = first; word <= last; word++) {
    const own = owned[word] ?? 0;
    const all = own | (matched[word] ?? 0);
    if (all === 0) continue;
    for (let bits = all; bits !== 0; bits &= bits - 1) {
      const bit = bits & -bits;
      const paragraph = word * 32 + 31 - Math.clz32(bit);
      into.paragraphs[size] = paragraph;
      into.counts[size] = counts[paragraph] ?? 0;
      if (into.owned !== null) into.owned[size] = (own & bit) === 0 ? 0 : 1;
      size++;
      counts[paragraph] = 0;
    }
    owned[word] = 0;
    matched[word] = 0;
  }
}

/** A count for each paragraph, a bit for each that a word is lent to, and one for each that owns a word. All zeros before and after. */
let scratch = { counts: new Int32Array(0), matched: new Uint32Array(0), owned: new Uint32Array(0) };

function scratchFor({ paragraphCount }: Segment): typeof scratch {
  const words = Math.ceil(paragraphCount / 32);
  if (scratch.owned.length < words) {
    scratch = { counts: new Int32Array(words * 32), matched: new Uint32Array(words), owned: new Uint32Array(words) };
  }
  return scratch;
}

/** How many of the paragraphs were not deleted. */
export function countLive({ size, paragraphs }: Flat, removed: Uint32Array | null): number {
  if (removed === null) return size;
  let count = 0;
  for (let i = 0; i < size; i++) if (!hasBit(removed, paragraphs[i] ?? 0)) count++;
  return count;
}
