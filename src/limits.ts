/** How much of what was found is told: the same bounds in the server, in the links of pages and on the command line. */

/** The last rank that is shown is below this: deeper pages cost more than they are worth to anyone. */
export const MAX_RANK = 10_000;
/** Most hits on a page. */
export const MAX_HITS_PER_PAGE = 100;
/** Hits on a page where nothing is said. */
export const DEFAULT_HITS_PER_PAGE = 20;
