/** How many times the usual number of rounds tests of random things have: 1 in `npm test`, more in a long run (docs/reliability.md). */
export const TIMES = Math.max(1, Number(process.env.TEST_TIMES ?? 1));
