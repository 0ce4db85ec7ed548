/** Tells how the lines of plain text belong together: whether they are wrapped, and where a paragraph begins without a blank line. */
import { hasSpaceless } from '../../words/spaceless.js';
import { isCjk } from '../clean.js';
import { areLabelled } from './labels.js';

/** A line of a text. */
export interface Line {
  text: string;
  /** 1-based line of the source. Two may share one: the uncounted breaks part them. */
  number: number;
}

/** Nobody wraps prose in a narrower column than this; verse, addresses and letterheads are narrower. */
const WRAP_WIDTH = 40;
const WRAP_WIDTH_CJK = 20;
/** So many lines that all begin with a capital are verse: in prose that is wrapped, chance hardly makes as many. */
const VERSE_LINES = 4;
const TAB_WIDTH = 4;
/** How far programs that print set tabs apart, in columns. */
const TAB_STOP = 8;
/** What is indented further is no first line of a paragraph. */
const FIRST_INDENT = 8;
/** Nobody wraps lines as wide as this: one that is longer is a paragraph. */
export const UNWRAPPED = 200;
/** Of so many paragraphs some may be unlike the others. */
const MANY = 6;
/** How a line of a log begins, by its date or hour: `2021-10-05`, `[10:00:00]`, `Oct  5 10:00`; and one of a mail that is quoted. */
const RECORD = /^(?:[[(<]?(?:\d{1,4}[-/.:]\d|\p{L}{3,4} +\d{1,2} +\d\d:)|>)/u;
/** How a line ends that ends a paragraph. */
export const ENDS = /[.!?…。！？]["'”’»」』）)\]]*$/;
/** How a paragraph of Chinese or Japanese begins. */
const IDEOGRAPHIC_SPACE = '\u3000';
const SPACE: ReadonlySet<string> = new Set([' ', '\t', IDEOGRAPHIC_SPACE]);

/**
 * The paragraphs of lines without a blank one between them: each line that is too long to be wrapped is one, and in
 * books, only their first lines are indented.
 */
export function partsByLines(lines: readonly Line[]): (readonly Line[])[] {
  const mayBeParted = ({ text }: Line): boolean => SPACE.has(text.charAt(0)) || text.length > UNWRAPPED;
  if (lines.length === 1 || !lines.some(mayBeParted)) return [lines];
  const apart = parts(
    lines,
    (line, before) =>
      (line.text.startsWith(IDEOGRAPHIC_SPACE) || before.text.length > UNWRAPPED) && ENDS.test(before.text),
  );
  const edge = indentOfAll(lines);
  const isIndented = ({ text }: Line): boolean => indentOf(text) > edge;
  const indented = parts(lines, isIndented);
  return isBook(indented, isIndented) ? indented : apart;
}

/**
 * Whether each indented line begins a paragraph. What is indented below a line may also be about it, or code: of these, a
 * first line is not wrapped to the edge, or no sentence ends above it. Among many paragraphs of a book some are not
 * wrapped, or end in a colon or a dash.
 */
function isBook(indented: readonly (readonly Line[])[], isIndented: (line: Line) => boolean): boolean {
  if (!indented.some(([first, next]) => first !== undefined && isIndented(first) && next !== undefined)) return false;
  const above = indented.slice(0, -1).map((part) => part.at(-1)?.text ?? '');
  const ended = above.filter((line) => ENDS.test(line)).length;
  const wrapped = indented.filter((part) => part.length === 1 || isWrapped(part)).length;
  if (ended > 0 && ended === above.length && wrapped === indented.length) return true;
  const firsts = indented.flatMap(([first]) => (first !== undefined && isIndented(first) ? indentOf(first.text) : []));
  const several = indented.filter((part) => part.length > 1).length;
  const isRegular = indented.length >= MANY && several * 2 > indented.length && new Set(firsts).size === 1;
  return isRegular && ended >= above.length * 0.6 && wrapped >= indented.length * 0.9;
}

/** Parts lines before each for which `begins` holds. */
function parts(lines: readonly Line[], begins: (line: Line, before: Line) => boolean): (readonly Line[])[] {
  const found: (readonly Line[])[] = [];
  let start = 0;
  let before: Line | undefined;
  for (const [index, line] of lines.entries()) {
    if (before !== undefined && begins(line, before)) {
      found.push(lines.slice(start, index));
      start = index;
    }
    before = line;
  }
  return start === 0 ? [lines] : [...found, lines.slice(start)];
}

/**
 * Whether the breaks come from wrapping at a width: at most of them, the next line's first word would not have fitted
 * on the line before it.
 */
export function isWrapped(lines: readonly Line[]): boolean {
  const texts = lines.map((line) => line.text.trim());
  const [first, ...others] = lines;
  // The first line may be indented, and is as much shorter.
  const indent = indentOf(first?.text ?? '') - indentOfAll(others);
  const lacks = indent > 0 && indent <= FIRST_INDENT ? indent : 0;
  const widths = texts.map((text, i) => text.length + (i === 0 ? lacks : 0));
  const width = widths.reduce((widest, each) => Math.max(widest, each), 0);
  if (width < (isCjk(texts[0] ?? '') ? WRAP_WIDTH_CJK : WRAP_WIDTH)) return false;
  if (texts.length >= VERSE_LINES && texts.every((text) => /^\P{L}{0,3}\p{Lu}.*\p{Ll}/u.test(text))) return false;
  if (texts.every((text) => RECORD.test(text)) || texts.every(isWord) || areLabelled(texts)) return false;
  let wraps = 0;
  for (const [index, text] of texts.slice(1).entries()) {
    const firstWord = text.search(/\s/);
    const before = widths[index] ?? 0;
    if (before + 1 + (firstWord < 0 ? text.length : firstWord) > width) wraps++;
  }
  return wraps >= (texts.length - 1) * 0.6;
}

/** Whether a line is one word of a script that has spaces: an address, the name of a file, a record. */
function isWord(line: string): boolean {
  return !/\s/.test(line) && !hasSpaceless(line);
}

/**
 * A line with spaces for the tabs within. Manuals that are printed through `col` have a tab wherever two spaces of justified
 * text reach a column of it.
 */
export function withoutTabs(line: string): string {
  if (!line.includes('\t')) return line;
  const [first = '', ...others] = line.split('\t');
  return others.reduce((text, part) => text + ' '.repeat(TAB_STOP - (text.length % TAB_STOP)) + part, first);
}

/** How far a line is indented, in columns. */
export function indentOf(line: string): number {
  let width = 0;
  for (const char of line) {
    if (char === '\t') width += TAB_WIDTH - (width % TAB_WIDTH);
    else if (char === ' ') width++;
    else break;
  }
  return width;
}

/** How far the least indented of some lines is; infinity where there is none. */
export function indentOfAll(lines: readonly Line[]): number {
  return least(lines.map(({ text }) => indentOf(text)));
}

/** The least of them; infinity where there is none. */
export function least(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}
