/** A query over a generation: the best hits in order, and exact totals. */

import type { SearchRequest, SearchResult } from './engine.js';
import type { Generation, LiveSegment } from './generation.js';
import { PassagesOfDocuments } from './search/best-of-documents.js';
import {
  firstOfDocuments,
  firstsIn,
  groupsOf,
  type HitSets,
  orderedBy,
  type Ranked,
  type RankedGroup,
  scored,
  tiersOf,
} from './search/collect/arrange.js';
import { Collector } from './search/collect/collect.js';
import { columnsOf } from './search/collect/columns.js';
import { Narrowing } from './search/collect/narrow.js';
import type { Found, Search } from './search/find.js';
import { type Joined, join, joinAtOnce } from './search/join.js';
import { boundPhrases } from './search/plain/phrase-postings.js';
import { Plan } from './search/plan.js';
import { reasonsOf } from './search/reasons.js';
import { Best, type Scored } from './search/top.js';
import { type Slices, type Stop, Turn } from './search/turn.js';
import { type Keeper, SegmentScan } from './search/windows/segment-scan.js';
import type { FacetName } from './search-types.js';
import { both, countBits } from './segment/bits.js';

/** The hits of a search by their places in segments: the outcome of ranking, before any text is read. */
export interface Ranking extends Omit<SearchResult, 'hits' | 'groups' | 'correction'> {
  ranked: Ranked[];
  groups?: RankedGroup[];
}

/**
 * The best hits and exact totals.
 * @throws SearchUnavailable past `DEADLINE_MS`; whatever `stop` throws
 */
export async function rank(generation: Generation, request: SearchRequest, stop?: Stop): Promise<Ranking> {
  const turn = new Turn(stop);
  const { query, sort = 'relevance', facets = NONE, histogram = false, group = false } = request;
  const plan = new Plan(generation.segments, query);
  do plan.planNext();
  while (!plan.isComplete && !turn.isOver());
  const narrowing =
    query.filters.length + request.filters.length === 0 ? NO_FILTERS : new Narrowing(query.filters, request.filters);
  const counts = facets.length > 0 || histogram;
  const search: Search = { generation, plan, narrowing, turn, collects: counts || group || sort !== 'relevance' };
  const needsSlices = !plan.isComplete || search.collects || narrowing.narrows || request.explain === true;
  const joined = needsSlices ? null : joinAtOnce(search, request);
  if (joined !== null) return rankingOf(search, request, joined, pageOf(joined.found, request));
  try {
    return await turn.finish(ranked(search, request, counts));
  } finally {
    for (const { segment } of generation.segments) boundPhrases(segment);
  }
}

function* ranked(search: Search, request: SearchRequest, counts: boolean): Slices<Ranking> {
  const { narrowing, plan, turn } = search;
  const { offset, limit, sort = 'relevance', group = false } = request;
  yield* plan.finish(turn);
  if (narrowing.narrows || counts || sort === 'newest' || sort === 'oldest') yield* completeColumns(search);
  const joined = yield* join(search, request, sort === 'relevance' ? offset + limit : 0);
  const ranking = rankingOf(
    search,
    request,
    joined,
    group || sort !== 'relevance' ? yield* arranged(search, request, joined) : pageOf(joined.found, request),
  );
  if (request.explain === true) yield* explain(search, ranking, joined.found.best);
  if (counts) Object.assign(ranking, yield* counted(search, joined.found, request));
  return ranking;
}

/** The contents of one page: hits, or documents with theirs. */
type Page = Pick<Ranking, 'ranked' | 'groups'>;

/** The page by relevance, the order in which hits are found. */
function pageOf({ best }: Found, { offset, limit }: SearchRequest): Page {
  return { ranked: offset === 0 && best.length <= limit ? best : best.slice(offset, offset + limit) };
}

function rankingOf(
  { plan, generation }: Search,
  request: SearchRequest,
  { found, full, match }: Joined,
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
  if (full !== null) ranking.fullHits = full.hits;
  if (page.groups !== undefined) ranking.groups = page.groups;
  return ranking;
}

const NONE: readonly FacetName[] = [];
const NO_FILTERS = new Narrowing([], []);

/** The page in another order than by relevance, or as documents with their passages. */
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
    // Twice as many, as a document of the first tier may come again in the second.
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

/** Gives the hits of a page the parts of their scores. @param listed hits with what the closer look added to their scores */
function* explain({ plan, turn }: Search, ranking: Ranking, listed: readonly Ranked[]): Slices<void> {
  const looked = listed.filter(({ reasons = [] }) => reasons.length > 0);
  const hits = [ranking, ...(ranking.groups ?? [])].flatMap(({ ranked }) => ranked);
  const known = hits.map(
    (hit) => looked.find(({ live, paragraph }) => live === hit.live && paragraph === hit.paragraph) ?? hit,
  );
  const reasons = yield* reasonsOf(plan, known, turn);
  for (const [i, hit] of hits.entries()) hit.reasons = reasons[i] ?? [];
}

/** Reads what is missing of the columns that filters, facets and dates are looked up in. */
function* completeColumns({ generation, turn }: Search): Slices<void> {
  for (const { segment } of generation.segments) while (columnsOf(segment).step()) if (turn.isOver()) yield;
}

/** The hits that pass the filters. */
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

/** Keeps hits of one segment by the scores of the closer look, for those that had one: the first listed score of a hit is that. */
class Refined implements Keeper {
  private readonly scores = new Map<number, number>();

  constructor(
    private readonly kept: Keeper,
    live: LiveSegment,
    listed: readonly Ranked[],
  ) {
    for (const hit of listed)
      if (hit.live === live && !this.scores.has(hit.paragraph)) this.scores.set(hit.paragraph, hit.score);
  }

  offer(paragraph: number, score: number): boolean {
    return this.kept.offer(paragraph, this.scores.get(paragraph) ?? score);
  }

  sorted(): Scored[] {
    return this.kept.sorted();
  }
}
