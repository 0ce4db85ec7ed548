/** Makes blocks of the lines of a PDF, by their places: paragraphs, headings, lists, code and tables. */
import type { Block } from '../types.js';
import { HAS_WORD } from './clean.js';
import { type Flow, flowsOf, type Leadings, leadings } from './pdf-flows.js';
import type { Line } from './pdf-lines.js';
import { jointOf, mended, Words } from './pdf-text.js';
import { CELL_END } from './table-rows.js';
import { HEADING_LENGTH } from './title.js';

/** Lines that belong together. */
interface Group {
  kind: 'prose' | 'code' | 'table';
  lines: Line[];
  /** The last line reaches the right edge, so that the text may go on elsewhere. */
  isOpen: boolean;
  /** The first line stands further right than others. */
  isIndented: boolean;
}

/** The blocks of a document. @param pages the lines of each page, in reading order */
export function blocksOf(pages: readonly (readonly Line[])[]): Block[] {
  const lines = pages.flat();
  const body = mostOf(lines, ({ size }) => size);
  // A document that is typed has no code that could be told from its text.
  const isTyped = mostOf(lines, ({ mono }) => (mono ? 1 : 0)) === 1;
  const steps = leadings(pages);
  const words = new Words();
  for (const { cells } of lines) for (const { text } of cells) words.add(text);
  const groups = joinedOver(
    flowsOf(pages).map((flow) => groupsOf(flow, steps, isTyped)),
    body,
  );
  const levels = levelsOf(groups, body);
  return tidied(groups.map((group) => blockOf(group, body, levels, words)).filter(({ text }) => HAS_WORD.test(text)));
}

/** The value that most letters have. */
function mostOf(lines: readonly Line[], ofLine: (line: Line) => number): number {
  const letters = new Map<number, number>();
  for (const line of lines) {
    const value = Math.round(ofLine(line) * 2) / 2;
    const length = line.cells.reduce((sum, { text }) => sum + text.length, 0);
    letters.set(value, (letters.get(value) ?? 0) + length);
  }
  return [...letters].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [0, -1])[0];
}

