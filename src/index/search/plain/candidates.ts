/**
 * Scratch space of a search, which is not interrupted: the paragraphs of one block of the rarest word, from which other
 * words strike those that they lack, and columns of numbers beside them.
 */
import { hasBit } from '../../segment/bits.js';
import { BLOCK } from '../../segment/postings.js';

/** The candidates, ascending. */
export const PARAGRAPHS = new Int32Array(BLOCK);
/** The indexes of the candidates that the last word has. */
export const MET = new Int32Array(BLOCK);
/** Scores of candidates. */
export const WORTHS = new Float64Array(BLOCK);
const COLUMNS: Int32Array[] = [];

/** The column of that number. */
export function columnAt(index: number): Int32Array {
  const column = COLUMNS[index] ?? new Int32Array(BLOCK);
  COLUMNS[index] = column;
  return column;
}

/** Writes which of the first `size` candidates are in a set into `MET`; returns how many. */
export function meetSet(set: Uint32Array, size: number): number {
  let met = 0;
  for (let i = 0; i < size; i++) if (hasBit(set, PARAGRAPHS[i] ?? 0)) MET[met++] = i;
  return met;
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
