/** Lets a thread give way to others, where a priority is that of the thread alone: on Linux. */
import { getPriority, setPriority } from 'node:os';
import { platform } from 'node:process';

/**
 * How much lower than that of the thread that answers requests the priority of other threads is, in steps of niceness.
 * The lower of two priorities waits where there are too few processors for all threads.
 *
 * - `search`: answers that are kept, pages and keystrokes of others are sent while searches go on. On two cores that much
 *   else used, 400 new questions held that thread up for 15 ms at the 99th percentile, and do for 10.5.
 * - `index`: while 350,000 paragraphs were indexed, searches took 7.5 ms instead of 12 at the median, 36 instead of 66 at
 *   the 99th percentile, and indexing 25.1 s instead of 24.3.
 */
const BELOW = { search: 3, index: 10 } as const;
/** The lowest priority there is. */
const LOWEST = 19;

/** Lowers the priority of this thread. */
export function giveWay(work: keyof typeof BELOW): void {
  if (platform !== 'linux') return;
  try {
    setPriority(Math.min(LOWEST, getPriority() + BELOW[work]));
  } catch {
    // Where that is not allowed, the priority stays as it is.
  }
}
