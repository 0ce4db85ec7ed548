/** How much tests do that could do more: a little in `npm test`, all in `npm run test:long` (docs/reliability.md). */

/** How many times the usual number of rounds tests of random things have: more in a long run. */
export const TIMES = Math.max(1, Number(process.env.TEST_TIMES ?? 1));

/** A size: a third of it, but in a long run. */
export const sized = (whole: number): number => (TIMES > 1 ? whole : Math.ceil(whole / 3));

/** How long work on what is `sized` may take, ms: half as long, but in a long run. A third would leave a busy machine no room. */
export const limited = (whole: number): number => (TIMES > 1 ? whole : whole / 2);

/** The first of several cases that show much the same, and all of them in a long run. */
export const cases = <Case>(first: Case, ...others: readonly Case[]): Case[] =>
  TIMES > 1 ? [first, ...others] : [first];
