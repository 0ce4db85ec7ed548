/** A thread that does one job at a time for the engine: the entry point of every worker. */
import { parentPort } from 'node:worker_threads';
import { build, merge, remove } from './builder.js';

const JOBS = { build, merge, remove };
export type Jobs = typeof JOBS;
export type JobName = keyof Jobs;

export interface JobMessage {
  name: JobName;
  args: unknown[];
}

/** `ready` comes once, when the thread's code is loaded: a thread that dies before it could never do any job. */
export type JobOutcome = { ready: true } | { value: unknown } | { error: string };

const answer = (outcome: JobOutcome): void => parentPort?.postMessage(outcome);

parentPort?.on('message', async ({ name, args }: JobMessage) => {
  try {
    const job = JOBS[name] as (...args: unknown[]) => unknown;
    answer({ value: await job(...args) });
  } catch (error) {
    answer({ error: error instanceof Error ? error.message : String(error) });
  }
});
answer({ ready: true });
