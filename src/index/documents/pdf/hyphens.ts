/**
 * Finds where the words of a PDF are cut at soft hyphens, which the library draws but leaves out of the text. Typst writes
 * one at the end of each line within a word; other programs write hyphens that are seen as such.
 */
import type { PdfInfo } from './info.js';
import type { Drawing, TextContent } from './missing.js';

const SOFT_HYPHEN = '\u00ad';
/** So many letters before a hyphen tell where it is; a piece of text may have fewer. */
const TAIL = 12;
const LEAST = 2;

/** Whether the program that made a document writes soft hyphens at the ends of lines. Each page must be drawn to find them. */
export function hasSoftHyphens({ Creator }: PdfInfo): boolean {
  return typeof Creator === 'string' && /^typst\b/i.test(Creator);
}

/** The text of a page with its soft hyphens. @param showText the number of the operator that draws letters */
export function withSoftHyphens(content: TextContent, drawing: Drawing, showText: number): TextContent {
  const ends = endsOf(drawing, showText);
  if (ends.size === 0) return content;
  const items = content.items.map((item, i) => {
    if (!('str' in item)) return item;
    const next = content.items[i + 1];
    const endsLine = item.hasEOL || next === undefined || ('str' in next && next.str === '' && next.hasEOL);
    return endsLine && ends.has(tailOf(item.str)) ? { ...item, str: item.str + SOFT_HYPHEN } : item;
  });
  return { ...content, items };
}

/** What a text may end with that ends at a soft hyphen: the letters before each, as many as it has. */
function endsOf({ fnArray, argsArray }: Drawing, showText: number): ReadonlySet<string> {
  const ends = new Set<string>();
  let before = '';
  for (const [i, operator] of fnArray.entries()) {
    if (operator !== showText) continue;
    const text = before + lettersOf(argsArray[i]);
    if (text.endsWith(SOFT_HYPHEN)) {
      const tail = tailOf(text);
      for (let length = LEAST; length <= tail.length; length++) ends.add(tail.slice(-length));
    }
    before = text.slice(-4 * TAIL);
  }
  return ends;
}

/** Room between letters may be a space or not. */
function tailOf(text: string): string {
  return text
    .slice(-4 * TAIL)
    .normalize('NFKC')
    .replace(/[\s\u00ad]/gu, '')
    .slice(-TAIL);
}

/** What the library is to draw: the letters, and numbers for room between them. */
function lettersOf(argument: unknown): string {
  const glyphs: unknown = Array.isArray(argument) ? argument[0] : null;
  if (!Array.isArray(glyphs)) return '';
  return glyphs
    .map((glyph: unknown) =>
      typeof glyph === 'object' && glyph !== null && 'unicode' in glyph && typeof glyph.unicode === 'string'
        ? glyph.unicode
        : '',
    )
    .join('');
}
