/** Shows reStructuredText: directives leave what a reader sees of them; comments, targets, options and entries of an index go. */
import { HAS_WORD } from '../clean.js';
import { MARKER, TITLE_LENGTH } from '../text/headings.js';
import { indentOf } from '../text/lines.js';
import { isTableRule, TableOfRst } from './rst-table.js';
import { placeName, ShownLines, type ShownSource } from './shown.js';

/** `.. name:: argument`, perhaps for a name in bars. */
const DIRECTIVE = /^\.\. (?:\|([^|]{1,100})\| )?([\w.+-]+(?::[\w.+-]+)*) ?::(?:\s+(.*))?$/;
/** What a directive is told, below it. */
const OPTION = /^:([\w-]+):(?:\s+(.*))?$/;
/** Options that are shown. */
const SHOWN_OPTION = /^(?:alt|caption)$/;
/** A note at the foot, or a source: `.. [1] Text`. */
const NOTE = /^\.\. (\[[^\]]{1,100}\].*)$/;
/** The name of a place: `.. _name:`. */
const PLACE = /^\.\. _`?([^`:]{1,200})`?:$/;
/** What a program is told of the whole file, and a place that begins an item. */
const UNSEEN_LINE = /^:(?:orphan|nosearch|nocomments|tocdepth):|^[*+-]\s+\.\. _.*:$/;
const FIELD = /^:[^:`]{1,100}:(?:\s|$)/;
const RULE = /^([!-/:-@[-`{-~])\1*$/;

/** Directives whose content is code. */
const CODE =
  /^(?:code|code-block|sourcecode|parsed-literal|doctest|test(?:code|output)|math|productionlist|prompt|(?:di)?graph|graphviz|mermaid|uml|csv-table|ipython)$/;
/** Those that show nothing of what stands there. */
const UNSEEN =
  /^(?:index|toctree|raw|meta|role|default-role|include|literalinclude|contents|sectnum|test(?:setup|cleanup)|tabularcolumns|highlight|(?:\w+:)?(?:current)?module|(?:section|code|module)author|program|default-domain|target-notes)$/;
/** Those of which what stands beside their name is for programs: a path, a condition, a class. */
const TOLD = /^(?:image|figure|only|ifconfig|container|cssclass|rst-class|kernel-\w+|highlights)$/;
/** What is shown for these. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['versionadded', 'New in version'],
  ['versionchanged', 'Changed in version'],
  ['deprecated', 'Deprecated since version'],
]);

/** What is indented deeper than a line, and is not text. */
interface Inside {
  /** How far that line is indented. */
  edge: number;
  is: 'unseen' | 'code';
  of: number;
}

/** Reads the lines of a source. Takes linear time. */
export function showRst(source: readonly string[]): ShownSource {
  const shown = new ShownLines();
  let inside: Inside | null = null;
  let table: TableOfRst | null = null;
  /** How far the directive is indented that is told options; null behind them. */
  let optionsOf: number | null = null;
  let indent = 0;
  /** Whether the next line goes on with the last one wherever it begins: that was an item, or a directive. */
  let hangs = false;
  /** The names of the place that has come. */
  let places: string[] = [];
  for (let at = 0; at < source.length; at++) {
    const line = source[at] ?? '';
    const text = line.trim();
    const number = at + 1;
    if (table !== null) {
      if (table.take(line, source[at + 1] ?? '')) continue;
      table = null;
    }
    if (text === '') {
      hangs = false;
      if (inside?.is !== 'code') shown.part(number);
      else shown.code('', number, inside.of);
      optionsOf = null;
      continue;
    }
    const before = indent;
    indent = indentOf(line);
    if (optionsOf !== null && indent > optionsOf) {
      const [option, name = '', value = ''] = OPTION.exec(text) ?? [];
      if (option !== undefined) {
        if (SHOWN_OPTION.test(name)) shown.text(value, number, 'begin');
        continue;
      }
    }
    optionsOf = null;
    if (inside !== null && indent > inside.edge) {
      if (inside.is === 'code') shown.code(line, number, inside.of);
      continue;
    }
    inside = null;

    const isFirst = shown.isParted;
    const heading = isFirst ? headingAt(source, at) : null;
    if (heading !== null) {
      shown.heading(heading.text, heading.sign, number + heading.count - 2, number + heading.count - 1);
      for (const place of places) shown.names.set(placeName(place), heading.text);
      places = [];
      at += heading.count - 1;
    } else if (isFirst && isTableRule(text)) {
      table = new TableOfRst(line, number, shown);
    } else if (isFirst && text.startsWith('>>> ')) {
      // An example, up to a blank line.
      for (; (source[at] ?? '').trim() !== ''; at++) shown.code(source[at] ?? '', at + 1, number);
      at--;
    } else if (/^(?:\.\.|__)(?:\s|$)/.test(text)) {
      const [directive, placed, name = '', argument = ''] = DIRECTIVE.exec(text) ?? [];
      const note = NOTE.exec(text)?.[1];
      const place = PLACE.exec(text)?.[1];
      if (place !== undefined) places.push(place);
      hangs = true;
      if (note !== undefined) {
        shown.part(number);
        shown.text(note, number);
      } else if (directive === undefined || placed !== undefined || UNSEEN.test(name)) {
        if (placed !== undefined && name === 'replace') shown.names.set(placed, argument);
        inside = { edge: indent, is: 'unseen', of: number };
      } else {
        const said = CODE.test(name) || TOLD.test(name) ? '' : argument;
        shown.part(number);
        shown.text(NAMES.has(name) ? `${NAMES.get(name)} ${said}:` : said, number);
        optionsOf = indent;
        if (CODE.test(name)) inside = { edge: indent, is: 'code', of: number };
      }
    } else if (UNSEEN_LINE.test(text) || (text.length > 3 && RULE.test(text))) {
      shown.part(number);
    } else {
      const isLine = text.startsWith('| ');
      const isItem = MARKER.test(line) || FIELD.test(text) || text.startsWith('#. ');
      const begins = isLine || isItem || (indent !== before && !hangs);
      hangs = isItem;
      places = [];
      const leads = text.endsWith('::') && (source[at + 1] ?? '').trim() === '';
      const own = leads ? text.replace(/(?:^|\s+):: *$|:$/, '') : isLine ? text.slice(2) : text;
      if (own !== '') shown.text(own.replace(/^#\./, '-'), number, begins ? 'begin' : 'text');
      if (leads) inside = { edge: indent, is: 'code', of: number };
    }
  }
  return shown;
}

/** The heading that begins at a line; null where there is none. */
function headingAt(source: readonly string[], at: number): { text: string; sign: string; count: number } | null {
  const [first = '', second = '', third = ''] = [0, 1, 2].map((i) => (source[at + i] ?? '').slice(0, 1_000).trimEnd());
  if (first.length > TITLE_LENGTH || second.length > TITLE_LENGTH) return null;
  if (RULE.test(first) && first.length > 1 && first === third && HAS_WORD.test(second))
    return { text: second.trim(), sign: `over ${first.charAt(0)}`, count: 3 };
  const isCovered = RULE.test(second) && (second.length >= first.length || second.length > 3);
  if (!isCovered || /^\s/.test(first) || !HAS_WORD.test(first)) return null;
  return { text: first, sign: second.charAt(0), count: 2 };
}
