/** A query over a generation: the best hits in order, and exact totals. */

import { addBit, both, countBits, forEachBit, hasBit, intersect, unite, without } from './bits.js';
import { type SearchRequest, type SearchResult, SearchUnavailable } from './engine.js';
import { matchesFilters } from './filter.js';
import type { Generation, LiveSegment } from './generation.js';
import { type Node, nextOfAll, WINDOW, WINDOW_WORDS, type WindowSet } from './nodes.js';
import { findPlain, type PlainFound } from './plain.js';
import { Plan } from './plan.js';
import { END } from './postings.js';
import type { Segment } from './segment.js';
import { Best, type Scored } from './top.js';
import type { Filter, Hit } from './types.js';

/** How long a search may hold the thread before others get their turn, ms. */
const SLICE_MS = 8;
/** A search that takes longer is broken off: no honest question about one folder needs it. */
export const DEADLINE_MS = 2000;
const TOO_LONG = 'This search took too long and was stopped. Use rarer or fewer words, or try again.';

const NONE: Found = { best: [], hits: 0, documents: 0 };
const NOTHING: PlainFound = { best: new Best(0), hits: 0, documents: 0, isFull: () => false };

/** All the hits of one way to join the words: the best of them in order, and how many there are. */
interface Found {
  best: Ranked[];
  hits: number;
  documents: number;
}

/** A hit by its place. `full`: it has all the query's clauses. */
export interface Ranked extends Scored {
  live: LiveSegment;
  full: boolean;
}

/** Tells a search that nobody waits for it any more: an `AbortSignal`, or its like. */
export type Stop = Pick<AbortSignal, 'throwIfAborted'>;

/** The hits of a search as they stand in segments: what ranking gives, before any text is read. */
export interface Ranking extends Omit<SearchResult, 'hits'> {
  ranked: Ranked[];
}

/** The best hits with their paragraphs. Throws as `rank`. */
export async function search(generation: Generation, request: SearchRequest, stop?: Stop): Promise<SearchResult> {
  const { ranked, ...result } = await rank(generation, request, stop);
  return { ...result, hits: ranked.map((hit) => hitOf({ ...hit, segment: hit.live.segment })) };
}

/**
 * The best hits and exact totals.
 * @throws SearchUnavailable past `DEADLINE_MS`; whatever `stop` throws
 */
export async function rank(generation: Generation, request: SearchRequest, stop?: Stop): Promise<Ranking> {
  const { query, match, offset, limit } = request;
  const turn = new Turn(stop);
  const plan = new Plan(generation.segments, query);
  const filters = [query.filters, request.filters].filter((list) => list.length > 0);
  const asksNothing = query.clauses.length + query.excluded.length + filters.length === 0;
  const wanted = offset + limit;
  const all = asksNothing || match === 'any' ? NONE : await find(generation, plan, filters, 'all', wanted, turn);
  // One clause has no partial matches, and a page that is full of complete ones needs none.
  const settled =
    asksNothing || match === 'all' || (match === 'auto' && (plan.clauses.length < 2 || all.hits >= limit));
  let found = all;
  if (!settled) {
    const any = await find(generation, plan, filters, match === 'auto' ? 'partial' : 'any', wanted, turn);
    found = { ...any, best: [...all.best, ...any.best] };
  }
  return {
    ranked: found.best.slice(offset, wanted),
    totalHits: found.hits,
    totalDocuments: found.documents,
    match: match === 'any' || (!settled && found.hits > all.hits) ? 'any' : 'all',
    marks: plan.marks,
    ignored: plan.ignored,
    notes: plan.notes,
    generation: generation.number,
  };
}

/**
 * `all`: paragraphs with every clause. `any`: with at least one. `partial`: counts as `any` but keeps only those that lack a clause,
 * to follow those of `all`.
 */
type Join = 'all' | 'any' | 'partial';

async function find(
  generation: Generation,
  plan: Plan,
  filters: readonly (readonly Filter[])[],
  join: Join,
  wanted: number,
  turn: Turn,
): Promise<Found> {
  const found: Found = { best: [], hits: 0, documents: 0 };
  const lists: Ranked[][] = [];
  for (const live of generation.segments) {
    const plain = filters.length === 0 ? findPlainIn(live, plan, join, wanted) : null;
    if (plain !== null) {
      found.hits += plain.hits;
      found.documents += plain.documents;
      lists.push(plain.best.sorted().map((scored) => ({ ...scored, live, full: plain.isFull(scored.paragraph) })));
      await turn.given();
      continue;
    }
    const scan = new SegmentScan(live, plan, filters, join, wanted);
    for (let start = scan.next(0); start < END; start = scan.next(start + WINDOW)) {
      scan.look(start);
      await turn.given();
    }
    found.hits += scan.hits;
    found.documents += scan.documents;
    lists.push(scan.best.sorted().map((scored) => ({ ...scored, live, full: scan.isFull(scored) })));
  }
  found.best = inOrder(lists).slice(0, wanted);
  return found;
}

