/** The entry point of a worker thread, which does one job at a time for the engine. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort } from 'node:worker_threads';
import { messageOf } from '../errors.js';
import { build, merge, remove } from './builder.js';
import { giveWay } from './give-way.js';

const JOBS = { build, buildLarge: build, merge, remove };
/** The jobs of a worker, by name. */
export type Jobs = typeof JOBS;
export type JobName = keyof Jobs;

/** A job to do. */
export interface JobMessage {
  name: JobName;
  args: unknown[];
}

/** `ready` is sent once, when the code is loaded: a thread that dies before that could not do any job. */
export type JobOutcome = { ready: true } | { value: unknown } | { error: string };

/** A job that took this long, ms, leaves enough garbage that collecting it (50 ms) is worth it. */
const LONG = 500;
/**
 * Collects the garbage of a job. Otherwise the heap of a thread may grow to gigabytes first, and memory outside of it
 * (columns, bytes of segments long gone) stays as long: indexing 100,000 paragraphs takes 416 MB at most instead of
 * 480.
 */
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

giveWay('index');

const answer = (outcome: JobOutcome): void => parentPort?.postMessage(outcome);

parentPort?.on('message', async ({ name, args }: JobMessage) => {
  const began = performance.now();
  try {
    const job = JOBS[name] as (...args: unknown[]) => unknown;
    answer({ value: await job(...args) });
    // In the next turn, as the message, and with it the merged segments, is held until then.
    if (performance.now() - began > LONG) setImmediate(collect);
  } catch (error) {
    answer({ error: messageOf(error) });
  }
});
answer({ ready: true });
