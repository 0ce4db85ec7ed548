/** Reads plain text: blank lines separate paragraphs; line breaks inside one are undone where they are mere wrapping. */
import type { Block, ParsedDocument } from '../types.js';
import { HAS_WORD } from './clean.js';
import { codeBlock, joined, rangeOf } from './text/blocks.js';
import { type Group, groupsOf } from './text/groups.js';
import {
  COLUMNS,
  type Heading,
  hasLetterhead,
  headingFinder,
  Levels,
  SENTENCE_END,
  TITLE_LENGTH,
} from './text/headings.js';
import { readLabels } from './text/labels.js';
import { indentOf, isWrapped, type Line, least, partsByLines, UNWRAPPED, withoutTabs } from './text/lines.js';
import { itemFinder, partsOfList } from './text/lists.js';
import { firstLineTitle } from './title.js';

/** Instructions for programs at the head of reStructuredText and Org: `:orphan:`, `.. comment`, `#+startup:`. */
const DIRECTIVE = /^(?::[\w-]+:(?!`)|\.\. |#\+(?!title:))/i;
/** What stands before a title in AsciiDoc and Markdown, and in Org. */
const TITLE_SIGN = /^(?:[=#]|#\+title:)\s+/i;
/** What stands before it where a label says it. */
const TITLE_LABEL = /^:?(?:title|subject):\s+/i;
/** A wide space of a line that was justified, see `withoutTabs`: not behind a sentence, where many type two, nor the first. */
const STRETCHED = /(?<=\S\s+\S*[^\s.!?:])(?:\t ?| {2})(?=\S)/g;
/** A row or rule of a table that is drawn with lines. */
const DRAWN_ROW = /^\s*(?:[|│┃║][^|│┃║]*[|│┃║].*[|│┃║]|[+\u2500-\u257f][-=+\u2500-\u257f]{2,})$/;
/** Who has said what stands above. */
const SAID_BY = /^\s+(?:--|[\u2013-\u2015])\s*\p{Lu}/u;
/** A rule of a table of reStructuredText: `=====  =====`. */
const TABLE_RULE = /^\s*={2,}(?:\s+={2,})+$/;

/**
 * Reads plain text. Total: any string gives a document, with no block where there is no text.
 *
 * The title is what a label at its head says (text/labels.ts), else the first line with a letter or digit. Where that
 * stands alone above further text, as no sentence does, or is a heading, it is no paragraph as well.
 */
export function readText(text: string): ParsedDocument {
  const groups = groupsOf(text);
  const { title: said, metadata } = readLabels(groups);
  const blocks = blocksOfGroups(groups);
  // A script is called by its name: its first line says what runs it.
  if (text.startsWith('#!')) return { title: said, language: null, metadata, blocks };
  const begins = (hasLetterhead(groups) ? groups[1]?.lines[0]?.number : undefined) ?? 1;
  const first = Math.max(
    0,
    blocks.findIndex(({ text, lines }) => lines[0] >= begins && !DIRECTIVE.test(text)),
  );
  const head = blocks[first];
  const isAlone = head !== undefined && head.lines[0] === head.lines[1] && standsAlone(head.text);
  const isApart = head !== undefined && first < blocks.length - 1 && (head.kind === 'heading' || isAlone);
  const own = (isApart ? head.text : firstLineTitle(blocks.slice(first))).replace(TITLE_SIGN, '');
  const isTitle = isApart && (said === '' || own.replace(TITLE_LABEL, '') === said);
  return { title: said || own, language: null, metadata, blocks: isTitle ? blocks.toSpliced(first, 1) : blocks };
}

/**
 * All blocks of plain text, the title too. Headings are underlined lines, as in reStructuredText, lines behind signs, as
 * in AsciiDoc, and more (text/headings.ts): each kind is a level, the first the outermost.
 */
export function readTextBlocks(text: string): Block[] {
  return blocksOfGroups(groupsOf(text));
}

function blocksOfGroups(groups: readonly Group[]): Block[] {
  const findHeading = headingFinder(groups);
  const levels = new Levels();
  const blocks: Block[] = [];
  for (const { lines, literal, framed } of groups) {
    const heading = literal ? null : findHeading(lines);
    if (heading !== null) blocks.push(headingBlock(lines, heading, levels.of(heading.sign)));
    const rest = lines.slice(heading?.count ?? 0);
    if (rest.length === 0) continue;
    if (literal) blocks.push(codeBlock(rest));
    else addBlocks(blocks, rest, framed);
  }
  return blocks;
}

/** Whether a line with further text below is a title rather than a paragraph. */
function standsAlone(line: string): boolean {
  return line.length <= TITLE_LENGTH && !line.includes('\n') && HAS_WORD.test(line) && !SENTENCE_END.test(line);
}

function headingBlock(lines: readonly Line[], { text, count }: Heading, level: number): Block {
  return { kind: 'heading', level, text, lines: rangeOf(lines.slice(0, count)) };
}

/** Adds lines without a blank one between them as blocks: lists, an item a line with its further lines joined to it, and what is beside them. */
function addBlocks(blocks: Block[], lines: readonly Line[], framed: boolean): void {
  const begins = itemFinder(lines);
  for (const part of begins === null ? [{ lines, isList: false }] : partsOfList(lines, begins)) {
    if (begins !== null && part.isList)
      blocks.push({ kind: 'list', ...joined(part.lines, begins), lines: rangeOf(part.lines) });
    else for (const paragraph of partsByLines(part.lines)) blocks.push(toBlock(paragraph, framed));
  }
}

/**
 * A paragraph's lines as a block, by the first rule that fits:
 * 1. code: half of the lines have columns (a tab, three spaces or a row of dots inside, or lines that are drawn), one is the
 *    rule of a table, or some are indented deeper than their neighbours, or than the rules that frame them: every line as
 *    it stands, without the indent they share;
 * 2. prose, joined: the breaks are wrapping (see `isWrapped`), and no rules frame it;
 * 3. prose, line breaks kept: verse, addresses, logs, a sentence a line.
 */
function toBlock(lines: readonly Line[], framed: boolean): Block {
  if (isCode(lines, framed)) return codeBlock(lines);
  const own = withoutSaidBy(lines);
  const wrapped = own.length > 1 && !framed && isWrapped(own);
  const last = own.at(-1)?.number ?? 0;
  const begins = (line: Line): boolean => !wrapped || line.number > last;
  return { kind: 'prose', ...joined(lines, begins), lines: rangeOf(lines) };
}

function isCode(lines: readonly Line[], framed: boolean): boolean {
  if (lines.length < 2) return false;
  if (lines.some((line) => TABLE_RULE.test(line.text))) return true;
  const columns = lines.filter(({ text }) => hasColumns(text) || DRAWN_ROW.test(text)).length;
  if (columns * 2 >= lines.length) return true;
  // The first line of a paragraph may be indented, or hang: what counts is that the others differ.
  const indents = (framed ? lines : withoutSaidBy(lines.slice(1))).map((line) => indentOf(line.text));
  const shared = framed ? 0 : least(indents);
  return indents.some((indent) => indent >= shared + 2);
}

function hasColumns(text: string): boolean {
  const isStretched = text.length < UNWRAPPED && text.includes('\t') && (text.match(STRETCHED)?.length ?? 0) > 1;
  return COLUMNS.test(isStretched ? withoutTabs(text) : text);
}

function withoutSaidBy(lines: readonly Line[]): readonly Line[] {
  return SAID_BY.test(lines.at(-1)?.text ?? '') ? lines.slice(0, -1) : lines;
}