/** The answer of one segment where the query is a list of plain words and nothing was deleted; else null. */
function findPlainIn(live: LiveSegment, plan: Plan, join: Join, wanted: number): PlainFound | null {
  const { segment, removed } = live;
  const words = removed === null ? plan.plainWords(segment) : null;
  if (words === null || !words.every(({ term }) => !segment.hasContext(term))) return null;
  const hasAll = words.length === plan.clauses.length;
  if (words.length === 0 || (join === 'all' && !hasAll)) return NOTHING;
  // Where a word is missing from the segment every hit is a partial one.
  if (!hasAll) return { ...findPlain(segment, words, plan.saturator, 'any', wanted), isFull: () => false };
  return findPlain(segment, words, plan.saturator, join, wanted);
}

/** One pass over the windows of one segment. */
class SegmentScan {
  hits = 0;
  documents = 0;
  readonly best: Best;
  private readonly clauses: Node[];
  private readonly excluded: Node[];
  private readonly passing: ((document: number) => boolean) | null;
  private readonly candidates: WindowSet = new Uint32Array(WINDOW_WORDS);
  private readonly full: WindowSet = new Uint32Array(WINDOW_WORDS);
  private readonly scores = new Float64Array(WINDOW);
  private readonly fullHits = new Set<number>();
  private lastDocument = -1;

  constructor(
    private readonly live: LiveSegment,
    plan: Plan,
    filters: readonly (readonly Filter[])[],
    private readonly join: Join,
    wanted: number,
  ) {
    const { segment } = live;
    this.clauses = plan.nodes(plan.clauses, segment);
    this.excluded = plan.nodes(plan.excluded, segment);
    this.best = new Best(wanted);
    this.passing =
      filters.length === 0 ? null : (number) => filters.every((list) => matchesFilters(segment.document(number), list));
  }

  /** Where the next window with a possible hit begins, at or after `from`; `END` where there is none. */
  next(from: number): number {
    if (from >= this.live.segment.paragraphCount) return END;
    let first = from;
    if (this.clauses.length > 0) {
      first = this.join === 'all' ? nextOfAll(this.clauses, from) : END;
      if (this.join !== 'all') for (const node of this.clauses) first = Math.min(first, node.nextMatch(from));
    }
    return first >= this.live.segment.paragraphCount ? END : first - (first % WINDOW);
  }

  look(start: number): void {
    const { candidates, full, clauses } = this;
    full.fill(0xffffffff);
    candidates.fill(clauses.length === 0 ? 0xffffffff : 0);
    for (const node of clauses) {
      node.look(start);
      intersect(full, node.matched);
      unite(candidates, node.owned);
    }
    if (this.join === 'all') intersect(candidates, full);
    this.takeOut(start);
    const count = countBits(candidates);
    if (count === 0) return;
    this.hits += count;
    if (this.live.segment.onlyOneEach) this.documents += count;
    else this.countDocuments(start);
    const shown = this.join === 'partial' ? without(candidates, full) : candidates;
    this.scores.fill(0);
    for (const node of clauses) node.score(both(shown, node.matched), this.scores);
    forEachBit(shown, (i) => {
      if (this.best.offer(start + i, this.scores[i] ?? 0) && hasBit(full, i)) this.fullHits.add(start + i);
    });
  }

  isFull({ paragraph }: Scored): boolean {
    return this.fullHits.has(paragraph);
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
    if (this.passing !== null) this.filter(start, this.passing);
  }

  private filter(start: number, passes: (document: number) => boolean): void {
    const { segment } = this.live;
    const passing = new Uint32Array(WINDOW_WORDS);
    let document = -1;
    let end = -1;
    let passed = false;
    forEachBit(this.candidates, (i) => {
      if (start + i >= end) {
        document = segment.documentOf(start + i);
        end = segment.documentFirst[document + 1] ?? END;
        passed = passes(document);
      }
      if (passed) addBit(passing, i);
    });
    intersect(this.candidates, passing);
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

/** By score, then path, then ordinal. Within a segment documents stand in path order; between segments the paths of equals are read, once. */
function inOrder(lists: readonly Ranked[][]): Ranked[] {
  const paths = new Map<Ranked, string>();
  const pathOf = (ranked: Ranked): string => {
    let path = paths.get(ranked);
    if (path === undefined) {
      const { segment } = ranked.live;
      path = segment.document(segment.documentOf(ranked.paragraph)).path;
      paths.set(ranked, path);
    }
    return path;
  };
  return lists.flat().sort((a, b) => {
    if (a.score !== b.score) return b.score - a.score;
    if (a.live === b.live) return a.paragraph - b.paragraph;
    return pathOf(a) < pathOf(b) ? -1 : 1;
  });
}

/** A hit with its document and paragraph, read from where they are stored. */
export function hitOf({ segment, paragraph, score, full }: { segment: Segment } & Scored & { full: boolean }): Hit {
  const document = segment.document(segment.documentOf(paragraph));
  return { document, paragraph: segment.paragraph(paragraph), score, matchedAll: full };
}

/** Keeps a search from holding the thread: gives others their turn, and ends what was aborted or takes too long. */
class Turn {
  private readonly began = performance.now();
  private sliceBegan = this.began;

  constructor(private readonly stop: Stop | undefined) {
    stop?.throwIfAborted();
  }

  async given(): Promise<void> {
    const now = performance.now();
    if (now - this.sliceBegan < SLICE_MS) return;
    if (now - this.began > DEADLINE_MS) throw new SearchUnavailable(TOO_LONG);
    await new Promise((resolve) => setImmediate(resolve));
    this.stop?.throwIfAborted();
    this.sliceBegan = performance.now();
  }
}
