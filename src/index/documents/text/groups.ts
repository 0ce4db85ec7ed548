/** Parts the lines of plain text into groups: by blank lines and signs alone, and by what is literal. */
import { cleanText, UNCOUNTED_BREAKS } from '../clean.js';
import { closingFinder } from './fences.js';
import { indentOfAll, type Line } from './lines.js';
import { withoutRepeats } from './pages.js';

/** What leads to literal text in reStructuredText, beside `::` behind a paragraph. */
const CODE_DIRECTIVE = /^\s*\.\. (?:code|code-block|sourcecode|parsed-literal|highlight|literalinclude)::/;
/** A line that parts as a blank one does: between sayings of a collection, stanzas, paragraphs of a quote, and before the signature of a mail. */
const PARTING = /^(?:[%~*]|--|>[> ]*)$/;
/** A rule across the page. */
const RULE = /^([-=_*~#+])\1{4,199}$/;

/** The second line of what a Kindle keeps of books: where it stands, and when it was marked. What ends each piece looks like the underline of a heading. */
const CLIPPING = /^- .*\|/;
const CLIPPING_END = '==========';

/** Lines without a blank one between them; literal ones as one group, whatever is between. */
export interface Group {
  lines: Line[];
  literal: boolean;
  /** Between two rules, as listings are: its lines were not wrapped. */
  framed: boolean;
}

/** The groups of a text, in order. */
export function groupsOf(text: string): Group[] {
  return withIndented(parted(linesOf(text)));
}

/** All lines but for what repeats at the edges of pages; blank ones as ''. */
function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  const pages: number[] = [];
  let number = 0;
  for (const counted of cleanText(text).replaceAll('\u2029', '\u2028\u2028').split('\n')) {
    number++;
    // Most lines have no other breaks: lists of one line each were much of what was garbage of reading.
    if (counted.search(UNCOUNTED_BREAKS) < 0) {
      lines.push({ text: counted.trimEnd(), number });
      continue;
    }
    for (const [page, own] of counted.split('\f').entries()) {
      if (page > 0) pages.push(lines.length);
      for (const line of own.split(UNCOUNTED_BREAKS)) lines.push({ text: line.trimEnd(), number });
    }
  }
  return withoutRepeats(lines, pages);
}

function parted(lines: readonly Line[]): Group[] {
  const closing = closingFinder(lines);
  const groups: Group[] = [];
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
  const areClippings = CLIPPING.test(lines[1]?.text ?? '');
  const add = (lines: Line[], literal: boolean, framed: boolean): void => {
    if (lines.length > 0) groups.push({ lines, literal, framed });
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? { text: '', number: 0 };
    const last = closing(at);
    // Right above text a rule parts it from what is above, but the title between two rules has both.
    const isRule =
      open.length === 0 &&
      RULE.test(line.text) &&
      (lines[at + 1]?.text ?? '') !== '' &&
      !RULE.test(lines[at + 2]?.text ?? '');
    if (isRule && lines[lastOf(at)]?.text === line.text) frame = lastOf(at);
    const endsClipping = areClippings && line.text === CLIPPING_END;
    const parts = PARTING.test(line.text) || isRule || endsClipping || at === frame;
    if (last === null && line.text !== '' && !parts) {
      open.push(line);
      continue;
    }
    add(open, false, at <= frame);
    open = [];
    if (last !== null) {
      add(lines.slice(at, last + 1), true, false);
      at = last;
    }
  }
  add(open, false, false);
  return groups;
}

/** Finds what else is literal: all that is indented deeper than the paragraph that leads to it. */
function withIndented(parted: readonly Group[]): Group[] {
  const groups: Group[] = [];
  /** How far that one is indented; null where nothing leads to it. */
  let edge: number | null = null;
  for (const { lines, literal, framed } of parted) {
    const last = groups.at(-1);
    if (!literal && edge !== null && indentOfAll(lines) > edge) {
      const blank = { text: '', number: (lines[0]?.number ?? 1) - 1 };
      if (last?.literal) for (const line of [blank, ...lines]) last.lines.push(line);
      else groups.push({ lines, literal: true, framed });
    } else {
      groups.push({ lines, literal, framed });
      edge = !literal && leadsToCode(lines) ? indentOfAll(lines) : null;
    }
  }
  return groups;
}

function leadsToCode(lines: readonly Line[]): boolean {
  const last = lines.at(-1)?.text ?? '';
  return (last.endsWith('::') && !/^\s*\.\. /.test(last)) || CODE_DIRECTIVE.test(lines[0]?.text ?? '');
}
