/** The rows of a table as text, a line each, whatever the format of the document. */
import type { Block } from '../types.js';

/** What stands between two cells of a row. */
export const CELL_END = ' | ';

export class TableRows {
  private readonly rows: string[] = [];
  private readonly lineStarts: number[] = [];

  /** @param line where the row begins in the source */
  add(cells: readonly string[], line: number): void {
    this.rows.push(cells.join(CELL_END));
    this.lineStarts.push(line);
  }

  /** Null without rows. @param last the last line of the source that was read, where the last row may go on behind its first */
  toBlock(last = 0): Block | null {
    const { rows, lineStarts } = this;
    const [first] = lineStarts;
    if (first === undefined) return null;
    // A table of one column is a list in all but name; as rows of one cell it reads the same.
    return {
      kind: 'table',
      text: rows.join('\n'),
      lines: [first, Math.max(last, lineStarts.at(-1) ?? first)],
      lineStarts,
    };
  }
}
