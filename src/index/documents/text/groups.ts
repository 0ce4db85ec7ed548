/** Parts the lines of plain text into groups: by blank lines and signs alone, and by what is literal. */
import { cleanText, UNCOUNTED_BREAKS } from '../clean.js';
import { indentOfAll, type Line } from './lines.js';
import { withoutRepeats } from './pages.js';

/** What leads to literal text in reStructuredText, beside `::` behind a paragraph. */
const CODE_DIRECTIVE = /^\s*\.\. (?:code|code-block|sourcecode|parsed-literal|highlight|literalinclude)::/;
/** A line that parts as a blank one does: between sayings of a collection, stanzas, paragraphs of a quote, and before the signature of a mail. */
const PARTING = /^(?:[%~*]|--|>[> ]*)$/;
/** A rule across the page. */
const RULE = /^([-=_*~#+])\1{4,199}$/;

/** Lines without a blank one between them. */
interface Parted {
  lines: Line[];
  /** Between two rules, as listings are: its lines were not wrapped. */
  framed: boolean;
}

/** The same; literal ones are one group, whatever is between. */
export interface Group extends Parted {
  literal: boolean;
}

/** The groups of a text, in order. */
export function groupsOf(text: string): Group[] {
  return withIndented(parted(linesOf(text)));
}

/** All lines but for what repeats at the edges of pages; blank ones as ''. */
function linesOf(text: string): readonly Line[] {
  const source = cleanText(text).replaceAll('\u2029', '\u2028\u2028').split('\n');
  const lines: Line[] = [];
  const pages: number[] = [];
  for (const [index, counted] of source.entries()) {
    for (const [page, own] of counted.split('\f').entries()) {
      if (page > 0) pages.push(lines.length);
      for (const line of own.split(UNCOUNTED_BREAKS)) lines.push({ text: line.trimEnd(), number: index + 1 });
    }
  }
  return withoutRepeats(lines, pages);
}

function parted(lines: readonly Line[]): Parted[] {
  const groups: Parted[] = [];
  let open: Line[] = [];
  let end = 0;
  /** The index of the last line before a blank one. It only moves on: each of many rules would else go through all that is below it. */
  const lastOf = (at: number): number => {
    end = Math.max(end, at);
    while ((lines[end + 1]?.text ?? '') !== '') end++;
    return end;
  };
  /** The index of the rule that closes a frame. */
  let frame = -1;
  const add = (framed: boolean): void => {
    if (open.length > 0) groups.push({ lines: open, framed });
    open = [];
  };
  for (const [at, line] of lines.entries()) {
    // Right above text a rule parts it from what is above, but the title between two rules has both.
    const isRule =
      open.length === 0 &&
      RULE.test(line.text) &&
      (lines[at + 1]?.text ?? '') !== '' &&
      !RULE.test(lines[at + 2]?.text ?? '');
    if (isRule && lines[lastOf(at)]?.text === line.text) frame = lastOf(at);
    const parts = line.text === '' || PARTING.test(line.text) || isRule || at === frame;
    if (parts) add(at <= frame);
    else open.push(line);
  }
  add(false);
  return groups;
}

/** Finds what is literal: all that is indented deeper than the paragraph that leads to it. */
function withIndented(parted: readonly Parted[]): Group[] {
  const groups: Group[] = [];
  /** How far that one is indented; null where nothing leads to it. */
  let edge: number | null = null;
  for (const { lines, framed } of parted) {
    const last = groups.at(-1);
    if (edge !== null && indentOfAll(lines) > edge) {
      const blank = { text: '', number: (lines[0]?.number ?? 1) - 1 };
      if (last?.literal) for (const line of [blank, ...lines]) last.lines.push(line);
      else groups.push({ lines, literal: true, framed });
    } else {
      groups.push({ lines, literal: false, framed });
      edge = leadsToCode(lines) ? indentOfAll(lines) : null;
    }
  }
  return groups;
}

function leadsToCode(lines: readonly Line[]): boolean {
  const last = lines.at(-1)?.text ?? '';
  return (last.endsWith('::') && !/^\s*\.\. /.test(last)) || CODE_DIRECTIVE.test(lines[0]?.text ?? '');
}
