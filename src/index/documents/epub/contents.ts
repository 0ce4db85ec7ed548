/** Tells tables of contents from the text of a book: their lines are the headings of its pages. Pure. */
import type { Block } from '../../types.js';
import { HEADING_LENGTH } from '../title.js';

/** A page is a table of contents if it has this many lines, and this share of them are headings. */
const LINES = 3;
const SHARE = 0.7;
/** A paragraph of this length, in code units, beside a table introduces it, or the book. */
const PARAGRAPH = 100;

/** A line as it is compared: without the number of its chapter before it and that of a page behind it. */
export function unnumbered(line: string): string {
  return line
    .slice(0, HEADING_LENGTH)
    .normalize('NFKC')
    .replace(/^\s*\d+(?:\.\d+)*[.)]?\s+/, '')
    .replace(/[\s.·]+\d*$/u, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/**
 * The blocks of a page but for tables of contents.
 * @param headings of the whole book, as `unnumbered` gives them
 * @param isNav whether the page is said to hold the table of contents
 */
export function withoutContents(blocks: Block[], headings: ReadonlySet<string>, isNav: boolean): Block[] {
  const isHeading = (line: string): boolean => line.length <= HEADING_LENGTH && headings.has(unnumbered(line));
  const linesOf = (block: Block): string[] => (block.kind === 'heading' ? [] : block.text.split('\n'));
  const isTable = (lines: readonly string[]): boolean => lines.filter(isHeading).length >= lines.length * SHARE;
  const lines = blocks.flatMap(linesOf);
  const isContents = lines.length >= LINES && isTable(lines);
  if (!isContents && !isNav) return blocks;
  // The line right above a table is its title.
  const above = blocks.findIndex((block) => linesOf(block).some(isHeading)) - 1;
  const isText = (block: Block, index: number): boolean => {
    const own = linesOf(block);
    if (isContents && index < above) return true;
    if (isContents) return own.length === 0 || (block.text.length >= PARAGRAPH && !own.some(isHeading));
    // A list may begin with a heading of its own.
    return !own.some(isHeading) || !isTable(own.slice(1));
  };
  const rest = blocks.filter(isText);
  return rest.some(({ kind }) => kind !== 'heading') ? rest : [];
}
