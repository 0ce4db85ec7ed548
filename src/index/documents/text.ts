/** Reads plain text: blank lines part paragraphs; the breaks inside one are undone where they are mere wrapping. */
import type { Block, ParsedDocument } from '../types.js';
import { cleanText, isCjk, joint, tidy, tidyCode, UNCOUNTED_BREAKS } from './clean.js';
import { firstLineTitle } from './title.js';

const TITLE_LENGTH = 200;
/** Of headings, as in the other formats. */
const MAX_LEVEL = 6;
/** Nobody wraps prose in a narrower column; verse, addresses and letter heads are. */
const WRAP_WIDTH = 40;
const WRAP_WIDTH_CJK = 20;
const TAB_WIDTH = 4;

const MARKER = /^\s*(?:[-*+•‣◦▪–—]|\d{1,3}[.)]|\(?(?:\d{1,3}|[A-Za-z])\))\s+\S/;
/** How a line ends that is a sentence or leads to what follows: it is read as a paragraph, whatever stands around it. */
const SENTENCE_END = /[.:;,。．：；،۔।][\p{Pe}\p{Pf}"']*\s*$/u;
const UNDERLINE = /^\s*([=\-~*#^"'`:.+_])\1{2,}\s*$/;

const SIGNED = /^(={1,6})[ \t]+(\S.*)$/;
/** What programs are told at the head of reStructuredText: `:orphan:`, `.. comment`. */
const DIRECTIVE = /^(?::[\w-]+:|\.\. )/;
/** What stands before a title in AsciiDoc, and in Org. */
const TITLE_SIGN = /^(?:=|#\+title:)\s+/i;
const HAS_WORD = /[\p{L}\p{N}]/u;

interface Line {
  text: string;
  /** 1-based line of the source. Two may share one: the uncounted breaks part them. */
  number: number;
}

/**
 * Reads plain text. Total: any string gives a document, with no block where there is no text.
 *
 * The title is the first line with a letter or digit. Where that stands alone above further text, as no sentence does, or is underlined, it is no
 * paragraph as well. Other underlined lines are headings, as in reStructuredText, and lines behind signs, as in AsciiDoc: each kind is a level, the
 * first the outermost.
 */
export function readText(text: string): ParsedDocument {
  const groups = paragraphs(text);
  const signs: string[] = [];
  const blocks = groups.map((lines) => {
    const heading = lines.length === 1 ? signed(lines) : underlined(lines);
    if (heading === null) return toBlock(lines);
    if (!signs.includes(heading.sign)) signs.push(heading.sign);
    return headingBlock(lines, heading.text, Math.min(signs.indexOf(heading.sign) + 1, MAX_LEVEL));
  });
  const first = Math.max(
    0,
    blocks.findIndex(({ text }) => !DIRECTIVE.test(text)),
  );
  const head = blocks[first];
  const isTitle = head?.kind === 'heading' || (groups[first]?.length === 1 && standsAlone(head?.text ?? ''));
  const isApart = head !== undefined && first < blocks.length - 1 && isTitle;
  const title = (isApart ? head.text : firstLineTitle(blocks.slice(first))).replace(TITLE_SIGN, '');
  return { title, language: null, metadata: new Map(), blocks: isApart ? blocks.toSpliced(first, 1) : blocks };
}

/** Whether a line with further text below is a title rather than a paragraph. */
function standsAlone(line: string): boolean {
  return line.length <= TITLE_LENGTH && HAS_WORD.test(line) && !SENTENCE_END.test(line);
}

/** A title or heading of AsciiDoc: `== Install`. */
function signed([line]: readonly Line[]): { text: string; sign: string } | null {
  const [, sign, text] = SIGNED.exec(line?.text ?? '') ?? [];
  return sign === undefined || text === undefined || text.length > TITLE_LENGTH ? null : { text: tidy(text), sign };
}

/** The text of a line with its underline, and maybe a line of the same sign above it; null where the lines are none. */
function underlined(lines: readonly Line[]): { text: string; sign: string } | null {
  const [text, under] = lines.slice(-2);
  // A row of millions of signs is more than a regular expression has room for.
  if (text === undefined || under === undefined || lines.length > 3 || lines.some(isLong)) return null;
  const [line, sign] = UNDERLINE.exec(under.text) ?? [];
  if (line === undefined || sign === undefined || !HAS_WORD.test(text.text)) return null;
  const [over] = lines.slice(0, -2);
  if (over !== undefined && UNDERLINE.exec(over.text)?.[1] !== sign) return null;
  // Three points below a sentence go on with it; between two short lines AsciiDoc has code.
  const isCovered = line.trim().length >= text.text.trim().length;
  if (!isCovered && (over !== undefined || !/[=-]/.test(sign))) return null;
  return { text: tidy(text.text), sign: over === undefined ? sign : `over ${sign}` };
}

function isLong({ text }: Line): boolean {
  return text.length > TITLE_LENGTH;
}

function headingBlock(lines: readonly Line[], text: string, level: number): Block {
  const first = lines[0]?.number ?? 1;
  return { kind: 'heading', level, text, lines: [first, lines.at(-1)?.number ?? first] };
}

function paragraphs(text: string): Line[][] {
  const groups: Line[][] = [];
  let group: Line[] = [];
  const source = cleanText(text).replaceAll('\u2029', '\u2028\u2028').split('\n');
  for (const [index, counted] of source.entries()) {
    for (const line of counted.split(UNCOUNTED_BREAKS)) {
      if (line.trim() !== '') {
        group.push({ text: line.trimEnd(), number: index + 1 });
      } else if (group.length > 0) {
        groups.push(group);
        group = [];
      }
    }
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

/**
 * A paragraph's lines as a block, by the first rule that fits:
 * 1. list: the first line, or two of them, begin with a bullet or number: an item a line, its further lines joined to it;
 * 2. code: half of the lines have columns (a tab or three spaces inside), or some are indented deeper than their
 *    neighbours: every line as it stands, without the indent they share;
 * 3. prose, joined: the breaks are wrapping (see `isWrapped`);
 * 4. prose, line breaks kept: verse, addresses, logs, a sentence a line.
 */
function toBlock(lines: readonly Line[]): Block {
  const first = lines[0]?.number ?? 1;
  const range: readonly [number, number] = [first, lines.at(-1)?.number ?? first];
  const markers = lines.filter((line) => MARKER.test(line.text)).length;
  if (markers > 1 || MARKER.test(lines[0]?.text ?? '')) {
    return { kind: 'list', ...joined(lines, (line) => MARKER.test(line.text)), lines: range };
  }
  if (isCode(lines)) {
    const indent = least(lines.map((line) => indentOf(line.text)));
    const text = tidyCode(lines.map((line) => withoutIndent(line.text, indent)).join('\n'));
    return { kind: 'code', text, lines: range, lineStarts: lines.map((line) => line.number) };
  }
  const wrapped = isWrapped(lines);
  return { kind: 'prose', ...joined(lines, () => !wrapped), lines: range };
}

/** The lines as text, each that `begins` one on a line of its own, the others joined to what stands before them. */
function joined(lines: readonly Line[], begins: (line: Line) => boolean): Pick<Block, 'text' | 'lineStarts'> {
  const parts: string[] = [];
  const lineStarts: number[] = [];
  let before = '';
  for (const { text, number } of lines) {
    const line = tidy(text);
    if (before === '' || begins({ text, number })) {
      if (before !== '') parts.push('\n');
      lineStarts.push(number);
    } else {
      parts.push(joint(before, line));
    }
    parts.push(line);
    before = line;
  }
  return { text: parts.join(''), lineStarts };
}

function isCode(lines: readonly Line[]): boolean {
  if (lines.length < 2) return false;
  const columns = lines.filter((line) => /\S(?:\t| {3})\s*\S/.test(line.text)).length;
  if (columns * 2 >= lines.length) return true;
  // The first line of a paragraph may be indented, or hang: what counts is that the others differ.
  const indents = lines.slice(1).map((line) => indentOf(line.text));
  const shared = least(indents);
  return indents.some((indent) => indent >= shared + 2);
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

/**
 * Whether the breaks come from wrapping at a width: at most of them, the next line's first word would not have fitted
 * on the line before it.
 */
function isWrapped(lines: readonly Line[]): boolean {
  const texts = lines.map((line) => line.text.trim());
  const width = texts.reduce((widest, text) => Math.max(widest, text.length), 0);
  if (width < (isCjk(texts[0] ?? '') ? WRAP_WIDTH_CJK : WRAP_WIDTH)) return false;
  let wraps = 0;
  for (const [index, text] of texts.slice(1).entries()) {
    const firstWord = text.search(/\s/);
    const before = texts[index]?.length ?? 0;
    if (before + 1 + (firstWord < 0 ? text.length : firstWord) > width) wraps++;
  }
  return wraps >= (texts.length - 1) * 0.6;
}

function indentOf(line: string): number {
  let width = 0;
  for (const char of line) {
    if (char === '\t') width += TAB_WIDTH - (width % TAB_WIDTH);
    else if (char === ' ') width++;
    else break;
  }
  return width;
}

function withoutIndent(line: string, indent: number): string {
  return ' '.repeat(indentOf(line) - indent) + line.trimStart();
}
