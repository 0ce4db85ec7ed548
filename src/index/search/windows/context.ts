/** Counts of words in paragraphs that own them, or that titles and headings further above lend them to. */

import { contextCount, jointCount } from '../../rank.js';
import type { Field } from '../../search-types.js';
import type { PostingsCursor } from '../../segment/cursor.js';
import type { Intervals } from '../../segment/intervals.js';

/** A word's joint count at one paragraph, its own and lent from above. Paragraphs must ascend. */
export function countAt(cursor: PostingsCursor, paragraph: number): number {
  const own = cursor.advance(paragraph) === paragraph ? cursor.count() : 0;
  return own + cursor.context.countAt(paragraph);
}

/** A word's joint count at the current paragraph of its cursor, from one field alone. */
export function countIn(cursor: PostingsCursor, field: Exclude<Field, 'any'>): number {
  cursor.loadCounts();
  return jointCount({ body: 0, heading: 0, title: 0, [field]: cursor[field][cursor.at] ?? 0 });
}

/** What title and headings add to the joint counts of the i-th interval below them, in one field or all. */
export function countAbove(context: Intervals, i: number, field: Field): number {
  return contextCount(field === 'title' ? 0 : context.heading(i), field === 'heading' ? 0 : context.title(i));
}

function nextInContext({ context }: PostingsCursor, from: number): number {
  return Math.max(from, context.start(context.indexAt(from)));
}

/** The next paragraph at or after `from` that has the word of the cursor, owned or lent. */
export function nextInAny(cursor: PostingsCursor, from: number): number {
  const owner = cursor.advance(from);
  return cursor.context.length === 0 || owner === from ? owner : Math.min(owner, nextInContext(cursor, from));
}

/** The stretches from `start` to below `end` that the cursor's word is lent to in a field, half-open, with the joint count that it is lent. */
export function forEachLent(
  { context }: PostingsCursor,
  start: number,
  end: number,
  field: Field,
  visit: (first: number, last: number, count: number) => void,
): void {
  for (let at = context.indexAt(start); context.start(at) < end; at++) {
    const count = countAbove(context, at, field);
    if (count > 0) visit(Math.max(start, context.start(at)), Math.min(end, context.end(at)), count);
  }
}
