/**
 * Decides which words of a segment have tables (segment/table.ts), and makes them: very common words, so that a query
 * decodes nothing for them, and words with too many postings to be unpacked for every query.
 */

import { kept } from '../../kept.js';
import type { Field } from '../../search-types.js';
import { addBit, countBits, newSet } from '../../segment/bits.js';
import { BLOCK } from '../../segment/postings.js';
import { CHUNK, type Sets, Table } from '../../segment/table.js';
import type { Segment } from '../../segment.js';
import { areShort, type Flat, giveBackFlat, unpackedOf } from './flat.js';

/**
 * A term is common if more than one in this many paragraphs own it: 301 terms of 100,000 real paragraphs, and 390 of
 * 800,000 (as far as there is room). With half as many tables, a query of two words took 1.06 times as long, among
 * 800,000 paragraphs 1.15 times.
 */
const COMMON = 64;

/** Whether a term with this many owners is common, and so should have a table. */
export function isCommon({ paragraphCount }: Segment, owners: number): boolean {
  return owners > Math.max(BLOCK, paragraphCount / COMMON);
}

/**
 * Where all words must be there, sets pay for words that more than one in this many paragraphs own, if all are such: what they share is
 * told in less time than the postings of one take. Two words .8 of the time, among 800,000 paragraphs .63; with 128, .87 and .7.
 */
const FREQUENT = 256;

/** Whether a term is frequent, and so should have a table where it must stand with others that are. A table it has tells that without a look at postings. */
export function isFrequent(segment: Segment, term: number): boolean {
  const owners = segment.tables.get(term)?.owners ?? segment.owners(term);
  return owners > Math.max(BLOCK, segment.paragraphCount / FREQUENT);
}

/**
 * The table of a term, or of several whose counts are summed; made if need be, and kept. Null where there is no room
 * for it or a count is too large for a byte: then postings are unpacked.
 */
export function tableOf(segment: Segment, numbers: readonly number[]): Table | null {
  const { tables } = segment;
  const [first = 0, second] = numbers;
  const name = second === undefined ? first : numbers.join(' ');
  const known = tables.get(name);
  if (known !== undefined) return known;
  let [owners, above] = [0, 0];
  for (const number of numbers) {
    owners += segment.owners(number);
    above += segment.frequency(number) - segment.owners(number);
  }
  if (!tables.makeRoom(bytesOf(segment, owners, above), owners)) return null;
  const flat = unpackedOf(segment, numbers);
  const table = tableOfCounts(segment.paragraphCount, flat);
  giveBackFlat(flat);
  tables.keep(name, table);
  return table;
}

/** As `tableOf`, for several words, if they are common together or have many postings; null for others, and for words in one field. */
export function tableOfMany(segment: Segment, numbers: readonly number[], field: Field): Table | null {
  if (field !== 'any') return null;
  let owners = 0;
  for (const number of numbers) owners += segment.owners(number);
  return isCommon(segment, owners) || !areShort(segment, numbers) ? tableOf(segment, numbers) : null;
}

/** The size of a table in bytes: sets, ranks, bounds and counts. @param above how many paragraphs the word is only lent to */
function bytesOf({ paragraphCount }: Segment, owners: number, above: number): number {
  return paragraphCount * ((above > 0 ? 2 : 1) / 8 + 16 / CHUNK) + owners + above;
}

/** A table of unpacked postings; null where a count is too large for a byte. */
export function tableOfCounts(paragraphCount: number, { size, paragraphs, counts, owned }: Flat): Table | null {
  const matched = newSet(paragraphCount);
  const own = owned === null ? matched : new Uint32Array(matched.length);
  const bytes = new Uint8Array(size);
  let owners = 0;
  for (let i = 0; i < size; i++) {
    const paragraph = paragraphs[i] ?? 0;
    addBit(matched, paragraph);
    bytes[i] = counts[i] ?? 0;
    if (bytes[i] !== counts[i]) return null;
    if (owned?.[i] === 0) continue;
    addBit(own, paragraph);
    owners++;
  }
  return new Table({ matched, owned: own }, owners, bytes);
}

/** A table of words of which any counts once. Kept as long as their sets. */
export function tableOfSets(sets: Sets): Table {
  return kept(OF_SETS, sets, () => new Table(sets, countBits(sets.owned), null));
}

const OF_SETS = new WeakMap<Sets, Table>();
