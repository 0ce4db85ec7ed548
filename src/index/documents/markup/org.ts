/** Shows Org: blocks leave what is in them; settings, comments, properties and the signs of drawers go. */
import { MARKER } from '../text/headings.js';
import { indentOf } from '../text/lines.js';
import { type Inline, oneOf, withoutSigns } from './inline.js';
import { LineReader } from './shown.js';

const HEADING = /^(\*+)[ \t]+(\S.*)$/;
const TAGS = /[ \t]:[\w@#%:]+:$/;
const BLOCK = /^#\+begin_([\w-]+)/i;
/** Blocks whose content is code, and those that nobody sees. */
const CODE = /^(?:src|example)$/;
const UNSEEN = /^(?:comment|export|:properties:)$/;
/** Settings whose value is shown. */
const SHOWN_SETTING = /^#\+(?:author|date|subtitle|description|caption(?:\[.*\])?):\s+(\S.*)$/i;
const PROPERTIES = /^:properties:$/i;
/** What ends them, and blocks. */
const END = /^\s*(?:#\+end_[\w-]+|:end:)/i;
/** What parts text: a blank line, a comment, a setting, the signs of a drawer, a time that was spent, a rule. */
const PARTING = /^(?:$|#(?:\s|$|\+)|:[\w-]+:$|CLOCK: |-{5,}$)/;
/** A longer line is no heading. */
const LONG = 1_000;

/** A link without words to a picture, which is shown in its place. */
const PICTURE = /^\S+\.(?:png|jpe?g|gif|svg|webp)(?:\?\S*)?$/i;

/** The signs of Org within its text: marked words, links, places, macros, text for one format alone. */
export const ORG: Inline = {
  pattern: oneOf(
    /\[\[(?<target>[^[\]\n]{1,1000})\](?:\[(?<words>(?:[^[\]\n]|\](?!\])|\[(?!\[)){1,1000})\])?\]/,
    /(?<![^\s('"{\-\u2013\u2014|>/*_+])(?<sign>[*/_+])(?=\S)(?<marked>(?:(?!\k<sign>)[^\n]){1,999})(?<=\S)\k<sign>(?![^\s.,;:!?'")}[\]\-\u2013\u2014|</*_+])/,
    /(?<![^\s('"{\-\u2013\u2014|/*_+])(?<mark>[=~])(?=\S)(?<code>(?:(?!\k<mark>)[^\n]){1,999})(?<=\S)\k<mark>(?![^\s.,;:!?'")}[\]\-\u2013\u2014|/*_+s])/,
    /<<<(?<radio>[^<>\n]{1,200})>>>|<<[^<>\n]{1,200}>>/,
    /\{\{\{[\w-]{1,50}(?:\((?<given>[^{}\n]{0,500})\))?\}\}\}/,
    /@@\w{1,20}:(?:(?!@@)[^\n]){0,500}@@/,
  ),
  shown: ({ target, words, marked, code, radio, given }, names) => {
    const link = words ?? target;
    if (link !== undefined) return PICTURE.test(link) ? '' : link.replace(/^(?:file:|\*|#)/, '');
    return marked === undefined ? (code ?? radio ?? given ?? '') : withoutSigns(marked, ORG, names);
  },
};

export class OrgReader extends LineReader {
  /** Where each line that ends a block or properties stands last: what none follows is none. */
  private readonly lasts = new Map<string, number>();
  /** How far the items of the open list are indented; null where none is. */
  private edge: number | null = null;

  override read(): this {
    for (const [at, line] of this.source.entries()) {
      const [sign] = END.exec(line) ?? [];
      if (sign !== undefined) this.lasts.set(sign.trim().toLowerCase(), at);
    }
    return super.read();
  }

  protected take(line: string): void {
    const text = line.trim();
    // A block around text may stand in a list.
    if (this.takeBlock(text)) return;
    if (this.takeHeading(line) || this.takeSign(text) || this.takeCode(line, text) || this.takeRow(text))
      this.edge = null;
    else this.takeText(line, text);
  }

  /** What stands between two lines: code, properties, or what nobody sees. Others only part their text. */
  private takeBlock(text: string): boolean {
    const { number } = this;
    const kind = (BLOCK.exec(text)?.[1] ?? PROPERTIES.exec(text)?.[0])?.toLowerCase();
    const end = kind === ':properties:' ? ':end:' : `#+end_${kind}`;
    if (kind === undefined || (this.lasts.get(end) ?? 0) <= this.at) return false;
    this.part();
    if (!CODE.test(kind) && !UNSEEN.test(kind)) return true;
    for (this.at++; !this.lineAt(0).trimStart().toLowerCase().startsWith(end); this.at++)
      if (CODE.test(kind)) this.code(this.lineAt(0), number);
    this.part();
    this.edge = null;
    return true;
  }

  private takeHeading(line: string): boolean {
    const [heading, stars = '', title = ''] = line.length > LONG ? [] : (HEADING.exec(line.trimEnd()) ?? []);
    if (heading !== undefined) this.heading(title.replace(TAGS, ''), stars);
    return heading !== undefined;
  }

  /** A line that is not shown, or of which only a value is. */
  private takeSign(text: string): boolean {
    if (!PARTING.test(text)) return false;
    this.part();
    this.text(SHOWN_SETTING.exec(text)?.[1] ?? '');
    this.part();
    return true;
  }

  /** A line of code behind a colon. */
  private takeCode(line: string, text: string): boolean {
    if (!/^:(?:\s|$)/.test(text)) return false;
    this.code(line.replace(/^\s*: ?/, ''), this.begunAs('code'));
    return true;
  }

  private takeRow(text: string): boolean {
    if (!text.startsWith('|')) return false;
    const cells = text.slice(1).replace(/\|$/, '').split('|');
    const trimmed = cells.map((cell) => cell.trim());
    if (!text.startsWith('|-')) this.row(trimmed, this.begunAs('row'));
    return true;
  }

  /** The line that begins the code or table which is open; else this one does. */
  private begunAs(kind: 'code' | 'row'): number {
    const above = this.lines.at(-1);
    return above?.as === kind ? above.of : this.number;
  }

  private takeText(line: string, text: string): void {
    const { edge } = this;
    const isItem = MARKER.test(line) && (edge !== null || !line.startsWith('*'));
    const indent = indentOf(line);
    const ends = edge !== null && !isItem && indent <= edge;
    if (ends || (isItem && edge === null)) this.part();
    if (isItem) this.edge = Math.min(edge ?? indent, indent);
    else if (ends) this.edge = null;
    this.text(text, isItem ? 'begin' : 'text');
  }
}
