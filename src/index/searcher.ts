/** A query over a generation: the best hits in order, and exact totals. */

import type { SearchRequest, SearchResult } from './engine.js';
import type { Generation, LiveSegment } from './generation.js';
import {
  firstOfDocuments,
  firstsIn,
  groupsOf,
  type HitSets,
  orderedBy,
  PASSAGES,
  PassagesOfDocuments,
  type Ranked,
  type RankedGroup,
  scored,
  tiersOf,
} from './search/arrange.js';
import { Collector } from './search/collect.js';
import { columnsOf } from './search/columns.js';
import { type Found, find, findAtOnce, NOTHING_FOUND, type Search } from './search/find.js';
import { FIRST_PAGE, looksAt } from './search/looks.js';
import { Narrowing } from './search/narrow.js';
import { Plan } from './search/plan.js';
import { reasonsOf } from './search/reasons.js';
import { refine } from './search/refine.js';
import { type Keeper, SegmentScan } from './search/segment-scan.js';
import { Best, type Scored } from './search/top.js';
import { type Slices, type Stop, Turn } from './search/turn.js';
import { both, countBits } from './segment/bits.js';
import type { Segment } from './segment.js';
import type { FacetName, Hit, Reason } from './types.js';

/** The hits of a search as they stand in segments: what ranking gives, before any text is read. */
export interface Ranking extends Omit<SearchResult, 'hits' | 'groups'> {
  ranked: Ranked[];
  groups?: RankedGroup[];
}

/** The best hits with their paragraphs. Throws as `rank`. */
export async function search(generation: Generation, request: SearchRequest, stop?: Stop): Promise<SearchResult> {
  const { ranked, groups, ...result } = await rank(generation, request, stop);
  const shown = (list: readonly Ranked[]): Hit[] => list.map((hit) => hitOf({ ...hit, segment: hit.live.segment }));
  const grouped = groups?.map(({ ranked, totalHits }) => ({ hits: shown(ranked), totalHits }));
  return { ...result, hits: shown(ranked), ...(grouped === undefined ? {} : { groups: grouped }) };
}

/**
 * The best hits and exact totals.
 * @throws SearchUnavailable past `DEADLINE_MS`; whatever `stop` throws
 */
export async function rank(generation: Generation, request: SearchRequest, stop?: Stop): Promise<Ranking> {
  const turn = new Turn(stop);
  const { query, sort = 'relevance', facets = NONE, histogram = false, group = false } = request;
  const plan = new Plan(generation.segments, query);
  const narrowing = query.filters.length + request.filters.length === 0 ? NO_FILTERS : narrowingOf(request);
  const counts = facets.length > 0 || histogram;
  const search: Search = { generation, plan, narrowing, turn, collects: counts || group || sort !== 'relevance' };
  const joined = search.collects || narrowing.narrows ? null : joinAtOnce(search, request);
  if (joined === null) return turn.finish(ranked(search, request, counts));
  return rankingOf(search, request, joined, pageOf(joined.found, request));
}

function* ranked(search: Search, request: SearchRequest, counts: boolean): Slices<Ranking> {
  const { narrowing } = search;
  const { offset, limit, sort = 'relevance', group = false } = request;
  if (narrowing.narrows || counts || sort === 'newest' || sort === 'oldest') yield* completeColumns(search);
  const wanted = sort === 'relevance' ? offset + limit : 0;
  const joined = asksNothing(search, request)
    ? NOTHING_JOINED
    : group
      ? yield* joinDocuments(search, request, wanted)
      : refined(search, yield* joinHits(search, request, wanted, false), request);
  const ranking = rankingOf(
    search,
    request,
    joined,
    group || sort !== 'relevance' ? yield* arranged(search, request, joined) : pageOf(joined.found, request),
  );
  if (counts) Object.assign(ranking, yield* counted(search, joined.found, request));
  return ranking;
}

function asksNothing({ narrowing }: Search, { query }: SearchRequest): boolean {
  return query.clauses.length + query.excluded.length === 0 && !narrowing.narrows;
}

/** What is listed on one page: hits, or documents with theirs. */
type Page = Pick<Ranking, 'ranked' | 'groups'>;

/** The page in the order that the hits were found in. */
function pageOf({ best }: Found, { offset, limit }: SearchRequest): Page {
  return { ranked: offset === 0 && best.length <= limit ? best : best.slice(offset, offset + limit) };
}

function rankingOf(
  { plan, generation }: Search,
  request: SearchRequest,
  { found, match }: Joined,
  page: Page,
): Ranking {
  const ranking: Ranking = {
    ranked: page.ranked,
    totalHits: found.hits,
    totalDocuments: found.documents,
    match: request.match === 'any' ? 'any' : match,
    marks: plan.marks,
    ignored: plan.ignored,
    notes: plan.notes,
    generation: generation.number,
  };
  if (page.groups !== undefined) ranking.groups = page.groups;
  if (request.explain === true) explain(plan, ranking, found.best);
  return ranking;
}

const NONE: readonly FacetName[] = [];
const NO_FILTERS = new Narrowing([]);

function narrowingOf({ query, filters }: SearchRequest): Narrowing {
  return new Narrowing([query.filters, filters]);
}

