/** Tells the lists of plain text, and what stands above and below them, without a blank line between, from their items. */
import { CLAUSE, MARKER } from './headings.js';
import { ENDS, indentOf, isWrapped, type Line, UNWRAPPED } from './lines.js';

/** So much of the widest line is a line that someone has wrapped by hand. */
const NEARLY_FULL = 0.75;

/** Lines that follow each other: a list, or what stands beside one. */
interface ListPart {
  lines: Line[];
  isList: boolean;
}

/** Whether a line begins an item. */
type BeginsItem = (line: Line) => boolean;

/**
 * Tells where items begin in lines without a blank one between them; null where they hold no list. They do if the first line,
 * or two of them, begin with a bullet or number, or the first and another with that of a clause.
 */
export function itemFinder(lines: readonly Line[]): BeginsItem | null {
  const [first] = lines;
  if (first === undefined) return null;
  const hasClauses = lines.filter(isClause).length > 1;
  const isList = isMarked(first) || (hasClauses && isClause(first)) || lines.filter(isMarked).length > 1;
  if (!isList) return null;
  return hasClauses ? (line) => isMarked(line) || isClause(line) : isMarked;
}

/** The lists of such lines with the paragraphs that lead to them, and what else stands there. */
export function partsOfList(lines: readonly Line[], begins: BeginsItem): ListPart[] {
  const width = lines.reduce((most, { text }) => (text.length > UNWRAPPED ? most : Math.max(most, text.length)), 0);
  const parts: ListPart[] = [];
  /** How far the open list is indented; null where none is open. */
  let edge: number | null = null;
  let before = '';
  for (const line of lines) {
    if (begins(line)) edge = Math.min(edge ?? Number.POSITIVE_INFINITY, indentOf(line.text));
    else if (edge !== null && !goesOn(line, before, edge, width)) edge = null;
    const isList = edge !== null;
    const open = parts.at(-1);
    if (open === undefined || (open.isList !== isList && !(isList && isParagraph(open.lines)))) {
      parts.push({ lines: [line], isList });
    } else {
      open.lines.push(line);
      open.isList = isList;
    }
    before = line.text;
  }
  return parts;
}

function isMarked({ text }: Line): boolean {
  return MARKER.test(text);
}

function isClause({ text }: Line): boolean {
  return CLAUSE.test(text);
}

/**
 * Whether a line goes on with a list: it is indented, or the line before it had no room for its first word; where that
 * does not end a sentence, also if it was nearly full, as many wrap by hand, or if the line begins with a small letter.
 */
function goesOn({ text }: Line, before: string, edge: number, width: number): boolean {
  if (indentOf(text) > edge) return true;
  if (before.length > UNWRAPPED) return false;
  const word = /^\s*\S*/.exec(text)?.[0].length ?? 0;
  if (before.length + 1 + word > width) return true;
  return !ENDS.test(before) && (before.length > NEARLY_FULL * width || /^\s*\p{Ll}/u.test(text));
}

/** Whether lines are one paragraph. */
function isParagraph(lines: readonly Line[]): boolean {
  return lines.length === 1 ? (lines[0]?.text.length ?? 0) <= UNWRAPPED : isWrapped(lines);
}
