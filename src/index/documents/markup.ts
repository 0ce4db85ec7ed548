/** Reads reStructuredText, AsciiDoc and Org as a reader sees them: lines as their readers in `markup/` show them, and no signs. */
import type { Block, ParsedDocument } from '../types.js';
import { cleanMarkup, tidy } from './clean.js';
import { AsciidocReader } from './markup/asciidoc.js';
import { ASCIIDOC } from './markup/asciidoc-signs.js';
import { type Inline, type Names, withoutSigns } from './markup/inline.js';
import { ORG, OrgReader } from './markup/org.js';
import { RstReader } from './markup/rst.js';
import { RST } from './markup/rst-signs.js';
import type { LineReader, Shown } from './markup/shown.js';
import type { MarkupDialect } from './paths.js';
import { TableRows } from './table-rows.js';
import { codeBlock, joined, rangeOf } from './text/blocks.js';
import { Levels, MARKER } from './text/headings.js';
import { readLabels } from './text/labels.js';
import { giveTitle } from './title.js';

/** What a source says of itself, at its head: `:Author: Ann Lee`, `#+title: A`. */
const LABEL = /^(?:#\+|:)\p{L}[\p{L}\p{N} _-]{0,40}:(?:\s|$)/u;
/** So many lines are its head. */
const HEAD = 60;

const LANGUAGES: Record<MarkupDialect, { Reader: new (source: readonly string[]) => LineReader; inline: Inline }> = {
  '.rst': { Reader: RstReader, inline: RST },
  '.adoc': { Reader: AsciidocReader, inline: ASCIIDOC },
  '.org': { Reader: OrgReader, inline: ORG },
};

/** Reads a text in one of these languages. Total. */
export function readMarkup(text: string, dialect: MarkupDialect): ParsedDocument {
  const { Reader, inline } = LANGUAGES[dialect];
  const source = cleanMarkup(text).split('\n');
  const { lines, names } = new Reader(source).read();
  const labels = source.slice(0, HEAD).filter((line) => LABEL.test(line));
  // Not the first lines, which would be those of a mail.
  const { title: said, metadata } = readLabels([{ lines: [] }, { lines: labels.map((text) => ({ text })) }]);
  const read = blocksOf(lines, inline, bounded(names, text.length));
  const titled = giveTitle(read, said === '' ? null : said);
  return { ...titled, language: null, metadata };
}

/** What names stand for, as long as that is no more than the text: a name of one letter may stand for much, a million times. */
function bounded(names: ReadonlyMap<string, string>, room: number): Names {
  let left = room;
  return (name) => {
    const value = names.get(name);
    left -= value?.length ?? 0;
    return left < 0 ? undefined : value;
  };
}

function blocksOf(lines: readonly Shown[], inline: Inline, names: Names): Block[] {
  const levels = new Levels();
  const blocks: Block[] = [];
  const bare = (text: string): string => tidy(withoutSigns(tidy(text), inline, names));
  for (let at = 0; at < lines.length; ) {
    const first = lines[at];
    if (first === undefined) break;
    const begun = at++;
    while (lines[at] !== undefined && goesOn(first, lines[at])) at++;
    const part = lines.slice(begun, at);
    if (first.as === 'heading') {
      const level = levels.of(first.sign ?? '');
      blocks.push({ kind: 'heading', level, text: bare(first.text), lines: [first.number, first.of] });
    } else if (first.as === 'code') {
      const block = codeBlock(part);
      if (block.text !== '') blocks.push(block);
    } else if (first.as === 'row') {
      const rows = new TableRows();
      for (const { cells = [], number } of part) rows.add(cells.map(bare), number);
      const block = rows.toBlock();
      if (block !== null) blocks.push(block);
    } else if (first.text !== '') {
      const block = textBlock(part, inline, names);
      if (block.text !== '') blocks.push(block);
    }
  }
  return blocks;
}

/** Whether a line belongs to the block that another begins. */
function goesOn(first: Shown, line: Shown | undefined): boolean {
  if (line === undefined || first.as === 'heading') return false;
  if (first.as === 'code' || first.as === 'row') return line.as === first.as && line.of === first.of;
  return first.text !== '' && line.text !== '' && (line.as === 'text' || line.as === 'begin');
}

/** Lines of running text as a block: joined, but where one begins. */
function textBlock(part: readonly Shown[], inline: Inline, names: Names): Block {
  const { text: source, lineOffsets } = joined(part, ({ as }) => as === 'begin');
  const shown = withoutSigns(source, inline, names, lineOffsets);
  const text = shown.trim();
  // Signs that show nothing leave their spaces at the edges.
  const lead = shown.length - shown.trimStart().length;
  return {
    kind: MARKER.test(part[0]?.text ?? '') ? 'list' : 'prose',
    text,
    lines: rangeOf(part),
    lineOffsets: lineOffsets.map((offset) => Math.min(Math.max(0, offset - lead), text.length)),
  };
}
