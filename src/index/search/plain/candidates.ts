/**
 * Scratch space of a search that is not interrupted: what is left of a block of the rarest word's paragraphs while other words tell which
 * of them they have, and columns of numbers beside it.
 */
import { hasBit } from '../../segment/bits.js';
import { BLOCK } from '../../segment/postings.js';

export const PARAGRAPHS = new Int32Array(BLOCK);
/** The indexes of those that were met last. */
export const MET = new Int32Array(BLOCK);
/** What some of them are worth. */
export const WORTHS = new Float64Array(BLOCK);
const COLUMNS: Int32Array[] = [];

export function columnAt(index: number): Int32Array {
  const column = COLUMNS[index] ?? new Int32Array(BLOCK);
  COLUMNS[index] = column;
  return column;
}

/** Tells which of the first `size` are in a set; returns how many they are. */
export function meetSet(set: Uint32Array, size: number): number {
  let met = 0;
  for (let i = 0; i < size; i++) if (hasBit(set, PARAGRAPHS[i] ?? 0)) MET[met++] = i;
  return met;
}

/** Moves those that were met to the front, in the columns that are filled as well; returns how many they are. */
export function keepMet(size: number, met: number, columns: readonly Int32Array[], filled: number): number {
  if (met === size) return met;
  keep(PARAGRAPHS, met);
  for (let i = 0; i < filled; i++) keep(columns[i] ?? PARAGRAPHS, met);
  return met;
}

function keep(column: Int32Array, met: number): void {
  for (let i = 0; i < met; i++) column[i] = column[MET[i] ?? 0] ?? 0;
}
