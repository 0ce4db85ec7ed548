/** A thread that does one job at a time for the engine: the entry point of every worker. */
import { constants, getPriority, setPriority } from 'node:os';
import { platform } from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort } from 'node:worker_threads';
import { messageOf } from '../errors.js';
import { build, merge, remove } from './builder.js';

const JOBS = { build, buildLarge: build, merge, remove };
export type Jobs = typeof JOBS;
export type JobName = keyof Jobs;

export interface JobMessage {
  name: JobName;
  args: unknown[];
}

/** `ready` comes once, when the thread's code is loaded: a thread that dies before it could never do any job. */
export type JobOutcome = { ready: true } | { value: unknown } | { error: string };

/** A job that took this long, ms, leaves so much behind that collecting it (50 ms) is worth it. */
const LONG = 500;
/**
 * Collects what a job left behind. By itself a thread's heap may grow to gigabytes before that is done, and what is outside of it (columns,
 * bytes of segments that are long gone) stays for as long: indexing 100,000 paragraphs took 480 MB at most, and 416 so.
 */
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/**
 * What is searched comes before what is indexed: on Linux a priority is that of the thread alone, elsewhere of the process. On two cores, while
 * 350,000 paragraphs were indexed, half of the searches took 12 ms and one of a hundred 66; they take 7.5 and 36 so, and indexing 25.1 s instead of 24.3.
 */
function giveWay(): void {
  const { PRIORITY_BELOW_NORMAL } = constants.priority;
  try {
    if (getPriority() < PRIORITY_BELOW_NORMAL) setPriority(PRIORITY_BELOW_NORMAL);
  } catch {
    // Where that is not allowed it stays as it is.
  }
}
if (platform === 'linux') giveWay();

const answer = (outcome: JobOutcome): void => parentPort?.postMessage(outcome);

parentPort?.on('message', async ({ name, args }: JobMessage) => {
  const began = performance.now();
  try {
    const job = JOBS[name] as (...args: unknown[]) => unknown;
    answer({ value: await job(...args) });
    // In the next turn: until then the message is held, and with it the segments that were merged.
    if (performance.now() - began > LONG) setImmediate(collect);
  } catch (error) {
    answer({ error: messageOf(error) });
  }
});
answer({ ready: true });
