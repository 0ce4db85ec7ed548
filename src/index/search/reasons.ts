/** Explains the score of a hit: what each word of the query, and the closer look, added to it. */

import { kept } from '../kept.js';
import type { Reason } from '../search-types.js';
import { addBit } from '../segment/bits.js';
import { giveBack, takeCursor } from '../segment/cursor.js';
import type { Segment } from '../segment.js';
import type { Ranked } from './collect/arrange.js';
import type { Plan } from './plan.js';
import type { Planned } from './planned.js';
import type { Slices, Turn } from './turn.js';
import { WINDOW, WINDOW_WORDS } from './windows/nodes.js';
import { nodeOf } from './windows/plan-nodes.js';

type WordReason = Extract<Reason, { type: 'word' }>;

/**
 * The parts of the score of each hit, in the order of the hits; they sum to it. Clause by clause, as the lists of one are
 * then opened once for all hits.
 * @param hits with what the closer look added
 */
export function* reasonsOf(plan: Plan, hits: readonly Ranked[], turn: Turn): Slices<Reason[][]> {
  const reasons: Reason[][] = hits.map(() => []);
  const windows = windowsOf(hits);
  for (const planned of [...plan.clauses, ...plan.parts]) {
    const text = plan.textOf(planned);
    const scores = yield* scoresOf(plan, planned, hits, windows, turn);
    for (const [i, score] of scores.entries()) {
      const hit = hits[i];
      if (score === 0 || hit === undefined) continue;
      reasons[i]?.push({ type: 'word', text, ...standing(planned, hit.live.segment, hit.paragraph), score });
    }
  }
  for (const [i, hit] of hits.entries()) reasons[i]?.push(...sequenceIn(plan, hit), ...(hit.reasons ?? []));
  return reasons;
}

/** That the whole question, or half of it, stands in a paragraph as one phrase, if it does. */
function sequenceIn({ sequence }: Plan, { live: { segment }, paragraph, full }: Ranked): Reason[] {
  if (sequence === null || !full) return [];
  return sequence.reasonsAt(segment, paragraph).map((reason) => ({ type: 'sequence', ...reason }));
}

/** Hits by their places in a list: by segment, by the first paragraph of their window, ascending. */
type Windows = ReadonlyMap<Segment, ReadonlyMap<number, readonly number[]>>;

function windowsOf(hits: readonly Ranked[]): Windows {
  const windows = new Map<Segment, Map<number, number[]>>();
  for (const [i, { live, paragraph }] of [...hits.entries()].sort(([, a], [, b]) => a.paragraph - b.paragraph)) {
    const ofSegment = kept(windows, live.segment, () => new Map<number, number[]>());
    kept(ofSegment, paragraph - (paragraph % WINDOW), () => []).push(i);
  }
  return windows;
}

/** What a clause adds to the scores of hits, in their order. */
function* scoresOf(
  plan: Plan,
  planned: Planned,
  hits: readonly Ranked[],
  windows: Windows,
  turn: Turn,
): Slices<Float64Array> {
  const added = new Float64Array(hits.length);
  const scores = new Float64Array(WINDOW);
  for (const [segment, starts] of windows) {
    const node = yield* nodeOf(planned, segment, plan.saturator, turn);
    for (const [start, places] of starts) {
      const wanted = new Uint32Array(WINDOW_WORDS);
      for (const place of places) addBit(wanted, (hits[place]?.paragraph ?? start) - start);
      node.enter(start);
      node.score(wanted, scores.fill(0));
      for (const place of places) added[place] = scores[(hits[place]?.paragraph ?? start) - start] ?? 0;
    }
  }
  return added;
}

/** How often the word of a clause stands in a paragraph, and how rare it is. For phrases and prefixes only their worth is known. */
function standing(planned: Planned, segment: Segment, paragraph: number): Pick<WordReason, 'counts' | 'rarity'> {
  const counts = { body: 0, heading: 0, title: 0, above: 0 };
  const word = planned.type === 'or' ? planned.clauses.find(({ type }) => type === 'word') : planned;
  if (word?.type === 'phrase' || word?.type === 'group') return { counts, rarity: word.worth };
  if (word?.type !== 'word') return { counts, rarity: 0 };
  for (const key of word.keys) {
    const number = segment.listNumber(key);
    if (number < 0) continue;
    const cursor = takeCursor(segment, number);
    const { context } = cursor;
    const at = context.indexAt(paragraph);
    if (context.start(at) <= paragraph) counts.above += context.heading(at) + context.title(at);
    if (cursor.advance(paragraph) === paragraph) {
      cursor.loadCounts();
      counts.body += cursor.body[cursor.at] ?? 0;
      counts.heading += cursor.heading[cursor.at] ?? 0;
      counts.title += cursor.title[cursor.at] ?? 0;
    }
    giveBack(cursor);
  }
  return { counts, rarity: word.rarity };
}
