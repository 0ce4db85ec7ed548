/**
 * Puts the hits of a search in order: by relevance, date or path, and grouped by document. Orders other than relevance
 * choose from sets of hits, and only what is shown is scored.
 */

import type { LiveSegment } from '../../generation.js';
import { BoundedMap, kept } from '../../kept.js';
import type { Reason, Sort } from '../../search-types.js';
import { addBit, addRange, both, countRange, newSet, nextBit, without } from '../../segment/bits.js';
import { END } from '../../segment/postings.js';
import type { Segment } from '../../segment.js';
import { PASSAGES } from '../best-of-documents.js';
import { Best, nthGreatest, type Scored } from '../top.js';
import type { Slices } from '../turn.js';
import { columnsOf } from './columns.js';

/** A hit by its number in a segment. */
export interface PlacedHit extends Scored {
  /** Whether it has all clauses of the query. */
  full: boolean;
  /** What the closer look added to its score, if reasons were asked for; in the end, all parts of it. */
  reasons?: Reason[];
}

/** A hit with its segment. */
export interface Ranked extends PlacedHit {
  live: LiveSegment;
  /** Where each text is listed once and it has copies: the first in each other document. */
  copies?: readonly Ranked[];
}

/** A document with its best hits, by their places. */
export interface RankedGroup {
  ranked: Ranked[];
  totalHits: number;
}

/** A bit for each paragraph of each segment. */
export type HitSets = ReadonlyMap<LiveSegment, Uint32Array>;

/** Scores the given hits. */
type Scorer = (chosen: HitSets) => Slices<Ranked[]>;

const NO_BITS = new Uint32Array(0);

/** Paths of documents that were recently compared; reading them anew took longer than the ranking. */
const PATHS = new WeakMap<Segment, Map<number, string>>();
const MAX_PATHS = 1 << 14;

function pathOf({ live: { segment }, paragraph }: Ranked): string {
  const paths = kept(PATHS, segment, () => new BoundedMap<number, string>(MAX_PATHS));
  const document = segment.documentOf(paragraph);
  return kept(paths, document, () => segment.documents.path(document));
}

/**
 * Orders by score, then path, then ordinal. A segment has its documents in path order; only equals of different
 * segments have their paths read.
 */
function compare(a: Ranked, b: Ranked): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.live === b.live) return a.paragraph - b.paragraph;
  return pathOf(a) < pathOf(b) ? -1 : 1;
}

/** The hits, with the best `wanted` of them in front and in order: only for equals among those are paths read. */
export function bestInOrder(hits: readonly Ranked[], wanted: number): Ranked[] {
  // Scores are never below 0.
  const scores = hits.map(({ score }) => score);
  const least = nthGreatest(scores, wanted);
  const best = hits.filter(({ score }) => score >= least).sort(compare);
  return best.length === hits.length ? best : [...best, ...hits.filter(({ score }) => score < least)];
}

/** Merges the lists of segments, each in order, into one. */
export function inOrder(lists: readonly Ranked[][]): Ranked[] {
  const [only, ...more] = lists;
  return only !== undefined && more.length === 0 ? only : lists.flat().sort(compare);
}

/** All hits as sets in the order in which they are listed: full matches, and where partial ones follow, those that lack a clause. */
export function tiersOf(hits: HitSets, full: HitSets | null): HitSets[] {
  if (full === null) return [hits];
  const partial = [...hits].map(
    ([live, set]) => [live, without(set, full.get(live) ?? new Uint32Array(set.length))] as const,
  );
  return [full, new Map(partial)];
}

/** The first hits in an order other than relevance, with the value that orders them as their score. */
export function orderedBy(sort: Exclude<Sort, 'relevance'>, tiers: readonly HitSets[], wanted: number): Ranked[] {
  return tiers.flatMap((sets) => {
    const lists = [...sets].map(([live, set]) =>
      firstBy(sort, live.segment, set, wanted).map((scored) => ({ ...scored, live, full: false })),
    );
    return inOrder(lists).slice(0, wanted);
  });
}

