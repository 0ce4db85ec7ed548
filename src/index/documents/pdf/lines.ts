/** Puts the pieces of text of a page of a PDF together to lines, in reading order. */
import { CJK } from '../clean.js';
import { type Cell, cellsOf, type Piece, SMALLER } from './cells.js';
import { dingbatsOf } from './dingbats.js';
import type { Font } from './fonts.js';
import { withoutLineNumbers } from './line-numbers.js';
import type { TextContent } from './missing.js';
import { inOrder, type Placed } from './order.js';

type TextItem = Extract<TextContent['items'][number], { str: string }>;

/** A line of text on a page, in a coordinate system in which text runs to the right and lines follow downwards. In points. */
export interface Line extends Placed {
  /** 1-based. */
  page: number;
  /** The size of most of its letters. */
  size: number;
  /** Its parts, between which is more room than between words. */
  cells: Cell[];
  /** Whether nearly all its letters are bold, are of a font with one width. */
  bold: boolean;
  mono: boolean;
}

/** What a line says. */
export function textOf({ cells }: Line): string {
  return cells.map(({ text }) => text).join(' ');
}

/** The value that most letters have. @param letters how many have each */
function mostOf(letters: ReadonlyMap<number, number>): number {
  return [...letters].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [0, -1])[0];
}

/** What a line has, rounded to halves, as most letters have it. */
export function usual(lines: readonly Line[], ofLine: (line: Line) => number): number {
  const letters = new Map<number, number>();
  for (const line of lines) {
    const value = Math.round(ofLine(line) * 2) / 2;
    const length = line.cells.reduce((sum, { text }) => sum + text.length, 0);
    letters.set(value, (letters.get(value) ?? 0) + length);
  }
  return mostOf(letters);
}

/** Most pieces of a page that are read: a page of a book has some hundreds. */
const MAX_PIECES = 100_000;
/** Spaces between signs of Chinese and Japanese, which the library sees where these are spread. */
const SIGN_SPACE = new RegExp(`(?<=${CJK.source}) (?=${CJK.source})`, 'gu');
/** How far the base lines of letters of one line may be apart, in sizes of the letters: those of raised ones, too. */
const SAME_LINE = 0.35;
const RAISED = 0.65;

/** The lines of a page in reading order. @param fontOf by the name in a piece; null for one whose letters are not known */
export function linesOf(page: number, { items, styles }: TextContent, fontOf: (name: string) => Font | null): Line[] {
  const turned: Piece[][] = [[], [], [], []];
  for (const item of items.slice(0, MAX_PIECES)) {
    if (!('str' in item) || item.str === '') continue;
    const font = fontOf(item.fontName);
    const piece = font && pieceOf(item, font, styles[item.fontName]?.vertical === true);
    if (piece !== null) turned[piece.turn]?.push(piece);
  }
  // What is turned against most of the page (a label of an axis, a stamp in the margin) comes last.
  return turned
    .toSorted((a, b) => b.length - a.length)
    .flatMap((pieces) => inOrder(linesOfPieces(page, withoutLineNumbers(pieces)), splitAtCells));
}

function pieceOf({ str, transform, width, height, fontName }: TextItem, font: Font, vertical: boolean): Piece | null {
  const [a, b, c, d, e, f] = transform.map(Number);
  if (a === undefined || b === undefined || c === undefined || d === undefined) return null;
  if (e === undefined || f === undefined || !Number.isFinite(e + f + width + height)) return null;
  const size = Math.hypot(c, d) || Math.hypot(a, b);
  if (!(size > 0.1 && size < 5000) || fontName === '') return null;
  // What is written downwards is read like what is turned that way.
  const turn = vertical ? 3 : Math.abs(a) >= Math.abs(b) ? (a >= 0 ? 0 : 2) : b > 0 ? 1 : 3;
  const length = Math.abs(vertical ? height : width);
  const [x = 0, y = 0] =
    [
      [e, -f],
      [f, e],
      [-e, f],
      [-f, -e],
    ][turn] ?? [];
  const text = font.dingbats ? dingbatsOf(str) : str.replace(SIGN_SPACE, '');
  return { text, x, right: x + length, y, size, font, rtl: RTL.test(str), turn };
}

