/** A worker that answers every job with the number of its thread. */
import { parentPort, threadId } from 'node:worker_threads';

parentPort?.on('message', () => parentPort?.postMessage({ value: threadId }));
parentPort?.postMessage({ ready: true });
