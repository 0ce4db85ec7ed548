/** Writes the rows of a table as text, a line each, for all formats. */
import type { Block } from '../types.js';

/** What separates the cells of a row. */
export const CELL_END = ' | ';

/** A longer cell, in code units, that has several paragraphs is page layout: nobody reads so much as a row. */
export const CELL_LENGTH = 1_000;

export class TableRows {
  private readonly rows: string[] = [];
  private readonly lineStarts: number[] = [];

  /** @param line where the row begins in the source */
  add(cells: readonly string[], line: number): void {
    this.rows.push(cells.join(CELL_END));
    this.lineStarts.push(line);
  }

  /** The block of the table; null if it has no rows. @param last the last line of the source that belongs to the table */
  toBlock(last = 0): Block | null {
    const { rows, lineStarts } = this;
    const [first] = lineStarts;
    if (first === undefined) return null;
    // A table with one column is really a list, but as rows of one cell it reads the same.
    return {
      kind: 'table',
      text: rows.join('\n'),
      lines: [first, Math.max(last, lineStarts.at(-1) ?? first)],
      lineStarts,
    };
  }
}
