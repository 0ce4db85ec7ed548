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
/** And this long, ms, after one no more is to be expected soon. */
const QUIET_MS = 1000;
/**
 * Collects what jobs left where none comes after them: else an idle thread keeps it, 100 MB and more. Not between two jobs: V8
 * then forgets what objects look like that live for one job alone, and with that the code compiled for them. Without that
 * indexing 100,000 paragraphs takes a fifth less time (12 s of the processor instead of 15), and no more memory: 247 MB
 * instead of 242; 800,000 take 46 s instead of 56, and 540 MB instead of 531.
 */
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
let quiet: NodeJS.Timeout | undefined;

giveWay('index');

const answer = (outcome: JobOutcome): void => parentPort?.postMessage(outcome);

parentPort?.on('message', async ({ name, args }: JobMessage) => {
  clearTimeout(quiet);
  const began = performance.now();
  try {
    const job = JOBS[name] as (...args: unknown[]) => unknown;
    answer({ value: await job(...args) });
    if (performance.now() - began > LONG) quiet = setTimeout(collect, QUIET_MS);
  } catch (error) {
    answer({ error: messageOf(error) });
  }
});
answer({ ready: true });
