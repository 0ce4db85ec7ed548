/** How much of the processor a thread has had: on a busy machine, neither a file nor a search is to blame for the time that it waits. Linux tells. */
import { readFileSync, readlinkSync } from 'node:fs';

/** The time of a tick in which the system counts, ms. */
const TICK = 10;

/** What names the thread that calls this to others of the process; null where the system does not tell. */
export function ownThread(): string | null {
  try {
    return /\d+$/.exec(readlinkSync('/proc/thread-self'))?.[0] ?? null;
  } catch {
    return null;
  }
}

/** How long a thread ran so far, ms; null where the system does not tell. */
export function timeOf(thread: string | null): number | null {
  if (thread === null) return null;
  try {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'latin1');
    // Behind its name, which may hold anything: state, ten numbers, and its time for itself and for the system (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? ticks * TICK : null;
  } catch {
    return null;
  }
}
