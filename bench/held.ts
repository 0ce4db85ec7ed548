/**
 * How long the main thread stands still: by the clock, and what of that it worked itself rather than waiting for a processor that
 * other threads, of this process or not, had meanwhile. Where the system does not tell (it is Linux that does), the second is left out.
 */
import { openSync, readSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const clock = monitorEventLoopDelay({ resolution: 1 });
let most = 0;
let before = 0;

/** Begins to look every millisecond. Ends with its process. */
export function watchMainThread(): void {
  clock.enable();
  before = workedMs();
  setInterval(() => {
    const now = workedMs();
    most = Math.max(most, now - before);
    before = now;
  }, 1).unref();
}

/** Forgets what was. */
export function forgetHeld(): void {
  clock.reset();
  most = 0;
  before = workedMs();
}

/** Adds what was since to the figures. @param when what the process did meanwhile */
export function addHeld(figures: Record<string, number>, when: string): void {
  figures[`main thread held at most, ${when}, ms`] = clock.max / 1e6;
  if (most > 0) figures[`main thread at work itself at most, ${when}, ms`] = most;
}

/** How long the main thread ran so far, ms (proc(5), `schedstat`: nanoseconds); 0 where nobody tells. */
function workedMs(): number {
  try {
    // Opened once, and read into the same bytes: a whole file read anew takes 64 KiB each millisecond, which was 40 MB of the memory
    // that was measured.
    file ??= openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
    const length = readSync(file, BYTES, 0, BYTES.length, 0);
    return Number(BYTES.toString('latin1', 0, length).split(' ')[0]) / 1e6;
  } catch {
    return 0;
  }
}

let file: number | undefined;
const BYTES = Buffer.alloc(256);
