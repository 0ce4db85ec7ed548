/** Finds what stands between signs in plain text and is taken as it is: listings of AsciiDoc, blocks of Org, fences of Markdown. */
import type { Line } from './lines.js';

/** What begins a listing, literal text, passed-through text or a table, and ends it as well. */
const ASCIIDOC = /^(?:-{4,}|\.{4,}|\+{4,}|[|,:!]={3,})$/;
/** What is said of a block right above it, and belongs to it: `[source,sh]`, and its title. */
const OF_ASCIIDOC = /^(?:\[.*\]|\.[^\s.].*)$/;
/** How many such lines at most. */
const MAX_OF_ASCIIDOC = 4;
/** What else may stand right above, or it is an underline: nothing, or what joins a block to an item. */
const ABOVE_ASCIIDOC = /^\+?$/;
/** A block of Org, and what programs are told of a heading. */
const ORG = /^\s*(?:#\+begin_(src|example|export)\b|:(?:properties|logbook):$)/i;
/** A fence, and what its code is in. */
const FENCE = /^\s*(`{3,})[ \t]*([\w+#.-]*)$/;
/** A longer line is no sign, and none of these is matched against it. */
const MAX_SIGN_LENGTH = 200;

/** The index of the line that closes the literal text which begins at an index; null where none begins, or it is not closed. */
export type FindClosing = (index: number) => number | null;

/**
 * How literal text is found in lines, asked for indices in their order. Takes linear time.
 * @param ending that of the file's name, with the dot
 */
export function closingFinder(lines: readonly Line[], ending: string): FindClosing {
  const signOf = SIGNS.get(ending) ?? fence;
  const textAt = (index: number): string => {
    const text = lines[index]?.text ?? '';
    return text.length > MAX_SIGN_LENGTH ? '-' : text;
  };
  const keyAt = (index: number): string => textAt(index).trimStart().toLowerCase();
  let lasts: ReadonlyMap<string, number> | null = null;
  return (index) => {
    const begins = ending === '.adoc' ? signBelow(textAt, index) : index;
    const sign = signOf(textAt(begins), begins === index ? textAt(index - 1) : '');
    if (sign === null) return null;
    lasts ??= new Map(lines.map((_, at) => [keyAt(at), at]));
    if ((lasts.get(sign) ?? 0) <= begins) return null;
    // There is one, and what is between is not looked at again.
    let at = begins + 1;
    while (keyAt(at) !== sign) at++;
    return at;
  };
}

/** Where the sign of a block stands of which something is said from a line on; the line itself where nothing is. */
function signBelow(textAt: (index: number) => string, index: number): number {
  let at = index;
  while (at < index + MAX_OF_ASCIIDOC && OF_ASCIIDOC.test(textAt(at))) at++;
  return at;
}

/** The line that closes what a line begins, in lower case; null where it begins nothing. */
function asciidoc(line: string, above: string): string | null {
  return ASCIIDOC.test(line) && ABOVE_ASCIIDOC.test(above) ? line : null;
}

function org(line: string): string | null {
  const [found, kind] = ORG.exec(line) ?? [];
  if (found === undefined) return null;
  return kind === undefined ? ':end:' : `#+end_${kind.toLowerCase()}`;
}

function fence(line: string, above: string): string | null {
  const [, sign, language] = FENCE.exec(line) ?? [];
  if (sign === undefined) return null;
  // Below a line that is no longer, it is the underline of a heading.
  const isUnderline = language === '' && above !== '' && above.trim().length <= sign.length;
  return isUnderline ? null : sign;
}

/** By the ending of the file's name; in reStructuredText such lines are rules of headings. */
const SIGNS: ReadonlyMap<string, (line: string, above: string) => string | null> = new Map([
  ['.adoc', asciidoc],
  ['.org', org],
  ['.rst', () => null],
]);
