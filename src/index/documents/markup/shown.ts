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

/** Goes through the lines of a source once, in linear time, and collects what is shown. */
export abstract class LineReader {
  readonly lines: Shown[] = [];
  /** What is shown in the place of names that stand in the text. */
  readonly names = new Map<string, string>();
  /** The index of the line that is read. */
  protected at = 0;

  constructor(protected readonly source: readonly string[]) {}

  read(): this {
    for (; this.at < this.source.length; this.at++) this.take(this.lineAt(0));
    return this;
  }

  /** Takes the line that is read, and moves on where it takes further ones. */
  protected abstract take(line: string): void;

  /** The line so many behind the one that is read. */
  protected lineAt(behind: number): string {
    return this.source[this.at + behind] ?? '';
  }

  protected get number(): number {
    return this.at + 1;
  }

  /** Shows text. @param as whether it begins a line of its own */
  protected text(text: string, as: 'text' | 'begin' = 'text'): void {
    this.lines.push({ text, number: this.number, as, of: this.number });
  }

  protected part(): void {
    this.text('');
  }

  protected code(text: string, of: number): void {
    this.lines.push({ text, number: this.number, as: 'code', of });
  }

  protected row(cells: readonly string[], of: number, number = this.number): void {
    this.lines.push({ text: ' ', number, as: 'row', of, cells });
  }

  protected heading(text: string, sign: string, number = this.number, last = number): void {
    this.lines.push({ text, number, as: 'heading', of: last, sign });
  }

  /** Whether the last line is none that text goes on with. */
  protected get isParted(): boolean {
    const last = this.lines.at(-1);
    return last === undefined || last.text === '' || (last.as !== 'text' && last.as !== 'begin');
  }
}

/** The name of a place, for which its heading is shown, among the names of a source. */
export function placeName(place: string): string {
  return `#${place.trim().toLowerCase()}`;
}
