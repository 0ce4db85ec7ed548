/** Lines of Markdown that are for other programs: tags that generators of sites replace (`{% tabs %}`), and formulas (`$$`). */
import type { ParserBlock, StateBlock } from 'markdown-it';
import { addCode, addParagraph, beginsWith, lineAt, lineWith, tagFrom, wholeLine } from './lines.js';
import { shownIn } from './shown.js';

/** Lines of tags that generators of sites replace: `{% tabs %}`, `{{< figure title="a" >}}`. With `/*` it is an example of one. */
const TAGS = /^(?:(?:\{%(?:[^%]|%(?!\}))*%\}|\{\{[<%](?!\/\*)[^{}]*[>%]\}\})[ \t]*)+$/;
/** The tags that code stands between: without them, its remarks would be headings. */
const CODE_TAG = /^(?:\{%-?|\{\{[<%])\s*(highlight|codeblock)\b[^{}]*\}+[ \t]*$/;
/** The line that begins a formula, and how its last one ends; a number or name may follow. */
const FORMULA = /^\$\$[ \t]*$/;
const FORMULA_END = /\$\$[ \t]*(?:\([^()]*\)|\{[^{}]*\})?[ \t]*$/;
/** The same, or a blank line, which no formula has: the sign ended one that began within a line. */
const FORMULA_END_OR_BLANK = new RegExp(`${FORMULA_END.source}|^\\s*$`);
/** Longer is no formula, in lines: two signs of something else. */
const MOST_OF_FORMULA = 200;

/** Teaches a parser these lines. */
export function useTags({ ruler }: ParserBlock): void {
  const alt = ['paragraph', 'reference', 'blockquote', 'list'];
  ruler.before('fence', 'tags', tags, { alt });
  ruler.before('fence', 'formula', formula, { alt });
}

function tags(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const isTag = beginsWith(state, start, '{') && /^\{[{%]/.test(lineAt(state, start));
  const { text, next } = (isTag ? tagFrom(state, start, end, /[>%]\}\}?$/) : null) ?? { text: '', next: 0 };
  if (!TAGS.test(text)) return false;
  if (silent) return true;
  const last = codeEnd(state, next - 1, end, text);
  if (last === null) addParagraph(state, start, next, shownIn(text, text.startsWith('{{')));
  else addCode(state, next - 1, last, last + 1);
  return true;
}

/** The line of the tag that ends the code which a tag begins; null where none does before the next begins, or all that follows would be code. */
function codeEnd(state: StateBlock, start: number, end: number, tag: string): number | null {
  const name = CODE_TAG.exec(tag)?.[1];
  if (name === undefined) return null;
  const last = lineWith(state, new RegExp(`^\\s*\\{[{%][-<%]?\\s*(?:end|/)?\\s*${name}\\b`), start + 1, end);
  const ends = last < end && new RegExp(`(?:end|/)\\s*${name}\\b`).test(wholeLine(state, last));
  return ends ? last : null;
}

function formula(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  if (!beginsWith(state, start, '$') || !FORMULA.test(lineAt(state, start))) return false;
  const most = Math.min(end, start + MOST_OF_FORMULA);
  const last = lineWith(state, FORMULA_END_OR_BLANK, start + 1, most);
  if (last === most || state.isEmpty(last)) return false;
  if (silent) return true;
  const code = addCode(state, start, last + 1, last + 1);
  code.content = code.content.trimEnd().replace(FORMULA_END, '');
  return true;
}
