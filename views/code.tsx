/** Code line by line: a line that is too long goes on in the next one, further in, and breaks between names. */
import { raw } from 'hono/html';
import { indentOf } from '../src/index/documents/text/lines.js';
import type { Range } from '../src/index/types.js';
import { breaksIn } from './breaks.js';
import { markedHtml } from './marked.js';
import { rangesWithin } from './pieces.js';

/** As wide as the style sheet makes them, in columns. */
const TAB = 4;
/** Lines that begin further in go on as if they began here. In tabs. */
const DEEPEST = 8;
/** Lines that begin less far in leave room for words on any screen. In tabs. */
const DEEP = 2;

/** A line keeps its end, so that what is copied is the text. Not made of elements, as in marked.tsx. */
export function Code({ text, ranges }: { text: string; ranges: readonly Range[] }) {
  let start = 0;
  const lines = text.split(/(?<=\n)/).map((line) => {
    const own = rangesWithin(ranges, { start, end: start + line.length });
    start += line.length;
    return lineHtml(line, own);
  });
  return <code>{raw(lines.join(''))}</code>;
}

/** Where a line is deep, the space that it begins with is an element: the style sheet makes it no wider than there is room for. */
function lineHtml(line: string, ranges: readonly Range[]): string {
  const depth = depthOf(line);
  const words = depth < DEEP ? 0 : Math.max(0, line.search(/\S/));
  const space = words === 0 ? '' : `<span class="indent">${line.slice(0, words)}</span>`;
  const text = line.slice(words);
  const own = rangesWithin(ranges, { start: words, end: line.length });
  return `<span class="line deep${depth}">${space}${markedHtml(text, own, breaksIn(text, false))}</span>`;
}

/** How many tabs wide the space is that a line begins with, rounded down. */
function depthOf(line: string): number {
  return Math.min(Math.floor(indentOf(line) / TAB), DEEPEST);
}
