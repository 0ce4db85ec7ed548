/** What the readers of reStructuredText, AsciiDoc and Org say of the lines of a source that are shown. */

/** A line that is shown, without the signs around it; of tables a row. */
export interface Shown {
  /** '' parts what is above from what is below. */
  text: string;
  /** 1-based line of the source. */
  number: number;
  /** Running text that goes on with the line above it, or begins one; code, a row of a table, or a heading. */
  as: 'text' | 'begin' | 'code' | 'row' | 'heading';
  /** Of code and rows, the line that begins their block; of a heading, its last line. */
  of: number;
  /** Of a heading: equal signs are equal levels. */
  sign?: string;
  /** Of a row. */
  cells?: readonly string[];
}

/** A source as a reader sees it. */
export interface ShownSource {
  lines: Shown[];
  /** What is shown in the place of names that stand in the text. */
  names: ReadonlyMap<string, string>;
}

/** Collects the lines that are shown. */
export class ShownLines {
  readonly lines: Shown[] = [];
  readonly names = new Map<string, string>();

  /** A line of text. @param as whether it begins a line of its own */
  text(text: string, number: number, as: 'text' | 'begin' = 'text'): void {
    this.lines.push({ text, number, as, of: number });
  }

  part(number: number): void {
    this.text('', number);
  }

  code(text: string, number: number, of: number): void {
    this.lines.push({ text, number, as: 'code', of });
  }

  row(cells: readonly string[], number: number, of: number): void {
    this.lines.push({ text: ' ', number, as: 'row', of, cells });
  }

  heading(text: string, sign: string, number: number, last = number): void {
    this.lines.push({ text, number, as: 'heading', of: last, sign });
  }

  /** Whether the last line is none that text goes on with. */
  get isParted(): boolean {
    const last = this.lines.at(-1);
    return last === undefined || last.text === '' || (last.as !== 'text' && last.as !== 'begin');
  }
}

/** The name of a place, for which its heading is shown, among the names of a source. */
export function placeName(place: string): string {
  return `#${place.trim().toLowerCase()}`;
}
