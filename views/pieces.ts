/** A text cut at its ranges, for whatever shows them: pages, and a terminal. Pure. */
import type { Range } from '../src/index/types.js';

/** A stretch of text, marked or not. */
interface Piece {
  text: string;
  marked: boolean;
}

/**
 * Cuts a text at its ranges. The pieces joined are the text, whatever the ranges: what is out of bounds is clipped, and what
 * overlaps an earlier range counts only past its end.
 */
export function pieces(text: string, ranges: readonly Range[]): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const range of ranges) {
    const start = Math.max(at, Math.min(range.start, text.length));
    const end = Math.min(range.end, text.length);
    if (end <= start) continue;
    if (start > at) found.push({ text: text.slice(at, start), marked: false });
    found.push({ text: text.slice(start, end), marked: true });
    at = end;
  }
  if (at < text.length) found.push({ text: text.slice(at), marked: false });
  return found;
}

/** The parts of sorted ranges that lie between two offsets, from the first of them. */
export function rangesWithin(ranges: readonly Range[], { start, end }: Range): Range[] {
  return ranges
    .filter((range) => range.start < end && range.end > start)
    .map((range) => ({ start: Math.max(range.start, start) - start, end: Math.min(range.end, end) - start }));
}
