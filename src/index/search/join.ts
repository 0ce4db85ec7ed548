/** Which of a query's words a hit must have: all, any, or all and behind those any where there are few; and how many of the best are found for a closer look. */

import type { SearchRequest } from '../engine.js';
import type { LiveSegment } from '../generation.js';
import { firstOfDocuments } from './arrange.js';
import { type Found, find, findAtOnce, NOTHING_FOUND, type Search } from './find.js';
import { FIRST_PAGE, looksAt } from './looks.js';
import { PASSAGES } from './of-documents.js';
import { refine } from './refine.js';
import type { Slices } from './turn.js';

/** Whether there is nothing to find, as no word and no filter was given. */
function asksNothing({ narrowing }: Search, { query }: SearchRequest): boolean {
  return query.clauses.length + query.excluded.length === 0 && !narrowing.narrows;
}

/** The hits of a search, its words joined as it says. */
export interface Joined {
  found: Found;
  /** Those with every clause, where others follow them. */
  full: Found | null;
  match: 'all' | 'any';
  /** Whether there are so many with every clause that no others were looked for. */
  isEnough: boolean;
}

const NOTHING_JOINED: Joined = { found: NOTHING_FOUND, full: null, match: 'all', isEnough: true };

/**
 * `join` of hits in one go, without their sets: most searches, to which generators were a third of their time. Null where slices are needed.
 */
export function joinAtOnce(search: Search, request: SearchRequest): Joined | null {
  const { match, offset, limit } = request;
  if (asksNothing(search, request)) return NOTHING_JOINED;
  const { depth, wide } = depthsOf(search, request, offset + limit, false);
  const all = match === 'any' ? null : findAtOnce(search, 'all', depth);
  if (all === null && match !== 'any') return null;
  if (all !== null && isEnough(search, request, all)) return refined(search, complete(all), request);
  if (search.turn.isOver()) return null;
  const any = findAtOnce(search, all === null ? 'any' : 'partial', wide);
  return any === null ? null : refined(search, followed(all, any), request);
}

/**
 * The hits of a search, the best of them in the order that a closer look gives.
 * @param wanted how many of the best, or where hits are grouped how many documents by the best of theirs
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
  // Documents come in the order of their best hits, and the best few hits, which are found fast, show most often enough of them.
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
  return followed(all, yield* find(search, all === null ? 'any' : 'partial', wide, byDocument));
}

/** How many of the best are to be found with every word, and with any. */
function depthsOf(
  { plan }: Search,
  { match, group = false }: SearchRequest,
  wanted: number,
  byDocument: boolean,
): { depth: number; wide: number } {
  if (!plan.refines || wanted === 0 || byDocument) return { depth: wanted, wide: wanted };
  // Documents are put in order by all hits that are looked at.
  const needed = group ? Math.max(wanted, FIRST_PAGE + 1) : wanted;
  return { depth: looksAt(needed, match === 'any' || group), wide: looksAt(needed, true) };
}

/** Whether no partial matches are looked for: one clause has none, and a page that is full of complete ones needs none. */
function isEnough({ plan }: Search, { match, limit, group = false }: SearchRequest, all: Found): boolean {
  return match === 'all' || plan.clauses.length < 2 || (group ? all.documents : all.hits) >= limit;
}

function complete(all: Found): Joined {
  return { found: all, full: null, match: 'all', isEnough: true };
}

/** The same hits, the best of them in the order that a closer look gives. */
function refined({ plan }: Search, joined: Joined, request: SearchRequest): Joined {
  const { found, full, isEnough } = joined;
  if (!plan.refines || found.best.length === 0) return joined;
  const { offset, limit, group = false, explain = false } = request;
  // Documents stand where the first of their hits does, and their passages are chosen by all scores.
  const wanted = group ? found.best.length : offset + limit;
  const best = refine(plan, { hits: found.best, fullFirst: full !== null, feedback: !isEnough, explain, wanted });
  return { ...joined, found: { ...found, best } };
}

/** Partial matches behind the full ones, where there are any. */
function followed(full: Found | null, any: Found): Joined {
  if (full?.hits === any.hits) return { found: full, full: null, match: 'all', isEnough: false };
  const best = full === null ? any.best : [...full.best, ...any.best];
  return { found: { ...any, best }, full, match: 'any', isEnough: false };
}
