/** How many of the best hits are looked at for what. */

/** How many places are given out first, and to the best of how many hits. */
export const FIRST_PAGE = 20;
export const FIRST_LOOK = 70;
/** How many of the best hits are looked at for nearness and exact words, and how many for words in common with the very best. */
export const CLOSE_LOOK = 100;
export const FEEDBACK_LOOK = 250;

/** How many of the best hits are needed to give out the first `wanted` places. */
export function looksAt(wanted: number, feedback: boolean): number {
  return Math.max(wanted, lookedAt(wanted, feedback));
}

/** How many of them are looked at. */
export function lookedAt(wanted: number, feedback: boolean): number {
  return wanted <= FIRST_PAGE ? FIRST_LOOK : feedback ? FEEDBACK_LOOK : CLOSE_LOOK;
}
