/** Reads the tables of reStructuredText that are written as lists: `* -` begins a row, and `-` below it a cell. Pure. */
import { MARKER } from '../text/headings.js';
import { indentOf } from '../text/lines.js';

/** A row with the line of the source, counted from 0, at which it begins. */
interface ListRow {
  cells: string[];
  at: number;
}

const ROW = /^[*+-] +-(?: +|$)/;
const CELL = /^-(?: +|$)/;
/** What is no running text: a directive, a list or a table in a cell, and what leads to code. */
const NO_TEXT = /^(?:\.\. |[+|>=]|:[^:`]{1,100}:(?:\s|$))|::$/;

/**
 * The rows of a table, and the line behind it; null where a cell has more than text, which a row cannot show.
 * @param at the line, counted from 0, at which the directive is
 */
export function readListTable(source: readonly string[], at: number): { rows: ListRow[]; end: number } | null {
  const edge = indentOf(source[at] ?? '');
  const rows: ListRow[] = [];
  let indent = 0;
  let end = at + 1;
  // What the directive is told, up to a blank line.
  while ((source[end] ?? '').trim() !== '') end++;
  for (; end < source.length; end++) {
    const line = source[end] ?? '';
    const text = line.trim();
    if (text === '') continue;
    const own = indentOf(line);
    if (own <= edge) break;
    const cells = rows.at(-1)?.cells;
    const isRow = ROW.test(text) && (cells === undefined || own === indent);
    const isCell = CELL.test(text) && own === indent + 2;
    const said = isRow ? text.replace(ROW, '') : isCell ? text.replace(CELL, '') : text;
    if (NO_TEXT.test(said) || MARKER.test(said)) return null;
    if (isRow) {
      indent = own;
      rows.push({ cells: [said], at: end });
    } else if (cells === undefined || own <= indent) return null;
    else if (isCell) cells.push(said);
    else cells.push(`${cells.pop()} ${said}`.trim());
  }
  return rows.length === 0 ? null : { rows, end };
}
