/** Narrows segments to what passes the filters of a query and has nothing that it excludes, for suggestions. Pure. */
import { uncounted } from '../generation/removed.js';
import type { LiveSegment } from '../generation.js';
import { columnsOf } from '../search/collect/columns.js';
import { Narrowing } from '../search/collect/narrow.js';
import { removedOrExcluded } from '../search/plain/excluded.js';
import { Plan } from '../search/plan.js';
import { plainParts } from '../search/planned.js';
import type { ParsedQuery } from '../search-types.js';
import { hasBit } from '../segment/bits.js';

/**
 * The segments as if all documents that do not pass were deleted, and all paragraphs with an excluded word or phrase.
 * Words are not counted anew, so that their frequencies stay those of the whole segments.
 */
export function passing(segments: readonly LiveSegment[], query: ParsedQuery): readonly LiveSegment[] {
  return withoutExcluded(query.filters.length === 0 ? segments : filtered(segments, query), query);
}

function filtered(segments: readonly LiveSegment[], { filters }: ParsedQuery): LiveSegment[] {
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

function withoutExcluded(segments: readonly LiveSegment[], query: ParsedQuery): readonly LiveSegment[] {
  if (query.excluded.length === 0) return segments;
  const plan = new Plan(segments, { ...query, clauses: [] });
  while (!plan.isComplete) plan.planNext();
  return segments.map((live, i) => {
    const { segment, removed } = live;
    // What is no list of words and phrases would take as long as a search.
    const excluded = plainParts(plan.excluded, segment, i);
    if (excluded === null) return live;
    const scope = { segment, removed: removed?.paragraphs ?? null, passing: null, collects: false };
    const paragraphs = removedOrExcluded(excluded, scope);
    return { ...live, removed: { ...(removed ?? uncounted(segment, [])), paragraphs } };
  });
}