/** The first hits of one segment. Equals are in the order of their paths and ordinals. */
function firstBy(sort: Exclude<Sort, 'relevance'>, segment: Segment, set: Uint32Array, wanted: number): Scored[] {
  if (sort === 'path') return firstByPath(set, wanted);
  const { dates } = columnsOf(segment);
  const sign = sort === 'newest' ? 1 : -1;
  const best = new Best(wanted);
  forEachHit(segment, set, (paragraph, document) => best.offer(paragraph, sign * (dates[document] ?? 0)));
  return best.sorted();
}

/** Calls `visit` with each paragraph of a set and its document, ascending. */
export function forEachHit(
  { documentFirst }: Segment,
  set: Uint32Array,
  visit: (paragraph: number, document: number) => void,
): void {
  let document = 0;
  for (let word = 0; word < set.length; word++) {
    for (let bits = set[word] ?? 0; bits !== 0; bits &= bits - 1) {
      const paragraph = word * 32 + 31 - Math.clz32(bits & -bits);
      while ((documentFirst[document + 1] ?? END) <= paragraph) document++;
      visit(paragraph, document);
    }
  }
}

function firstByPath(set: Uint32Array, wanted: number): Scored[] {
  const first: Scored[] = [];
  for (let paragraph = nextBit(set, 0); first.length < wanted; paragraph = nextBit(set, paragraph + 1)) {
    if (paragraph >= set.length * 32) break;
    first.push({ paragraph, score: 0 });
  }
  return first;
}

/** The first hit of each document in a list. */
export function firstOfDocuments(ranked: readonly Ranked[]): Ranked[] {
  const seen = new Set<string>();
  return ranked.filter((hit) => {
    const key = documentKey(hit);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The first hit of each document in sets of hits. */
export function firstsIn(sets: HitSets): HitSets {
  const firsts = new Map<LiveSegment, Uint32Array>();
  for (const [live, set] of sets) {
    const first = new Uint32Array(set.length);
    firsts.set(live, first);
    let paragraph = nextBit(set, 0);
    while (paragraph < live.segment.paragraphCount) {
      addBit(first, paragraph);
      paragraph = nextBit(set, live.segment.documentEnd(paragraph));
    }
  }
  return firsts;
}

/** The same hits with their scores, in the same order. */
export function* scored(page: readonly Ranked[], score: Scorer): Slices<Ranked[]> {
  const chosen = new Map<LiveSegment, Uint32Array>();
  for (const { live, paragraph } of page) addBit(setFor(live, chosen), paragraph);
  const known = new Map((yield* score(chosen)).map((hit) => [paragraphKey(hit), hit]));
  return page.map((hit) => known.get(paragraphKey(hit)) ?? hit);
}

/**
 * The documents of some hits, with their best passages and the number of all their hits.
 * @param tiers all hits; passages of an earlier set come before those of a later one
 * @param passages finds the best passages of every document among the given hits, best first
 */
export function* groupsOf(page: readonly Ranked[], tiers: readonly HitSets[], passages: Scorer): Slices<RankedGroup[]> {
  const groups = new Map<string, RankedGroup>();
  const chosen = new Map<LiveSegment, Uint32Array>();
  for (const hit of page) {
    const { live, paragraph } = hit;
    const start = live.segment.documentFirst[live.segment.documentOf(paragraph)] ?? 0;
    const end = live.segment.documentEnd(paragraph);
    addRange(setFor(live, chosen), start, end);
    const totalHits = tiers.reduce((sum, sets) => sum + countRange(sets.get(live) ?? NO_BITS, start, end), 0);
    groups.set(documentKey(hit), { ranked: [], totalHits });
  }
  for (const sets of tiers) {
    const these = [...chosen].map(([live, set]) => [live, both(set, sets.get(live) ?? NO_BITS)] as const);
    for (const hit of yield* passages(new Map(these))) {
      const ranked = groups.get(documentKey(hit))?.ranked ?? [];
      if (ranked.length < PASSAGES) ranked.push(hit);
    }
  }
  return [...groups.values()];
}

function setFor(live: LiveSegment, sets: Map<LiveSegment, Uint32Array>): Uint32Array {
  return kept(sets, live, () => newSet(live.segment.paragraphCount));
}

function paragraphKey({ live, paragraph }: Ranked): string {
  return `${live.name} ${paragraph}`;
}

/** A name for the document of a hit that no other document has. */
export function documentKey({ live, paragraph }: Ranked): string {
  return `${live.name} ${live.segment.documentOf(paragraph)}`;
}
