/** Counts of words in paragraphs that own them, or that titles and headings further above lend them to. */

import { contextCount } from '../rank.js';
import type { Field } from '../search-types.js';
import type { PostingsCursor } from '../segment/cursor.js';
import type { Intervals } from '../segment/intervals.js';

/** A word's joint count at one paragraph, its own and lent from above. Paragraphs must ascend. */
export function countAt(cursor: PostingsCursor, paragraph: number): number {
  const own = cursor.advance(paragraph) === paragraph ? cursor.count() : 0;
  return own + cursor.context.countAt(paragraph);
}

/** What title and headings add to the joint counts of the i-th interval below them, in one field or all. */
export function countAbove(context: Intervals, i: number, field: Field): number {
  return contextCount(field === 'title' ? 0 : context.heading(i), field === 'heading' ? 0 : context.title(i));
}
