/** Narrows segments to what passes the filters of a query, for suggestions. Pure. */
import { uncounted } from '../generation/removed.js';
import type { LiveSegment } from '../generation.js';
import { columnsOf } from '../search/collect/columns.js';
import { Narrowing } from '../search/collect/narrow.js';
import type { Filter } from '../search-types.js';
import { hasBit } from '../segment/bits.js';

/**
 * The segments as if all documents that do not pass were deleted. Words are not counted anew, so that their frequencies stay
 * those of the whole segments.
 */
export function passing(segments: readonly LiveSegment[], filters: readonly Filter[]): readonly LiveSegment[] {
  if (filters.length === 0) return segments;
  const narrowing = new Narrowing(filters, []);
  return segments.map((live) => {
    const { segment, removed } = live;
    const columns = columnsOf(segment);
    while (columns.step());
    const passes = narrowing.documents(segment);
    const gone: number[] = [];
    for (let number = 0; number < segment.documentCount; number++) {
      if (removed?.documents.has(number) === true || (passes !== null && !hasBit(passes, number))) gone.push(number);
    }
    return { ...live, removed: uncounted(segment, gone) };
  });
}
