/** Finds the documents before and after one among the results that led to it. */
import type { PageQuestion } from '../../views/links.js';
import type { Neighbours } from '../../views/neighbours.js';
import { searchFor } from '../index/ask.js';
import type { SearchEngine } from '../index/engine.js';
import { problemOf } from './problem.js';

/** Among how many documents, best first: 4 ms, while the document itself is read. */
const AMONG = 50;

/** Both null where nothing was asked, where the document is not among the first, and where the search cannot be answered now. */
export async function neighboursOf(
  engine: SearchEngine,
  id: string,
  question: PageQuestion,
  signal: AbortSignal,
): Promise<Neighbours> {
  const { q, filters, match, sort, verbatim } = question;
  if (q.trim() === '' && filters.length === 0) return NONE;
  const request = { filters, match, sort, verbatim, group: true, offset: 0, limit: AMONG } as const;
  try {
    const { groups = [] } = (await searchFor(engine, q, request, signal)).result;
    const best = groups.flatMap(({ hits: [hit] }) => hit ?? []);
    const at = best.findIndex(({ document }) => document.id === id);
    return at < 0 ? NONE : { previous: best[at - 1] ?? null, next: best[at + 1] ?? null };
  } catch (error) {
    // The document can be read without them.
    if (problemOf(error) === null) throw error;
    return NONE;
  }
}

const NONE: Neighbours = { previous: null, next: null };
