/** Tells which lines of a PDF repeat on its pages: running headers and footers, and the numbers of pages. */
import { leadings } from './flows.js';
import { type Line, textOf, usual } from './lines.js';

/** What is further than this from the next line, in sizes of its letters, is set apart. */
const APART = 1.7;
/** In text whose lines are all so far apart, what is further than so many times that: double-spaced pages have no header for it. */
const WIDER = 1.2;
/** How many rows at either end of a page are looked at, of so many lines at most: several may stand side by side. */
const DEPTH = 3;
const MAX_LINES = 24;
/** A header is shorter than this, in code units. */
const SHORT = 120;
/** What repeats on so many pages at the same height is no text. */
const MIN_PAGES = 3;
/** Heights are compared in steps of so many points. */
const STEP = 3;
/** A place at the end of the page, set apart from its text, is a header whatever it says where so much of the pages has it. */
const MOST = 0.7;
/** Letters so many times as large as most are those of a title: no header is. Slides have one each at the same place. */
const LARGE = 1.2;
/** On slides, letters so many times as large as most, too. */
const LARGE_ON_SLIDES = 0.9;

interface Edge {
  line: Line;
  /** How far it is from the next line into the page, in sizes of its letters. */
  room: number;
}

/** The lines without those. @param pages the lines of each page @param areSlides whether most of these are wider than high */
export function withoutRepeats(pages: readonly (readonly Line[])[], areSlides: boolean): Line[][] {
  const edges = pages.map((lines) => [...edgesOf(lines, 1), ...edgesOf(lines, -1)]);
  const written = pages.filter((lines) => lines.length > 0).length;
  const least = Math.min(MIN_PAGES, Math.max(written, 2));
  const texts = counted(edges.map((page) => page.map(({ line }) => keyOf(line))));
  // A number alone, as on the first page, also counts with those in the headers of others.
  const ahead = counted(
    edges.map((page) =>
      page.flatMap(({ line }) => aheadOf(line).flatMap((key) => [key, key.replace(/^\S+ /, 'number ')])),
    ),
  );
  const steps = leadings(pages);
  const isApart = ({ line, room }: Edge): boolean => room > APART && room * line.size > WIDER * steps.of(line);
  const places = counted(
    edges.map((page) => page.filter((edge) => isApart(edge) && isShort(edge.line)).map(({ line }) => placeOf(line))),
  );
  const most = MOST * written;
  const large = usual(pages.flat(), ({ size }) => size) * (areSlides ? LARGE_ON_SLIDES : LARGE);
  const isRepeated = (line: Line): boolean =>
    (texts.get(keyOf(line)) ?? 0) >= (line.size > large ? Math.max(least, most) : least) ||
    aheadOf(line).some((key) => (ahead.get(key) ?? 0) >= least) ||
    (line.size <= large && isShort(line) && (places.get(placeOf(line)) ?? 0) >= Math.max(4, most));
  return pages.map((lines, i) => {
    const dropped = new Set((edges[i] ?? []).map(({ line }) => line).filter(isRepeated));
    return lines.filter((line) => !dropped.has(line));
  });
}

/** The first or last lines of a page, by their height, as far as they are set apart from its text. */
function edgesOf(lines: readonly Line[], way: 1 | -1): Edge[] {
  const sorted = lines.toSorted((a, b) => way * (a.y - b.y)).slice(0, MAX_LINES);
  const edges: Edge[] = [];
  let apart = 0;
  // Less than half of a page: the rest is its text.
  let few = 0;
  let rows = 0;
  for (const [i, line] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before === undefined || Math.abs(before.y - line.y) > line.size / 2) rows++;
    if (rows > DEPTH) break;
    const next = sorted.slice(i + 1).find(({ y }) => Math.abs(y - line.y) > line.size / 2);
    edges.push({ line, room: next === undefined ? 0 : Math.abs(next.y - line.y) / Math.max(line.size, 1) });
    if ((edges.at(-1)?.room ?? 0) > APART) {
      apart = edges.length;
      if (2 * apart < lines.length) few = apart;
    }
  }
  // A page of a few lines that all stand apart, such as a slide: its place alone makes none a header.
  return few === apart ? edges.slice(0, apart) : edges.slice(0, few).map(({ line }) => ({ line, room: 0 }));
}

/** On how many pages each key is. */
function counted(pages: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const keys of pages) for (const key of new Set(keys)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function isShort(line: Line): boolean {
  return textOf(line).length < SHORT;
}

/** What it says but for numbers, and how high it stands. */
function keyOf(line: Line): string {
  return `${textOf(line)
    .slice(0, 200)
    .replace(/\d+|(?<!\p{L})[ivxlc]+(?!\p{L})/gu, '#')} ${placeOf(line)}`;
}

function placeOf({ y }: Line): string {
  return String(Math.round(y / STEP));
}

/**
 * How far the numbers at both ends of a line, and that of a page alone (`- 12 -`, `Page 3 of 10`, `xii`), are ahead of the
 * count of pages. Notes are counted, too, and may be one on each page.
 */
function aheadOf(line: Line): string[] {
  const text = textOf(line);
  if (!isShort(line)) return [];
  const alone =
    /^[^\p{L}\p{N}]{0,3}(?:(?:page|seite|página|pagina|p\.|s\.|pag\.?)\s*)?(\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|von|de|di|\/|\|)\s*\d{1,4})?[^\p{L}\p{N}]{0,3}$/iu.exec(
      text,
    );
  if (alone?.[1] !== undefined) return [`number ${pageNumber(alone[1]) - line.page}`];
  const first = line.cells[0]?.isNote === true ? undefined : /^\d{1,4}(?=\s)/.exec(text)?.[0];
  return [first, /(?<=\s)\d{1,4}$/.exec(text)?.[0]]
    .filter((digits) => digits !== undefined)
    .map((digits) => `${placeOf(line)} ${Number(digits) - line.page}`);
}

const ROMAN = new Map(Object.entries({ i: 1, v: 5, x: 10, l: 50, c: 100 }));

/** A number in digits, or in Roman letters. */
function pageNumber(text: string): number {
  if (/^\d/.test(text)) return Number(text);
  let sum = 0;
  let before = 0;
  for (const letter of text.toLowerCase()) {
    const value = ROMAN.get(letter) ?? 0;
    sum += value > before ? value - 2 * before : value;
    before = value;
  }
  return sum;
}