const BULLET = /^[•‣⁃◦▪▫●○■□◆◇➢➤➔►▶✓✔★☆∙·⋄∗\uf0b7\uf0a7\uf0d8](?:\s|$)/u;
const DASH = /^[-–—*](?:\s|$)/;
const NUMBER = /^(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]|\[\w{1,12}\])(?:\s|$)/;
/** The number of a section and the beginning of its title. */
const SECTION = /^(?:\d+|[A-Z])(?:\.\d+)*\.?\s+\p{Lu}/u;
/** The end of a sentence. */
const SENTENCE_END = /[.!?:;…。！？।۔]["'”’»)\]]{0,3}\d{0,2}$/u;

function textOf({ cells }: Line): string {
  return cells.map(({ text }) => text).join(' ');
}

function isMarked(text: string): boolean {
  return BULLET.test(text) || DASH.test(text) || NUMBER.test(text);
}

function groupsOf(flow: Flow, steps: Leadings, isTyped: boolean): Group[] {
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
      open = { kind, lines: [line], isOpen: false, isIndented: line.x > flow.left + 0.7 * line.size };
      groups.push(open);
    } else open.lines.push(line);
    open.isOpen = line.right > flow.right - 0.12 * (flow.right - flow.left);
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
  const leading = Math.max(steps.of(line), steps.of(last));
  if (open.kind === 'table') return step > 3 * leading;
  if (open.kind === 'code') return step > 2.6 * leading;
  const size = Math.max(line.size, last.size);
  if (step > 1.28 * leading || Math.abs(line.size - last.size) > 0.12 * size) return true;
  const text = textOf(line);
  const ended = textOf(last);
  const isSmall = /^\p{Ll}/u.test(text);
  if (isSmall && /\p{L}[-\u2010]$/u.test(ended)) return false;
  const width = flow.right - flow.left;
  const firstWord = /^\S*/.exec(text)?.[0].length ?? 0;
  const wordWidth = ((line.right - line.x) / Math.max(text.length, 1)) * firstWord;
  const room = flow.right - last.right;
  // The next word would have had room.
  const isShort = room > wordWidth + 0.6 * size;
  const wasBold = open.lines.every(({ bold }) => bold);
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

/** Whether a line begins where the one above it does, or has the same middle, as those of one heading. */
function isBelow(line: Line, above: Line): boolean {
  const near = line.size / 2;
  return Math.abs(line.x - above.x) < near || Math.abs(line.x + line.right - above.x - above.right) < 2 * near;
}

/** The groups of all flows, with paragraphs joined that go on in the next column or on the next page. */
function joinedOver(flows: readonly Group[][], body: number): Group[] {
  const all: Group[] = [];
  let pending: Group | null = null;
  for (const groups of flows) {
    const [first, ...rest] = groups;
    if (first === undefined) continue;
    const goesOn: boolean = pending !== null && continues(pending, first);
    if (pending !== null && goesOn) {
      pending.lines.push(...first.lines);
      pending.isOpen = first.isOpen;
      all.push(...rest);
    } else all.push(...groups);
    const isText = ({ kind, lines }: Group): boolean =>
      kind === 'prose' && Math.abs((lines[0]?.size ?? 0) - body) < 0.1 * body;
    const last: Group | null = (goesOn ? rest : groups).findLast(isText) ?? (goesOn ? pending : null);
    // Notes and figures may stand between.
    if (last !== null) pending = last.isOpen && !SENTENCE_END.test(endOf(last)) ? last : null;
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
  if (/^\p{Ll}/u.test(text)) return !NUMBER.test(text);
  const [begin] = before.lines;
  if (begin !== undefined && isMarked(textOf(begin)) && Math.abs(a.x - b.x) < a.size && a.x > begin.x)
    return !isMarked(text);
  return !first.isIndented && !isMarked(text) && first.lines.length > 1 && /^\p{L}/u.test(text);
}

/** What tells how important a heading is. */
function classOf(lines: readonly Line[]): string {
  const size = Math.round((lines[0]?.size ?? 0) * 2) / 2;
  return `${String(10_000 - size * 2).padStart(5, '0')}${lines.every(({ bold }) => bold) ? 'b' : 'n'}`;
}

/**
 * The levels of headings by their classes: the largest letters are of level 1. What is set like a heading on the first
 * page alone, below the title, is none where there are others: names of authors, above which all would seem to stand.
 */
function levelsOf(groups: readonly Group[], body: number): Map<string, number> {
  const headings = groups.filter((group) => isHeading(group, body));
  const first = groups[0]?.lines[0]?.page;
  const isLater = ({ lines }: Group): boolean => lines[0]?.page !== first;
  const later = new Set(headings.filter(isLater).map(({ lines }) => classOf(lines)));
  const classes = [...new Set(headings.map(({ lines }) => classOf(lines)))].sort();
  const real = classes.filter((name, i) => i === 0 || later.size === 0 || later.has(name));
  return new Map(real.map((name, i) => [name, Math.min(i + 1, 6)]));
}

function isHeading({ kind, lines }: Group, body: number): boolean {
  const [first] = lines;
  if (kind !== 'prose' || first === undefined || lines.length > 4) return false;
  const text = lines.map(textOf).join(' ');
  if (text.length > 200 || !/\p{L}{2}/u.test(text) || BULLET.test(text)) return false;
  if (first.size > 1.5 * body) return true;
  // Text in larger letters is none: an abstract, a table.
  if (/^\p{Ll}|[,;]$/u.test(text) || (/\.$/.test(text) && text.length > 60)) return false;
  if (first.size > 1.12 * body) return true;
  const isBold = lines.every(({ bold }) => bold) && first.size > 0.85 * body;
  return isBold && text.length <= 120 && !/[.!]$/.test(text);
}

function blockOf(group: Group, body: number, levels: ReadonlyMap<string, number>, words: Words): Block {
  const { kind, lines } = group;
  if (kind === 'code') return written('code', codeOf(lines));
  if (kind === 'table')
    return written(
      'table',
      lines.map((line) => [line, rowOf(line)]),
    );
  const { text, pages } = proseOf(lines, words);
  const place = { lines: pages.lines, ...(pages.offsets.length > 1 ? { lineOffsets: pages.offsets } : {}) };
  const level = isHeading(group, body) ? levels.get(classOf(lines)) : undefined;
  if (level !== undefined && text.length <= HEADING_LENGTH) return { kind: 'heading', text, ...place, level };
  const bullet = BULLET.exec(text) ?? DASH.exec(text);
  if (bullet !== null && text.length > bullet[0].length) {
    const cut = bullet[0].length;
    const offsets = pages.offsets.map((offset) => Math.max(0, offset - cut));
    return {
      kind: 'list',
      text: text.slice(cut),
      lines: pages.lines,
      ...(offsets.length > 1 ? { lineOffsets: offsets } : {}),
      list: { depth: 1, item: 'bullet' },
    };
  }
  return { kind: NUMBER.test(text) ? 'list' : 'prose', text, ...place };
}

/** Text whose lines stay apart, with the page of each. */
function written(kind: 'code' | 'table', rows: readonly (readonly [Line, string])[]): Block {
  const pages = rows.map(([{ page }]) => page);
  return {
    kind,
    text: rows.map(([, text]) => text).join('\n'),
    lines: [pages[0] ?? 1, pages.at(-1) ?? 1],
    lineStarts: rows.flatMap(([{ page }, text]) => text.split('\n').map(() => page)),
  };
}

function rowOf({ cells }: Line): string {
  return cells
    .map(({ text }) => mended(text).replace(/(?:\s[.\u2026]){2,}$/, ''))
    .filter((text) => text !== '')
    .join(CELL_END);
}

/** Lines of code with the spaces that they are indented by, and an empty line where more room is. */
function codeOf(lines: readonly Line[]): [Line, string][] {
  const left = Math.min(...lines.map(({ x }) => x));
  const width = Math.max(1, median(lines.map(({ x, right, cells }) => (right - x) / Math.max(1, lengthOf(cells)))));
  return lines.map((line, i) => {
    const before = lines[i - 1];
    const isApart = before !== undefined && before.page === line.page && line.y - before.y > 1.8 * line.size;
    let text = '';
    for (const cell of line.cells) {
      const column = Math.min(200, Math.round((cell.x - left) / width));
      text += ' '.repeat(Math.max(column - text.length, text === '' ? 0 : 1)) + cell.text;
    }
    return [line, `${isApart ? '\n' : ''}${text}`];
  });
}

function lengthOf(cells: Line['cells']): number {
  return cells.reduce((sum, { text }) => sum + text.length + 1, -1);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Running text, with its first and last page and where in it each of them begins. */
function proseOf(lines: readonly Line[], words: Words) {
  const parts: string[] = [];
  let length = 0;
  const first = lines[0]?.page ?? 1;
  const offsets = [0];
  for (const line of lines) {
    const own = mended(textOf(line));
    const before = parts.at(-1);
    if (before !== undefined) {
      const joint = jointOf(before, own, words);
      if (joint === null) parts[parts.length - 1] = before.slice(0, -1);
      else if (joint !== '') parts.push(joint);
      length += joint === null ? -1 : joint.length;
    }
    while (first + offsets.length <= line.page) offsets.push(length);
    if (own !== '') parts.push(own);
    length += own.length;
  }
  return { text: parts.join(''), pages: { lines: [first, first + offsets.length - 1] as const, offsets } };
}

/** A piece of a formula, which is drawn in many. */
const FRAGMENT = /^(?!.*\p{L}{3})(?!\p{Lu}$).{1,40}$/u;

/** Puts together what is one block for a reader: the pieces of a formula, and the large first letter of a chapter with its word. */
function tidied(blocks: readonly Block[]): Block[] {
  const whole: Block[] = [];
  for (const block of blocks) {
    const before = whole.at(-1);
    const isPlain = block.kind === 'prose' && before?.kind === 'prose' && before.lines[1] === block.lines[0];
    if (isPlain && /^\p{Lu}$/u.test(before.text) && /^\p{L}/u.test(block.text)) {
      whole[whole.length - 1] = { ...block, text: before.text + block.text };
    } else if (
      isPlain &&
      FRAGMENT.test(before.text.slice(-40)) &&
      FRAGMENT.test(block.text) &&
      before.text.length < 400
    ) {
      whole[whole.length - 1] = { ...before, text: `${before.text} ${block.text}` };
    } else whole.push(block);
  }
  return whole;
}
