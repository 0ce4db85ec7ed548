/** A text with its marked ranges: escaped pieces, and `<mark>` around the ranges. The only place that makes a `<mark>`. */
import { raw } from 'hono/html';
import { escapeToBuffer, type StringBuffer } from 'hono/utils/html';
import type { Range } from '../src/index/types.js';
import { breaksIn } from './breaks.js';
import { pieces } from './pieces.js';

/**
 * Text from a document or a person as HTML whose only tags are `<mark>`, around its ranges: each piece is escaped on its own.
 * @param breaks offsets that get a `<wbr>`, ascending and within the text
 */
export function markedHtml(text: string, ranges: readonly Range[], breaks: readonly number[] = []): string {
  const html: StringBuffer = [''];
  let at = 0;
  let next = 0;
  for (const piece of pieces(text, ranges)) {
    const end = at + piece.text.length;
    const cuts = [];
    for (let cut = breaks[next]; cut !== undefined && cut < end; cut = breaks[++next]) cuts.push(cut);
    // Before the mark, which else would begin at the end of the line.
    if (cuts[0] === at) {
      html[0] += '<wbr>';
      cuts.shift();
    }
    if (piece.marked) html[0] += '<mark>';
    for (const cut of cuts) {
      escapeToBuffer(text.slice(at, cut), html);
      html[0] += '<wbr>';
      at = cut;
    }
    escapeToBuffer(text.slice(at, end), html);
    if (piece.marked) html[0] += '</mark>';
    at = end;
  }
  return html.join('');
}

/**
 * As `markedHtml`, in a page, where long names break between their parts. Not made of elements: a page marks a hundred texts, and putting
 * elements together took longer than searching.
 */
export function Marked({ text, ranges }: { text: string; ranges: readonly Range[] }) {
  return raw(markedHtml(text, ranges, breaksIn(text)));
}
