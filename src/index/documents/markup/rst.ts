/** Shows reStructuredText: directives leave what a reader sees of them; comments, targets, options and entries of an index go. */
import { HAS_WORD } from '../clean.js';
import { type Heading, MARKER, TITLE_LENGTH } from '../text/headings.js';
import { indentOf } from '../text/lines.js';
import { readListTable } from './rst-list-table.js';
import { isTableRule, TableOfRst } from './rst-table.js';
import { LineReader, placeName } from './shown.js';

/** `.. name:: argument`, perhaps for a name in bars. */
const DIRECTIVE = /^\.\.\s+(?:\|([^|]{1,100})\| )?([\w.+-]+(?::[\w.+-]+)*) ?::(?:\s+(.*))?$/;
/** What a directive is told, below it. */
const OPTION = /^:([\w-]+):(?:\s+(.*))?$/;
/** Options that are shown. */
const SHOWN_OPTION = /^(?:alt|caption|header|subtitle)$/;
/** A note at the foot, or a source: `.. [1] Text`. */
const NOTE = /^\.\.\s+(\[[^\]]{1,100}\].*)$/;
/** The name of a place: `.. _name:`. */
const PLACE = /^\.\.\s+_`?([^`:]{1,200})`?:$/;
/** What a program is told of the whole file, and a place that begins an item. */
const UNSEEN_LINE = /^:(?:orphan|nosearch|nocomments|tocdepth):|^[*+-]\s+\.\. _.*:$/;
const FIELD = /^:[^:`]{1,100}:(?:\s|$)/;
const RULE = /^([!-/:-@[-`{-~])\1*$/;

/** Directives whose content is code. */
const CODE =
  /^(?:code|code-block|sourcecode|parsed-literal|doctest|test(?:code|output)|math|productionlist|prompt|(?:di)?graph|graphviz|mermaid|uml|csv-table|ipython)$/;
/** Those of them that show what stands beside their name: a title, a formula. */
const TITLED_CODE = /^(?:csv-table|math)$/;
/** Those that show nothing of what stands there. */
const UNSEEN =
  /^(?:index|toctree|raw|meta|role|default-role|include|literalinclude|contents|sectnum|test(?:setup|cleanup)|tabularcolumns|highlight|(?:\w+:)?(?:current)?module|(?:section|code|module)author|program|default-domain|target-notes)$/;
/** Those of which what stands beside their name is for programs: a path, a condition, a class. */
const TOLD = /^(?:image|figure|only|ifconfig|container|cssclass|rst-class|kernel-\w+|highlights)$/;
/** What is shown for these. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['versionadded', 'New in version'],
  ['versionchanged', 'Changed in version'],
  ['deprecated', 'Deprecated since version'],
]);

/** What is indented deeper than a line, and is not text. */
interface Inside {
  /** How far that line is indented. */
  edge: number;
  is: 'unseen' | 'code';
  of: number;
}

export class RstReader extends LineReader {
  private indent = 0;
  private inside: Inside | null = null;
  private table: TableOfRst | null = null;
  /** How far the directive is indented that is told options; null behind them. */
  private optionsOf: number | null = null;
  /** How far the last option is indented, of which nothing is shown. */
  private unseenOption = Number.POSITIVE_INFINITY;
  /** Whether the next line goes on with the last one wherever it begins: that was an item, or a directive. */
  private hangs = false;
  /** The names of the place that has come. */
  private places: string[] = [];

  protected take(line: string): void {
    if (this.table?.take(line, this.lineAt(1)) === true) return;
    this.table = null;
    const text = line.trim();
    if (text === '') {
      this.takeBlank();
      return;
    }
    const above = this.indent;
    this.indent = indentOf(line);
    if (this.takeOption(text) || this.takeInside(line)) return;
    if (this.isParted && (this.takeHeading() || this.takeTable(line) || this.takeExample(text))) return;
    if (/^(?:\.\.|__)(?:\s|$)/.test(text)) this.takeExplicit(text);
    else if (UNSEEN_LINE.test(text) || (text.length > 3 && RULE.test(text))) this.part();
    else this.takeText(line, text, this.indent !== above);
  }

  private takeBlank(): void {
    const { inside } = this;
    this.hangs = false;
    this.optionsOf = null;
    if (inside?.is === 'code') this.code('', inside.of);
    else this.part();
  }

  private takeOption(text: string): boolean {
    if (this.optionsOf === null || this.indent <= this.optionsOf) {
      this.optionsOf = null;
      return false;
    }
    const [option, name = '', value = ''] = OPTION.exec(text) ?? [];
    if (option === undefined) return this.indent > this.unseenOption;
    const isShown = SHOWN_OPTION.test(name);
    this.unseenOption = isShown ? Number.POSITIVE_INFINITY : this.indent;
    if (isShown) this.text(value, 'begin');
    return true;
  }

  private takeInside(line: string): boolean {
    const { inside } = this;
    if (inside === null || this.indent <= inside.edge) {
      this.inside = null;
      return false;
    }
    if (inside.is === 'code') this.code(line, inside.of);
    return true;
  }

  private takeHeading(): boolean {
    const heading = headingAt(this.source, this.at);
    if (heading === null) return false;
    const { text, sign, count } = heading;
    this.heading(text, sign, this.number + count - 2, this.number + count - 1);
    for (const place of this.places) this.names.set(placeName(place), text);
    this.places = [];
    this.at += count - 1;
    return true;
  }

  private takeTable(line: string): boolean {
    if (!isTableRule(line)) return false;
    const of = this.number;
    this.table = new TableOfRst(line, of, (cells, number) => this.row(cells, of, number));
    return true;
  }

  /** What was typed into Python and what it said, up to a blank line. */
  private takeExample(text: string): boolean {
    if (!text.startsWith('>>> ')) return false;
    const of = this.number;
    for (; this.lineAt(0).trim() !== ''; this.at++) this.code(this.lineAt(0), of);
    this.at--;
    return true;
  }

  /** A line behind `..`: a directive, a note, a place, or a comment. */
  private takeExplicit(text: string): void {
    const { number, indent } = this;
    const [directive, placed, name = '', argument = ''] = DIRECTIVE.exec(text) ?? [];
    const note = NOTE.exec(text)?.[1];
    const place = PLACE.exec(text)?.[1];
    if (place !== undefined) this.places.push(place);
    this.hangs = true;
    if (note !== undefined) {
      this.part();
      this.text(note);
    } else if (directive === undefined || placed !== undefined || UNSEEN.test(name)) {
      if (placed !== undefined) this.takeName(placed, name, argument);
      // Two points alone part a quote from a list above it.
      if (text !== '..' || this.lineAt(1).trim() !== '') this.inside = { edge: indent, is: 'unseen', of: number };
    } else {
      const isTold = TOLD.test(name) || (CODE.test(name) && !TITLED_CODE.test(name));
      const said = isTold ? '' : argument;
      this.part();
      this.text(NAMES.has(name) ? `${NAMES.get(name)} ${said.replace(/(?=\s|$)/, ':')}` : said);
      this.optionsOf = indent;
      this.unseenOption = Number.POSITIVE_INFINITY;
      if (CODE.test(name)) this.inside = { edge: indent, is: 'code', of: number };
      else if (name === 'list-table') this.takeListTable();
    }
  }

  private takeListTable(): void {
    const table = readListTable(this.source, this.at);
    if (table === null) return;
    const of = this.number;
    for (const { cells, at } of table.rows) this.row(cells, of, at + 1);
    this.at = table.end - 1;
    this.optionsOf = null;
  }

  /** What a name stands for: text, or a picture, of which its words are shown. */
  private takeName(placed: string, directive: string, argument: string): void {
    const below: string[] = [];
    for (let i = 1; this.lineAt(i).trim() !== '' && indentOf(this.lineAt(i)) > this.indent; i++)
      below.push(this.lineAt(i).trim());
    if (directive === 'replace') this.names.set(placed, [argument, ...below].join(' '));
    const alt = below.find((line) => line.startsWith(':alt: '))?.slice(6);
    if (directive === 'image') this.names.set(placed, alt ?? '');
  }

  /** @param moved whether it is indented in another way than the line above */
  private takeText(line: string, text: string, moved: boolean): void {
    const { number, indent } = this;
    const isLine = /^\|(?:\s|$)/.test(text);
    const isItem = MARKER.test(line) || FIELD.test(text) || text.startsWith('#. ');
    const begins = isLine || isItem || (moved && !this.hangs);
    this.hangs = isItem;
    this.places = [];
    const leads = text.endsWith('::') && this.lineAt(1).trim() === '';
    const own = leads ? text.replace(/(?:^|\s+):: *$|:$/, '') : isLine ? text.slice(2) : text;
    if (own !== '') this.text(own.replace(/^#\./, '-'), begins ? 'begin' : 'text');
    if (leads) this.inside = { edge: indent, is: 'code', of: number };
  }
}

/** The heading that begins at a line; null where there is none. */
function headingAt(source: readonly string[], at: number): Heading | null {
  const [first = '', second = '', third = ''] = [0, 1, 2].map((i) => (source[at + i] ?? '').slice(0, 1_000).trimEnd());
  if (first.length > TITLE_LENGTH || second.length > TITLE_LENGTH) return null;
  if (RULE.test(first) && first.length > 1 && first === third && HAS_WORD.test(second))
    return { text: second.trim(), sign: `over ${first.charAt(0)}`, count: 3 };
  const isCovered = RULE.test(second) && (second.length >= first.length || second.length > 3);
  if (!isCovered || /^\s/.test(first) || !HAS_WORD.test(first)) return null;
  return { text: first, sign: second.charAt(0), count: 2 };
}
