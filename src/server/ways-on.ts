/** Tries other searches where one found nothing, so that only those are offered that do find something. */
import type { PageQuestion } from '../../views/links.js';
import type { WayOn } from '../../views/nohits.js';
import { waysFrom } from '../../views/ways.js';
import { searchFor } from '../index/ask.js';
import type { SearchEngine } from '../index/engine.js';
import type { ParsedQuery } from '../index/search-types.js';
import { problemOf } from './problem.js';

/** How long they are tried, all together, ms: who waits for them may type on. */
const PATIENCE_MS = 500;

/**
 * The ways on from a question that found nothing, each with what it finds. Those that were not tried in time are left out.
 * @param query how the question was read
 * @throws the signal's reason
 */
export async function waysOn(
  engine: SearchEngine,
  question: PageQuestion,
  query: ParsedQuery,
  signal: AbortSignal,
): Promise<WayOn[]> {
  const enough = AbortSignal.timeout(PATIENCE_MS);
  const either = AbortSignal.any([signal, enough]);
  const found: WayOn[] = [];
  for (const way of waysFrom(question, query)) {
    // Those before it keep more of what was asked.
    if (way.kind === 'wordsAlone' && found.length > 0) continue;
    const { q, filters, match, group, verbatim, hitsPerPage: limit } = way.question;
    const request = { filters, match, group, verbatim, offset: 0, limit };
    try {
      const { result } = await searchFor(engine, q, request, either);
      if (result.totalHits > 0) found.push({ ...way, totalHits: result.totalHits });
    } catch (error) {
      signal.throwIfAborted();
      if (enough.aborted) break;
      // One that takes too long, or is too long, is no way on.
      if (problemOf(error) === null) throw error;
    }
  }
  return found;
}
