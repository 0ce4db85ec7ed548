/** Reads MDX as its tools do: components (`<Tab label="a">`) are no HTML, what is in them is Markdown, and indented text is no code. */
import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';
import { matchAt } from './inline.js';
import {
  addParagraph,
  beginsWith,
  INDENT,
  indentedUntil,
  indentOf,
  lineWith,
  parseIndented,
  tagFrom,
  wholeLine,
} from './lines.js';
import { shownIn } from './shown.js';

/** The tag of a component, with `0` for each expression. */
const TAG = /^<(?:\/?[A-Z][\w.]*|\/?)(?:\s+[\w:-]+(?:=(?:"[^"]*"|'[^']*'|0))?)*\s*\/?>$/;
/** An expression that has none in it. */
const EXPRESSION = /\{[^{}]*\}/g;
/** A remark in which none begins, and a space that would be lost at the end of a line. */
const NO_TEXT = /\{(?:\/\*(?:[^*{]|\{(?!\/\*)|\*(?!\/)){0,2000}\*\/|(["']) \1)\}/y;

/** Where a remark of several lines ends; another that begins before is no part of it. */
const REMARK_END = /\*\/\}[ \t]*$|^\s*\{\/\*/;
/** What to load, or to offer other programs, up to a blank line. */
const PROGRAM = /^(?:im|ex)port\s/;

/** Teaches a parser MDX. */
export function useMdx({ block, inline }: MarkdownIt): void {
  block.ruler.disable('code');
  block.ruler.before('html_block', 'component', component, { alt: ['paragraph', 'reference', 'blockquote'] });
  block.ruler.before('html_block', 'program', program);
  block.ruler.before('fence', 'remark', remark);
  inline.ruler.before('link', 'no_text', noText);
}

function component(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const tag = tagAt(state, start, end);
  if (tag === null) return false;
  if (silent) return true;
  // Types are no tags: `Array<string>`.
  addParagraph(state, start, tag.next, shownIn(tag.text).replaceAll('<', '&lt;'));
  const inside = state.skipEmptyLines(tag.next);
  const indent = inside < end ? indentOf(state, inside) : 0;
  // With less, all is found as it is, and code may end in a line that is not indented.
  if (indent >= INDENT) parseIndented(state, inside, indentedUntil(state, inside, end, indent), indent);
  return true;
}

function program(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  if (state.blkIndent > 0 || !PROGRAM.test(wholeLine(state, start))) return false;
  if (silent) return true;
  let next = start;
  while (next < end && !state.isEmpty(next)) next++;
  state.line = next;
  return true;
}

/** A remark of several lines, in which whole sections may be. One within a line is left to `noText`. */
function remark(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const line = beginsWith(state, start, '{') ? wholeLine(state, start).trimStart() : '';
  if (!line.startsWith('{/*') || line.includes('*/')) return false;
  const last = lineWith(state, REMARK_END, start + 1, end);
  if (last === end || !wholeLine(state, last).includes('*/}')) return false;
  if (!silent) state.line = last + 1;
  return true;
}

/** The tag of a component that takes lines of its own; null where none begins. */
function tagAt(state: StateBlock, start: number, end: number): { text: string; next: number } | null {
  const tag = beginsWith(state, start, '<') ? tagFrom(state, start, end, />$/) : null;
  if (tag === null || !/^<\/?[A-Z>]/.test(tag.text)) return null;
  let bare = tag.text;
  while (bare.includes('{')) bare = bare.replace(EXPRESSION, '0');
  return TAG.test(bare) ? tag : null;
}

function noText(state: StateInline, silent: boolean): boolean {
  const found = matchAt(NO_TEXT, state.src, state.pos);
  if (found === null) return false;
  if (!silent && found[1] !== undefined) state.pending += ' ';
  state.pos += found[0].length;
  return true;
}
