/** A thread that answers every job with its own number, a while later, so that two jobs at a time need two threads. */
import { parentPort, threadId } from 'node:worker_threads';

parentPort.on('message', () => setTimeout(() => parentPort.postMessage({ value: threadId }), 100));
parentPort.postMessage({ ready: true });
