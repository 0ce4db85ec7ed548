/** Puts the pieces of a line of a PDF into the order in which they are read, and together to cells. */
import { CJK } from '../clean.js';
import { beforeRaised } from '../raised.js';
import type { Font } from './fonts.js';

/** A part of a line, in points as the line. */
export interface Cell {
  text: string;
  x: number;
  right: number;
  /** Whether it begins with the raised number of a note. */
  isNote?: boolean;
}

/** A piece of text as the file places it. */
export interface Piece {
  text: string;
  x: number;
  right: number;
  y: number;
  size: number;
  font: Font;
  rtl: boolean;
  /** How often it is turned by 90 degrees. */
  turn: number;
}

/** Room that parts cells, and room that parts words, in sizes of the letters. */
const CELL_GAP = 1.6;
const WORD_GAP = 0.2;
/** Signs of Chinese and Japanese are spread to fill a line and to have room for their readings, which the library takes for spaces. */
const SIGN_GAP = 0.8;
/** Raised letters are smaller than this, in sizes of those beside them. */
export const SMALLER = 0.9;
/** The number of a note in front of it, and how that begins. */
const NOTE = /^(?:\d{1,3}|[*†‡§])$/;
const BEGINS_NOTE = /^\P{L}?\p{L}\p{Ll}|^A\s/u;

/** The cells of a line. @param base a piece of the size that most letters have */
export function cellsOf(pieces: readonly Piece[], base: Piece): Cell[] {
  const rtl = pieces.filter((piece) => piece.rtl);
  if (rtl.length === 0) return cellsIn(pieces, base, false);
  const isRtl = lettersOf(rtl) * 2 > lettersOf(pieces);
  return cellsIn(inDirection(pieces, base, isRtl), base, isRtl);
}

/** Those of pieces in the order in which they are read. */
function cellsIn(pieces: readonly Piece[], base: Piece, isRtl: boolean): Cell[] {
  const cells: Cell[] = [];
  let last: Piece | null = null;
  let room = false;
  for (const piece of pieces) {
    if (piece.text.trim() === '') {
      room = true;
      continue;
    }
    const cell = cells.at(-1);
    const gap = last === null ? 0 : isRtl ? last.x - piece.right : piece.x - last.right;
    if (cell === undefined || gap > CELL_GAP * base.size) {
      cells.push({ text: piece.text.trimStart(), x: piece.x, right: piece.right });
    } else {
      const isNote =
        cells.length === 1 &&
        last !== null &&
        isRaised(last, base) &&
        NOTE.test(cell.text) &&
        BEGINS_NOTE.test(piece.text);
      if (isNote) cell.isNote = true;
      const areSigns = CJK.test(cell.text.slice(-1)) && CJK.test(piece.text.slice(0, 1));
      const isApart = areSigns ? gap > SIGN_GAP * base.size : room || gap > WORD_GAP * base.size;
      const joint = isApart || isNote ? ' ' : isRaised(piece, base) ? beforeRaised(cell.text, piece.text) : '';
      cell.text += joint + piece.text;
      cell.x = Math.min(cell.x, piece.x);
      cell.right = Math.max(cell.right, piece.right);
    }
    room = /\s$/.test(piece.text);
    last = piece;
  }
  return cells.map((cell) => ({ ...cell, text: cell.text.trim() })).filter(({ text }) => text !== '');
}

function isRaised(piece: Piece, base: Piece): boolean {
  return piece.size < SMALLER * base.size && base.y - piece.y > 0.15 * base.size;
}

/**
 * The pieces of a line from its beginning. What is of the other direction (Latin in a line of Arabic, Hebrew in one of
 * Latin) becomes one piece, put together in its own.
 */
function inDirection(pieces: readonly Piece[], base: Piece, isRtl: boolean): Piece[] {
  const ordered: Piece[] = [];
  let run: Piece[] = [];
  let signs: Piece[] = [];
  const endRun = (): void => {
    if (run.length > 0) ordered.push(oneOf(run, base, !isRtl));
    for (const sign of signs) ordered.push(sign);
    run = [];
    signs = [];
  };
  for (const piece of isRtl ? pieces.toSorted((a, b) => b.right - a.right) : pieces) {
    const isText = /[\p{L}\p{N}]/u.test(piece.text);
    if (run.length > 0 && !isText) signs.push(piece);
    else if (piece.rtl !== isRtl && isText) {
      for (const sign of signs) run.push(sign);
      signs = [];
      run.push(piece);
    } else {
      endRun();
      ordered.push(piece);
    }
  }
  endRun();
  return ordered;
}

/** One piece of those of a direction. The spaces at its ends are then at the other ones. */
function oneOf(run: Piece[], base: Piece, isRtl: boolean): Piece {
  const sorted = run.toSorted((a, b) => (isRtl ? b.right - a.right : a.x - b.x));
  const [first = base] = sorted;
  const text = cellsIn(sorted, base, isRtl)
    .map((cell) => cell.text)
    .join(' ');
  return {
    ...first,
    text: `${/\s$/.test(sorted.at(-1)?.text ?? '') ? ' ' : ''}${text}${/^\s/.test(first.text) ? ' ' : ''}`,
    x: run.reduce((least, { x }) => Math.min(least, x), first.x),
    right: run.reduce((most, { right }) => Math.max(most, right), first.right),
  };
}

function lettersOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { text }) => sum + text.trim().length, 0);
}
