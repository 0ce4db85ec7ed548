/**
 * Finds all hits of a query, with its words joined in one way, in the segments of a generation: the best in order, and
 * how many there are.
 */

import type { Generation, LiveSegment } from '../generation.js';
import type { Segment } from '../segment.js';
import { BestOfDocuments } from './best-of-documents.js';
import { type HitSets, inOrder, type Ranked } from './collect/arrange.js';
import type { Narrowing } from './collect/narrow.js';
import { type Looked, withHolders } from './holders.js';
import { findPhrase } from './plain/find-phrase.js';
import { findPlain } from './plain/find-plain.js';
import type { PlainFound, Scope } from './plain/hits.js';
import { phrasesIn, postingsOfPhrase } from './plain/phrase-postings.js';
import type { Join, PlainPhrase, PlainQuery } from './plain/plain-query.js';
import type { Plan } from './plan.js';
import { Best } from './top.js';
import type { Slices, Turn } from './turn.js';
import { type Keeper, SegmentScan } from './windows/segment-scan.js';

/** What to look for, and where. */
export interface Search {
  generation: Generation;
  plan: Plan;
  narrowing: Narrowing;
  collects: boolean;
  turn: Turn;
}

/** The hits of one way to join the words. */
export interface Found {
  best: Ranked[];
  hits: number;
  documents: number;
  /** If hits are collected: by segment, a bit for each paragraph that is a hit, filters not applied. */
  sets: HitSets;
}

const NO_SETS: HitSets = new Map();

/** What is found where nothing is asked. */
export const NOTHING_FOUND: Found = { best: [], hits: 0, documents: 0, sets: NO_SETS };

/**
 * `find` in one go, for most searches: a list of words or a phrase, without filters and sets, in a generation of one
 * segment. Null for other searches.
 */
export function findAtOnce({ plan, generation }: Search, join: Join, wanted: number): Found | null {
  const [live, more] = generation.segments;
  if (live === undefined || more !== undefined || plan.mixesPhrases) return null;
  const query = phraseAlone(plan, join) === null ? plan.plainQuery(live.segment) : null;
  const top = new Best(wanted);
  const plain = findPlainIn(scopeOf(live, null, false), plan, query, join, top);
  if (plain === null) return null;
  let best = rankedOf(top, plain, live);
  if (query !== null && mayRaise(plan, plain.hits, join, wanted)) {
    while (plan.sequence?.lookFurther() === true);
    best = withHolders(plan, [{ live, query, passing: null }], best, wanted);
  }
  return { best, hits: plain.hits, documents: plain.documents, sets: NO_SETS };
}

/** @param byDocument whether to find the best hit of each of the best documents, instead of the best hits */
export function* find(search: Search, join: Join, wanted: number, byDocument: boolean): Slices<Found> {
  const { plan, narrowing, collects, turn } = search;
  const { segments } = search.generation;
  const sets = new Map<LiveSegment, Uint32Array>();
  const found: Found = { best: [], hits: 0, documents: 0, sets };
  const lists: Ranked[][] = [];
  const floor = new Floor(wanted);
  const queries = segments.map(({ segment }) => (byDocument ? null : plan.plainQuery(segment)));
  const arePlain = !queries.includes(null);
  // What is scored in windows is scored once.
  if (!arePlain && wanted > 0 && plan.sequence !== null) yield* plan.sequence.look(turn);
  const looked: Looked[] = [];
  for (const [s, live] of segments.entries()) {
    const passing = narrowing.narrows ? narrowing.paragraphs(live.segment) : null;
    const query = queries[s] ?? null;
    if (query !== null) looked.push({ live, query, passing });
    if (query !== null && plan.mixesPhrases) yield* findPhrases(query, live.segment, turn);
    const best = byDocument ? new BestOfDocuments(wanted, live.segment) : new Best(wanted, floor.value);
    const scope = scopeOf(live, passing, collects);
    const plain = best instanceof Best ? findPlainIn(scope, plan, query, join, best) : null;
    let list: Ranked[];
    if (plain !== null) {
      found.hits += plain.hits;
      found.documents += plain.documents;
      list = rankedOf(best, plain, live);
      if (plain.set !== null) sets.set(live, plain.set);
      if (live !== segments.at(-1) && turn.isOver()) yield;
    } else {
      const scan = new SegmentScan(live, plan, passing, join, wanted === 0 ? null : best, collects);
      yield* scan.run(turn);
      found.hits += scan.hits;
      found.documents += scan.documents;
      list = scan.ranked();
      if (collects) sets.set(live, scan.collected);
    }
    if (segments.length > 1) floor.raise(list);
    if (list.length > 0) lists.push(list);
  }
  found.best = lists.length === 1 ? (lists[0] ?? []) : inOrder(lists).slice(0, wanted);
  if (mayRaise(plan, found.hits, join, wanted)) {
    if (arePlain && plan.sequence !== null) yield* plan.sequence.look(turn);
    found.best = withHolders(plan, looked, found.best, wanted);
  }
  return found;
}

/**
 * Whether the whole question may stand in some of the hits as one phrase. Where none has all words, none has them in a
 * row, and nothing need be looked for: most questions of many words.
 */
function mayRaise(plan: Plan, hits: number, join: Join, wanted: number): boolean {
  return hits > 0 && wanted > 0 && join !== 'partial' && plan.sequence !== null;
}

/** Finds the paragraphs of phrases among other clauses, one after the other: a query may have thirty, and each may take long. */
function* findPhrases(query: PlainQuery, segment: Segment, turn: Turn): Slices<void> {
  for (const phrase of phrasesIn(query)) {
    postingsOfPhrase(segment, phrase);
    if (turn.isOver()) yield;
  }
}

function rankedOf(best: Keeper, { isFull }: PlainFound, live: LiveSegment): Ranked[] {
  const list: Ranked[] = [];
  for (const { paragraph, score } of best.sorted()) list.push({ paragraph, score, live, full: isFull(paragraph) });
  return list;
}

/** The score that a hit of a further segment must exceed to be among the best of all. */
class Floor {
  private scores: number[] = [];
  value = Number.NEGATIVE_INFINITY;

  constructor(private readonly wanted: number) {}

  raise(list: readonly Ranked[]): void {
    this.scores = [...this.scores, ...list.map(({ score }) => score)].sort((a, b) => b - a).slice(0, this.wanted);
    const least = this.scores[this.wanted - 1];
    // A little lower, as equals may come before it by their path.
    if (least !== undefined && least > 0) this.value = least * (1 - 1e-15);
  }
}

function scopeOf({ segment, removed }: LiveSegment, passing: Uint32Array | null, collects: boolean): Scope {
  return { segment, removed: removed?.paragraphs ?? null, passing, collects };
}

/** The phrase that is all of the query, if it is one. One clause has no partial matches. */
function phraseAlone(plan: Plan, join: Join): PlainPhrase | null {
  return join === 'partial' ? null : plan.plainPhrase;
}

/**
 * The hits of one segment where the query is a list of words and phrases; null for other queries.
 * @param query as `Plan.plainQuery` gives it
 * @param best keeps the best of them
 */
function findPlainIn(scope: Scope, plan: Plan, query: PlainQuery | null, join: Join, best: Best): PlainFound | null {
  const phrase = phraseAlone(plan, join);
  if (phrase !== null) return findPhrase(scope, phrase, plan.saturator, best);
  return query && findPlain(scope, query, plan.saturator, join, best);
}
