/**
 * Decides which words of a query a hit must have: all, any, or all and then any where there are few. Also how many of
 * the best hits are found for the closer look.
 */

import type { SearchRequest } from '../engine.js';
import type { LiveSegment } from '../generation.js';
import { PASSAGES } from './best-of-documents.js';
import { firstOfDocuments } from './collect/arrange.js';
import { type Found, find, findAtOnce, NOTHING_FOUND, type Search } from './find.js';
import type { Join } from './plain/plain-query.js';
import { FIRST_PAGE, hitsToFind } from './refine/refine-depth.js';
import { refine } from './refine.js';
import type { Slices } from './turn.js';

/** Whether the request has neither words nor filters, so that nothing is to be found. */
function asksNothing({ narrowing }: Search, { query }: SearchRequest): boolean {
  return query.clauses.length + query.excluded.length === 0 && !narrowing.narrows;
}

/** The hits of a search. */
export interface Joined {
  found: Found;
  /** The hits with every clause, where partial ones follow them. */
  full: Found | null;
  match: 'all' | 'any';
  /** Whether there were enough hits with every clause, so that no others were looked for. */
  isEnough: boolean;
}

const NOTHING_JOINED: Joined = { found: NOTHING_FOUND, full: null, match: 'all', isEnough: true };

/** `join` in one go and without sets of hits, for most searches: generators took a third of their time. Null where slices are needed. */
export function joinAtOnce(search: Search, request: SearchRequest): Joined | null {
  const { match, offset, limit } = request;
  if (asksNothing(search, request)) return NOTHING_JOINED;
  const { depth, wide } = depthsOf(search, request, offset + limit, false);
  const all = match === 'any' ? null : findAtOnce(search, 'all', depth);
  if (all === null && match !== 'any') return null;
  if (all !== null && isEnough(search, request, all)) return refined(search, complete(all), request);
  if (search.turn.isOver()) return null;
  const any = findAtOnce(search, all === null ? joinOf(search) : 'partial', wide);
  return any === null ? null : refined(search, followed(all, any), request);
}

/**
 * The hits of a search, the best of them in the order that a closer look gives.
 * @param wanted how many of the best hits; where hits are grouped, how many documents, each by its best hit
 */
export function* join(search: Search, request: SearchRequest, wanted: number): Slices<Joined> {
  if (asksNothing(search, request)) return NOTHING_JOINED;
  const documents = request.group === true && wanted > 0 && search.generation.segments.some(hasLongDocuments);
  return documents ? yield* joinDocuments(search, request, wanted) : yield* joinRefined(search, request, wanted);
}

function hasLongDocuments({ segment }: LiveSegment): boolean {
  return !segment.onlyOneEach;
}

function* joinDocuments(search: Search, request: SearchRequest, wanted: number): Slices<Joined> {
  // Documents are ordered by their best hits. A few best hits, which are found fast, mostly cover enough documents.
  const few = yield* joinRefined(search, request, wanted * PASSAGES);
  const { found, full } = few;
  const certain = full !== null && full.best.length < full.hits ? found.best.filter((hit) => hit.full) : found.best;
  if (firstOfDocuments(certain).length >= Math.min(wanted, found.documents)) return few;
  // A document with full matches may come again with its partial ones.
  const more = yield* joinHits(search, request, wanted * 2, true);
  return { ...more, found: { ...more.found, best: [...certain, ...more.found.best] } };
}

function* joinRefined(search: Search, request: SearchRequest, wanted: number): Slices<Joined> {
  return refined(search, yield* joinHits(search, request, wanted, false), request);
}

function* joinHits(search: Search, request: SearchRequest, wanted: number, byDocument: boolean): Slices<Joined> {
  const { depth, wide } = depthsOf(search, request, wanted, byDocument);
  const all = request.match === 'any' ? null : yield* find(search, 'all', depth, byDocument);
  if (all !== null && isEnough(search, request, all)) return complete(all);
  if (search.turn.isOver()) yield;
  return followed(all, yield* find(search, all === null ? joinOf(search) : 'partial', wide, byDocument));
}

/** How words of which any will do are joined: a single clause has no partial matches, so that the parts of a compound alone are none. */
function joinOf({ plan }: Search): Join {
  return plan.clauses.length < 2 ? 'all' : 'any';
}

/** How many of the best hits to find with every word (`depth`), and with any (`wide`). */
function depthsOf(
  { plan }: Search,
  { match, group = false }: SearchRequest,
  wanted: number,
  byDocument: boolean,
): { depth: number; wide: number } {
  if (!plan.mayRefine() || wanted === 0 || byDocument) return { depth: wanted, wide: wanted };
  // The order of documents depends on all hits of the closer look.
  const needed = group ? Math.max(wanted, FIRST_PAGE + 1) : wanted;
  return { depth: hitsToFind(needed, match === 'any' || group), wide: hitsToFind(needed, true) };
}

/** Whether no partial matches are needed: a single clause has none, and complete ones may fill the page. */
function isEnough({ plan }: Search, { match, limit, group = false }: SearchRequest, all: Found): boolean {
  return match === 'all' || plan.clauses.length < 2 || (group ? all.documents : all.hits) >= limit;
}

function complete(all: Found): Joined {
  return { found: all, full: null, match: 'all', isEnough: true };
}

/** The same hits, with the best of them in the order that the closer look gives. */
function refined({ plan }: Search, joined: Joined, request: SearchRequest): Joined {
  const { found, full, isEnough } = joined;
  if (!plan.mayRefine() || found.best.length === 0) return joined;
  const { offset, limit, group = false, explain = false } = request;
  // Documents are ordered by their first hit, and their passages chosen by all scores.
  const wanted = group ? found.best.length : offset + limit;
  const best = refine(plan, { hits: found.best, fullFirst: full !== null, feedback: !isEnough, explain, wanted });
  return { ...joined, found: { ...found, best } };
}

/** The full matches, followed by the partial ones if there are any. */
function followed(full: Found | null, any: Found): Joined {
  if (full?.hits === any.hits) return { found: full, full: null, match: 'all', isEnough: false };
  const best = full === null ? any.best : [...full.best, ...any.best];
  return { found: { ...any, best }, full, match: 'any', isEnough: false };
}
