/** Makes blocks of the groups of lines of a PDF: paragraphs, headings, lists, code and tables. */
import type { Block } from '../../types.js';
import { HAS_WORD } from '../clean.js';
import { CELL_END } from '../table-rows.js';
import { HEADING_LENGTH } from '../title.js';
import { BULLET, DASH, NUMBER } from './breaks.js';
import { flowsOf, leadings } from './flows.js';
import { columnOf, type Group, groupsOf, joinedOver } from './groups.js';
import { type Line, textOf, usual } from './lines.js';
import { jointOf, mended, Words } from './text.js';

/** The blocks of a document. @param pages the lines of each page, in reading order */
export function blocksOf(pages: readonly (readonly Line[])[]): Block[] {
  const lines = pages.flat();
  const body = usual(lines, ({ size }) => size);
  // A document that is typed has no code that could be told from its text.
  const isTyped = usual(lines, ({ mono }) => (mono ? 1 : 0)) === 1;
  const steps = leadings(pages);
  const words = new Words();
  for (const { cells } of lines) for (const { text } of cells) words.add(text);
  const groups = withInitials(
    joinedOver(
      flowsOf(pages).map((flow) => groupsOf(flow, steps, isTyped)),
      body,
    ),
  );
  const levels = levelsOf(groups, body);
  return tidied(
    groups.map((group) => blockOf(group, levels.get(group), words)).filter(({ text }) => HAS_WORD.test(text)),
  );
}

/** What tells how important a heading is. */
function classOf(lines: readonly Line[]): string {
  const size = Math.round((lines[0]?.size ?? 0) * 2) / 2;
  return `${String(10_000 - size * 2).padStart(5, '0')}${lines.every(({ bold }) => bold) ? 'b' : 'n'}`;
}

/**
 * The headings with their levels: the largest letters are of level 1. What is set like a heading on the first page
 * alone, below the title, is none where there are others: names of authors, above which all would seem to stand. Nor is
 * what stands right below the title in letters as large: a date, an edition.
 */
function levelsOf(groups: readonly Group[], body: number): Map<Group, number> {
  const headings = groups.flatMap((group, at) =>
    isHeading(group, body) ? [{ group, at, name: classOf(group.lines), page: group.lines[0]?.page }] : [],
  );
  const largest = headings.map(({ name }) => name).sort()[0];
  const begin = headings.findIndex(({ name }) => name === largest);
  const title = headings[begin];
  const first = groups[0]?.lines[0]?.page;
  const later = new Set(headings.filter(({ page }) => page !== first).map(({ name }) => name));
  const real = headings.filter(({ at, name }, i) => {
    if (later.size === 0 || later.has(name)) return true;
    return name === largest && !(i > begin && at - (title?.at ?? 0) === i - begin);
  });
  // What is none of the first five is of the sixth level, and not looked for among thousands of sizes.
  const classes = [...new Set(real.map(({ name }) => name))].sort().slice(0, 5);
  return new Map(real.map(({ group, name }) => [group, classes.indexOf(name) + 1 || 6]));
}

/** The number of a section and its title in capitals, as papers have them in letters like those of the text. */
const IN_CAPITALS = /^(?:[IVX]{1,5}|\d{1,2})\.\s+(?=.*\p{Lu}{4})[^\p{Ll}.!?]{4,100}$/u;

function isHeading({ kind, lines }: Group, body: number): boolean {
  const [first] = lines;
  if (kind !== 'prose' || first === undefined || lines.length > 4) return false;
  const text = lines.map(textOf).join(' ');
  if (text.length > 200 || !/\p{L}{2}/u.test(text) || BULLET.test(text) || lines.some(isRow)) return false;
  if (first.size > 1.5 * body) return true;
  // Text in larger letters is none: an abstract, a table.
  if (/^\p{Ll}|[,;]$/u.test(text) || (/\.$/.test(text) && text.length > 60)) return false;
  if (first.size > 1.12 * body) return true;
  if (IN_CAPITALS.test(text)) return true;
  const isBold = lines.every(({ bold }) => bold) && first.size > 0.85 * body;
  return isBold && text.length <= 120 && !/[.!]$/.test(text);
}

/** Whether a line is one of a table: headings have a number, a title and maybe a page apart from each other. */
function isRow({ cells }: Line): boolean {
  return cells.filter(({ text }) => /\p{L}{2}/u.test(text)).length > 2;
}

function blockOf({ kind, lines }: Group, level: number | undefined, words: Words): Block {
  if (kind === 'code') return written('code', codeOf(lines));
  if (kind === 'table') return written('table', rowsOf(lines, words));
  const { text, pages } = proseOf(lines, words);
  const place = { lines: pages.lines, ...(pages.offsets.length > 1 ? { lineOffsets: pages.offsets } : {}) };
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

/** The rows of a table, each with the line that it begins with: lines of one cell go on with one of those above. */
function rowsOf(lines: readonly Line[], words: Words): [Line, string][] {
  const rows: { line: Line; cells: string[] }[] = [];
  for (const line of lines) {
    const row = rows.at(-1);
    const column = row === undefined || line.cells.length > 1 ? -1 : columnOf(row.line, line);
    const cell = row?.cells[column];
    if (row === undefined || cell === undefined) {
      rows.push({ line, cells: line.cells.map(({ text }) => mended(text)) });
      continue;
    }
    const own = mended(textOf(line));
    const joint = jointOf(cell, own, words);
    row.cells[column] = joint === null ? cell.slice(0, -1) + own : cell + joint + own;
  }
  return rows.map(({ line, cells }) => {
    const texts = cells.map((text) => text.replace(/(?:\s[.\u2026]){2,}$/, ''));
    return [line, texts.filter((text) => text !== '').join(CELL_END)];
  });
}

/** Lines of code with the spaces that they are indented by, and an empty line where more room is. */
function codeOf(lines: readonly Line[]): [Line, string][] {
  const left = lines.reduce((least, { x }) => Math.min(least, x), Number.POSITIVE_INFINITY);
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

/** With the large first letter of a chapter put before its word, which stands beside it: a letter above text heads a part of an index. */
function withInitials(groups: readonly Group[]): Group[] {
  const whole: Group[] = [];
  for (const group of groups) {
    const before = whole.at(-1);
    const initial = before?.lines[0];
    const [first, ...rest] = group.lines;
    const [cell, ...cells] = first?.cells ?? [];
    const isInitial =
      before?.kind === 'prose' &&
      before.lines.length === 1 &&
      initial !== undefined &&
      /^\p{Lu}$/u.test(textOf(initial));
    const isText = group.kind === 'prose' && first !== undefined && cell !== undefined && /^\p{L}/u.test(cell.text);
    if (isInitial && isText && first.page === initial.page && first.y < initial.y + 0.1 * first.size) {
      const text = textOf(initial) + cell.text;
      whole[whole.length - 1] = { ...group, lines: [{ ...first, cells: [{ ...cell, text }, ...cells] }, ...rest] };
    } else whole.push(group);
  }
  return whole;
}

/** Puts the pieces of a formula together. */
function tidied(blocks: readonly Block[]): Block[] {
  const whole: Block[] = [];
  for (const block of blocks) {
    const before = whole.at(-1);
    const isPlain = block.kind === 'prose' && before?.kind === 'prose' && before.lines[1] === block.lines[0];
    if (isPlain && FRAGMENT.test(before.text.slice(-40)) && FRAGMENT.test(block.text) && before.text.length < 400) {
      whole[whole.length - 1] = { ...before, text: `${before.text} ${block.text}` };
    } else whole.push(block);
  }
  return whole;
}
