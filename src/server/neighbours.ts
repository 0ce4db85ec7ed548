/** Finds the documents before and after one among the results that led to it. */
import type { PageQuestion } from '../../views/links.js';
import { searchFor } from '../index/ask.js';
import type { SearchEngine, SearchRequest, SearchResult } from '../index/engine.js';
import type { Around } from '../index/search-types.js';
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
): Promise<Around> {
  if (question.q.trim() === '' && question.filters.length === 0) return NONE;
  try {
    return (await listed(engine, id, question, signal)).around ?? NONE;
  } catch (error) {
    // The document can be read without them.
    if (problemOf(error) === null) throw error;
    return NONE;
  }
}

const NONE: Around = { previous: null, next: null, isListed: false };

/**
 * The list that one came from, around a document. Its first page mostly has it (one that is only a copy there may have a
 * hit of its own behind it); that also tells whether partial matches follow, and whether copies are left out.
 */
async function listed(
  engine: SearchEngine,
  id: string,
  question: PageQuestion,
  signal: AbortSignal,
): Promise<SearchResult> {
  const { q, filters, match, sort, group, verbatim, hitsPerPage } = question;
  const search = async (wishes: Pick<SearchRequest, 'match' | 'limit' | 'textsOnce'>): Promise<SearchResult> =>
    (await searchFor(engine, q, { filters, sort, group, verbatim, offset: 0, around: id, ...wishes }, signal)).result;
  const first = await search({ match, limit: hitsPerPage, textsOnce: true });
  const isWhole = (group ? first.totalDocuments : first.totalHits) <= hitsPerPage;
  if (isWhole || (first.around?.isListed && first.around.next)) return first;
  const hasCopies = (first.unlisted ?? 0) > 0;
  return await search({ match: first.match === 'all' ? 'all' : match, limit: AMONG, textsOnce: hasCopies });
}
