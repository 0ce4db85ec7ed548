/**
 * What the titles and headings that hold a phrase lend to the paragraphs below them. The phrase is found by positions
 * where they begin, as in any text; how far down they reach is told by the stretches to which they lend its first word.
 */
import { contextCount } from '../rank.js';
import type { PostingsCursor } from '../segment/cursor.js';
import type { Intervals } from '../segment/intervals.js';
import { type ContextInterval, END } from '../segment/postings.js';
import type { Segment } from '../segment.js';

/** What one wording of a phrase lends. */
export class ContextPhrase {
  /** How far each title and heading with occurrences reaches, in the order of their starts, those around others first. */
  private readonly intervals: ContextInterval[] = [];

  private constructor(
    private readonly segment: Segment,
    /** That of the first word. */
    private readonly context: Intervals,
  ) {}

  /** Null where headings do not lend all the words. @param cursors of the words in order */
  static of(segment: Segment, cursors: readonly PostingsCursor[]): ContextPhrase | null {
    const [first] = cursors;
    if (first === undefined || cursors.some(({ context }) => context.length === 0)) return null;
    return new ContextPhrase(segment, first.context);
  }

  /**
   * Adds the occurrences in the title and headings that begin at a paragraph. Paragraphs must ascend.
   * @param headings which of the positions of the first word in headings they begin at, ascending
   * @param title how many are in the title
   */
  add(paragraph: number, headings: readonly number[], title: number): void {
    if (title > 0) {
      const { first, end } = this.segment.paragraphsOf(this.segment.documentOf(paragraph));
      // No heading begins before the title: these stretches come in order.
      this.push({ start: first, end: paragraph, heading: 0, title });
      this.push({ start: paragraph + 1, end, heading: 0, title });
    }
    this.addHeadings(paragraph, headings);
  }

  /** What was added: disjoint stretches, in order. */
  stretches(): ContextInterval[] {
    return disjoint(this.intervals);
  }

  /**
   * The headings that begin at a paragraph close from the last to the first, and with each of them the word is lent
   * less often, from its last occurrence in them to its first.
   */
  private addHeadings(paragraph: number, ranks: readonly number[]): void {
    const { context } = this;
    const start = paragraph + 1;
    const at = context.indexAt(paragraph);
    const isLent = context.start(at) <= paragraph;
    const above = isLent ? context.heading(at) : 0;
    const next = isLent && context.end(at) === start ? at + 1 : at;
    let last: ContextInterval | null = null;
    /** Occurrences with a lower rank reach as far as the last one. */
    let rest = 0;
    for (const rank of ranks) {
      if (last !== null && rank < rest) {
        last.heading++;
        continue;
      }
      let end = start;
      rest = END;
      for (let i = next; context.start(i) <= end; i++) {
        const below = context.heading(i) - above;
        if (below <= rank) break;
        end = context.end(i);
        rest = Math.min(rest, below);
      }
      // One that reaches nowhere has none behind it that does.
      if (end === start) return;
      last = { start, end, heading: 1, title: 0 };
      this.push(last);
    }
  }

  private push(interval: ContextInterval): void {
    if (interval.start < interval.end) this.intervals.push(interval);
  }
}

/** Intervals one within or after the other as disjoint stretches with summed counts. */
function disjoint(intervals: readonly ContextInterval[]): ContextInterval[] {
  const stretches: ContextInterval[] = [];
  /** Those around the current paragraph, each with the counts of the ones around it. */
  const open: ContextInterval[] = [];
  let at = 0;
  const stepTo = (target: number): void => {
    for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
      const end = Math.min(inner.end, target);
      if (at < end) stretches.push({ ...inner, start: at, end });
      at = Math.max(at, end);
      if (inner.end > target) break;
      open.pop();
    }
    at = target;
  };
  for (const { start, end, heading, title } of intervals) {
    stepTo(start);
    const around = open.at(-1);
    open.push({ start, end, heading: heading + (around?.heading ?? 0), title: title + (around?.title ?? 0) });
  }
  stepTo(END);
  return stretches;
}

/** Stretches that one of some wordings is lent to, in order, each with the counts of the one that is lent most often there. */
export function mostLent(wordings: readonly (readonly ContextInterval[])[]): readonly ContextInterval[] {
  const [only = [], second] = wordings;
  if (second === undefined) return only;
  const bounds = new Set<number>();
  for (const { start, end } of wordings.flat()) bounds.add(start).add(end);
  const inOrder = [...bounds].sort((a, b) => a - b);
  const next = wordings.map(() => 0);
  const stretches: ContextInterval[] = [];
  for (const [i, start] of inOrder.entries()) {
    let most: ContextInterval | undefined;
    for (const [w, stretch] of wordings.entries()) {
      let at = next[w] ?? 0;
      while ((stretch[at]?.end ?? END) <= start) at++;
      next[w] = at;
      const here = stretch[at];
      if (here !== undefined && here.start <= start && countOf(here) > countOf(most)) most = here;
    }
    if (most !== undefined) stretches.push({ ...most, start, end: inOrder[i + 1] ?? most.end });
  }
  return stretches;
}

function countOf(stretch: ContextInterval | undefined): number {
  return stretch === undefined ? 0 : contextCount(stretch.heading, stretch.title);
}
