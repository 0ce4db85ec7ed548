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

/** A term that owns more than one of this many paragraphs has its table kept: of 100,000 real paragraphs 123 terms, of 800,000 164. */
const COMMON = 32;
/**
 * Most bytes of kept tables in one segment; the most common terms have them, and as many lent ones as fit. Of 800,000 paragraphs all common
 * terms take 40 MB. With 24 of them, as many as fitted into 24 MB while each table had a byte for every paragraph, two words took 1.3 times as
 * long, five of which any will do 1.6 times.
 */
const KEPT_BYTES = 40 << 20;

/**
 * The table of a term: kept where it is very common, made for this query where headings lend it. Null where it is neither, or where a
 * count is too large for a byte: then its postings are walked.
 */
export function tableOf(segment: Segment, term: number, cursor: PostingsCursor): Table | null {
  const kept = segment.tables.get(term);
  if (kept !== undefined) return kept;
  const { owners, context, contextParagraphs } = cursor;
  const isLent = context.length > 0;
  const isKept = (isLent || isCommon(segment, cursor)) && makeRoom(segment, owners, contextParagraphs);
  if (!isKept && !isLent) return null;
  const sets = emptySets(segment, isLent);
  const table = tableOn(segment, sets, (counts) => fill(sets, counts, cursor), isKept);
  if (isKept) segment.tables.set(term, table);
  return table;
}

/** The table of a word that is several terms. Null where a count does not fit. */
export function tableOfWords(segment: Segment, numbers: readonly number[]): Table | null {
  const name = numbers.join(' ');
  const kept = segment.tables.get(name);
  if (kept !== undefined) return kept;
  let [owners, above] = [0, 0];
  for (const number of numbers) {
    owners += segment.owners(number);
    above += segment.frequency(number) - segment.owners(number);
  }
  const isKept = makeRoom(segment, owners, above);
  const sets = emptySets(segment, above > 0);
  const table = tableOn(segment, sets, (counts) => fillAll(segment, sets, counts, numbers), isKept);
  if (isKept) segment.tables.set(name, table);
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
  const isKept = countBits(sets.owned) * COMMON > segment.paragraphCount;
  const table = tableOn(segment, sets, (counts) => fillAll(segment, sets, counts, numbers), isKept);
  if (isKept && table !== null) OF_NUMBERS.set(numbers, table);
  return table;
}

/** Tables of beginnings, as long as their sets or numbers are remembered. */
const OF_SETS = new WeakMap<Sets, Table>();
const OF_NUMBERS = new WeakMap<readonly number[], Table>();

/** Whether so many paragraphs own a term that its table is worth keeping. */
export function isCommon({ paragraphCount }: Segment, { owners }: PostingsCursor): boolean {
  return owners > Math.max(BLOCK, paragraphCount / COMMON);
}

/** Whether there is room for one more table, perhaps after less common words gave up theirs. @param above how many paragraphs it is lent to */
function makeRoom({ tables, paragraphCount }: Segment, owners: number, above: number): boolean {
  // Sets, ranks, bounds and counts.
  let bytes = paragraphCount * ((above > 0 ? 2 : 1) / 8 + 12 / CHUNK) + owners + above;
  for (const table of tables.values()) bytes += table?.bytes ?? 0;
  while (bytes > KEPT_BYTES) {
    let least = owners;
    let leastTerm: number | string = '';
    for (const [term, table] of tables) {
      if (table === null || table.owners >= least) continue;
      least = table.owners;
      leastTerm = term;
    }
    if (leastTerm === '') return false;
    bytes -= tables.get(leastTerm)?.bytes ?? 0;
    tables.delete(leastTerm);
  }
  return true;
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

/** Adds a word's paragraphs and counts; false where one does not fit into its byte. Leaves the cursor before its first owner. */
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
  cursor.reset();
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
