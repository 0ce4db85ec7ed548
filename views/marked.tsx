/** A text with its marked ranges: escaped pieces, and `<mark>` around the ranges. The only place that makes a `<mark>`. */
import { raw } from 'hono/html';
import { escapeToBuffer, type StringBuffer } from 'hono/utils/html';
import type { Range } from '../src/index/types.js';

/** A stretch of text, marked or not. */
export interface Piece {
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

/** Text from a document or a person as HTML whose only tags are `<mark>`, around its ranges: each piece is escaped on its own. */
export function markedHtml(text: string, ranges: readonly Range[]): string {
  const html: StringBuffer = [''];
  for (const piece of pieces(text, ranges)) {
    if (piece.marked) html[0] += '<mark>';
    escapeToBuffer(piece.text, html);
    if (piece.marked) html[0] += '</mark>';
  }
  return html.join('');
}

/** As `markedHtml`, in a page. Not made of elements: a page marks a hundred texts, and putting elements together took longer than searching. */
export function Marked({ text, ranges }: { text: string; ranges: readonly Range[] }) {
  return raw(markedHtml(text, ranges));
}
