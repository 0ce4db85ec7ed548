/** Code line by line: a line that is too long goes on in the next one, further in, and breaks between names. */
import { raw } from 'hono/html';
import { indentOf } from '../src/index/documents/text-lines.js';
import type { Range } from '../src/index/types.js';
import { breaksIn } from './breaks.js';
import { markedHtml } from './marked.js';
import { rangesWithin } from './pieces.js';

/** As wide as the style sheet makes them, in columns. */
const TAB = 4;
/** Lines that begin further in go on as if they began here: there must be room left. In tabs. */
const DEEPEST = 4;

/** A line keeps its end, so that what is copied is the text. Not made of elements, as in marked.tsx. */
export function Code({ text, ranges }: { text: string; ranges: readonly Range[] }) {
  let start = 0;
  const lines = text.split(/(?<=\n)/).map((line) => {
    const own = rangesWithin(ranges, { start, end: start + line.length });
    start += line.length;
    return `<span class="line deep${depthOf(line)}">${markedHtml(line, own, breaksIn(line, false))}</span>`;
  });
  return <code>{raw(lines.join(''))}</code>;
}

/** How many tabs wide the space is that a line begins with, rounded down. */
function depthOf(line: string): number {
  return Math.min(Math.floor(indentOf(line) / TAB), DEEPEST);
}
