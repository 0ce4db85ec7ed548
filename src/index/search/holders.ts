/**
 * Raises the paragraphs that have the whole question as a phrase, or half of it (sequence.ts), among the best hits: what a search with
 * that phrase as one more word would find, without its being in the way of all other searches. They are mostly few, and
 * scored word by word.
 */

import { isRemoved } from '../generation/removed.js';
import type { LiveSegment } from '../generation.js';
import { type Saturator, saturated } from '../rank.js';
import { hasBit } from '../segment/bits.js';
import type { Segment } from '../segment.js';
import { inOrder, type Ranked } from './collect/arrange.js';
import { listOf } from './plain/find-plain.js';
import type { PlainQuery } from './plain/plain-query.js';
import { NO_CLAUSE } from './plain/plain-search.js';
import { TableList } from './plain/table-list.js';
import type { Plan } from './plan.js';
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
  const holding = new Map<LiveSegment, ReadonlyMap<number, number>>();
  for (const one of looked) {
    const added = sequence?.in(one.live.segment);
    if (added === undefined || added.size === 0) continue;
    holding.set(one.live, added);
    lists.push(bestOf(added, one, saturator, wanted));
  }
  if (lists.length === 0) return list;
  lists.push(list.filter(({ live, paragraph, full }) => !full || holding.get(live)?.has(paragraph) !== true));
  return inOrder(lists).slice(0, wanted);
}

/** The best of the hits that have some of the sequence and all clauses, in order. @param added what it adds to the scores of paragraphs */
function bestOf(
  added: ReadonlyMap<number, number>,
  { live, query, passing }: Looked,
  saturator: Saturator,
  wanted: number,
): Ranked[] {
  const { segment, removed } = live;
  const paragraphs = Int32Array.from(added.keys());
  const { scores, full } = scored(segment, query, paragraphs, saturator);
  const best = new Best(wanted);
  for (let i = 0; i < paragraphs.length; i++) {
    const paragraph = paragraphs[i] ?? 0;
    if (full[i] === 0 || isRemoved(removed, paragraph)) continue;
    if (passing !== null && !hasBit(passing, paragraph)) continue;
    best.offer(paragraph, (scores[i] ?? 0) + (added.get(paragraph) ?? 0));
  }
  // To spread a hit takes 0.7 µs.
  return best.sorted().map(({ paragraph, score }) => ({ paragraph, score, live, full: true }));
}

/**
 * The scores of some paragraphs, which ascend: bit for bit as the search has them, by the same lists. And whether each
 * is a hit with all the clauses: half a question may be stop words, while headings lend all that tells. Parts of compounds, which
 * `extra` has, may make a hit, but none with all clauses.
 */
function scored(
  segment: Segment,
  { clauses, extra }: PlainQuery,
  paragraphs: Int32Array,
  saturator: Saturator,
): { scores: Float64Array; full: Uint8Array } {
  const norms = Float64Array.from(paragraphs, (paragraph) => saturator.norms[segment.lengths[paragraph] ?? 1] ?? 0);
  const scores = new Float64Array(paragraphs.length);
  const full = new Uint8Array(paragraphs.length).fill(1);
  const owns = new Uint8Array(paragraphs.length);
  for (const clause of [...clauses, extra]) {
    const has = new Uint8Array(paragraphs.length);
    for (const part of clause) {
      const list = listOf(segment, part, NO_CLAUSE, saturator, 'blocks');
      for (let i = 0; i < paragraphs.length; i++) {
        const paragraph = paragraphs[i] ?? 0;
        const count = list.countAt(paragraph);
        if (count === 0) continue;
        has[i] = 1;
        if (clause !== extra && list.owns(paragraph)) owns[i] = 1;
        scores[i] = (scores[i] ?? 0) + list.worth * saturated(count, norms[i] ?? 0);
      }
      if (!(list instanceof TableList)) list.end();
    }
    if (clause !== extra) for (let i = 0; i < has.length; i++) full[i] = (full[i] ?? 0) & (has[i] ?? 0);
  }
  for (let i = 0; i < full.length; i++) full[i] = (full[i] ?? 0) & (owns[i] ?? 0);
  return { scores, full };
}
