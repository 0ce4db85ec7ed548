/** Shows Org: blocks leave what is in them; settings, comments, properties and the signs of drawers go. */
import { MARKER } from '../text/headings.js';
import { indentOf } from '../text/lines.js';
import { type Inline, oneOf, withoutSigns } from './inline.js';
import { ShownLines, type ShownSource } from './shown.js';

const HEADING = /^(\*+)[ \t]+(\S.*)$/;
const TAGS = /[ \t]:[\w@#%:]+:$/;
const BLOCK = /^#\+begin_([\w-]+)/i;
/** Blocks whose content is code, and those that nobody sees. */
const CODE = /^(?:src|example)$/i;
const UNSEEN = /^(?:comment|export)$/i;
/** Settings whose value is shown. */
const SHOWN_SETTING = /^#\+(?:author|date|subtitle|description|caption(?:\[.*\])?):\s+(\S.*)$/i;
const COMMENT = /^#(?:\s|$|\+)/;
const DRAWER = /^:([\w-]+):$/;
const CLOCK = /^CLOCK: /;

/** A link without words to a picture, which is shown in its place. */
const PICTURE = /^\S+\.(?:png|jpe?g|gif|svg|webp)(?:\?\S*)?$/i;

/** The signs of Org within its text: marked words, links, places, macros, text for one format alone. */
export const ORG: Inline = {
  pattern: oneOf(
    /\[\[(?<target>[^[\]\n]{1,1000})\](?:\[(?<words>(?:[^[\]\n]|\](?!\])|\[(?!\[)){1,1000})\])?\]/,
    /(?<![^\s('"{\-\u2013\u2014|>/*_+])(?<sign>[*/_+])(?=\S)(?<marked>(?:(?!\k<sign>)[^\n]){1,999})(?<=\S)\k<sign>(?![^\s.,;:!?'")}[\]\-\u2013\u2014|</*_+])/,
    /(?<![^\s('"{\-\u2013\u2014|/*_+])(?<mark>[=~])(?=\S)(?<code>(?:(?!\k<mark>)[^\n]){1,999})(?<=\S)\k<mark>(?![^\s.,;:!?'")}[\]\-\u2013\u2014|/*_+s])/,
    /<<<(?<radio>[^<>\n]{1,200})>>>|<<[^<>\n]{1,200}>>/,
    /\{\{\{[\w-]{1,50}(?:\((?<given>[^{}\n]{0,500})\))?\}\}\}/,
    /@@\w{1,20}:(?:(?!@@)[^\n]){0,500}@@/,
  ),
  shown: ({ target, words, marked, code, radio, given }, names) => {
    const link = words ?? target;
    if (link !== undefined) return PICTURE.test(link) ? '' : link.replace(/^(?:file:|\*|#)/, '');
    return marked === undefined ? (code ?? radio ?? given ?? '') : withoutSigns(marked, ORG, names);
  },
};

/** Reads the lines of a source. Takes linear time. */
export function showOrg(source: readonly string[]): ShownSource {
  const shown = new ShownLines();
  const lasts = new Map<string, number>();
  for (const [at, line] of source.entries()) {
    const [sign] = /^\s*(?:#\+end_[\w-]+|:end:)/i.exec(line) ?? [];
    if (sign !== undefined) lasts.set(sign.trim().toLowerCase(), at);
  }
  /** How far the items of the open list are indented; null where none is. */
  let edge: number | null = null;
  for (let at = 0; at < source.length; at++) {
    const line = source[at] ?? '';
    const text = line.trim();
    const number = at + 1;
    const [heading, stars = '', title = ''] = line.length > 1_000 ? [] : (HEADING.exec(line.trimEnd()) ?? []);
    const block = BLOCK.exec(text)?.[1];
    const isProperties = /^:properties:$/i.test(text);
    const end = isProperties ? ':end:' : `#+end_${block?.toLowerCase()}`;
    if (heading !== undefined) {
      shown.heading(title.replace(TAGS, ''), stars, number);
    } else if ((isProperties || block !== undefined) && (lasts.get(end) ?? 0) > at) {
      shown.part(number);
      if (!isProperties && !CODE.test(block ?? '') && !UNSEEN.test(block ?? '')) continue;
      for (at++; !(source[at] ?? '').trimStart().toLowerCase().startsWith(end); at++)
        if (CODE.test(block ?? '')) shown.code(source[at] ?? '', at + 1, number);
      shown.part(at + 1);
    } else if (COMMENT.test(text)) {
      shown.part(number);
      shown.text(SHOWN_SETTING.exec(text)?.[1] ?? '', number);
      shown.part(number);
    } else if (text === '' || DRAWER.test(text) || CLOCK.test(text) || /^-{5,}$/.test(text)) {
      shown.part(number);
    } else if (/^:(?:\s|$)/.test(text)) {
      const above = shown.lines.at(-1);
      shown.code(line.replace(/^\s*: ?/, ''), number, above?.as === 'code' ? above.of : number);
    } else if (text.startsWith('|')) {
      const above = shown.lines.at(-1);
      const cells = text.slice(1).replace(/\|$/, '').split('|');
      const of = above?.as === 'row' ? above.of : number;
      if (!text.startsWith('|-'))
        shown.row(
          cells.map((cell) => cell.trim()),
          number,
          of,
        );
    } else {
      const isItem = MARKER.test(line) && (edge !== null || !line.startsWith('*'));
      const indent = indentOf(line);
      const ends = edge !== null && !isItem && indent <= edge;
      if (ends || (isItem && edge === null)) shown.part(number);
      if (isItem) edge = Math.min(edge ?? indent, indent);
      else if (ends) edge = null;
      shown.text(text, number, isItem ? 'begin' : 'text');
      continue;
    }
    edge = null;
  }
  return shown;
}
