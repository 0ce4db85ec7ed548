/** Finds the documents before and after one among the results that led to it. */
import type { PageQuestion } from '../../views/links.js';
import type { Neighbours } from '../../views/neighbours.js';
import { searchFor } from '../index/ask.js';
import type { SearchEngine, SearchRequest, SearchResult } from '../index/engine.js';
import type { Hit } from '../index/search-types.js';
import { MAX_HITS_PER_PAGE } from '../limits.js';
import { problemOf } from './problem.js';

/** Among how many hits, or documents where these are grouped: not fewer than a page may have (see `listed`). */
const AMONG = 2 * MAX_HITS_PER_PAGE;

/** Both null where nothing was asked, where the document is not among the first, and where the search cannot be answered now. */
export async function neighboursOf(
  engine: SearchEngine,
  id: string,
  question: PageQuestion,
  signal: AbortSignal,
): Promise<Neighbours> {
  if (question.q.trim() === '' && question.filters.length === 0) return NONE;
  try {
    const best = firstOfEach(await listed(engine, question, signal));
    const isThis = ({ document }: Pick<Hit, 'document'>): boolean => document.id === id;
    const own = best.findIndex(isThis);
    // One that is only told of as a copy stands where its text is listed.
    const at = own < 0 ? best.findIndex(({ copies = [] }) => copies.some(isThis)) : own;
    return at < 0 ? NONE : { previous: best[at - 1] ?? null, next: best[at + 1] ?? null };
  } catch (error) {
    // The document can be read without them.
    if (problemOf(error) === null) throw error;
    return NONE;
  }
}

const NONE: Neighbours = { previous: null, next: null };

/** The first hits of the list that one came from. Its first page tells whether partial matches follow, and whether copies are left out. */
async function listed(engine: SearchEngine, question: PageQuestion, signal: AbortSignal): Promise<SearchResult> {
  const { q, filters, match, sort, group, verbatim, hitsPerPage } = question;
  const search = async (wishes: Pick<SearchRequest, 'match' | 'limit' | 'textsOnce'>): Promise<SearchResult> =>
    (await searchFor(engine, q, { filters, sort, group, verbatim, offset: 0, ...wishes }, signal)).result;
  const first = await search({ match, limit: hitsPerPage, textsOnce: true });
  if ((group ? first.totalDocuments : first.totalHits) <= hitsPerPage) return first;
  const hasCopies = (first.unlisted ?? 0) > 0;
  return await search({ match: first.match === 'all' ? 'all' : match, limit: AMONG, textsOnce: hasCopies });
}

/** The first hit of each document. */
function firstOfEach({ hits, groups }: SearchResult): Hit[] {
  const inOrder = groups?.flatMap((group) => group.hits) ?? hits;
  const known = new Map<string, Hit>();
  for (const hit of inOrder) if (!known.has(hit.document.id)) known.set(hit.document.id, hit);
  return [...known.values()];
}
