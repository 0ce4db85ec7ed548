/** Bounds on the number of hits shown: the same in the server, in links of pages and on the command line. */

/** Ranks (0-based) that are shown are below this: deeper pages cost more than they are worth. */
export const MAX_RANK = 10_000;
/** Most hits on a page. */
export const MAX_HITS_PER_PAGE = 100;
/** Hits on a page by default. */
export const DEFAULT_HITS_PER_PAGE = 20;
