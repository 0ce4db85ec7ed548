/** A query over a generation: the best hits in order, and exact totals. */

import {
  BestOfDocuments,
  firstOfDocuments,
  firstsIn,
  groupsOf,
  type HitSets,
  inOrder,
  orderedBy,
  PASSAGES,
  PassagesOfDocuments,
  type Ranked,
  type RankedGroup,
  scored,
  tiersOf,
} from './arrange.js';
import { both, countBits, forEachBit, hasBit, intersect, nextBit, unite, without } from './bits.js';
import { Collector } from './collect.js';
import { columnsOf } from './columns.js';
import { type SearchRequest, type SearchResult, SearchUnavailable } from './engine.js';
import type { Generation, LiveSegment } from './generation.js';
import { Narrowing } from './narrow.js';
import { type Node, nextOfAll, WINDOW, WINDOW_WORDS, type WindowSet } from './nodes.js';
import { findPlain, type Join, type PlainFound } from './plain.js';
import { findPhrase } from './plain-phrase.js';
import { Plan } from './plan.js';
import { nodeOf } from './plan-nodes.js';
import { END } from './postings.js';
import { reasonsOf } from './reasons.js';
import { CLOSE_LOOK, FEEDBACK_LOOK, refine } from './refine.js';
import type { Segment } from './segment.js';
import { Best, type Scored } from './top.js';
import type { Hit, Reason } from './types.js';

/** How long a search may hold the thread before others get their turn, ms. */
const SLICE_MS = 8;
/** A search that takes longer is broken off: no honest question about one folder needs it. */
export const DEADLINE_MS = 2000;
const TOO_LONG = 'This search took too long and was stopped. Use rarer or fewer words, or try again.';

/** All the hits of one way to join the words: the best of them in order, and how many there are. */
interface Found {
  best: Ranked[];
  hits: number;
  documents: number;
  /** Where hits are collected: a bit for each paragraph of each segment that is a hit before filters. */
  sets: Map<LiveSegment, Uint32Array>;
}

const NOTHING_FOUND: Found = { best: [], hits: 0, documents: 0, sets: new Map() };

/** What keeps the best of the hits that it is offered in ascending order. */
type Keeper = Pick<Best, 'offer' | 'sorted'>;

/** What is looked for, and where. */
interface Search {
  generation: Generation;
  plan: Plan;
  narrowing: Narrowing;
  collects: boolean;
  turn: Turn;
}

/** Tells a search that nobody waits for it any more: an `AbortSignal`, or its like. */
export type Stop = Pick<AbortSignal, 'throwIfAborted'>;

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
  const { query, offset, limit, sort = 'relevance', facets = [], histogram = false, group = false } = request;
  const turn = new Turn(stop);
  const plan = new Plan(generation.segments, query);
  const narrowing = new Narrowing([query.filters, request.filters]);
  const counts = facets.length > 0 || histogram;
  const search: Search = { generation, plan, narrowing, turn, collects: counts || group || sort !== 'relevance' };
  if (narrowing.narrows || counts || sort === 'newest' || sort === 'oldest') await completeColumns(search);
  const asksNothing = query.clauses.length + query.excluded.length === 0 && !narrowing.narrows;
  const wanted = offset + limit;
  const joined: Joined = asksNothing
    ? { found: NOTHING_FOUND, full: null, match: request.match === 'any' ? 'any' : 'all', isEnough: true }
    : await join(search, request, sort === 'relevance' ? wanted : 0);
  const { found, full } = joined;
  const hits = narrowed(found.sets, narrowing);
  const tiers = tiersOf(hits, full === null ? null : narrowed(full.sets, narrowing));
  let ordered = found.best;
  if (sort !== 'relevance') {
    // A document of the first tier may come again in the second.
    ordered = group ? orderedBy(sort, tiers.map(firstsIn), wanted * 2) : orderedBy(sort, tiers, wanted);
  }
  const page = (group ? firstOfDocuments(ordered) : ordered).slice(offset, wanted);
  const score = (chosen: HitSets): Promise<Ranked[]> => scoresOf(search, chosen, (set) => new Best(countBits(set)));
  // A document's passages are chosen by the scores that the closer look gave them.
  const passages = (chosen: HitSets): Promise<Ranked[]> =>
    scoresOf(search, chosen, (_set, live) => new Refined(new PassagesOfDocuments(live.segment), live, found.best));
  const explained = (list: Ranked[]): Ranked[] =>
    request.explain === true ? withReasons(plan, list, found.best) : list;
  const explainedGroup = (of: RankedGroup): RankedGroup => ({ ...of, ranked: explained(of.ranked) });
  return {
    ranked: explained(group ? [] : sort === 'relevance' ? page : await scored(page, score)),
    totalHits: found.hits,
    totalDocuments: found.documents,
    match: request.match === 'any' ? 'any' : joined.match,
    marks: plan.marks,
    ignored: plan.ignored,
    notes: plan.notes,
    generation: generation.number,
    ...(group ? { groups: (await groupsOf(page, tiers, passages)).map(explainedGroup) } : {}),
    ...(counts ? await counted(search, found, request) : {}),
  };
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

