/** A thread that takes a while for every job but that of an edit. */
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ name }) => {
  setTimeout(() => parentPort.postMessage({ value: null }), name === 'build' ? 0 : 200);
});
parentPort.postMessage({ ready: true });
