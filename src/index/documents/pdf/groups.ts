/** Groups the lines of a PDF that belong together, by their places: where a paragraph ends, and where it goes on elsewhere. */
import { beginsParagraph, firstWordWidth, isMarked, NUMBER, SENTENCE_END } from './breaks.js';
import { EDGE, type Flow, INDENT, type Leadings } from './flows.js';
import { type Line, textOf } from './lines.js';

/** Lines that belong together. */
export interface Group {
  kind: 'prose' | 'code' | 'table';
  lines: Line[];
  /** The last line reaches the right edge, so that the text may go on elsewhere. */
  isOpen: boolean;
  /** How far the last line is from there, in points. */
  room: number;
  /** The first line stands further right than others. */
  isIndented: boolean;
}

/** A group that more lines may follow. */
interface OpenGroup extends Group {
  first: Line;
  last: Line;
  /** The last line that begins a row of a table. */
  row: Line;
  isBold: boolean;
}

/** The groups of a flow. @param isTyped whether all of the document is of letters of one width */
export function groupsOf(flow: Flow, steps: Leadings, isTyped: boolean): Group[] {
  const { lines, left, right } = flow;
  const groups: Group[] = [];
  let open: OpenGroup | null = null;
  for (const [i, line] of lines.entries()) {
    const goesOn: boolean = isInCell(open, line, steps);
    const kind = goesOn ? 'table' : kindOf(flow, i, steps, isTyped);
    if (open === null || kind !== open.kind || begins(open, line, lines[i + 1], flow, steps)) {
      const isIndented = line.x > left + INDENT * line.size;
      const ends = { first: line, last: line, row: line, isBold: line.bold };
      open = { kind, lines: [line], isOpen: false, room: 0, isIndented, ...ends };
      groups.push(open);
    } else {
      open.lines.push(line);
      open.last = line;
      if (!goesOn) open.row = line;
      open.isBold &&= line.bold;
    }
    open.room = right - line.right;
    open.isOpen = open.room < EDGE * (right - left);
  }
  return groups;
}

function kindOf({ lines, right, left }: Flow, i: number, steps: Leadings, isTyped: boolean): Group['kind'] {
  const line = lines[i];
  if (line === undefined) return 'prose';
  const [before, after] = [lines[i - 1], lines[i + 1]];
  if (line.mono && !isTyped) {
    // A line of a paragraph may be all of names.
    const isWithin =
      before !== undefined &&
      !before.mono &&
      before.right > right - 0.1 * (right - left) &&
      line.y - before.y < 1.15 * steps.of(line) &&
      Math.abs(line.x - before.x) < line.size;
    return isWithin ? 'prose' : 'code';
  }
  const isRow = (other: Line | undefined): boolean =>
    other !== undefined && isAligned(line, other) && Math.abs(other.y - line.y) < 3 * steps.of(line);
  return line.cells.length > 1 && !isMarked(line.cells[0]?.text ?? '') && (isRow(before) || isRow(after))
    ? 'table'
    : 'prose';
}

/** Whether a line goes on with a cell of the last row of a table. */
function isInCell(open: OpenGroup | null, line: Line, steps: Leadings): boolean {
  if (open?.kind !== 'table' || line.cells.length > 1 || line.mono || isMarked(textOf(line))) return false;
  const { row, last } = open;
  const isBelow = line.y > last.y && line.y - last.y < 1.28 * steps.of(line);
  return isBelow && Math.abs(line.size - last.size) < 0.06 * last.size && columnOf(row, line) > 0;
}

/** Which cell of a row the only one of a line below stands under; -1 if it does under none. */
export function columnOf(row: Line, { x, size }: Line): number {
  return row.cells.findIndex((cell) => Math.abs(cell.x - x) < 0.5 * size);
}

/** Whether two lines have cells, besides their first, that begin or end at the same place. */
function isAligned(line: Line, other: Line): boolean {
  if (other.cells.length < 2) return false;
  if (line.cells.length > 2 && line.cells.length === other.cells.length) return true;
  const near = Math.max(line.size, 6) * 0.6;
  return line.cells
    .slice(1, 20)
    .some((cell) =>
      other.cells
        .slice(1, 20)
        .some(({ x, right }) => Math.abs(x - cell.x) < near || Math.abs(right - cell.right) < near),
    );
}

/** Whether a line begins a group of its own. @param next the one behind it */
function begins(open: OpenGroup, line: Line, next: Line | undefined, flow: Flow, steps: Leadings): boolean {
  const { kind, last } = open;
  const leading = Math.max(steps.of(line), steps.of(last), flow.leading);
  if (kind === 'table') return line.y - last.y > 3 * leading;
  if (kind === 'code') return line.y - last.y > 2.6 * leading;
  return beginsParagraph({
    first: open.first,
    last,
    line,
    next,
    flow,
    leading,
    count: open.lines.length,
    wasBold: open.isBold,
  });
}

/** The groups of all flows, with paragraphs joined that go on in the next column or on the next page. */
export function joinedOver(flows: readonly Group[][], body: number): Group[] {
  const all: Group[] = [];
  let pending: Group | null = null;
  for (const groups of flows) {
    const [first, ...rest] = groups;
    if (first === undefined) continue;
    const goesOn: boolean = pending !== null && continues(pending, first);
    if (pending !== null && goesOn) {
      for (const line of first.lines) pending.lines.push(line);
      pending.isOpen = first.isOpen;
      pending.room = first.room;
    }
    for (const group of goesOn ? rest : groups) all.push(group);
    const isText = ({ kind, lines }: Group): boolean =>
      kind === 'prose' && Math.abs((lines[0]?.size ?? 0) - body) < 0.1 * body;
    const last: Group | null = (goesOn ? rest : groups).findLast(isText) ?? (goesOn ? pending : null);
    // Notes and figures may stand between.
    if (last !== null) pending = SENTENCE_END.test(endOf(last)) ? null : last;
  }
  return all;
}

function endOf({ lines }: Group): string {
  const last = lines.at(-1);
  return last === undefined ? '' : textOf(last);
}

function continues(before: Group, first: Group): boolean {
  const [a, b] = [before.lines.at(-1), first.lines[0]];
  if (a === undefined || b === undefined || first.kind !== 'prose' || b.page - a.page > 2) return false;
  if (Math.abs(a.size - b.size) > 0.06 * a.size || a.bold !== b.bold) return false;
  const text = textOf(b);
  // Where lines end as their words do, the last one may have room, but not for the next word.
  const isSmall = /^\p{Ll}/u.test(text);
  if (!before.isOpen && !(isSmall && before.room < firstWordWidth(b) + 0.6 * b.size)) return false;
  if (isSmall) return !NUMBER.test(text);
  return !first.isIndented && !isMarked(text) && first.lines.length > 1 && /^\(?\p{L}/u.test(text);
}
