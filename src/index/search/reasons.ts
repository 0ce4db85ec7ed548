/** Explains the score of a hit: what each word of the query, and the closer look, added to it. */

import type { Reason } from '../search-types.js';
import { addBit } from '../segment/bits.js';
import type { Segment } from '../segment.js';
import type { Ranked } from './collect/arrange.js';
import type { Plan } from './plan.js';
import type { Planned } from './planned.js';
import { WINDOW, WINDOW_WORDS } from './windows/nodes.js';
import { nodeOf } from './windows/plan-nodes.js';

type WordReason = Extract<Reason, { type: 'word' }>;

/** The parts of the score of a hit; they sum to it. */
export function reasonsOf(plan: Plan, hit: Ranked): Reason[] {
  const { segment } = hit.live;
  const words = [...plan.clauses, ...plan.parts].flatMap((planned) => {
    const score = scoreOf(plan, planned, segment, hit.paragraph);
    if (score === 0) return [];
    const text = plan.textOf(planned);
    return { type: 'word' as const, text, ...standing(planned, segment, hit.paragraph), score };
  });
  return [...words, ...sequenceIn(plan, hit), ...(hit.reasons ?? [])];
}

/** That the whole question, or half of it, stands in a paragraph as one phrase, if it does. */
function sequenceIn({ sequence }: Plan, { live: { segment }, paragraph, full }: Ranked): Reason[] {
  if (sequence === null || !full) return [];
  return sequence.reasonsAt(segment, paragraph).map((reason) => ({ type: 'sequence', ...reason }));
}

/** What a clause adds to the score of a paragraph. */
function scoreOf(plan: Plan, planned: Planned, segment: Segment, paragraph: number): number {
  const scores = new Float64Array(WINDOW);
  const wanted = new Uint32Array(WINDOW_WORDS);
  const start = paragraph - (paragraph % WINDOW);
  addBit(wanted, paragraph - start);
  const node = nodeOf(planned, segment, plan.saturator);
  node.enter(start);
  node.score(wanted, scores);
  return scores[paragraph - start] ?? 0;
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
    const cursor = segment.cursor(number);
    const { context } = cursor;
    const at = context.indexAt(paragraph);
    if (context.start(at) <= paragraph) counts.above += context.heading(at) + context.title(at);
    if (cursor.advance(paragraph) !== paragraph) continue;
    cursor.loadCounts();
    counts.body += cursor.body[cursor.at] ?? 0;
    counts.heading += cursor.heading[cursor.at] ?? 0;
    counts.title += cursor.title[cursor.at] ?? 0;
  }
  return { counts, rarity: word.rarity };
}
