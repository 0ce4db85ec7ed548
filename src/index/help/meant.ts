/** A search for what a query was meant to say: an unknown word is corrected before it is answered, a rare one may be afterwards. */

import type { SearchRequest } from '../engine.js';
import type { Generation } from '../generation.js';
import type { Stop } from '../search/turn.js';
import { type Ranking, rank } from '../searcher.js';
import { alternative, correct } from './correct.js';

/** Where fewer paragraphs than this have all the words, another spelling is looked for that has more. */
const FEW = 5;

/** As `rank`, for the query as it was meant, unless the request takes it verbatim; `correction` tells what was changed. Throws as `rank`. */
export async function rankMeant(generation: Generation, request: SearchRequest, stop?: Stop): Promise<Ranking> {
  if (request.verbatim === true) return { ...(await rank(generation, request, stop)), correction: null };
  const corrected = correct(generation.segments, request.query);
  if (corrected !== null) {
    const ranking = await rank(generation, { ...request, query: corrected.query }, stop);
    return { ...ranking, correction: corrected.correction };
  }
  const ranking = await rank(generation, request, stop);
  const few = ranking.match === 'any' || ranking.totalHits < FEW;
  const offered = few ? alternative(generation.segments, request.query) : null;
  if (offered === null) return { ...ranking, correction: null };
  const { filters } = request;
  const totals = { filters, match: 'all', offset: 0, limit: 0 } as const;
  const typed = await rank(generation, { ...totals, query: request.query }, stop);
  const other = await rank(generation, { ...totals, query: offered.query }, stop);
  const better = typed.totalHits < FEW && other.totalHits > typed.totalHits;
  return { ...ranking, correction: better ? offered.correction : null };
}
