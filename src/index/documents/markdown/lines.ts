/** The lines that markdown-it parses block by block, and what rules of our own add for them. */
import type { StateBlock, Token } from 'markdown-it';

/** How far what goes on with a box, note or meaning is indented. */
export const INDENT = 4;

/** The first line from `line` on that a pattern finds something in; `end` where none is, in what is open. */
export function lineWith(state: StateBlock, pattern: RegExp, line: number, end: number): number {
  for (let at = line; at < end; at++) {
    if (!state.isEmpty(at) && indentOf(state, at) < 0) return end;
    if (pattern.test(wholeLine(state, at))) return at;
  }
  return end;
}

/** A line with its indent. */
export function wholeLine(state: StateBlock, line: number): string {
  return state.src.slice(state.bMarks[line], state.eMarks[line]);
}

/** Nobody has braces in so many braces. */
const MOST_OPEN = 12;

/** A tag from its first line to the one that ends it with all braces closed; null where a blank line, another tag or the end of its item comes first. */
export function tagFrom(
  state: StateBlock,
  start: number,
  end: number,
  ends: RegExp,
): { text: string; next: number } | null {
  const begin = (state.bMarks[start] ?? 0) + (state.tShift[start] ?? 0);
  const sign = state.src.charAt(begin);
  // It may itself stand outside the item whose paragraph it ends.
  const edge = Math.min(0, indentOf(state, start));
  let open = 0;
  for (let line = start; line < end && !state.isEmpty(line); line++) {
    // Without this, each of many tags that never end would go through all that is below it.
    const isOther = open === 0 && beginsWith(state, line, sign);
    if (line > start && (isOther || indentOf(state, line) < edge)) return null;
    const own = wholeLine(state, line).trimEnd();
    for (const brace of own.match(/[{}]/g) ?? []) {
      open += brace === '{' ? 1 : -1;
      if (open < 0 || open > MOST_OPEN) return null;
    }
    if (open === 0 && ends.test(own))
      return { text: state.src.slice(begin, state.eMarks[line]).trimEnd(), next: line + 1 };
  }
  return null;
}

/** Adds the lines behind `start`, up to `last`, as code. */
export function addCode(state: StateBlock, start: number, last: number, next: number): Token {
  const code = state.push('fence', 'code', 0);
  code.content = state.getLines(start + 1, last, state.sCount[start] ?? 0, true);
  code.map = [start, next];
  state.line = next;
  return code;
}

/** Behind the last line of a paragraph that goes on at `line`, as markdown-it finds it. */
export function paragraphEnd(state: StateBlock, line: number, end: number): number {
  const enders = state.md.block.ruler.getRules('paragraph');
  const isEnd = (at: number): boolean => {
    if (state.isEmpty(at)) return true;
    // Lines that a quote goes on with have no indent at all.
    return indentOf(state, at) < INDENT && state.sCount[at] !== -1 && enders.some((ends) => ends(state, at, end, true));
  };
  const { parentType } = state;
  state.parentType = 'paragraph';
  let next = line;
  while (next < end && !isEnd(next)) next++;
  state.parentType = parentType;
  return next;
}

/** Whether a line begins with a sign, behind its indent. Cheaper than to look at the line, which rules are asked to at each. */
export function beginsWith(state: StateBlock, line: number, sign: string): boolean {
  return state.src.charAt((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0)) === sign;
}

/** The text of a line; '' where it is code. */
export function lineAt(state: StateBlock, line: number): string {
  const [begin = 0, shift = 0] = [state.bMarks[line], state.tShift[line]];
  return indentOf(state, line) >= INDENT ? '' : state.src.slice(begin + shift, state.eMarks[line]);
}

/** By how many columns a line is indented in what is open. */
export function indentOf(state: StateBlock, line: number): number {
  return (state.sCount[line] ?? 0) - state.blkIndent;
}

/** Adds a paragraph, but for an empty one, and goes on at `next`. */
export function addParagraph(state: StateBlock, start: number, next: number, text: string): void {
  state.line = next;
  if (text === '') return;
  state.push('paragraph_open', 'p', 1);
  const inline = state.push('inline', '', 0);
  inline.content = text;
  inline.map = [start, next];
  inline.children = [];
  state.push('paragraph_close', 'p', -1);
}

/** Behind the last line from `first` on that is indented by `indent` columns; `first` where none is. */
export function indentedUntil(state: StateBlock, first: number, end: number, indent = INDENT): number {
  let next = first;
  for (let line = first; line < end && (state.isEmpty(line) || indentOf(state, line) >= indent); line++) {
    if (!state.isEmpty(line)) next = line + 1;
  }
  return next;
}

/** Parses what is indented from `first` on. */
export function addIndented(state: StateBlock, first: number, end: number): void {
  const next = indentedUntil(state, first, end);
  if (next > first) parseIndented(state, first, next);
}

/** Parses lines up to `next`, or to one that is not indented and goes on with no paragraph: that is text behind them. */
export function parseIndented(state: StateBlock, first: number, next: number, indent = INDENT): void {
  const { blkIndent, lineMax } = state;
  state.blkIndent += indent;
  state.lineMax = next;
  state.level++;
  state.md.block.tokenize(state, first, next);
  state.level--;
  state.blkIndent = blkIndent;
  state.lineMax = lineMax;
}
