/**
 * Puts the best hits in a better order by what would cost too much to look at in all of them: words that stand near
 * each other or exactly as they were typed, all words but one in their order, and words that the best hits have in
 * common. Each adds to the score.
 *
 * The first `FIRST_PAGE` places go to the best of the first `FIRST_LOOK` hits, the places after them to the rest of the
 * first `FEEDBACK_LOOK`; hits further down keep their order. So pages fit together whichever is asked for, and a first
 * page, which is nearly all that is ever asked for, needs no more than it shows (docs/decisions/0012).
 */

import { bestInOrder, type Ranked } from './collect/arrange.js';
import type { Plan } from './plan.js';
import { raiseAllButOne } from './refine/all-but-one.js';
import { lookClosely } from './refine/close-look.js';
import { FEEDBACK_HITS } from './refine/feedback.js';
import { CLOSE_LOOK, FIRST_LOOK, FIRST_PAGE, hitsToRefine } from './refine/refine-depth.js';
import { addRelated, wordsInCommon } from './refine/related.js';
import { takeRepeats } from './refine/repeats.js';
import { bySegment } from './refine/segment-hits.js';

/** What `refine` works on. */
interface Refinable {
  /** Best first; at least `hitsToFind` of them, or all that there are. */
  hits: readonly Ranked[];
  /** Whether those with every clause come first. */
  fullFirst: boolean;
  /** Whether words that the best hits have in common count. */
  feedback: boolean;
  /** Whether hits get reasons for what is added to their scores. */
  explain: boolean;
  /** How many of the best are shown; the others need no order. */
  wanted: number;
}

/** The hits in their new order. Their scores are changed in place; only the first `wanted` hits are sure to be in order. */
export function refine(plan: Plan, { hits, fullFirst, feedback, explain, wanted }: Refinable): Ranked[] {
  if (explain) for (const hit of hits) hit.reasons = [];
  const looked = hits.slice(0, hitsToRefine(wanted, feedback));
  const lackWords = fullFirst && looked[0]?.full === false;
  let groups = bySegment(looked.slice(0, CLOSE_LOOK), plan.saturator);
  for (const group of groups) {
    takeRepeats(plan, group);
    lookClosely(plan, group);
    if (lackWords) raiseAllButOne(plan, group);
  }
  if (feedback) {
    for (const group of groups) group.end();
    const written = explain ? new Map<string, string>() : null;
    const enough = 2 * FEEDBACK_HITS;
    const best = reordered(looked.slice(0, FIRST_LOOK), fullFirst, enough).slice(0, enough);
    if (looked.length > CLOSE_LOOK) groups = bySegment(looked, plan.saturator);
    addRelated(plan, wordsInCommon(plan, best, written), written, groups);
  }
  for (const group of groups) group.end();
  const first = reordered(looked.slice(0, FIRST_LOOK), fullFirst, Math.min(wanted, FIRST_PAGE));
  if (wanted <= FIRST_PAGE) return [...first, ...hits.slice(looked.length)];
  const others = [...first.slice(FIRST_PAGE), ...looked.slice(FIRST_LOOK)];
  return [...first.slice(0, FIRST_PAGE), ...reordered(others, fullFirst, wanted), ...hits.slice(looked.length)];
}

function reordered(hits: readonly Ranked[], fullFirst: boolean, wanted: number): Ranked[] {
  const tiers = fullFirst ? [hits.filter(({ full }) => full), hits.filter(({ full }) => !full)] : [hits];
  return tiers.flatMap((tier) => bestInOrder(tier, wanted));
}
