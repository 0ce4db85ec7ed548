/** Blocks that writers' tools add to Markdown: boxes (`::: tip`, `!!! note`), whose signs are no text, notes at the foot, and meanings of terms. */
import type { ParserBlock, StateBlock } from 'markdown-it';

/** A line that begins or ends a box: what is in it stands between two such. */
const FENCE = /^:{3,}[ \t]*(.*)$/;
/** The kind of a box, which is a style and no word of the author's, or what tools are told of it. A name with dots is what some put in its place. */
const KIND = /^(?:\{[^}]*\}|[\w-]+(?![\w.-]))?/;
const TITLE = /\b(?:title|alt(?:-text)?)="([^"]*)"/;
/** A box whose kind and title begin it and whose text is indented. A box that is a tab has no kind. */
const INDENTED = /^(?:(?:!!!|\?\?\?\+?)[ \t]+[\w-]+(?:[ \t]+[\w-]+)*|={3}[!+]?(?=[ \t]+"))(?:[ \t]+"(.*)")?[ \t]*$/;
/** Where a note at the foot begins. Of one word, such as an address, it would be taken for that of a link, and lost. */
const NOTE = /^\[\^[^\]\s]+\]:/;
/** Where the meaning of a term begins, which stands above it. */
const MEANING = /^:[ \t]+(?=\S)/;
/** How far what goes on with a box, note or meaning is indented. */
const INDENT = 4;

/** Teaches a parser these blocks. What they hold is parsed as elsewhere. */
export function useMoreBlocks({ ruler }: ParserBlock): void {
  const alt = ['paragraph', 'reference', 'blockquote', 'list'];
  ruler.before('fence', 'fenced_box', fencedBox, { alt });
  ruler.before('fence', 'indented_box', indentedBox, { alt });
  ruler.before('reference', 'note', note, { alt });
  ruler.before('fence', 'meaning', meaning, { alt });
}

function fencedBox(state: StateBlock, start: number, _end: number, silent: boolean): boolean {
  const words = FENCE.exec(lineAt(state, start))?.[1];
  if (words === undefined) return false;
  if (silent) return true;
  addParagraph(state, start, start + 1, titleOf(words));
  return true;
}

/** What is to be read of the line that begins a box: its title, or what it says of its picture. */
function titleOf(words: string): string {
  const attribute = TITLE.exec(words)?.[1];
  if (attribute !== undefined) return attribute;
  const title = words
    .replace(KIND, '')
    .replace(/\{[^{}]*\}$|(?<!:):+$/, '')
    .trim();
  return /[\w-]="/.test(title) ? '' : title.replace(/^\[(.*)\]$/, '$1');
}

function indentedBox(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const box = INDENTED.exec(lineAt(state, start));
  if (box === null || indentedUntil(state, start + 1, end) === start + 1) return false;
  if (silent) return true;
  addParagraph(state, start, start + 1, box[1] ?? '');
  addIndented(state, start + 1, end);
  return true;
}

function note(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  if (!NOTE.test(lineAt(state, start))) return false;
  if (silent) return true;
  const next = paragraphEnd(state, start + 1, end);
  addParagraph(state, start, next, state.getLines(start, next, state.blkIndent, false).trim());
  addIndented(state, next, end);
  return true;
}

function meaning(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const [sign] = MEANING.exec(lineAt(state, start)) ?? [];
  if (sign === undefined || start === 0) return false;
  if (silent) return true;
  const { sCount, tShift } = state;
  // What follows the sign is read as if it were indented.
  sCount[start] = state.blkIndent + INDENT;
  tShift[start] = (tShift[start] ?? 0) + sign.length;
  const next = indentedUntil(state, start, end);
  parseIndented(state, start, Math.max(next, paragraphEnd(state, start + 1, end)));
  return true;
}

/** Behind the last line of a paragraph that goes on at `line`, as markdown-it finds it. */
function paragraphEnd(state: StateBlock, line: number, end: number): number {
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

/** The text of a line; '' where it is code. */
function lineAt(state: StateBlock, line: number): string {
  const [begin = 0, shift = 0] = [state.bMarks[line], state.tShift[line]];
  return indentOf(state, line) >= INDENT ? '' : state.src.slice(begin + shift, state.eMarks[line]);
}

function indentOf(state: StateBlock, line: number): number {
  return (state.sCount[line] ?? 0) - state.blkIndent;
}

function addParagraph(state: StateBlock, start: number, next: number, text: string): void {
  state.line = next;
  if (text === '') return;
  state.push('paragraph_open', 'p', 1);
  const inline = state.push('inline', '', 0);
  inline.content = text;
  inline.map = [start, next];
  inline.children = [];
  state.push('paragraph_close', 'p', -1);
}

/** Behind the last line from `first` on that is indented; `first` where none is. */
function indentedUntil(state: StateBlock, first: number, end: number): number {
  let next = first;
  for (let line = first; line < end && (state.isEmpty(line) || indentOf(state, line) >= INDENT); line++) {
    if (!state.isEmpty(line)) next = line + 1;
  }
  return next;
}

/** Parses what is indented from `first` on. */
function addIndented(state: StateBlock, first: number, end: number): void {
  const next = indentedUntil(state, first, end);
  if (next > first) parseIndented(state, first, next);
}

/** Parses lines up to `next`, or to one that is not indented and goes on with no paragraph: that is text behind them. */
function parseIndented(state: StateBlock, first: number, next: number): void {
  const { blkIndent, lineMax } = state;
  state.blkIndent += INDENT;
  state.lineMax = next;
  state.level++;
  state.md.block.tokenize(state, first, next);
  state.level--;
  state.blkIndent = blkIndent;
  state.lineMax = lineMax;
}
