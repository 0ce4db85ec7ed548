/** Shows AsciiDoc: blocks leave what is in them; comments, attributes, anchors, and what is included or asked for go. */
import { HAS_WORD } from '../clean.js';
import { MARKER, TITLE_LENGTH } from '../text/headings.js';
import { placeName, ShownLines, type ShownSource } from './shown.js';

/** The lines around a block. What the first kinds have is code, a comment or a table; the others part their text. */
const FENCE = /^(?:-{4,}|\.{4,}|\+{4,}|\/{4,}|`{3,}|[|,:!]={3,}|={4,}|\*{4,}|_{4,}|--|~{4,})$/;
const LITERAL = /^(?:--|\.\.|\+\+|``)/;
const TABLE = /^[|,:!]=/;
/** What is said of a block above it, or names a place: `[source,sh]`, `[[a]]`. */
const ABOVE = /^\[(?:[\w"'#.%,*[]|$|\]).*\]$|^\[\]$/;
const PLACE = /^\[(?:\[|[\w%.]*#)([\w:.-]+)/;
const STYLED_AS_CODE = /^\[(?:source|listing|literal|stem|latexmath|asciimath)\b/;
const HEADING = /^(={1,6}|#{1,6})[ \t]+(\S.*)$/;
const UNDERLINE = /^([=\-~^+])\1+$/;
/** How much longer or shorter than its text an underline is. Others begin a block. */
const SLACK = 2;
const ATTRIBUTE = /^:(!?[\w-]+!?):(?:[ \t]+(.*))?$/;
/** What is put in a place by itself: `image::a.png[Text]`, `include::a[]`. */
const MACRO = /^([a-z]\w*)::(\S*)\[(.*)\]$/;
/** Those of which something is shown: a picture, and text on a condition. */
const SHOWN_MACRO = /^(?:image|ifn?def)$/;
/** A term of which something is said. */
const TERM = /^(\S.*?)(?:::+|;;)(?:[ \t]+(.*))?$/;
const TITLE = /^\.([^\s.].*)$/;

/** Reads the lines of a source. Takes linear time. */
export function showAsciidoc(source: readonly string[]): ShownSource {
  const shown = new ShownLines();
  const lasts = new Map<string, number>();
  for (const [at, line] of source.entries()) if (FENCE.test(line.trimEnd())) lasts.set(line.trimEnd(), at);
  /** Whether the next paragraph is code, by what is said above it. */
  let isCode = false;
  let isVerse = false;
  /** The name of the place that has come. */
  let place = '';
  /** Whether a term waits for what is said of it. */
  let isTerm = false;
  for (let at = 0; at < source.length; at++) {
    const line = (source[at] ?? '').trimEnd();
    const number = at + 1;
    const isFirst = shown.isParted;
    const isLong = line.length > 1_000;
    if (line === '' || line === '+' || /^(?:'{3,}|<{3,}|-{3}|\*{3})$/.test(line)) {
      shown.part(number);
      isVerse = false;
      continue;
    }
    if (line.startsWith('//') && !line.startsWith('///')) continue;
    const heading = isFirst && !isLong ? headingAt(source, at) : null;
    if (heading !== null) {
      if (place !== '') shown.names.set(placeName(place), heading.text);
      place = '';
      shown.heading(heading.text, heading.sign, number, at + heading.count);
      at += heading.count - 1;
      continue;
    }
    const fence = line.startsWith('```') ? '```' : line;
    if (!isLong && (FENCE.test(line) || (fence === '```' && /^`{3}[\w,+-]+$/.test(line)))) {
      shown.part(number);
      const isLiteral = fence === '--' ? isCode : LITERAL.test(fence) || fence.startsWith('////');
      isCode = false;
      if (!(isLiteral || TABLE.test(fence)) || (lasts.get(fence) ?? 0) <= at) continue;
      for (at++; (source[at] ?? '').trimEnd() !== fence; at++) {
        const inner = (source[at] ?? '').trimEnd();
        if (!isLiteral) addRow(shown, inner, at + 1, number);
        else if (!fence.startsWith('/')) shown.code(inner, at + 1, number);
      }
      continue;
    }
    if (isFirst && !isLong) {
      const [attribute, name = '', value = ''] = ATTRIBUTE.exec(line) ?? [];
      if (attribute !== undefined) {
        shown.names.set(name, value);
        continue;
      }
      if (ABOVE.test(line)) {
        isCode ||= STYLED_AS_CODE.test(line);
        isVerse ||= line.startsWith('[verse');
        place = PLACE.exec(line)?.[1] ?? place;
        continue;
      }
      const [title, words = ''] = TITLE.exec(line) ?? [];
      if (title !== undefined) {
        shown.text(words, number);
        shown.part(number);
        continue;
      }
    }
    const [macro, kind = '', , inside = ''] = isLong ? [] : (MACRO.exec(line) ?? []);
    if (macro !== undefined) {
      shown.part(number);
      if (SHOWN_MACRO.test(kind)) shown.text(firstOf(inside), number);
      continue;
    }
    if (isFirst && (isCode || (/^\s/.test(line) && !isTerm && !isItem(line)))) {
      // Literal, up to a blank line.
      for (; (source[at] ?? '').trim() !== '' && source[at] !== '+'; at++) shown.code(source[at] ?? '', at + 1, number);
      at--;
      isCode = false;
      continue;
    }
    const [, term = '', said = ''] = (isLong ? null : TERM.exec(line.trim())) ?? ['', '', line.trim()];
    if (term !== '') shown.text(term, number, 'begin');
    const begins = term !== '' || isTerm || isVerse || isItem(line);
    if (said !== '')
      shown.text(said.replace(/^\.{1,5}(?=\s)/, '-').replace(/ \+$/, ''), number, begins ? 'begin' : 'text');
    isTerm = term !== '' && said === '';
    place = '';
  }
  return shown;
}

function isItem(line: string): boolean {
  return MARKER.test(line) || /^\s*(?:\.{1,5}|<[\d.]+>)\s+\S/.test(line);
}

/** Adds the cells of a line of a table as a row. What goes on with a cell of the line above is a row as well. */
function addRow(shown: ShownLines, line: string, number: number, of: number): void {
  const cells = line.split(/(?:^|\s)[\d.+*<>^]*[aehlmsdv]?[|!]/).map((cell) => cell.trim());
  const own = cells[0] === '' ? cells.slice(1) : cells;
  if (own.some((cell) => cell !== '')) shown.row(own, number, of);
}

/** The first of the attributes in brackets, which is the text of a picture. */
function firstOf(attributes: string): string {
  const [, quoted, plain] = /^(?:"([^"]*)"|([^,=]*)(?:,|$))/.exec(attributes) ?? [];
  return quoted ?? plain ?? '';
}

function headingAt(source: readonly string[], at: number): { text: string; sign: string; count: number } | null {
  const line = (source[at] ?? '').trimEnd();
  if (line.length > TITLE_LENGTH || !HAS_WORD.test(line)) return null;
  const [, sign, text] = HEADING.exec(line) ?? [];
  if (sign !== undefined && text !== undefined)
    return { text: text.endsWith(` ${sign}`) ? text.slice(0, -sign.length).trim() : text, sign, count: 1 };
  const under = (source[at + 1] ?? '').slice(0, TITLE_LENGTH + SLACK + 1).trimEnd();
  const isTitle = /^[^\s.[|]/.test(line) && UNDERLINE.test(under) && Math.abs(under.length - line.length) <= SLACK;
  return isTitle ? { text: line, sign: `under ${under.charAt(0)}`, count: 2 } : null;
}
