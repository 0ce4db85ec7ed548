/** Takes what repeats at the edges of pages off plain text that was printed: names and numbers of pages. Form feeds part these. */
import { ENDS, indentOf, type Line } from './lines.js';

/** What stands at the edge of so many pages is no text. */
const REPEATS = 3;
/** Pages have more lines than this, or form feeds part something else. */
const MIN_LINES = 3;
/** So many lines at either end of a page are looked at, with blank ones. */
const DEPTH = 6;
/** What is further from there than this share of the page is its text. */
const EDGE = 0.4;
/** Longer lines, in code units, are text. */
const MAX_LENGTH = 200;
/** A number alone, maybe between signs. */
const NUMBER = /^[^\p{L}\p{N}]*\d{1,4}[^\p{L}\p{N}]*$/u;

/** Lines from `start` up to `end`. */
interface Page {
  start: number;
  end: number;
}

/**
 * The lines without what repeats at the edges of pages, and without what is further out. A paragraph goes on over the end
 * of a page where that is in the midst of a sentence. Of fewer than three pages nothing can be told. Takes linear time.
 * @param starts the indices of lines at which pages begin, but for the first
 */
export function withoutRepeats(lines: readonly Line[], starts: readonly number[]): readonly Line[] {
  if (starts.length < REPEATS - 1 || lines.length < MIN_LINES * starts.length) return lines;
  const pages = [0, ...starts].map((start, i): Page => trimmed(lines, { start, end: starts[i] ?? lines.length }));
  const tops = edges(lines, pages, (page, at) => (page.start + at < page.end ? page.start + at : null));
  const bottoms = edges(lines, pages, (page, at) => (page.end - 1 - at >= page.start ? page.end - 1 - at : null));
  const texts = pages.map((page, i): Page => {
    const start = (tops[i] ?? page.start - 1) + 1;
    return trimmed(lines, { start, end: Math.max(start, bottoms[i] ?? page.end) });
  });
  return joined(
    lines,
    texts.filter(({ start, end }) => start < end),
  );
}

/** A page without blank lines at both ends. */
function trimmed(lines: readonly Line[], { start, end }: Page): Page {
  while (start < end && lines[start]?.text === '') start++;
  while (start < end && lines[end - 1]?.text === '') end--;
  return { start, end };
}

/**
 * For each page, the innermost of the lines at one end that repeats; null where there is none.
 * @param lineAt a line of a page counted from that end; null behind the other end
 */
function edges(
  lines: readonly Line[],
  pages: readonly Page[],
  lineAt: (page: Page, at: number) => number | null,
): (number | null)[] {
  const counts = new Map<string, number>();
  const found = pages.map((page, number) => {
    const own: { at: number; keys: readonly string[] }[] = [];
    const most = Math.min(DEPTH, (page.end - page.start) * EDGE);
    for (let i = 0; i < most; i++) {
      const at = lineAt(page, i);
      const inner = lineAt(page, i + 1);
      if (at === null || inner === null) break;
      const text = lines[at]?.text ?? '';
      // What is not set apart is text.
      if (text !== '' && lines[inner]?.text === '' && text.length <= MAX_LENGTH)
        own.push({ at, keys: keysOf(text, number) });
    }
    for (const key of new Set(own.flatMap(({ keys }) => keys))) counts.set(key, (counts.get(key) ?? 0) + 1);
    return own;
  });
  const repeats = (key: string): boolean => (counts.get(key) ?? 0) >= REPEATS;
  return found.map((own) => own.findLast(({ keys }) => keys.some(repeats))?.at ?? null);
}

/**
 * What is the same on all pages where a line repeats: its text, or that with its first or last number counted from the page.
 * Other numbers tell headings apart, of releases say. A number alone counts, or is text.
 */
function keysOf(line: string, page: number): string[] {
  const text = line.replace(/\s+/g, ' ').trim();
  const counted = (number: string): string => `#${Number(number) - page}`;
  const keys = [text.replace(/\d+(?=\D*$)/, counted), text.replace(/\d+/, counted)];
  return NUMBER.test(text) ? keys : [text, ...keys];
}

/** The lines of pages, with a blank one between two pages but where a sentence goes on. */
function joined(lines: readonly Line[], pages: readonly Page[]): readonly Line[] {
  const all: Line[] = [];
  for (const { start, end } of pages) {
    const first = lines[start];
    const before = all.at(-1);
    if (first !== undefined && before !== undefined && !goesOn(before.text, first.text)) {
      all.push({ text: '', number: before.number });
    }
    for (let at = start; at < end; at++) {
      const line = lines[at];
      if (line !== undefined) all.push(line);
    }
  }
  return all;
}

function goesOn(before: string, text: string): boolean {
  if (before.length > MAX_LENGTH || text.length > MAX_LENGTH) return false;
  return /^\s*\p{Ll}/u.test(text) && !ENDS.test(before) && indentOf(before) === indentOf(text);
}
