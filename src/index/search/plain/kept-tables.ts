/**
 * Decides which words of a segment have tables (table.ts), and keeps those from search to search: very common words, so
 * that a query decodes nothing for them, and words with too many postings to be unpacked for every query. Within a
 * limit of bytes, the most common words win.
 */

import { BLOCK } from '../../segment/postings.js';
import type { Segment } from '../../segment.js';
import { giveBackFlat, unpackedOf } from './flat.js';
import { CHUNK, type Table, tableOfCounts } from './table.js';

/**
 * A term is common if more than one in this many paragraphs own it: 301 terms of 100,000 real paragraphs, and 390 of
 * 800,000 (as far as there is room). With half as many tables, a query of two words took 1.06 times as long, among
 * 800,000 paragraphs 1.15 times.
 */
const COMMON = 64;

/**
 * Most bytes of the tables of one segment. Those of all common words take 8 MB of 100,000 real paragraphs and 84 MB of
 * 800,000, of which the 166 most common fit. With only 24 tables, which once filled 24 MB with a byte for every
 * paragraph, two words took 1.3 times as long, and any of five words 1.6 times.
 */
const MAX_BYTES = 40 << 20;

/** The number of a term, or those of several terms whose counts are summed, joined by spaces. */
export type TableName = number | string;

export class KeptTables {
  private readonly tables = new Map<TableName, Table | null>();
  private bytes = 0;

  /** Null where a count is too large for a table; undefined where none is kept. */
  get(name: TableName): Table | null | undefined {
    return this.tables.get(name);
  }

  /** Makes room for a table by dropping tables of words with fewer owners; false where that is not enough. */
  makeRoom(bytes: number, owners: number): boolean {
    while (this.bytes + bytes > MAX_BYTES) {
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

  /** The table with the fewest owners. */
  private findRarest(): [TableName, Table] | null {
    let rarest: [TableName, Table] | null = null;
    for (const [name, table] of this.tables) {
      if (table !== null && (rarest === null || table.owners < rarest[1].owners)) rarest = [name, table];
    }
    return rarest;
  }
}

/** Whether a term with this many owners is common, and so should have a table. */
export function isCommon({ paragraphCount }: Segment, owners: number): boolean {
  return owners > Math.max(BLOCK, paragraphCount / COMMON);
}

/**
 * The table of a term, or of several whose counts are summed; made if need be, and kept. Null where there is no room
 * for it or a count is too large for a byte: then postings are unpacked.
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

/** The size of a table in bytes: sets, ranks, bounds and counts. @param above how many paragraphs the word is only lent to */
function bytesOf({ paragraphCount }: Segment, owners: number, above: number): number {
  return paragraphCount * ((above > 0 ? 2 : 1) / 8 + 12 / CHUNK) + owners + above;
}
