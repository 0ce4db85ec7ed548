/** How many of the best hits get a closer look, and for what. */

/** How many places are given out first, and among how many of the best hits. */
export const FIRST_PAGE = 20;
export const FIRST_LOOK = 70;
/** How many of the best hits are looked at for nearness and exact words, and how many for feedback. */
export const CLOSE_LOOK = 100;
export const FEEDBACK_LOOK = 250;

/** How many of the best hits must be found to give out the first `wanted` places. */
export function hitsToFind(wanted: number, feedback: boolean): number {
  return Math.max(wanted, hitsToRefine(wanted, feedback));
}

/** How many of those get a closer look. */
export function hitsToRefine(wanted: number, feedback: boolean): number {
  return wanted <= FIRST_PAGE ? FIRST_LOOK : feedback ? FEEDBACK_LOOK : CLOSE_LOOK;
}
