/**
 * Searches for what was meant by a query: unknown words are corrected before it is answered; a correction of rare ones,
 * the options of a command line as words, or the words of a name that is nowhere, are offered afterwards.
 */

import { type SearchRequest, SearchUnavailable } from '../engine.js';
import type { Generation } from '../generation.js';
import type { Stop } from '../search/turn.js';
import type { Correction, ParsedQuery } from '../search-types.js';
import { type Ranking, rank } from '../searcher.js';
import { rankTextsOnce } from '../texts-once.js';
import { alternative, correct } from './correct.js';
import { inWords } from './in-words.js';
import { withOptions } from './options.js';

/** If fewer paragraphs than this have all the words, a spelling is looked for that more paragraphs have. */
const FEW = 5;

/** The hits of what was meant. `correction` tells what was changed, or could be; null where nothing. */
interface Meant extends Ranking {
  correction: Correction | null;
}

/** As `rankTextsOnce`, but for the corrected query, unless the request is verbatim. Throws as `rank`. */
export async function rankMeant(generation: Generation, request: SearchRequest, stop?: Stop): Promise<Meant> {
  if (request.verbatim === true) return { ...(await rankTextsOnce(generation, request, stop)), correction: null };
  const corrected = correct(generation.segments, request.query);
  if (corrected !== null) {
    const ranking = await rankTextsOnce(generation, { ...request, query: corrected.query }, stop);
    // One that finds nothing is none, unless that is for the filters, or as no paragraph has all the words.
    const narrow = request.match === 'all' || request.filters.length + corrected.query.filters.length > 0;
    if (ranking.totalHits > 0 || narrow) return { ...ranking, correction: corrected.correction };
  }
  const ranking = await rankTextsOnce(generation, request, stop);
  const few = ranking.match === 'any' || ranking.totalHits < FEW;
  if (!few) return { ...ranking, correction: null };
  const { segments } = generation;
  const other = alternative(segments, request.query) ?? withOptions(segments, request.query);
  // A name that some paragraph has was meant as it is.
  const least = other === null ? 1 : FEW;
  const offered = other ?? inWords(request.query);
  if (offered === null) return { ...ranking, correction: null };
  const { filters } = request;
  const total = async (query: ParsedQuery): Promise<number> =>
    (await rank(generation, { query, filters, match: 'all', offset: 0, limit: 0 }, stop)).totalHits;
  try {
    const typed = ranking.match === 'all' ? ranking.totalHits : await total(request.query);
    const isBetter = typed < least && (await total(offered.query)) > typed;
    return { ...ranking, correction: isBetter ? offered.correction : null };
  } catch (error) {
    // What takes too long is not offered.
    if (error instanceof SearchUnavailable) return { ...ranking, correction: null };
    throw error;
  }
}