const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

const KANA = /^[\p{Script=Hiragana}\p{Script=Katakana}ー・\s]+$/u;
const HAN = /\p{Script=Han}/u;
/** How many pieces before and behind a sign its reading may be drawn. */
const NEAR = 4;

/** Whether a piece says in small letters how the signs below it are read, as other formats mark it and leave it out. */
function isReading(piece: Piece, at: number, pieces: readonly Piece[]): boolean {
  if (!KANA.test(piece.text)) return false;
  return pieces.slice(Math.max(0, at - NEAR), at + NEAR + 1).some(({ text, x, right, y, size }) => {
    const above = (y - piece.y) / size;
    const isBeside = piece.right < x - size / 2 || piece.x > right + size / 2;
    return piece.size < 0.65 * size && above > 0.6 && above < 1.4 && !isBeside && HAN.test(text);
  });
}

function linesOfPieces(page: number, pieces: readonly Piece[]): Line[] {
  const lines: Line[] = [];
  let open: Piece[] = [];
  for (const [at, piece] of pieces.entries()) {
    if (isReading(piece, at, pieces)) continue;
    if (open.length > 0 && !belongs(piece, open)) {
      close(page, open, lines);
      open = [];
    }
    if (open.length === 0 && piece.text.trim() === '') continue;
    open.push(piece);
  }
  close(page, open, lines);
  return lines;
}

/** Whether a piece goes on in the line of those before it. */
function belongs(piece: Piece, open: readonly Piece[]): boolean {
  const last = open.at(-1);
  const [base] = open;
  if (last === undefined || base === undefined) return false;
  const apart = Math.min(Math.abs(piece.y - base.y), Math.abs(piece.y - last.y));
  const size = Math.max(piece.size, base.size);
  const isRaised = Math.min(piece.size, last.size, base.size) < SMALLER * size;
  if (apart > size * (isRaised ? RAISED : SAME_LINE)) return false;
  if (piece.rtl || last.rtl || base.rtl) return true;
  return piece.x >= last.right - size && piece.x >= base.x - 0.1 * size;
}

function close(page: number, pieces: Piece[], lines: Line[]): void {
  const written = pieces.filter(({ text }) => text.trim() !== '');
  const [first] = written;
  if (first === undefined) return;
  const size = mainSize(written);
  const base = written.find((piece) => piece.size === size) ?? first;
  const cells = cellsOf(pieces, base);
  const x = written.reduce((least, piece) => Math.min(least, piece.x), first.x);
  const right = written.reduce((most, piece) => Math.max(most, piece.right), x);
  const bold = isMostly(written, 0.7, ({ bold }) => bold);
  lines.push({ page, x, right, y: base.y, size, cells, bold, mono: isMostly(written, 0.9, ({ mono }) => mono) });
}

/** The size of most letters. */
function mainSize(pieces: readonly Piece[]): number {
  const letters = new Map<number, number>();
  for (const { size, text } of pieces) letters.set(size, (letters.get(size) ?? 0) + text.length);
  return mostOf(letters);
}

/** Whether such a share of the letters is of such a font: a bold heading may have names in another. */
function isMostly(pieces: readonly Piece[], share: number, has: (font: Font) => boolean): boolean {
  let own = 0;
  let all = 0;
  for (const { text, font } of pieces) {
    const letters = text.replace(/[^\p{L}\p{N}]/gu, '').length || 0.1;
    all += letters;
    if (has(font)) own += letters;
  }
  return own >= share * all;
}

/** A line as several, for a page whose columns were drawn line by line across. */
function splitAtCells(line: Line): Line[] {
  return line.cells.map((cell) => ({ ...line, x: cell.x, right: cell.right, cells: [cell] }));
}
