/** Puts the bullets and numbers of a list before their items: programs that print HTML draw them behind all other text of a page. */
import { kept } from '../../kept.js';
import { isMarked } from './breaks.js';
import { type Line, textOf } from './lines.js';

/** How far an item may stand behind its marker, and on another base line, in sizes of its letters. */
const ROOM = 2;
const SAME_LINE = 0.25;
/** Most lines at one height that are looked at: a page has some columns. */
const MOST = 20;

/** The lines of a page with what stands alone before one, and may mark an item, in that line. */
export function withMarkers(lines: readonly Line[]): Line[] {
  const rows = new Map<number, Line[]>();
  const markers: Line[] = [];
  for (const line of lines) {
    if (isMarker(line)) markers.push(line);
    else kept(rows, Math.round(line.y), () => []).push(line);
  }
  const marked = new Map<Line, Line>();
  for (const marker of markers) {
    const y = Math.round(marker.y);
    const item = [y - 1, y, y + 1]
      .flatMap((height) => rows.get(height)?.slice(0, MOST) ?? [])
      .find((line) => isItem(line, marker));
    if (item !== undefined && !marked.has(item)) marked.set(item, marker);
  }
  const placed = new Set(marked.values());
  return lines
    .filter((line) => !placed.has(line))
    .map((line) => {
      const marker = marked.get(line);
      return marker === undefined ? line : { ...line, x: marker.x, cells: [...marker.cells, ...line.cells] };
    });
}

/** A bullet or a number alone. */
function isMarker(line: Line): boolean {
  const text = textOf(line);
  return isMarked(text) && !/\s/.test(text);
}

function isItem(line: Line, { right, y }: Line): boolean {
  const room = (line.x - right) / line.size;
  return room > -0.1 && room < ROOM && Math.abs(line.y - y) < SAME_LINE * line.size;
}
