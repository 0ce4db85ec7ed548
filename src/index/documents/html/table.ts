/** Knows the table of an HTML source that is open: its rows, and the cells of the row that is read. */
import type { Block } from '../../types.js';
import { TableRows } from '../table-rows.js';

export class HtmlTable {
  /** Whether a cell is open. */
  inCell = false;
  /** Null outside tables. */
  private rows: TableRows | null = null;
  /** The cells of the open row, and the line at which it begins. */
  private cells: string[] = [];
  private rowLine = 0;

  begin(): void {
    this.rows = new TableRows();
  }

  /** Begins a cell; outside tables, it is none. @param line at which it begins */
  beginCell(line: number): void {
    if (this.rows === null) return;
    this.inCell = true;
    if (this.cells.length === 0) this.rowLine = line;
  }

  endCell(text: string): void {
    this.cells.push(text.replaceAll('\n', ' '));
    this.inCell = false;
  }

  endRow(): void {
    if (this.cells.some((cell) => cell !== '')) this.rows?.add(this.cells, this.rowLine);
    this.cells = [];
  }

  /** Ends the table, and takes its block; null if it has no rows. @param last the last line that belongs to it, if known */
  end(last?: number): Block | null {
    const block = this.rows?.toBlock(last) ?? null;
    this.rows = null;
    return block;
  }
}
