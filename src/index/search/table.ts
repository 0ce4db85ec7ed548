/**
 * A word's paragraphs as a set with a bit for each paragraph of the segment, and a byte beside each for its count: looked up, not
 * walked. Very common words have theirs kept, so that a query with one decodes nothing for it; words that titles or headings lend to
 * paragraphs below, and beginnings of words, get one for the query.
 */

import { contextCount, type Saturator } from '../rank.js';
import { addBit, countBits, hasBit } from '../segment/bits.js';
import { giveBack, type PostingsCursor, takeCursor } from '../segment/cursor.js';
import { BLOCK } from '../segment/postings.js';
import type { Segment } from '../segment.js';
import { nthGreatest } from './top.js';

/** Paragraphs that share a bound, and their shift. */
export const CHUNK = 128;
export const CHUNK_SHIFT = 7;
/** A term that owns more than one of this many paragraphs has its table kept: of 100,000 real paragraphs 95 terms. */
const COMMON = 32;
/** Most bytes of kept tables in one segment, at nine or ten bits a paragraph; the most common terms have them, and as many lent ones as fit. */
const KEPT_BYTES = 24 << 20;

/** Paragraphs that have a word, and those that own it; one set where they are the same. */
export interface Sets {
  matched: Uint32Array;
  owned: Uint32Array;
}

export interface Table extends Sets {
  /** Joint count of each paragraph that has the word, with what is lent from above. Null where each counts once. */
  counts: Uint8Array | null;
  owners: number;
  /** As they were last computed. */
  bounds: Bounds | null;
  /** Whether `counts` are to be given back. */
  isLent: boolean;
}

/** What a saturated count comes to at most. */
export interface Bounds {
  saturator: Saturator;
  /** In each chunk: exactly, as some paragraph there has it. */
  chunks: Float64Array;
  /** In all of them. */
  most: number;
  /** In as many chunks it comes to at least this; `least` is 0 where there are fewer. */
  wanted: number;
  least: number;
}

/**
 * The table of a term: kept where it is very common, made for this query where headings lend it. Null where it is neither, or where a
 * count is too large for a byte: then its postings are walked.
 */
export function tableOf(segment: Segment, term: number, cursor: PostingsCursor): Table | null {
  const kept = segment.tables.get(term);
  if (kept !== undefined) return kept;
  const isLent = cursor.context.length > 0;
  const isKept = (isLent || isCommon(segment, cursor)) && makeRoom(segment, cursor.owners);
  if (!isKept && !isLent) return null;
  const table = tableFor(segment, isLent, isKept);
  table.owners = cursor.owners;
  const found = fill(table, cursor) ? table : null;
  if (isKept) segment.tables.set(term, found);
  return found;
}

/** Whether so many paragraphs own a term that its table is worth keeping. */
export function isCommon({ paragraphCount }: Segment, { owners }: PostingsCursor): boolean {
  return owners > Math.max(BLOCK, paragraphCount / COMMON);
}

/** Whether there is room for one more table, perhaps after the least common term gave up its own. */
function makeRoom({ tables, paragraphCount }: Segment, owners: number): boolean {
  if ((tables.size + 1) * paragraphCount * 1.25 <= KEPT_BYTES) return true;
  let least = owners;
  let leastTerm = -1;
  for (const [term, table] of tables) {
    if (table === null || table.owners >= least) continue;
    least = table.owners;
    leastTerm = term;
  }
  return tables.delete(leastTerm);
}

function tableFor(segment: Segment, lent: boolean, isKept: boolean): Table {
  const words = Math.ceil(segment.paragraphCount / 32);
  const owned = new Uint32Array(words);
  const matched = lent ? new Uint32Array(words) : owned;
  const counts = isKept ? new Uint8Array(segment.paragraphCount) : takeCounts(segment.paragraphCount);
  return { matched, owned, counts, owners: 0, bounds: null, isLent: !isKept };
}

