/** A text with its marked ranges: escaped pieces, and `<mark>` around the ranges. The only place that makes a `<mark>`. */
import { raw } from 'hono/html';
import { escapeToBuffer, type StringBuffer } from 'hono/utils/html';
import type { Range } from '../src/index/types.js';
import { pieces } from './pieces.js';

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
