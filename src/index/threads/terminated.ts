/** Ends a thread that may still have something to say. */
import type { Worker } from 'node:worker_threads';

/**
 * Resolves when a thread has ended. What it answered a moment before is not heard any more: it would be idle by that, and
 * keep the process alive no longer, which then ended with code 13 before whoever waits here could go on.
 */
export async function terminated(worker: Worker): Promise<void> {
  worker.removeAllListeners('message');
  await worker.terminate();
}
