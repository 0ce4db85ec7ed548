/**
 * Raises the paragraphs that have the whole question as a phrase (sequence.ts) among the best hits: what a search with
 * that phrase as one more word would find, without its being in the way of all other searches. They are mostly few, and
 * scored word by word.
 */
import type { LiveSegment } from '../generation.js';
import { type Saturator, saturated } from '../rank.js';
import { hasBit } from '../segment/bits.js';
import { giveBack, takeCursor } from '../segment/cursor.js';
import { END } from '../segment/postings.js';
import type { Segment } from '../segment.js';
import { inOrder, type Ranked } from './arrange.js';
import { countAt } from './context.js';
import { type Flat, giveBackFlat, unpackedOf } from './plain/flat.js';
import { postingsOfPhrase } from './plain/phrase-postings.js';
import type { PlainPart, PlainQuery } from './plain/plain-query.js';
import type { Plan } from './plan.js';
import type { Sequence } from './sequence.js';
import { Best } from './top.js';

/** A segment to look in, what is looked for there, and the paragraphs that pass the filters; null for all. */
export interface Looked {
  live: LiveSegment;
  query: PlainQuery;
  passing: Uint32Array | null;
}

/**
 * The best hits by scores with the sequence, which has been looked for.
 * @param list the best `wanted` by scores without it
 */
export function withHolders(plan: Plan, looked: readonly Looked[], list: Ranked[], wanted: number): Ranked[] {
  const { sequence, saturator } = plan;
  const lists: Ranked[][] = [];
  const holding = new Map<LiveSegment, Set<number>>();
  for (const one of looked) {
    const paragraphs = Int32Array.from(sequence?.in(one.live.segment)?.paragraphs ?? []);
    if (sequence === null || paragraphs.length === 0) continue;
    holding.set(one.live, new Set(paragraphs));
    lists.push(bestOf(sequence, one, paragraphs, saturator, wanted));
  }
  if (lists.length === 0) return list;
  lists.push(list.filter(({ live, paragraph }) => holding.get(live)?.has(paragraph) !== true));
  return inOrder(lists).slice(0, wanted);
}

/** The best of the paragraphs that have the sequence, in order. */
function bestOf(
  sequence: Sequence,
  { live, query, passing }: Looked,
  paragraphs: Int32Array,
  saturator: Saturator,
  wanted: number,
): Ranked[] {
  const { segment, removed } = live;
  const counts = sequence.in(segment)?.counts ?? [];
  const { scores, full } = scored(segment, query, paragraphs, saturator);
  const best = new Best(wanted);
  for (let i = 0; i < paragraphs.length; i++) {
    const paragraph = paragraphs[i] ?? 0;
    if (full[i] === 0 || (removed !== null && hasBit(removed.paragraphs, paragraph))) continue;
    if (passing !== null && !hasBit(passing, paragraph)) continue;
    best.offer(paragraph, (scores[i] ?? 0) + sequence.scoreOf(counts[i] ?? 0, segment, paragraph));
  }
  return best.sorted().map((hit) => ({ ...hit, live, full: true }));
}

/** The scores of some paragraphs, which ascend, and whether each has all the clauses: bit for bit as the search has them. */
function scored(segment: Segment, { clauses, extra }: PlainQuery, paragraphs: Int32Array, { norms }: Saturator) {
  const ofEach = Float64Array.from(paragraphs, (paragraph) => norms[segment.lengths[paragraph] ?? 1] ?? 0);
  const scores = new Float64Array(paragraphs.length);
  const full = new Uint8Array(paragraphs.length).fill(1);
  for (const clause of [...clauses, extra]) {
    const has = new Uint8Array(paragraphs.length);
    for (const part of clause) {
      const counts = countsOf(segment, part, paragraphs);
      for (let i = 0; i < counts.length; i++) {
        const count = counts[i] ?? 0;
        if (count === 0) continue;
        has[i] = 1;
        scores[i] = (scores[i] ?? 0) + part.worth * saturated(count, ofEach[i] ?? 0);
      }
    }
    if (clause !== extra) for (let i = 0; i < has.length; i++) full[i] = (full[i] ?? 0) & (has[i] ?? 0);
  }
  return { scores, full };
}

/** The joint counts of a part in some paragraphs, which ascend. */
function countsOf(segment: Segment, part: PlainPart, paragraphs: Int32Array): Int32Array {
  switch (part.type) {
    case 'word': {
      const table = segment.tables.get(part.term);
      if (table !== undefined && table !== null) return paragraphs.map((paragraph) => table.countAt(paragraph));
      const cursor = takeCursor(segment, part.term);
      const counts = paragraphs.map((paragraph) => countAt(cursor, paragraph));
      giveBack(cursor);
      return counts;
    }
    case 'words': {
      const flat = unpackedOf(segment, part.numbers, part.field);
      const counts = countsIn(flat, paragraphs);
      giveBackFlat(flat);
      return counts;
    }
    case 'flat':
      return countsIn(part.flat, paragraphs);
    case 'phrase':
      return countsIn(postingsOfPhrase(segment, part), paragraphs);
    case 'set':
      return paragraphs.map((paragraph) => Number(hasBit(part.sets.matched, paragraph)));
  }
}

function countsIn(flat: Flat, paragraphs: Int32Array): Int32Array {
  let at = 0;
  return paragraphs.map((paragraph) => {
    while (at < flat.size && (flat.paragraphs[at] ?? END) < paragraph) at++;
    return at < flat.size && flat.paragraphs[at] === paragraph ? (flat.counts[at] ?? 0) : 0;
  });
}
