/**
 * The hits of a search in order: by relevance, date or path, and grouped by document. Orders other than by relevance choose from sets of
 * hits; what is shown is scored afterwards.
 */
import { addBit, addRange, both, nextBit, without } from './bits.js';
import { columnsOf } from './columns.js';
import type { LiveSegment } from './generation.js';
import { END } from './postings.js';
import type { Segment } from './segment.js';
import { Best, type Scored } from './top.js';
import type { Sort } from './types.js';

/** A hit by its place. `full`: it has all the query's clauses. */
export interface Ranked extends Scored {
  live: LiveSegment;
  full: boolean;
}

/** A document by the places of its best hits. */
export interface RankedGroup {
  ranked: Ranked[];
  totalHits: number;
}

/** A bit for each paragraph of each segment. */
export type HitSets = ReadonlyMap<LiveSegment, Uint32Array>;

/** Scores these hits; in any order. */
export type Scorer = (chosen: HitSets) => Promise<Ranked[]>;

/** Passages that stand for a document in a group. */
export const PASSAGES = 3;

/** By score, then path, then ordinal. Within a segment documents stand in path order; between segments the paths of equals are read, once. */
export function inOrder(lists: readonly Ranked[][]): Ranked[] {
  const paths = new Map<Ranked, string>();
  const pathOf = (ranked: Ranked): string => {
    let path = paths.get(ranked);
    if (path === undefined) {
      const { segment } = ranked.live;
      path = segment.path(segment.documentOf(ranked.paragraph));
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

/** The sets of all hits in the order that they come in: full matches, and where partial ones follow, those that lack a clause. */
export function tiersOf(hits: HitSets, full: HitSets | null): HitSets[] {
  if (full === null) return [hits];
  const partial = [...hits].map(
    ([live, set]) => [live, without(set, full.get(live) ?? new Uint32Array(set.length))] as const,
  );
  return [full, new Map(partial)];
}

/** The first hits in an order that is not by relevance, with what they are ordered by in place of a score. */
export function orderedBy(sort: Exclude<Sort, 'relevance'>, tiers: readonly HitSets[], wanted: number): Ranked[] {
  return tiers.flatMap((sets) => {
    const lists = [...sets].map(([live, set]) =>
      firstBy(sort, live.segment, set, wanted).map((scored) => ({ ...scored, live, full: false })),
    );
    return inOrder(lists).slice(0, wanted);
  });
}

/** Within a segment, equals stand in the order of their paths and ordinals. */
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

/** Of each document its first hit in the list. */
export function firstOfDocuments(ranked: readonly Ranked[]): Ranked[] {
  const seen = new Set<string>();
  return ranked.filter((hit) => {
    const key = documentKey(hit);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Of each document its first hit, in sets of hits. */
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
export async function scored(page: readonly Ranked[], score: Scorer): Promise<Ranked[]> {
  const chosen = new Map<LiveSegment, Uint32Array>();
  for (const { live, paragraph } of page) addBit(setFor(live, chosen), paragraph);
  const known = new Map((await score(chosen)).map((hit) => [paragraphKey(hit), hit]));
  return page.map((hit) => known.get(paragraphKey(hit)) ?? hit);
}

/**
 * The documents of some hits with their best passages.
 * @param fullFirst whether full matches come before all others
 */
export async function groupsOf(
  page: readonly Ranked[],
  hits: HitSets,
  fullFirst: boolean,
  score: Scorer,
): Promise<RankedGroup[]> {
  const chosen = new Map<LiveSegment, Uint32Array>();
  for (const { live, paragraph } of page) {
    const { segment } = live;
    const document = segment.documentOf(paragraph);
    addRange(setFor(live, chosen), segment.documentFirst[document] ?? 0, segment.documentEnd(paragraph));
  }
  for (const [live, set] of chosen) chosen.set(live, both(set, hits.get(live) ?? new Uint32Array(set.length)));
  const documents = new Map<string, Ranked[]>(page.map((hit) => [documentKey(hit), []]));
  for (const hit of await score(chosen)) documents.get(documentKey(hit))?.push(hit);
  return [...documents.values()].map((ranked) => {
    ranked.sort((a, b) => {
      const byFull = fullFirst ? Number(b.full) - Number(a.full) : 0;
      return byFull || b.score - a.score || a.paragraph - b.paragraph;
    });
    return { ranked: ranked.slice(0, PASSAGES), totalHits: ranked.length };
  });
}

function setFor(live: LiveSegment, sets: Map<LiveSegment, Uint32Array>): Uint32Array {
  const set = sets.get(live) ?? new Uint32Array(Math.ceil(live.segment.paragraphCount / 32));
  sets.set(live, set);
  return set;
}

function paragraphKey({ live, paragraph }: Ranked): string {
  return `${live.name} ${paragraph}`;
}

function documentKey({ live, paragraph }: Ranked): string {
  return `${live.name} ${live.segment.documentOf(paragraph)}`;
}
