/** Finds the headings of plain text: underlined lines, lines behind signs, and those that stand out in a manual. */
import { HAS_WORD, tidy } from '../clean.js';
import type { Group } from './groups.js';
import { indentOfAll, type Line } from './lines.js';

export const TITLE_LENGTH = 200;
/** How a line ends that is a sentence or leads to what follows: it is read as a paragraph, whatever stands around it. */
export const SENTENCE_END = /[.:;,。．：；،۔।][\p{Pe}\p{Pf}"']*\s*$/u;
/** How an item of a list begins. Several asterisks are items of items, as AsciiDoc and wikis have them. */
export const MARKER = /^\s*(?:\*{1,5}|[-+•‣◦▪–—]|\d{1,3}[.)]|\(?(?:\d{1,3}|[A-Za-z])\))\s+\S/;
/** The number of a clause, verse or hour: `1.2`, `3:16`. One alone may be any number. */
export const CLAUSE = /^\s*\d{1,3}(?:[.:]\d{1,3})+\.?\s+[^\s\p{Ll}\p{N}]/u;

/** A gap between columns, or a row of dots that leads to the number of a page. */
export const COLUMNS = /\S(?:\t| {3}|\s?(?:\. ?){4})\s*\S/;

const UNDERLINE = /^\s*([=\-~*#^"'`:.+_])\1{2,}\s*$/;

/** A line behind signs, as AsciiDoc, wikis and Markdown have it. A single `#` begins a comment. */
const SIGNED = /^(={1,6}|#{2,6})[ \t]+(\S.*)$/;
/** What may stand behind it, too. */
const BEHIND = /[ \t](?:=+|#+)$/;
/** A command behind its prompt: AsciiDoc has it between two lines, as a title is in reStructuredText. */
const COMMAND = /^\s*[$%>]\s/;
/** The head of a manual as it is printed: `LS(1)  User Commands  LS(1)`. */
const MANUAL = /^\s*(\S+\(\w+\))\s.*\s\1\s*$/;

/** A line that begins a part of a book or law: its word, which is its sign, and its number. */
const PART =
  /^\s*(?:(volume|book|part|act|canto|chapter|scene|article|section|appendix|band|buch|teil|akt|kapitel|artikel|abschnitt|anhang|tome|livre|partie|acte|chapitre|libro|parte|capítulo|capitolo|artículo|articolo|том|часть|глава|статья)\s+(?:[IVXLC]+|\d+(?:\.\d+)*|[A-Z]|one|two|three|four|five|six|seven|eight|nine|ten)|(§)\s*\d+[a-z]?|第[\d一二三四五六七八九十百千零〇]{1,9}([章节節回部卷篇幕条條]))(?![\p{L}\p{N}])\s*(.*)$/iu;
/** What may follow its number: nothing, a sign, or a title, but not the rest of a sentence. */
const PART_TITLE = /^(?:$|[.:\p{Pd}([]|[^\s\p{Ll}\p{P}])/u;
const PART_LENGTH = 80;

/** A line that begins a section by its number, at the edge: `2.1. Scope`. */
const NUMBERED = /^(\d{1,2}(?:\.\d{1,2})*)\.?\s+[\p{Lu}\p{Lo}]/u;

/** A heading at the beginning of a paragraph. Equal signs are equal levels. */
export interface Heading {
  text: string;
  sign: string;
  /** How many of the lines it takes. */
  count: number;
}

/** The deepest level of headings, as in the other formats. */
const MAX_LEVEL = 6;

/** The levels of headings by their signs: each kind is a level, the first the outermost. */
export class Levels {
  private readonly signs: string[] = [];

  of(sign: string): number {
    if (!this.signs.includes(sign)) this.signs.push(sign);
    return Math.min(this.signs.indexOf(sign) + 1, MAX_LEVEL);
  }
}

/** The heading that begins a paragraph; null where there is none. */
type FindHeading = (lines: readonly Line[]) => Heading | null;

/** How headings are found in a text. @param groups its lines */
export function headingFinder(groups: readonly Group[]): FindHeading {
  const head = groups[0]?.lines[0]?.text ?? '';
  const hasSections = numbersSections(groups) || hasLetterhead(groups);
  const isManual = head.length <= TITLE_LENGTH && MANUAL.test(head);
  return (lines) =>
    signed(lines) ??
    underlined(lines) ??
    partOfBook(lines) ??
    (hasSections ? numbered(lines) : null) ??
    (isManual ? hanging(lines) : null);
}

function signed([line, next]: readonly Line[]): Heading | null {
  if (line === undefined || isLong(line)) return null;
  const [, sign, text] = SIGNED.exec(line.text) ?? [];
  // The rule of a table, and a comment of several lines, say.
  if (sign === undefined || text === undefined || !HAS_WORD.test(text)) return null;
  if (sign.startsWith('#') && next?.text.startsWith('#')) return null;
  return { text: tidy(text.replace(BEHIND, '')), sign, count: 1 };
}

/** A line with its underline, and maybe a line of the same sign above it. */
function underlined(lines: readonly Line[]): Heading | null {
  return underlinedIn(lines, 2) ?? underlinedIn(lines, 3);
}

/** The same where these are the first `count` lines. */
function underlinedIn(lines: readonly Line[], count: 2 | 3): Heading | null {
  const [text, under] = [lines[count - 2], lines[count - 1]];
  // A row of millions of signs is more than a regular expression has room for.
  if (text === undefined || under === undefined || isLong(under)) return null;
  const [line, sign] = UNDERLINE.exec(under.text) ?? [];
  if (line === undefined || sign === undefined || isLong(text) || !HAS_WORD.test(text.text)) return null;
  if (COMMAND.test(text.text)) return null;
  const over = count === 3 ? lines[0] : undefined;
  if (over !== undefined && (isLong(over) || UNDERLINE.exec(over.text)?.[1] !== sign)) return null;
  // Three points below a sentence go on with it; between two short lines AsciiDoc has code.
  const isCovered = line.trim().length >= text.text.trim().length;
  if (!isCovered && (over !== undefined || !/[=-]/.test(sign))) return null;
  const next = lines[count]?.text.trim();
  if (next !== undefined && !(isCovered && isText(next, line.trim().length))) return null;
  return { text: tidy(text.text), sign: over === undefined ? sign : `over ${sign}`, count };
}

/** Whether what follows an underline right away is text: a column of a table is not wider than its rule. */
function isText(line: string, width: number): boolean {
  return line.length > width || SENTENCE_END.test(line) || MARKER.test(line);
}

/** The number of a part with its title, which may be on a line of its own, and nothing else. */
function partOfBook(lines: readonly Line[]): Heading | null {
  const [line, next] = lines;
  if (line === undefined || line.text.length > PART_LENGTH || lines.length > 2) return null;
  const [, word, law, unit, title = ''] = PART.exec(line.text) ?? [];
  const sign = word ?? law ?? unit;
  if (sign === undefined || !PART_TITLE.test(title)) return null;
  // `CHAPTER 1. Loomings.` is a title, `§ 5 Das gilt.` is none.
  if (HAS_WORD.test(title.charAt(0)) && SENTENCE_END.test(title)) return null;
  if (next === undefined) return { text: tidy(line.text), sign: sign.toLowerCase(), count: 1 };
  const isTitle =
    next.text.length <= PART_LENGTH &&
    /^\s*\P{Ll}/u.test(next.text) &&
    !SENTENCE_END.test(next.text) &&
    !PART.test(next.text);
  return isTitle ? { text: tidy(`${line.text} ${next.text}`), sign: sign.toLowerCase(), count: 2 } : null;
}

/** The number of a section that stands alone with its title; null where there is none. */
function sectionNumber([line, next]: readonly Line[]): string | null {
  if (line === undefined || next !== undefined || line.text.length > PART_LENGTH) return null;
  const [found, number] = NUMBERED.exec(line.text) ?? [];
  const title = line.text.slice(found === undefined ? 0 : found.length - 1);
  return number === undefined || SENTENCE_END.test(title) || COLUMNS.test(title) ? null : number;
}

/** Whether a text has sections in sections, by their numbers: items of a list alone may look the same. */
function numbersSections(groups: readonly Group[]): boolean {
  const numbers = new Set(groups.map(({ lines, literal }) => (literal ? null : sectionNumber(lines))));
  for (const number of numbers) {
    const parent = number?.replace(/\.?\d+$/, '') ?? '';
    if (parent !== '' && numbers.has(parent)) return true;
  }
  return false;
}

/** Whether a text begins as an RFC does: who wrote it, and when, in columns, with its title indented below. Lists and tables of notes begin with columns, too. */
export function hasLetterhead([head, title]: readonly Group[]): boolean {
  const [first] = head?.lines ?? [];
  const last = title?.lines.at(-1);
  if (first === undefined || head === undefined || title === undefined || last === undefined) return false;
  const isBelow = indentOfAll(title.lines) > indentOfAll(head.lines) && !SENTENCE_END.test(last.text);
  return isBelow && COLUMNS.test(first.text);
}

function numbered(lines: readonly Line[]): Heading | null {
  const number = sectionNumber(lines);
  const text = tidy(lines[0]?.text ?? '');
  return number === null ? null : { text, sign: `section ${number.split('.').length}`, count: 1 };
}

/** A line at the edge of a manual's page, with what it is about indented below. */
function hanging([line, ...rest]: readonly Line[]): Heading | null {
  if (line === undefined || isLong(line) || rest.length === 0) return null;
  if (/^\s/.test(line.text) || rest.some(({ text }) => !/^\s/.test(text))) return null;
  return { text: tidy(line.text), sign: 'edge', count: 1 };
}

function isLong({ text }: Line): boolean {
  return text.length > TITLE_LENGTH;
}
