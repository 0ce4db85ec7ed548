/**
 * Which words of a segment have tables (table.ts), which are kept from search to search: very common ones, so that a query with one decodes nothing
 * for it, and those with too many postings to be unpacked for every query. Within a limit of bytes, those of the most common words.
 */

import { BLOCK } from '../../segment/postings.js';
import type { Segment } from '../../segment.js';
import { giveBackFlat, unpackedOf } from './flat.js';
import { CHUNK, type Table, tableOfCounts } from './table.js';

/**
 * A term that owns more than one of this many paragraphs is common: of 100,000 real paragraphs 301 terms, of 800,000 390 (as far as there is
 * room). With half as many two words took 1.06 times as long, among 800,000 1.15 times.
 */
const COMMON = 64;

/**
 * Most bytes of the tables of one segment. Of 100,000 real paragraphs all of common words take 8 MB; of 800,000 84, of which those of the 166 commonest
 * fit. With 24 of them, as many as fitted into 24 MB while each table had a byte for every paragraph, two words took 1.3 times as long, five of
 * which any will do 1.6 times.
 */
const MOST_BYTES = 40 << 20;

/** A term's number, or those of several terms whose counts are summed, with spaces between. */
export type TableName = number | string;

export class KeptTables {
  private readonly tables = new Map<TableName, Table | null>();
  private bytes = 0;

  /** Null where a count is too large for a table; undefined where none is kept. */
  get(name: TableName): Table | null | undefined {
    return this.tables.get(name);
  }

  /** Whether there is room for so many bytes, perhaps after words that fewer paragraphs own gave up theirs. */
  makeRoom(bytes: number, owners: number): boolean {
    while (this.bytes + bytes > MOST_BYTES) {
      const rarest = this.findRarest();
      if (rarest === null || rarest[1].owners >= owners) return false;
      const [name, table] = rarest;
      this.bytes -= table.bytes;
      this.tables.delete(name);
    }
    return true;
  }

  keep(name: TableName, table: Table | null): void {
    this.tables.set(name, table);
    this.bytes += table?.bytes ?? 0;
  }

  /** The one with the fewest owners. */
  private findRarest(): [TableName, Table] | null {
    let rarest: [TableName, Table] | null = null;
    for (const [name, table] of this.tables) {
      if (table !== null && (rarest === null || table.owners < rarest[1].owners)) rarest = [name, table];
    }
    return rarest;
  }
}

/** Whether so many paragraphs own a term that it shall have a table. */
export function isCommon({ paragraphCount }: Segment, owners: number): boolean {
  return owners > Math.max(BLOCK, paragraphCount / COMMON);
}

/**
 * The table of a term, or of several whose counts are summed, which is kept. Null where there is no room for it, or where a count is too large for a
 * byte: then postings are unpacked.
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
  if (!tables.makeRoom(bytesOf(segment, owners, above), owners)) return null;
  const flat = unpackedOf(segment, numbers);
  const table = tableOfCounts(segment.paragraphCount, flat);
  giveBackFlat(flat);
  tables.keep(name, table);
  return table;
}

/** What a table takes: sets, ranks, bounds and counts. @param above how many paragraphs the word is lent to */
function bytesOf({ paragraphCount }: Segment, owners: number, above: number): number {
  return paragraphCount * ((above > 0 ? 2 : 1) / 8 + 12 / CHUNK) + owners + above;
}
