/** The postings of one term before they are written as bytes. */
import { NumberList } from '../segment/number-list.js';
import { BLOCK, type ContextInterval } from '../segment/postings.js';
import { grown } from '../segment/texts/pages.js';

/** No intervals. For V8, a list that never held an object is of another kind, for which it compiles anew. */
export const NO_CONTEXT: readonly ContextInterval[] = [{ start: 0, end: 0, heading: 0, title: 0 }].slice(1);

/** Postings in columns, which are reused for the next term. */
export class TermPostings {
  size = 0;
  /** Ascending. The other columns have how often the term stands in each field there. */
  paragraphs = new Int32Array(BLOCK);
  body = new Int32Array(BLOCK);
  heading = new Int32Array(BLOCK);
  title = new Int32Array(BLOCK);
  /** The positions of all postings, one after another. */
  readonly positions = new NumberList();
  context = NO_CONTEXT;

  clear(): void {
    this.size = 0;
    this.positions.length = 0;
    this.context = NO_CONTEXT;
  }

  /** Adds a posting, or adds to the counts of the last one if that is of the same paragraph. */
  add(paragraph: number, body: number, heading: number, title: number): void {
    const last = this.size - 1;
    if (last >= 0 && this.paragraphs[last] === paragraph) {
      this.body[last] = (this.body[last] ?? 0) + body;
      this.heading[last] = (this.heading[last] ?? 0) + heading;
      this.title[last] = (this.title[last] ?? 0) + title;
      return;
    }
    if (this.size === this.paragraphs.length) this.grow();
    this.paragraphs[this.size] = paragraph;
    this.body[this.size] = body;
    this.heading[this.size] = heading;
    this.title[this.size] = title;
    this.size++;
  }

  private grow(): void {
    this.paragraphs = grown(this.paragraphs);
    this.body = grown(this.body);
    this.heading = grown(this.heading);
    this.title = grown(this.title);
  }
}

/** Turns intervals that may overlap into disjoint ones with summed counts, in order. */
export function flattenContext(intervals: readonly ContextInterval[]): readonly ContextInterval[] {
  // So they are of a word that stands in titles alone, which most are.
  if (intervals.every(({ start }, i) => i === 0 || start >= (intervals[i - 1]?.end ?? 0))) return intervals;
  const events = intervals
    .flatMap(({ start, end, heading, title }) => [
      { at: start, heading, title },
      { at: end, heading: -heading, title: -title },
    ])
    .sort((a, b) => a.at - b.at);
  const flat: ContextInterval[] = [];
  let heading = 0;
  let title = 0;
  let from = 0;
  for (const event of events) {
    if (event.at > from && heading + title > 0) flat.push({ start: from, end: event.at, heading, title });
    from = event.at;
    heading += event.heading;
    title += event.title;
  }
  return flat;
}
