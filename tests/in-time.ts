/** That work is done in time, for tests of what must not take longer than the length of a text allows. */
import { expect } from 'vitest';

/** The first run compiles, and any may collect what other tests left: 350 ms were once 2,160. */
const RUNS = 3;

/**
 * Expects that work takes at most so many ms of the processor (on a machine that does much else as well, the wall clock says
 * little) in one of three runs, and gives back what it made.
 */
export function inTime<Result>(most: number, work: () => Result): Result {
  const took: number[] = [];
  while (took.length < RUNS) {
    const begun = process.cpuUsage();
    const result = work();
    took.push(since(begun));
    if (Math.min(...took) <= most) return result;
  }
  return tooLong(most, took);
}

/** As `inTime`, of work that is waited for: the time is that of all threads. */
export async function awaitedInTime<Result>(most: number, work: () => Promise<Result>): Promise<Result> {
  const took: number[] = [];
  while (took.length < RUNS) {
    const begun = process.cpuUsage();
    const result = await work();
    took.push(since(begun));
    if (Math.min(...took) <= most) return result;
  }
  return tooLong(most, took);
}

/** ms of the processor since then. */
function since(begun: NodeJS.CpuUsage): number {
  return process.cpuUsage(begun).user / 1_000;
}

function tooLong(most: number, took: readonly number[]): never {
  const times = took.map((ms) => ms.toFixed(0)).join(', ');
  return expect.fail(`the runs took ${times} ms of the processor, and the fastest has ${most}`);
}
