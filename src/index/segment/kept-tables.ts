/** Keeps the tables of a segment's words (table.ts) from search to search. Within a limit of bytes, the most common words win. */
import { BoundedMap } from '../kept.js';
import type { Table } from './table.js';

/**
 * Most bytes of the tables of one segment. Those of all common words take 9 MB for 100,000 real paragraphs and 90 MB for
 * 800,000, those of all frequent ones some 28 and 290. With those of the 24 most common words alone, two words took 1.3 times as
 * long, and any of five words 1.6 times.
 */
const MAX_BYTES = 96 << 20;

/** The number of a term, or those of several terms whose counts are summed, joined by spaces. */
type TableName = number | string;

/**
 * How often a word is asked for before a table pays that saves little each time: to make one takes as long as 20 to 40 searches
 * lose without it. While one types, each letter asks for the words before it again.
 */
const OFTEN = 16;
/** Of so many words it is known how often they were asked for. */
const MAX_ASKED = 1 << 12;

export class KeptTables {
  private readonly tables = new Map<TableName, Table | null>();
  private readonly asked = new BoundedMap<number, number>(MAX_ASKED);
  private bytes = 0;

  /** To be called each time that a term is asked for: whether that was often. */
  isAskedOften(term: number): boolean {
    const times = (this.asked.get(term) ?? 0) + 1;
    if (times <= OFTEN) this.asked.set(term, times);
    return times > OFTEN;
  }

  /** Null where a count is too large for a table; undefined where none is kept. */
  get(name: TableName): Table | null | undefined {
    return this.tables.get(name);
  }

  /** Makes room for a table by dropping tables of words with fewer owners; false, with none dropped, where that is not enough. */
  makeRoom(bytes: number, owners: number): boolean {
    let rarer = 0;
    for (const table of this.tables.values()) if (table !== null && table.owners < owners) rarer += table.bytes;
    if (this.bytes - rarer + bytes > MAX_BYTES) return false;
    while (this.bytes + bytes > MAX_BYTES) this.dropRarest();
    return true;
  }

  keep(name: TableName, table: Table | null): void {
    this.tables.set(name, table);
    this.bytes += table?.bytes ?? 0;
  }

  /** Drops the table with the fewest owners. */
  private dropRarest(): void {
    let rarest: [TableName, Table] | null = null;
    for (const [name, table] of this.tables) {
      if (table !== null && (rarest === null || table.owners < rarest[1].owners)) rarest = [name, table];
    }
    if (rarest === null) return;
    this.bytes -= rarest[1].bytes;
    this.tables.delete(rarest[0]);
  }
}
