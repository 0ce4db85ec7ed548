/** The order in which the lines of a page are read. Files nearly always have them in it; where not, columns are looked for. */

/** Where something stands: `y` is its base line, downwards. */
export interface Placed {
  x: number;
  right: number;
  y: number;
  size: number;
}

/** A line, in parts between which is room. */
interface Row extends Placed {
  cells: readonly { text: string }[];
}

/** A page may go back up this often, beside the beginnings of columns, for headers, notes and figures. */
const MAX_JUMPS = 4;
/** How deep columns within columns are looked for. */
const MAX_DEPTH = 12;
/** The least room between columns, in sizes of the letters. */
const GUTTER = 0.9;

/**
 * The lines in reading order: that of the file, unless it leads up and down the page.
 * @param split parts a line that was put together across columns
 */
export function inOrder<T extends Row>(lines: T[], split: (line: T) => T[]): T[] {
  if (lines.length < 4) return lines;
  const rows = lines.filter(({ cells }) => cells.length > 1);
  const isAcross = rows.length >= 10 && rows.length > 0.6 * lines.length && gutterOf(rows.flatMap(split)) !== null;
  if (!isAcross && jumps(lines) <= MAX_JUMPS + lines.length / 8) return lines;
  if (isAcross && !isProse(rows)) return lines;
  return cut(isAcross ? lines.flatMap(split) : lines, 0);
}

/** How often the next line is further up, and not to the right. */
function jumps(lines: readonly Placed[]): number {
  let count = 0;
  for (const [i, line] of lines.entries()) {
    const next = lines[i + 1];
    if (next !== undefined && next.y < line.y - line.size && next.x < line.right) count++;
  }
  return count;
}

/** Whether what stands side by side is text in two columns, rather than the cells of a table. */
function isProse(rows: readonly Row[]): boolean {
  const letters = rows.map(({ cells }) => cells.map(({ text }) => text.length));
  const wide = letters.filter((cells) => cells.length <= 3 && cells.every((length) => length > 20));
  return wide.length > 0.7 * rows.length;
}

/** Cuts a region at its columns, else at its widest gap, and orders the parts. */
function cut<T extends Placed>(lines: T[], depth: number): T[] {
  if (lines.length < 4 || depth >= MAX_DEPTH) return byRows(lines);
  const gutter = gutterOf(lines);
  if (gutter !== null) {
    const left = lines.filter(({ right }) => right <= gutter);
    const right = lines.filter(({ right }) => right > gutter);
    return [...cut(left, depth + 1), ...cut(right, depth + 1)];
  }
  const gap = gapOf(lines);
  if (gap === null) return byRows(lines);
  const above = lines.filter(({ y }) => y < gap);
  const below = lines.filter(({ y }) => y >= gap);
  return [...cut(above, depth + 1), ...cut(below, depth + 1)];
}

function byRows<T extends Placed>(lines: readonly T[]): T[] {
  return lines.toSorted((a, b) => (Math.abs(a.y - b.y) < Math.min(a.size, b.size) / 3 ? a.x - b.x : a.y - b.y));
}

/** A place that nothing reaches across, with lines enough on both sides; null where there is none. */
function gutterOf(lines: readonly Placed[]): number | null {
  const sorted = lines.toSorted((a, b) => a.x - b.x);
  let reached = Number.NEGATIVE_INFINITY;
  let best: number | null = null;
  let widest = 0;
  for (const [i, { x, right, size }] of sorted.entries()) {
    const room = x - reached;
    if (i >= 2 && sorted.length - i >= 2 && room > GUTTER * size && room > widest) {
      widest = room;
      best = (x + reached) / 2;
    }
    reached = Math.max(reached, right);
  }
  return best;
}

/** Where the widest gap between lines is, if it is wider than that between most of them. */
function gapOf(lines: readonly Placed[]): number | null {
  const sorted = lines.toSorted((a, b) => a.y - b.y);
  let best: number | null = null;
  let widest = 0;
  for (const [i, line] of sorted.entries()) {
    const next = sorted[i + 1];
    if (next === undefined) break;
    const room = (next.y - line.y) / Math.max(line.size, next.size);
    if (room > widest) {
      widest = room;
      best = (line.y + next.y) / 2;
    }
  }
  return widest > 0.5 ? best : null;
}
