/** When to look at the whole folder again without a hint. Pure. */

/** With all folders watched: looks take this share of the time; the pauses have bounds, ms. */
const WATCHED = { share: 0.01, shortest: 5_000, longest: 60_000 };
/** With some folders unwatched, the timer is all that finds their changes. */
const UNWATCHED = { share: 0.1, shortest: 1_000, longest: 60_000 };
/** Asking whether a missing root is back costs next to nothing, ms. */
const WHILE_MISSING = 500;

/** How the last looks went. */
interface Looks {
  rootMissing: boolean;
  /** Whether all folders are watched. */
  watchesAll: boolean;
  /** How many runs in a row failed. */
  failed: number;
  /** How long the last one took, ms. */
  duration: number;
}

/** How long to wait, ms: longer where looking takes long, and after each failure twice as long. */
export function pauseBeforeLook({ rootMissing, watchesAll, failed, duration }: Looks): number {
  if (rootMissing) return WHILE_MISSING;
  const { share, shortest, longest } = watchesAll ? WATCHED : UNWATCHED;
  return Math.min(longest, Math.max(shortest * 2 ** failed, duration / share));
}
