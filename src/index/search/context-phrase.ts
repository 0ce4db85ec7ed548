/**
 * What the titles and headings that hold a phrase lend to the paragraphs below them. The phrase is found by positions
 * where they begin, as in any text; how far down they reach is told by the stretches to which they lend its first word.
 */
import { contextCount } from '../rank.js';
import type { PostingsCursor } from '../segment/cursor.js';
import { type ContextInterval, END } from '../segment/postings.js';
import type { Segment } from '../segment.js';

/** What one wording of a phrase lends. Occurrences are to be added in the order of the text. */
export class ContextPhrase {
  /** How far each title and heading with occurrences reaches, in the order of their starts, those around others first. */
  private intervals: ContextInterval[] = [];
  /** Index of the first stretch of the first word that ends after the paragraph added last. */
  private at = 0;
  /** Occurrences with a lower rank reach as far as the one added last. */
  private rest = 0;

  private constructor(
    private readonly segment: Segment,
    private readonly first: PostingsCursor,
  ) {}

  /**
   * Null where headings do not lend all the words.
   * @param cursors of the words in order; that of the first is asked where occurrences stand
   */
  static of(segment: Segment, cursors: readonly PostingsCursor[]): ContextPhrase | null {
    const [first] = cursors;
    if (first === undefined || cursors.some(({ context }) => context.length === 0)) return null;
    return new ContextPhrase(segment, first);
  }

  /**
   * Adds an occurrence at the current paragraph of the first word; one in the text lends nothing.
   * @param rank which of the positions of the first word it begins at
   */
  add(rank: number): void {
    const { first } = this;
    const inBody = first.inBody();
    if (rank < inBody) return;
    const inHeadings = first.inHeadings();
    if (rank < inBody + inHeadings) this.addHeading(first.paragraph, rank - inBody);
    else this.addTitle(first.paragraph);
  }

  /** What is lent to the paragraphs from `start` on: disjoint stretches, in order. What ended before is forgotten. */
  from(start: number): ContextInterval[] {
    this.intervals = this.intervals.filter(({ end }) => end > start);
    return disjoint(this.intervals);
  }

  private addTitle(paragraph: number): void {
    const { intervals } = this;
    const start = paragraph + 1;
    let at = intervals.length;
    while (intervals[at - 1]?.start === start) at--;
    const known = intervals[at];
    const end = this.segment.documentEnd(paragraph);
    if (known !== undefined && known.title > 0) known.title++;
    else if (start < end) intervals.splice(at, 0, { start, end, heading: 0, title: 1 });
  }

  /**
   * The headings that begin at a paragraph close from the last to the first, and with each of them the word is lent
   * less often, from its last occurrence in them to its first.
   */
  private addHeading(paragraph: number, rank: number): void {
    const { intervals } = this;
    const { context } = this.first;
    const start = paragraph + 1;
    const last = intervals.at(-1);
    if (last !== undefined && last.start === start && rank < this.rest) {
      last.heading++;
      return;
    }
    while (this.at < context.length && context.end(this.at) <= paragraph) this.at++;
    const isLent = context.start(this.at) <= paragraph;
    const above = isLent ? context.heading(this.at) : 0;
    let end = start;
    let rest = END;
    for (let at = isLent && context.end(this.at) === start ? this.at + 1 : this.at; context.start(at) <= end; at++) {
      const below = context.heading(at) - above;
      if (below <= rank) break;
      end = context.end(at);
      rest = Math.min(rest, below);
    }
    // One that reaches nowhere has none behind it that does.
    this.rest = start < end ? rest : 0;
    if (start < end) intervals.push({ start, end, heading: 1, title: 0 });
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
