/** A thread that does one job at a time for the engine: the entry point of every worker. */
import { parentPort } from 'node:worker_threads';
import { build, merge, remove } from './builder.js';

const JOBS = { build, merge, remove };
export type Jobs = typeof JOBS;
export type JobName = keyof Jobs;

export interface JobMessage {
  number: number;
  name: JobName;
  args: unknown[];
}

export type JobOutcome = { number: number; value: unknown } | { number: number; error: string };

parentPort?.on('message', async ({ number, name, args }: JobMessage) => {
  try {
    const job = JOBS[name] as (...args: unknown[]) => unknown;
    parentPort?.postMessage({ number, value: await job(...args) } satisfies JobOutcome);
  } catch (error) {
    parentPort?.postMessage({
      number,
      error: error instanceof Error ? error.message : String(error),
    } satisfies JobOutcome);
  }
});
