/**
 * Which words have tables (table.ts), and how they are filled. Very common words have theirs kept, so that a query with one decodes
 * nothing for it; words that titles or headings lend to paragraphs below, and beginnings of words, get one for the query.
 */

import { contextCount } from '../rank.js';
import { addBit, countBits } from '../segment/bits.js';
import { giveBack, type PostingsCursor, takeCursor } from '../segment/cursor.js';
import { BLOCK } from '../segment/postings.js';
import type { Segment } from '../segment.js';
import { CHUNK, type Sets, Table } from './table.js';

/**
 * A term that owns more than one of this many paragraphs has its table kept: of 100,000 real paragraphs 301 terms, of 800,000 390 (as far as there is
 * room). With half as many two words took 1.06 times as long, among 800,000 1.15 times.
 */
const COMMON = 64;

/**
 * The table of a term, or of several whose counts are summed: kept where they are very common or lent by headings, or several; made for this query where there is
 * no room for one of these. Null where a term is neither, or where a count is too large for a byte: then postings are walked.
 */
export function tableOf(segment: Segment, numbers: readonly number[]): Table | null {
  const { tables } = segment;
  const [first = 0, second] = numbers;
  const name = second === undefined ? first : numbers.join(' ');
  const kept = tables.get(name);
  if (kept !== undefined) return kept;
  let [owners, above] = [0, 0];
  for (const number of numbers) {
    owners += segment.owners(number);
    above += segment.frequency(number) - segment.owners(number);
  }
  const isLent = numbers.some((number) => segment.hasContext(number));
  const isMade = second !== undefined || isLent;
  const isKept = (isMade || isCommon(segment, owners)) && tables.makeRoom(bytesOf(segment, owners, above), owners);
  if (!isKept && !isMade) return null;
  const sets = emptySets(segment, isLent);
  const table = tableOn(segment, sets, (counts) => fillAll(segment, sets, counts, numbers), isKept);
  if (isKept) tables.keep(name, table);
  return table;
}

/** The table of words that count as one, from the sets of their paragraphs. Null where a count does not fit. */
export function tableOfGroup(segment: Segment, sets: Sets, numbers: readonly number[] | null): Table | null {
  if (numbers === null) {
    const table = OF_SETS.get(sets) ?? new Table(sets, countBits(sets.owned), null, null);
    OF_SETS.set(sets, table);
    return table;
  }
  const known = OF_NUMBERS.get(numbers);
  if (known !== undefined) return known;
  const isKept = isCommon(segment, countBits(sets.owned));
  const table = tableOn(segment, sets, (counts) => fillAll(segment, sets, counts, numbers), isKept);
  if (isKept && table !== null) OF_NUMBERS.set(numbers, table);
  return table;
}

/** Tables of beginnings, as long as their sets or numbers are remembered. */
const OF_SETS = new WeakMap<Sets, Table>();
const OF_NUMBERS = new WeakMap<readonly number[], Table>();

/** Whether so many paragraphs own a term that its table is worth keeping. */
export function isCommon({ paragraphCount }: Segment, owners: number): boolean {
  return owners > Math.max(BLOCK, paragraphCount / COMMON);
}

/** What a kept table takes: sets, ranks, bounds and counts. @param above how many paragraphs the word is lent to */
function bytesOf({ paragraphCount }: Segment, owners: number, above: number): number {
  return paragraphCount * ((above > 0 ? 2 : 1) / 8 + 12 / CHUNK) + owners + above;
}

/** A table with counts that `fill` writes, for one search or to be kept; null where they do not fit. */
function tableOn(
  { paragraphCount }: Segment,
  sets: Sets,
  fill: (counts: Uint8Array) => boolean,
  isKept: boolean,
): Table | null {
  const counts = takeCounts(paragraphCount);
  if (!fill(counts)) return null;
  const table = new Table(sets, countBits(sets.owned), counts, null);
  if (!isKept) return table;
  const kept = table.compact();
  release(table);
  return kept;
}

function emptySets({ paragraphCount }: Segment, isLent: boolean): Sets {
  const owned = new Uint32Array(Math.ceil(paragraphCount / 32));
  return { owned, matched: isLent ? new Uint32Array(owned.length) : owned };
}

/** As `fill`, of several terms. */
function fillAll(segment: Segment, sets: Sets, counts: Uint8Array, numbers: readonly number[]): boolean {
  const cursor = takeCursor(segment, 0);
  const fits = numbers.every((number) => {
    cursor.open(segment, segment.offsetOf(number));
    return fill(sets, counts, cursor);
  });
  giveBack(cursor);
  return fits;
}

/** Adds a word's paragraphs and counts; false where one does not fit into its byte. */
function fill({ matched, owned }: Sets, counts: Uint8Array, cursor: PostingsCursor): boolean {
  let fits = true;
  for (let block = 0; block < cursor.blocks; block++) {
    cursor.load(block);
    cursor.loadCounts();
    for (cursor.at = 0; cursor.at < cursor.size; cursor.at++) {
      const paragraph = cursor.paragraphs[cursor.at] ?? 0;
      const count = (counts[paragraph] ?? 0) + cursor.count();
      counts[paragraph] = count;
      fits &&= counts[paragraph] === count;
      addBit(owned, paragraph);
      if (matched !== owned) addBit(matched, paragraph);
    }
  }
  for (const { start, end, heading, title } of cursor.context) {
    const lent = contextCount(heading, title);
    for (let paragraph = start; paragraph < end; paragraph++) {
      const count = (counts[paragraph] ?? 0) + lent;
      counts[paragraph] = count;
      fits &&= counts[paragraph] === count;
      addBit(matched, paragraph);
    }
  }
  return fits;
}

/** All zeros, for the length of a search that is not interrupted: as large as a segment, they kept the garbage collector busy. */
const SPARE: Uint8Array[] = [];

function takeCounts(length: number): Uint8Array {
  const counts = SPARE.pop();
  return counts === undefined || counts.length < length ? new Uint8Array(length) : counts;
}

/** Takes back the counts of a table that was made for one search. */
export function release(table: Table): void {
  const counts = table.release();
  if (counts !== null) SPARE.push(counts);
}