/** Adds a word's counts; false where one does not fit into its byte. Leaves the cursor before its first owner. */
function fill(table: Table, cursor: PostingsCursor): boolean {
  const { matched, owned, counts } = table;
  if (counts === null) return true;
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

/** The table of words that count as one, from the sets of their paragraphs. Null where a count does not fit. */
export function tableOfGroup(segment: Segment, sets: Sets, numbers: readonly number[] | null): Table | null {
  if (numbers === null) {
    const table = OF_SETS.get(sets) ?? {
      ...sets,
      counts: null,
      owners: countBits(sets.owned),
      bounds: null,
      isLent: false,
    };
    OF_SETS.set(sets, table);
    return table;
  }
  const known = OF_NUMBERS.get(numbers);
  if (known !== undefined) return known;
  const owners = countBits(sets.owned);
  const isKept = owners * COMMON > segment.paragraphCount;
  const counts = isKept ? new Uint8Array(segment.paragraphCount) : takeCounts(segment.paragraphCount);
  const table: Table = { ...sets, counts, owners, bounds: null, isLent: !isKept };
  const cursor = takeCursor(segment, 0);
  const fits = numbers.every((number) => {
    cursor.open(segment, segment.offsetOf(number));
    return fill(table, cursor);
  });
  giveBack(cursor);
  if (!fits) return null;
  if (isKept) OF_NUMBERS.set(numbers, table);
  return table;
}

/** Tables of beginnings, as long as their sets or numbers are remembered. */
const OF_SETS = new WeakMap<Sets, Table>();
const OF_NUMBERS = new WeakMap<readonly number[], Table>();

/** All zeros, for the length of a search that is not interrupted: as large as a segment, they kept the garbage collector busy. */
const SPARE: Uint8Array[] = [];

function takeCounts(length: number): Uint8Array {
  const counts = SPARE.pop();
  return counts === undefined || counts.length < length ? new Uint8Array(length) : counts;
}

/** Takes back the counts of a table that was made for one search. */
export function release({ isLent, counts, matched }: Table): void {
  if (!isLent || counts === null) return;
  for (let word = 0; word < matched.length; word++) if (matched[word] !== 0) counts.fill(0, word * 32, word * 32 + 32);
  SPARE.push(counts);
}

/**
 * Tells which of some paragraphs have the word of a table, and their joint counts.
 * @param met gets the indexes of those that do, `counts` what each of these counts; returns how many they are
 */
export function meetTable(
  { matched, counts: known }: Table,
  wanted: Int32Array,
  size: number,
  met: Int32Array,
  counts: Int32Array,
): number {
  let found = 0;
  for (let i = 0; i < size; i++) {
    const paragraph = wanted[i] ?? 0;
    if (!hasBit(matched, paragraph)) continue;
    met[found] = i;
    counts[found++] = known === null ? 1 : (known[paragraph] ?? 0);
  }
  return found;
}

export function boundsOf(table: Table, lengths: Uint8Array, saturator: Saturator): Bounds {
  if (table.bounds?.saturator === saturator) return table.bounds;
  const { matched, counts } = table;
  const chunks = new Float64Array(Math.ceil(matched.length / (CHUNK / 32)));
  let most = 0;
  for (let word = 0; word < matched.length; word++) {
    const chunk = word >> (CHUNK_SHIFT - 5);
    let inChunk = chunks[chunk] ?? 0;
    for (let bits = matched[word] ?? 0; bits !== 0; bits &= bits - 1) {
      const paragraph = word * 32 + 31 - Math.clz32(bits & -bits);
      const saturated = saturator.saturate(counts === null ? 1 : (counts[paragraph] ?? 0), lengths[paragraph] ?? 1);
      if (saturated > inChunk) inChunk = saturated;
    }
    chunks[chunk] = inChunk;
    if (inChunk > most) most = inChunk;
  }
  table.bounds = { saturator, chunks, most, wanted: 0, least: 0 };
  return table.bounds;
}

/** What a saturated count comes to in at least as many paragraphs as are wanted; 0 where that is not known. */
export function leastOfMost(bounds: Bounds, wanted: number): number {
  if (bounds.wanted !== wanted) {
    bounds.least = nthGreatest(bounds.chunks, wanted);
    bounds.wanted = wanted;
  }
  return bounds.least;
}
