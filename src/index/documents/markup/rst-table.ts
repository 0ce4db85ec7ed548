/** Reads the tables of reStructuredText that are drawn: between rules of `=`, with columns by their places, or in a grid. */
const RULE = /^\s*=+(?:\s+=+)+\s*$/;
const GRID = /^\s*\+(?:[-=]+\+)+\s*$/;
/** Rules that part rows, also those below cells that span columns. */
const BETWEEN = /^[\s=|+-]+$/;

/** Whether a line begins a table. */
export function isTableRule(line: string): boolean {
  return RULE.test(line) || GRID.test(line);
}

/** A table that is being read, line by line. */
export class TableOfRst {
  /** Where columns begin; null in a grid. */
  private readonly starts: readonly number[] | null;
  /** The lines of each cell of the open row. */
  private cells: string[][] = [];
  private rowLine = 0;
  private isClosed = false;

  /** @param rule its first line @param number that of it */
  constructor(
    rule: string,
    private number: number,
    private readonly addRow: (cells: readonly string[], number: number) => void,
  ) {
    this.starts = RULE.test(rule) ? Array.from(rule.matchAll(/=+/g), ({ index }) => index) : null;
  }

  /** Takes the next line; false where it is no line of the table any more. @param next the line below it */
  take(line: string, next: string): boolean {
    this.number++;
    const isRule = BETWEEN.test(line);
    if (this.isClosed || (this.starts === null && !/^\s*[|+]/.test(line))) {
      this.endRow();
      return false;
    }
    const { starts } = this;
    // A blank line within rows is no end of them.
    if (line.trim() === '' || isRule) this.endRow();
    if (starts !== null && RULE.test(line) && next.trim() === '') this.isClosed = true;
    if (isRule) return true;
    const parts = starts === null ? line.trim().slice(1).replace(/[|+]$/, '').split('|') : cut(line, starts);
    // Cells below each other are one, but where the first begins anew between rules.
    const goesOn = starts === null ? parts.length === this.cells.length : parts[0]?.trim() === '';
    if (!goesOn) this.endRow();
    if (this.cells.length === 0) this.rowLine = this.number;
    for (const [i, part] of parts.entries()) {
      const lines = this.cells[i] ?? [];
      if (part.trim() !== '') lines.push(part.trim());
      this.cells[i] = lines;
    }
    return true;
  }

  private endRow(): void {
    const cells = this.cells.map((lines) => lines.join(' '));
    if (cells.some((cell) => cell !== '')) this.addRow(cells, this.rowLine);
    this.cells = [];
  }
}

/** A line cut where columns begin; what stands across the beginning of one belongs to that before. */
function cut(line: string, starts: readonly number[]): string[] {
  const places = starts.filter((start, i) => i > 0 && /\s/.test(line.charAt(start - 1)));
  return [0, ...places].map((start, i) => line.slice(start, places[i] ?? line.length));
}