/** The page in another order than by relevance, or of documents with their passages. */
function* arranged(
  search: Search,
  { offset, limit, sort = 'relevance', group = false }: SearchRequest,
  { found, full }: Joined,
): Slices<Page> {
  const { narrowing } = search;
  const wanted = offset + limit;
  const tiers = tiersOf(narrowed(found.sets, narrowing), full === null ? null : narrowed(full.sets, narrowing));
  let ordered = found.best;
  if (sort !== 'relevance') {
    // A document of the first tier may come again in the second.
    ordered = group ? orderedBy(sort, tiers.map(firstsIn), wanted * 2) : orderedBy(sort, tiers, wanted);
  }
  const page = (group ? firstOfDocuments(ordered) : ordered).slice(offset, wanted);
  if (group) {
    // A document's passages are chosen by the scores that the closer look gave them.
    const passages = (chosen: HitSets): Slices<Ranked[]> =>
      scoresOf(search, chosen, (_set, live) => new Refined(new PassagesOfDocuments(live.segment), live, found.best));
    return { ranked: [], groups: yield* groupsOf(page, tiers, passages) };
  }
  const score = (chosen: HitSets): Slices<Ranked[]> => scoresOf(search, chosen, (set) => new Best(countBits(set)));
  return { ranked: yield* scored(page, score) };
}

function explain(plan: Plan, ranking: Ranking, listed: readonly Ranked[]): void {
  ranking.ranked = withReasons(plan, ranking.ranked, listed);
  for (const group of ranking.groups ?? []) group.ranked = withReasons(plan, group.ranked, listed);
}

/** @param listed hits with what the closer look added to their scores */
function withReasons(plan: Plan, hits: readonly Ranked[], listed: readonly Ranked[]): Ranked[] {
  return hits.map((hit) => {
    const known = listed.find(({ live, paragraph }) => live === hit.live && paragraph === hit.paragraph);
    return { ...hit, reasons: reasonsOf(plan, known ?? hit) };
  });
}

/** The hits of a search, its words joined as it says. */
interface Joined {
  found: Found;
  /** Those with every clause, where others follow them. */
  full: Found | null;
  match: 'all' | 'any';
  /** Whether there are so many with every clause that no others were looked for. */
  isEnough: boolean;
}

const NOTHING_JOINED: Joined = { found: NOTHING_FOUND, full: null, match: 'all', isEnough: true };

/**
 * `joinHits` in one go, the best hits alone, in the order that a closer look gives: most searches, to which generators were a third of
 * their time. Null where slices are needed.
 */
function joinAtOnce(search: Search, request: SearchRequest): Joined | null {
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

/** @param wanted how many documents to find by the best of their hits */
function* joinDocuments(search: Search, request: SearchRequest, wanted: number): Slices<Joined> {
  const { segments } = search.generation;
  if (wanted === 0 || segments.every(({ segment }) => segment.onlyOneEach))
    return refined(search, yield* joinHits(search, request, wanted, false), request);
  // Documents come in the order of their best hits, and the best few hits, which are found fast, show most often enough of them.
  const few = refined(search, yield* joinHits(search, request, wanted * PASSAGES, false), request);
  const { found, full } = few;
  const certain = full !== null && full.best.length < full.hits ? found.best.filter((hit) => hit.full) : found.best;
  if (firstOfDocuments(certain).length >= Math.min(wanted, found.documents)) return few;
  // A document with full matches may come again with its partial ones.
  const more = yield* joinHits(search, request, wanted * 2, true);
  return { ...more, found: { ...more.found, best: [...certain, ...more.found.best] } };
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

/** Filters, facets and dates look into columns, which are made when they are first needed. */
function* completeColumns({ generation, turn }: Search): Slices<void> {
  for (const { segment } of generation.segments) while (columnsOf(segment).step()) if (turn.isOver()) yield;
}

/** What passes the filters. */
function narrowed(sets: HitSets, narrowing: Narrowing): HitSets {
  if (!narrowing.narrows) return sets;
  return new Map(
    [...sets].map(([live, set]) => {
      const passing = narrowing.paragraphs(live.segment);
      return [live, passing === null ? set : both(set, passing)];
    }),
  );
}

function* scoresOf(
  { plan, turn }: Search,
  chosen: HitSets,
  keeper: (set: Uint32Array, live: LiveSegment) => Keeper,
): Slices<Ranked[]> {
  const ranked: Ranked[] = [];
  for (const [live, set] of chosen) {
    const scan = new SegmentScan(live, plan, set, 'any', keeper(set, live), false);
    yield* scan.run(turn);
    for (const hit of scan.ranked()) ranked.push(hit);
  }
  return ranked;
}

function* counted(
  { narrowing, turn }: Search,
  { sets }: Found,
  { facets = [], histogram = false }: SearchRequest,
): Slices<Pick<SearchResult, 'facets' | 'histogram'>> {
  const collector = new Collector(narrowing, facets, histogram);
  for (const [{ segment }, set] of sets) {
    collector.add(segment, set);
    if (turn.isOver()) yield;
  }
  return {
    ...(facets.length > 0 ? { facets: collector.facets() } : {}),
    ...(histogram ? { histogram: collector.histogram() } : {}),
  };
}

/** Keeps hits of one segment by the scores that they are listed with, where they are. */
class Refined implements Keeper {
  private readonly scores: ReadonlyMap<number, number>;

  constructor(
    private readonly kept: Keeper,
    live: LiveSegment,
    listed: readonly Ranked[],
  ) {
    const here = listed.filter((hit) => hit.live === live);
    this.scores = new Map(here.map(({ paragraph, score }) => [paragraph, score]));
  }

  offer(paragraph: number, score: number): boolean {
    return this.kept.offer(paragraph, this.scores.get(paragraph) ?? score);
  }

  sorted(): Scored[] {
    return this.kept.sorted();
  }
}

/** A hit with its document and paragraph, read from where they are stored. */
export function hitOf({ segment, paragraph, score, full, reasons }: { segment: Segment } & HitPlace): Hit {
  const document = segment.document(segment.documentOf(paragraph));
  const hit = { document, paragraph: segment.paragraph(paragraph), score, matchedAll: full };
  return reasons === undefined ? hit : { ...hit, reasons };
}

interface HitPlace extends Scored {
  full: boolean;
  reasons?: readonly Reason[];
}