/** @param wanted how many of the best to find: hits, or where those are grouped, documents */
async function join(search: Search, request: SearchRequest, wanted: number): Promise<Joined> {
  const { segments } = search.generation;
  const grouped = request.group === true && wanted > 0 && !segments.every(({ segment }) => segment.onlyOneEach);
  if (!grouped) return refined(search, await joinHits(search, request, wanted, false), request);
  // Documents come in the order of their best hits, and the best few hits, which are found fast, show most often enough of them.
  const few = refined(search, await joinHits(search, request, wanted * PASSAGES, false), request);
  const { found, full } = few;
  const certain = full !== null && full.best.length < full.hits ? found.best.filter((hit) => hit.full) : found.best;
  if (firstOfDocuments(certain).length >= Math.min(wanted, found.documents)) return few;
  // A document with full matches may come again with its partial ones.
  const more = await joinHits(search, request, wanted * 2, true);
  return { ...more, found: { ...more.found, best: [...certain, ...more.found.best] } };
}

async function joinHits(
  search: Search,
  { match, limit, group = false }: SearchRequest,
  wanted: number,
  byDocument: boolean,
): Promise<Joined> {
  const { clauses, refines } = search.plan;
  const looks = refines && wanted > 0 && !byDocument;
  const depth = looks ? Math.max(wanted, match === 'any' || group ? FEEDBACK_LOOK : CLOSE_LOOK) : wanted;
  const all = match === 'any' ? null : await find(search, 'all', depth, byDocument);
  // One clause has no partial matches, and a page that is full of complete ones needs none.
  const isEnough =
    match === 'all' || clauses.length < 2 || (all !== null && (group ? all.documents : all.hits) >= limit);
  if (all !== null && isEnough) return { found: all, full: null, match: 'all', isEnough };
  const wide = looks ? Math.max(depth, FEEDBACK_LOOK) : depth;
  return { ...followed(all, await find(search, all === null ? 'any' : 'partial', wide, byDocument)), isEnough: false };
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
function followed(full: Found | null, any: Found): Omit<Joined, 'isEnough'> {
  if (full?.hits === any.hits) return { found: full, full: null, match: 'all' };
  return { found: { ...any, best: [...(full?.best ?? []), ...any.best] }, full, match: 'any' };
}

/** Filters, facets and dates look into columns, which are made when they are first needed. */
async function completeColumns({ generation, turn }: Search): Promise<void> {
  for (const { segment } of generation.segments)
    while (columnsOf(segment).step()) if (turn.isOver()) await turn.given();
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

async function scoresOf(
  { plan, turn }: Search,
  chosen: HitSets,
  keeper: (set: Uint32Array, live: LiveSegment) => Keeper,
): Promise<Ranked[]> {
  const ranked: Ranked[] = [];
  for (const [live, set] of chosen) {
    const scan = new SegmentScan(live, plan, set, 'any', keeper(set, live), false);
    await scan.run(turn);
    for (const hit of scan.ranked()) ranked.push(hit);
  }
  return ranked;
}

async function counted(
  { narrowing, turn }: Search,
  { sets }: Found,
  { facets = [], histogram = false }: SearchRequest,
): Promise<Pick<SearchResult, 'facets' | 'histogram'>> {
  const collector = new Collector(narrowing, facets, histogram);
  for (const [{ segment }, set] of sets) {
    collector.add(segment, set);
    if (turn.isOver()) await turn.given();
  }
  return {
    ...(facets.length > 0 ? { facets: collector.facets() } : {}),
    ...(histogram ? { histogram: collector.histogram() } : {}),
  };
}

/** @param byDocument finds the best hit of each of the best documents instead of the best hits */
async function find(search: Search, join: Join, wanted: number, byDocument: boolean): Promise<Found> {
  const { generation, plan, narrowing, collects, turn } = search;
  const found: Found = { best: [], hits: 0, documents: 0, sets: new Map() };
  const lists: Ranked[][] = [];
  const floor = new Floor(wanted);
  for (const live of generation.segments) {
    const passing = narrowing.paragraphs(live.segment);
    const plain = byDocument ? null : findPlainIn(live, plan, passing, collects, join, wanted, floor.value);
    let list: Ranked[];
    if (plain !== null) {
      found.hits += plain.hits;
      found.documents += plain.documents;
      list = plain.best
        .sorted()
        .map(({ paragraph, score }) => ({ paragraph, score, live, full: plain.isFull(paragraph) }));
      if (plain.set !== null) found.sets.set(live, plain.set);
      if (turn.isOver()) await turn.given();
    } else {
      const best = byDocument ? new BestOfDocuments(wanted, live.segment) : new Best(wanted);
      const scan = new SegmentScan(live, plan, passing, join, wanted === 0 ? null : best, collects);
      await scan.run(turn);
      found.hits += scan.hits;
      found.documents += scan.documents;
      list = scan.ranked();
      if (collects) found.sets.set(live, scan.collected);
    }
    if (live !== generation.segments.at(-1)) floor.raise(list);
    if (list.length > 0) lists.push(list);
  }
  found.best = inOrder(lists).slice(0, wanted);
  return found;
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

/** What a hit of another segment must be worth more than to be among the best of all. */
class Floor {
  private scores: number[] = [];
  value = Number.NEGATIVE_INFINITY;

  constructor(private readonly wanted: number) {}

  raise(list: readonly Ranked[]): void {
    this.scores = [...this.scores, ...list.map(({ score }) => score)].sort((a, b) => b - a).slice(0, this.wanted);
    const least = this.scores[this.wanted - 1];
    // Equals may still come before it, by their path.
    if (least !== undefined && least > 0) this.value = least * (1 - 1e-15);
  }
}

/** The answer of one segment where the query is lists of words; else null. */
function findPlainIn(
  { segment, removed }: LiveSegment,
  plan: Plan,
  passing: Uint32Array | null,
  collects: boolean,
  join: Join,
  wanted: number,
  floor: number,
): PlainFound | null {
  if (plan.parts.length > 0) return null;
  const place = { segment, removed: removed?.paragraphs ?? null, passing, collects };
  const phrase = plan.plainPhrase(segment);
  // One clause has no partial matches.
  if (phrase !== null && join !== 'partial') return findPhrase(place, phrase, plan.saturator, wanted, floor);
  const clauses = plan.plainClauses(segment);
  if (clauses === null) return null;
  return findPlain(place, clauses, plan.saturator, join, wanted, floor);
}

/** One pass over the windows of one segment. */
class SegmentScan {
  hits = 0;
  documents = 0;
  private readonly clauses: Node[];
  private readonly parts: Node[];
  private readonly excluded: Node[];
  /** Where hits are collected: a bit for each that is one before filters. */
  readonly collected: Uint32Array;
  private readonly candidates: WindowSet = new Uint32Array(WINDOW_WORDS);
  private readonly full: WindowSet = new Uint32Array(WINDOW_WORDS);
  private readonly scores = new Float64Array(WINDOW);
  private readonly fullHits = new Set<number>();
  private lastDocument = -1;

  constructor(
    private readonly live: LiveSegment,
    plan: Plan,
    private readonly passing: Uint32Array | null,
    private readonly join: Join,
    /** Where the best are kept; null where they are only counted. */
    private readonly best: Keeper | null,
    private readonly collects: boolean,
  ) {
    const { segment } = live;
    this.clauses = plan.clauses.map((part) => nodeOf(part, segment, plan.saturator));
    this.parts = plan.parts.map((part) => nodeOf(part, segment, plan.saturator));
    this.excluded = plan.excluded.map((part) => nodeOf(part, segment, plan.saturator));
    this.collected = new Uint32Array(collects ? Math.ceil(segment.paragraphCount / 32) : 0);
  }

  async run(turn: Turn): Promise<void> {
    for (let start = this.next(0); start < END; start = this.next(start + WINDOW)) {
      this.look(start);
      if (turn.isOver()) await turn.given();
    }
  }

  /** The best in order. */
  ranked(): Ranked[] {
    const { live } = this;
    return (this.best?.sorted() ?? []).map((scored) => ({
      ...scored,
      live,
      full: this.fullHits.has(scored.paragraph),
    }));
  }

  /** Where the next window with a possible hit begins, at or after `from`; `END` where there is none. */
  private next(behind: number): number {
    // What does not pass the filters need not be looked at, unless it is counted too.
    const from = this.passing === null || this.collects ? behind : nextBit(this.passing, behind);
    if (from >= this.live.segment.paragraphCount) return END;
    let first = from;
    if (this.clauses.length > 0) {
      first = this.join === 'all' ? nextOfAll(this.clauses, from) : END;
      if (this.join !== 'all')
        for (const node of [...this.clauses, ...this.parts]) first = Math.min(first, node.nextMatch(from));
    }
    return first >= this.live.segment.paragraphCount ? END : first - (first % WINDOW);
  }

  private look(start: number): void {
    const { candidates, full, clauses } = this;
    full.fill(0xffffffff);
    candidates.fill(clauses.length === 0 ? 0xffffffff : 0);
    for (const node of clauses) {
      node.look(start);
      intersect(full, node.matched);
      unite(candidates, node.owned);
    }
    intersect(full, candidates);
    if (this.join === 'all') candidates.set(full);
    for (const node of this.parts) {
      node.look(start);
      if (this.join !== 'all') unite(candidates, node.owned);
    }
    this.takeOut(start);
    const count = countBits(candidates);
    if (count === 0) return;
    this.hits += count;
    if (this.live.segment.onlyOneEach) this.documents += count;
    else this.countDocuments(start);
    const { best } = this;
    if (best === null) return;
    const shown = this.join === 'partial' ? without(candidates, full) : candidates;
    this.scores.fill(0);
    for (const node of [...clauses, ...this.parts]) node.score(both(shown, node.matched), this.scores);
    forEachBit(shown, (i) => {
      if (best.offer(start + i, this.scores[i] ?? 0) && hasBit(full, i)) this.fullHits.add(start + i);
    });
  }

  /** What lies behind the segment's end, was deleted, is excluded or does not pass the filters is no candidate. */
  private takeOut(start: number): void {
    const { candidates, live } = this;
    const { segment, removed } = live;
    const end = Math.min(WINDOW, segment.paragraphCount - start);
    if (end < WINDOW) {
      candidates.fill(0, Math.ceil(end / 32));
      const rest = end % 32;
      if (rest > 0) candidates[end >> 5] = (candidates[end >> 5] ?? 0) & (2 ** rest - 1);
    }
    if (removed !== null) {
      for (let i = 0; i < WINDOW_WORDS; i++) {
        candidates[i] = (candidates[i] ?? 0) & ~(removed.paragraphs[start / 32 + i] ?? 0);
      }
    }
    for (const node of this.excluded) {
      node.look(start);
      for (let i = 0; i < WINDOW_WORDS; i++) candidates[i] = (candidates[i] ?? 0) & ~(node.matched[i] ?? 0);
    }
    const { collected, passing } = this;
    if (this.collects) {
      collected.set(candidates.subarray(0, Math.min(WINDOW_WORDS, collected.length - start / 32)), start / 32);
    }
    if (passing !== null) {
      for (let i = 0; i < WINDOW_WORDS; i++) candidates[i] = (candidates[i] ?? 0) & (passing[start / 32 + i] ?? 0);
    }
  }

  private countDocuments(start: number): void {
    const { documentFirst } = this.live.segment;
    let end = documentFirst[this.lastDocument + 1] ?? 0;
    forEachBit(this.candidates, (i) => {
      if (start + i < end) return;
      this.documents++;
      this.lastDocument = this.live.segment.documentOf(start + i);
      end = documentFirst[this.lastDocument + 1] ?? END;
    });
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

/** Keeps a search from holding the thread: gives others their turn, and ends what was aborted or takes too long. */
class Turn {
  private readonly began = performance.now();
  private sliceBegan = this.began;

  constructor(private readonly stop: Stop | undefined) {
    stop?.throwIfAborted();
  }

  /** Whether others are to get theirs. */
  isOver(): boolean {
    return performance.now() - this.sliceBegan >= SLICE_MS;
  }

  async given(): Promise<void> {
    if (performance.now() - this.began > DEADLINE_MS) throw new SearchUnavailable(TOO_LONG);
    await new Promise((resolve) => setImmediate(resolve));
    this.stop?.throwIfAborted();
    this.sliceBegan = performance.now();
  }
}
