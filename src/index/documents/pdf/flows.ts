/** Parts the lines of the pages of a PDF into flows: lines that follow each other downwards in one column. */
import { kept } from '../../kept.js';
import type { Line } from './lines.js';

/** A column, or a part of one. Lengths are in points. */
export interface Flow {
  lines: Line[];
  /** Where most of its lines begin, and where the longest end. */
  left: number;
  right: number;
  /** How far its lines are apart where one goes on in the next, where that shows; else 0. */
  leading: number;
}

/** A line reaches the edge of its column that ends before it by less than this share of the column's width. */
export const EDGE = 0.12;
/** A line is indented that begins further in than another by more than this, in sizes of its letters. */
export const INDENT = 0.7;
/** Letters of one size differ by this at most, in points. */
const SAME_SIZE = 0.3;
/** The bounds of the leading of text, in sizes of its letters. */
const LEADING = { least: 0.8, most: 2.6 };
/** How many flows back a line may go on: notes in the margin are written between the lines that they stand beside. */
const BACK = 3;
/** Most lines of such a note. */
const NOTE = 3;

/** The flows of each page, in the order in which they begin. */
export function flowsOf(pages: readonly (readonly Line[])[]): Flow[] {
  return pages.flatMap((lines) => {
    const flows: Flow[] = [];
    for (const line of lines) {
      const recent = flows.slice(-BACK);
      const flow = recent.findLast((one, i) => {
        const between = recent.slice(i + 1);
        return between.every(({ lines: note }) => note.length <= NOTE) && goesOn(one, line, between.length === 0);
      });
      if (flow === undefined) flows.push({ lines: [line], left: line.x, right: line.right, leading: 0 });
      else {
        flow.lines.push(line);
        flow.left = Math.min(flow.left, line.x);
        flow.right = Math.max(flow.right, line.right);
      }
    }
    return flows.map(({ lines: own }) => {
      const edges = edgesOf(own);
      return { lines: own, ...edges, leading: leadingOf(own, edges) };
    });
  });
}

/** Whether a line stands below a flow; one that others came after only close below. */
function goesOn({ lines, left, right }: Flow, line: Line, isLast: boolean): boolean {
  const last = lines.at(-1);
  if (last === undefined || line.y <= last.y - 0.3 * last.size || line.x >= right || line.right <= left) return false;
  return isLast || (line.y - last.y < 1.8 * line.size && line.y > last.y + 0.5 * line.size);
}

function edgesOf(lines: readonly Line[]): { left: number; right: number } {
  const rights = lines.map(({ right }) => right).sort((a, b) => b - a);
  const lefts = new Map<number, number>();
  for (const { x } of lines) lefts.set(Math.round(x), (lefts.get(Math.round(x)) ?? 0) + 1);
  const most = [...lefts.values()].reduce((a, b) => Math.max(a, b), 0);
  // The leftmost of those that many lines share.
  const shared = [...lefts].filter(([, count]) => count >= Math.max(most / 3, 1));
  const left = shared.reduce((least, [x]) => Math.min(least, x), Number.POSITIVE_INFINITY);
  return { left, right: rights[Math.floor(lines.length * 0.03)] ?? 0 };
}

/** That of a flow with other leading than the rest, as between double-spaced text and tables: paragraphs go on behind full lines. */
function leadingOf(lines: readonly Line[], { left, right }: { left: number; right: number }): number {
  const steps: number[] = [];
  for (const [i, line] of lines.entries()) {
    const next = lines[i + 1];
    if (next === undefined || line.right < right - EDGE * (right - left) || Math.abs(next.size - line.size) > SAME_SIZE)
      continue;
    const step = next.y - line.y;
    if (step > LEADING.least * line.size && step < LEADING.most * line.size) steps.push(step);
  }
  return steps.length < 3 ? 0 : (steps.sort((a, b) => a - b)[steps.length >> 2] ?? 0);
}

/** How far base lines of neighbouring lines are apart, in points, by the size of the letters. */
export interface Leadings {
  of(line: Line): number;
}

/** The usual ones: the least of those that are frequent, as those of paragraphs are among them. */
export function leadings(pages: readonly (readonly Line[])[]): Leadings {
  const counts = new Map<number, Map<number, number>>();
  for (const lines of pages) {
    for (const [i, line] of lines.entries()) {
      const next = lines[i + 1];
      if (next === undefined || Math.abs(next.size - line.size) > SAME_SIZE) continue;
      const step = Math.round((next.y - line.y) * 5) / 5;
      if (step < LEADING.least * line.size || step > LEADING.most * line.size) continue;
      const own = kept(counts, keyOf(line), () => new Map<number, number>());
      own.set(step, (own.get(step) ?? 0) + 1);
    }
  }
  const usual = new Map<number, number>();
  for (const [key, steps] of counts) {
    const most = Math.max(...steps.values());
    if (most >= 2)
      usual.set(key, Math.min(...[...steps].filter(([, count]) => count >= 0.35 * most).map(([step]) => step)));
  }
  return { of: (line) => usual.get(keyOf(line)) ?? 1.25 * line.size };
}

function keyOf({ size }: Line): number {
  return Math.round(size * 2) / 2;
}
