/**
 * Scratch space of a search, which is not interrupted: paragraphs of the rarest word, from which other words strike those
 * that they lack, and columns of numbers beside them.
 */
import { BLOCK } from '../../segment/postings.js';

/** So many candidates find room: fewer than a block has, and one more block. */
export const ROOM = 2 * BLOCK;
/** The candidates, ascending. */
export const PARAGRAPHS = new Int32Array(ROOM);
/** The indexes of the candidates that the last word has. */
export const MET = new Int32Array(ROOM);
/** Scores of candidates. */
export const WORTHS = new Float64Array(ROOM);
const COLUMNS: Int32Array[] = [];

/** The column of that number. */
export function columnAt(index: number): Int32Array {
  const column = COLUMNS[index] ?? new Int32Array(ROOM);
  COLUMNS[index] = column;
  return column;
}

/** Keeps the candidates in `MET` and drops the others, also from the filled columns; returns how many are left. */
export function keepMet(size: number, met: number, columns: readonly Int32Array[], filled: number): number {
  if (met === size) return met;
  keep(PARAGRAPHS, met);
  for (let i = 0; i < filled; i++) keep(columns[i] ?? PARAGRAPHS, met);
  return met;
}

function keep(column: Int32Array, met: number): void {
  for (let i = 0; i < met; i++) column[i] = column[MET[i] ?? 0] ?? 0;
}
