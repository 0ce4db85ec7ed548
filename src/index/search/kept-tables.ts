/** The tables of a segment that are kept from search to search: within a limit of bytes, those of the most common words. */

import type { Table } from './table.js';

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
  /** The one with the fewest owners, where that was asked for since the last change. */
  private rarest: [name: TableName, table: Table] | null = null;

  /** Null where a count is too large for a table; undefined where none is kept. */
  get(name: TableName): Table | null | undefined {
    return this.tables.get(name);
  }

  /** Whether there is room for so many bytes, perhaps after words that fewer paragraphs own gave up theirs. */
  makeRoom(bytes: number, owners: number): boolean {
    while (this.bytes + bytes > MOST_BYTES) {
      this.rarest ??= this.findRarest();
      if (this.rarest === null || this.rarest[1].owners >= owners) return false;
      const [name, table] = this.rarest;
      this.bytes -= table.bytes;
      this.tables.delete(name);
      this.rarest = null;
    }
    return true;
  }

  keep(name: TableName, table: Table | null): void {
    this.tables.set(name, table);
    this.bytes += table?.bytes ?? 0;
    this.rarest = null;
  }

  private findRarest(): [TableName, Table] | null {
    let rarest: [TableName, Table] | null = null;
    for (const [name, table] of this.tables) {
      if (table !== null && (rarest === null || table.owners < rarest[1].owners)) rarest = [name, table];
    }
    return rarest;
  }
}
