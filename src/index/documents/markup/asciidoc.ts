/** Shows AsciiDoc: blocks leave what is in them; comments, attributes, anchors, and what is included or asked for go. */
import { HAS_WORD } from '../clean.js';
import { type Heading, MARKER, TITLE_LENGTH } from '../text/headings.js';
import { LineReader, placeName } from './shown.js';

/** What parts text: a blank line, one that goes on with an item, a rule, a break of pages. */
const BREAK = /^(?:|\+|'{3,}|<{3,}|-{3}|\*{3})$/;
/** The lines around a block. What the first kinds have is code, a comment or a table; the others part their text. */
const FENCE = /^(?:-{4,}|\.{4,}|\+{4,}|\/{4,}|`{3,}|[|,:!]={3,}|={4,}|\*{4,}|_{4,}|--|~{4,})$/;
const LITERAL = /^(?:--|\.\.|\+\+|``)/;
const TABLE = /^[|,:!]=/;
/** A line that goes on with a cell: it has none, and no list or block begins. */
const GOES_ON = /^[\p{L}\p{N}("'<`{][^|]*$/u;
/** What is said of a block above it, or names a place: `[source,sh]`, `[[a]]`. */
const ABOVE = /^\[(?:[\w"'#.%,*[]|$|\]).*\]$|^\[\]$/;
/** Who has said what is quoted, and where. */
const SAID_BY = /^\[(?:quote|verse)[^,]*,\s*(.+)\]$/;
const PLACE = /^\[(?:\[|[\w%.]*#)([\w:.-]+)/;
const STYLED_AS_CODE = /^\[(?:source|listing|literal|stem|latexmath|asciimath)\b/;
const HEADING = /^(={1,6}|#{1,6})[ \t]+(\S.*)$/;
const UNDERLINE = /^([=\-~^+])\1+$/;
/** How much longer or shorter than its text an underline is. Others begin a block. */
const SLACK = 2;
const ATTRIBUTE = /^:(!?[\w-]+!?):(?:[ \t]+(.*))?$/;
/** What is put in a place by itself: `image::a.png[Text]`, `include::a[]`. */
const MACRO = /^([a-z]\w*)::\S*\[(.*)\]$/;
/** Those of which something is shown: a picture, and text on a condition. */
const SHOWN_MACRO = /^(?:image|ifn?def)$/;
/** A term of which something is said. */
const TERM = /^(\S.*?)(?:::+|;;)(?:[ \t]+(.*))?$/;
const TITLE = /^\.([^\s.].*)$/;

/** A longer line is text, whatever it looks like. */
const LONG = 1_000;

export class AsciidocReader extends LineReader {
  /** Where each line around a block stands last: one that none like it follows begins none. */
  private readonly lasts = new Map<string, number>();
  /** Those around the text that is read, which underline nothing. */
  private readonly open = new Set<string>();
  /** Whether the next paragraph is code, by what is said above it. */
  private isCode = false;
  private isVerse = false;
  /** The name of the place that has come. */
  private place = '';
  /** Whether a term waits for what is said of it. */
  private isTerm = false;

  override read(): this {
    for (const [at, line] of this.source.entries()) if (FENCE.test(line.trimEnd())) this.lasts.set(line.trimEnd(), at);
    return super.read();
  }

  protected override lineAt(behind: number): string {
    return super.lineAt(behind).trimEnd();
  }

  protected take(line: string): void {
    if (BREAK.test(line)) {
      this.part();
      this.isVerse = false;
      return;
    }
    if (line.startsWith('//') && !line.startsWith('///')) return;
    const isFirst = this.isParted;
    if (line.length <= LONG) {
      if (isFirst && (this.takeHeading() || this.takeTitle(line))) return;
      if (this.takeFence(line) || this.takeAttribute(line) || this.takeAbove(line) || this.takeMacro(line)) return;
    }
    if (isFirst && (this.isCode || (/^\s/.test(line) && !this.isTerm && !isItem(line)))) this.takeLiteral();
    else this.takeText(line);
  }

  private takeHeading(): boolean {
    const heading = headingAt(this.source, this.at);
    if (heading === null || (heading.count > 1 && this.open.has(this.lineAt(1)))) return false;
    const { text, sign, count } = heading;
    if (this.place !== '') this.names.set(placeName(this.place), text);
    this.place = '';
    this.heading(text, sign, this.number, this.at + count);
    this.at += count - 1;
    return true;
  }

  /** What stands between two lines of signs: code, a comment or a table. Others only part their text. */
  private takeFence(line: string): boolean {
    if (!FENCE.test(line) && !/^`{3}[\w,+-]+$/.test(line)) return false;
    const { number } = this;
    const fence = line.startsWith('```') ? '```' : line;
    this.part();
    const isLiteral = fence === '--' ? this.isCode : LITERAL.test(fence) || fence.startsWith('////');
    this.isCode = false;
    const isLast = (this.lasts.get(fence) ?? 0) <= this.at;
    if (!(isLiteral || TABLE.test(fence)) || isLast) {
      if (!this.open.delete(fence) && !isLast) this.open.add(fence);
      return true;
    }
    for (this.at++; this.lineAt(0) !== fence; this.at++) {
      if (!isLiteral) this.takeRow(number);
      else if (!fence.startsWith('/')) this.code(this.lineAt(0), number);
    }
    return true;
  }

  /** A line of a table, with those that its last cell goes on with. Without a cell it may be one of `format=csv`. */
  private takeRow(of: number): void {
    const { number } = this;
    let row = this.lineAt(0);
    for (; row.includes('|') && GOES_ON.test(this.lineAt(1)); this.at++) row += ` ${this.lineAt(1)}`;
    const cells = cellsOf(row);
    if (cells.some((cell) => cell !== '')) this.row(cells, of, number);
  }

  private takeAttribute(line: string): boolean {
    const [attribute, name = '', value = ''] = ATTRIBUTE.exec(line) ?? [];
    if (attribute === undefined) return false;
    const values = [value];
    for (; values.at(-1)?.endsWith(' \\'); this.at++) values.push(this.lineAt(1).trim());
    this.names.set(name, values.map((part) => part.replace(/ \\$/, '')).join(' '));
    return true;
  }

  private takeAbove(line: string): boolean {
    if (!ABOVE.test(line)) return false;
    const by = SAID_BY.exec(line)?.[1];
    this.part();
    if (by !== undefined) this.text(by);
    this.part();
    this.isCode ||= STYLED_AS_CODE.test(line);
    this.isVerse ||= line.startsWith('[verse');
    this.place = PLACE.exec(line)?.[1] ?? this.place;
    return true;
  }

  private takeTitle(line: string): boolean {
    const title = TITLE.exec(line)?.[1];
    if (title === undefined) return false;
    this.text(title);
    this.part();
    return true;
  }

  private takeMacro(line: string): boolean {
    const [macro, kind = '', inside = ''] = MACRO.exec(line) ?? [];
    if (macro === undefined) return false;
    this.part();
    if (SHOWN_MACRO.test(kind)) this.text(firstOf(inside));
    return true;
  }

  /** Code up to a blank line. */
  private takeLiteral(): void {
    const of = this.number;
    for (; this.lineAt(0) !== '' && this.source[this.at] !== '+'; this.at++) this.code(this.source[this.at] ?? '', of);
    this.at--;
    this.isCode = false;
  }

  private takeText(line: string): void {
    const [, term = '', said = ''] = (line.length > LONG ? null : TERM.exec(line.trim())) ?? ['', '', line.trim()];
    if (term !== '') this.text(term, 'begin');
    const begins = term !== '' || this.isTerm || this.isVerse || isItem(line);
    if (said !== '') this.text(said.replace(/^\.{1,5}(?=\s)/, '-').replace(/ \+$/, ''), begins ? 'begin' : 'text');
    this.isTerm = term !== '' && said === '';
    this.place = '';
  }
}

function isItem(line: string): boolean {
  return MARKER.test(line) || /^\s*(?:\.{1,5}|<[\d.]+>)\s+\S/.test(line);
}

/** The cells of a line of a table. What goes on with a cell of the line above is a row as well. */
function cellsOf(line: string): string[] {
  const cells = line
    .split(/(?:^|\s)[\d.+*<>^]*[aehlmsdv]?[|!]|(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
  return cells[0] === '' ? cells.slice(1) : cells;
}

/** The first of the attributes in brackets, which is the text of a picture. */
function firstOf(attributes: string): string {
  const [, quoted, plain] = /^(?:"([^"]*)"|([^,=]*)(?:,|$))/.exec(attributes) ?? [];
  return quoted ?? plain ?? '';
}

function headingAt(source: readonly string[], at: number): Heading | null {
  const line = (source[at] ?? '').trimEnd();
  if (line.length > TITLE_LENGTH || !HAS_WORD.test(line)) return null;
  const [, sign, text] = HEADING.exec(line) ?? [];
  if (sign !== undefined && text !== undefined)
    return { text: text.endsWith(` ${sign}`) ? text.slice(0, -sign.length).trim() : text, sign, count: 1 };
  const under = (source[at + 1] ?? '').slice(0, TITLE_LENGTH + SLACK + 1).trimEnd();
  const isTitle = /^[^\s.[|]/.test(line) && UNDERLINE.test(under) && Math.abs(under.length - line.length) <= SLACK;
  return isTitle ? { text: line, sign: `under ${under.charAt(0)}`, count: 2 } : null;
}
