/** Groups the lines of a PDF that belong together, by their places: where a paragraph ends, and where it goes on elsewhere. */
import type { Flow, Leadings } from './pdf-flows.js';
import { type Line, textOf } from './pdf-lines.js';

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

/** How items of lists begin. */
export const BULLET = /^[•‣⁃◦▪▫●○■□◆◇➢➤➔►▶✓✔★☆∙·⋄∗\uf0b7\uf0a7\uf0d8](?:\s|$)/u;
export const DASH = /^[-–—*](?:\s|$)/;
export const NUMBER = /^(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]|\[\w{1,12}\])(?:\s|$)/;
/** The number of a section and the beginning of its title. */
const SECTION = /^(?:\d+|[A-Z])(?:\.\d+)*\.?\s+\p{Lu}/u;
/** The end of a sentence. */
const SENTENCE_END = /[.!?:;…。！？।۔]["'”’»)\]]{0,3}\d{0,2}$/u;

function isMarked(text: string): boolean {
  return BULLET.test(text) || DASH.test(text) || NUMBER.test(text);
}

/** The groups of a flow. @param isTyped whether all of the document is of letters of one width */
export function groupsOf(flow: Flow, steps: Leadings, isTyped: boolean): Group[] {
  const { lines } = flow;
  const groups: Group[] = [];
  let open: Group | null = null;
  for (const [i, line] of lines.entries()) {
    const last = open?.lines.at(-1);
    const kind = kindOf(flow, i, steps, isTyped);
    if (
      open === null ||
      last === undefined ||
      kind !== open.kind ||
      begins(open, last, line, lines[i + 1], flow, steps)
    ) {
      open = { kind, lines: [line], isOpen: false, room: 0, isIndented: line.x > flow.left + 0.7 * line.size };
      groups.push(open);
    } else open.lines.push(line);
    open.room = flow.right - line.right;
    open.isOpen = open.room < 0.12 * (flow.right - flow.left);
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
function begins(open: Group, last: Line, line: Line, next: Line | undefined, flow: Flow, steps: Leadings): boolean {
  const step = line.y - last.y;
  const leading = Math.max(steps.of(line), steps.of(last), flow.leading);
  if (open.kind === 'table') return step > 3 * leading;
  if (open.kind === 'code') return step > 2.6 * leading;
  const size = Math.max(line.size, last.size);
  const text = textOf(line);
  const ended = textOf(last);
  const isSmall = /^\p{Ll}/u.test(text);
  const wasBold = open.lines.every(({ bold }) => bold);
  if (Math.abs(line.size - last.size) > 0.12 * size) return true;
  // A heading that is wrapped, however far its lines are apart.
  if (wasBold && line.bold && isSmall && step < 2.2 * size) return false;
  if (step > 1.28 * leading) {
    // But for wide lines, where the sentence goes on behind a full one.
    const isFull = last.right > flow.right - 0.12 * (flow.right - flow.left) && !SENTENCE_END.test(ended);
    return !(isFull && isSmall && step < 2.2 * size && Math.abs(line.x - last.x) < size);
  }
  if (isSmall && /\p{L}[-\u2010]$/u.test(ended)) return false;
  const width = flow.right - flow.left;
  const wordWidth = firstWordWidth(line);
  const room = flow.right - last.right;
  // The next word would have had room.
  const isShort = room > wordWidth + 0.6 * size;
  const isSentence = SENTENCE_END.test(ended);
  if (wasBold && !line.bold && isShort) return true;
  if (!wasBold && line.bold && ((isShort && isSentence) || step > 1.1 * leading)) return true;
  // A heading that is wrapped, unless two follow each other.
  if (wasBold && line.bold && open.lines.length < 4)
    return SECTION.test(text) || (isShort && (isSentence || !isBelow(line, last)));
  if (BULLET.test(text)) return true;
  const first = open.lines[0] ?? last;
  const isItem = isMarked(textOf(first));
  if (isMarked(text) && (isShort || isSentence || (isItem && Math.abs(line.x - first.x) < 0.3 * size))) return true;
  if (isItem && open.lines.length > 1 && line.x < last.x - 0.7 * size) return true;
  // Indented first lines, and first lines further left than the others.
  const indent = line.x - flow.left;
  const isIndented = indent > 0.7 * size && indent < 8 * size && line.x > last.x + 0.7 * size;
  if (
    isIndented &&
    !isItem &&
    (isSentence || isShort || (!isSmall && next !== undefined && next.x < line.x - 0.5 * size))
  )
    return true;
  const hangs = open.lines.length > 1 && last.x > first.x + 0.7 * size && Math.abs(line.x - first.x) < 0.4 * size;
  if (hangs && line.x < last.x - 0.7 * size) return true;
  if (isShort && isSentence && room > wordWidth + 2 * size) return true;
  if (isShort && isSentence && /^["'“‘„«([¿¡]?[\p{Lu}\p{Lo}\p{N}]/u.test(text)) return true;
  return isShort && room > 0.4 * width && /^[\p{Lu}\p{N}]/u.test(text);
}

/** How wide the first word of a line is, in points. */
function firstWordWidth(line: Line): number {
  const text = textOf(line);
  const length = /^\S*/.exec(text)?.[0].length ?? 0;
  return ((line.right - line.x) / Math.max(text.length, 1)) * length;
}

/** Whether a line begins where the one above it does, or has the same middle, as those of one heading. */
function isBelow(line: Line, above: Line): boolean {
  const near = line.size / 2;
  return Math.abs(line.x - above.x) < near || Math.abs(line.x + line.right - above.x - above.right) < 2 * near;
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
  const [begin] = before.lines;
  if (begin !== undefined && isMarked(textOf(begin)) && Math.abs(a.x - b.x) < a.size && a.x > begin.x)
    return !isMarked(text);
  return !first.isIndented && !isMarked(text) && first.lines.length > 1 && /^\p{L}/u.test(text);
}
