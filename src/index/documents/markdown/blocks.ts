/** Blocks that writers' tools add to Markdown: boxes (`::: tip`, `!!! note`), whose signs are no text, notes at the foot, and meanings of terms. */
import type { ParserBlock, StateBlock } from 'markdown-it';
import { addIndented, addParagraph, INDENT, indentedUntil, lineAt, paragraphEnd, parseIndented } from './lines.js';

/** A line that begins or ends a box, also as Logseq has it: what is in it stands between two such. */
const FENCE = /^(?::{3,}[ \t]*(.*)|#\+(?:begin|end)_.*)$/i;
/** The same in slashes, with nothing but its kind before a bar: `/// tip | Title`. A box `html` has names in that place. */
const SLASHES = /^\/{3,}(?:[ \t]+([a-z-]+)(?:[ \t]*\|[ \t]*(.*))?)?[ \t]*$/;
/** What tools are told of such a box, right below. */
const OPTION = /^ {4,}[a-z_-]+:(?: |$)/;
/** The kind of a box, which is a style and no word of the author's, or what tools are told of it. A name with dots is what some put in its place. */
const KIND = /^(?:\{[^}]*\}|[\w-]+(?![\w.-]))?/;
const TITLE = /\b(?:title|alt(?:-text)?)="([^"]*)"/;
/** A box whose kind and title begin it and whose text is indented. A box that is a tab has no kind. */
const INDENTED = /^(?:(?:!!!|\?\?\?\+?)[ \t]+[\w-]+(?:[ \t]+[\w-]+)*|={3}[!+]?(?=[ \t]+"))(?:[ \t]+"(.*)")?[ \t]*$/;
/** Where a note at the foot begins. Of one word, such as an address, it would be taken for that of a link, and lost. */
const NOTE = /^\[\^[^\]\s]+\]:/;
/** Where the meaning of a term begins, which stands above it. */
const MEANING = /^:[ \t]+(?=\S)/;
/** Teaches a parser these blocks. What they hold is parsed as elsewhere. */
export function useMoreBlocks({ ruler }: ParserBlock): void {
  const alt = ['paragraph', 'reference', 'blockquote', 'list'];
  ruler.before('fence', 'fenced_box', fencedBox, { alt });
  ruler.before('fence', 'slashed_box', slashedBox, { alt });
  ruler.before('fence', 'indented_box', indentedBox, { alt });
  ruler.before('reference', 'note', note, { alt });
  ruler.before('fence', 'meaning', meaning, { alt });
}

function fencedBox(state: StateBlock, start: number, _end: number, silent: boolean): boolean {
  const box = FENCE.exec(lineAt(state, start));
  if (box === null) return false;
  if (silent) return true;
  addParagraph(state, start, start + 1, titleOf(box[1] ?? ''));
  return true;
}

function slashedBox(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const [line, kind, title = ''] = SLASHES.exec(lineAt(state, start)) ?? [];
  if (line === undefined) return false;
  if (silent) return true;
  let next = start + 1;
  while (next < end && OPTION.test(state.getLines(next, next + 1, state.blkIndent, false))) next++;
  addParagraph(state, start, next, kind === 'html' ? '' : title);
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
