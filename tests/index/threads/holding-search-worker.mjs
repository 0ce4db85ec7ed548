/** A search worker that finds, where it is asked for “held”, as many hits as it holds segments of all that it was ever sent. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort } from 'node:worker_threads';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const sent = [];

await import('../../../dist/joined/src/search-thread.js');
parentPort.on('message', (message) => {
  if (message.type === 'generation') for (const { bytes } of message.sent) sent.push(new WeakRef(bytes));
  if (message.request?.query.text !== 'held') return;
  collect();
  const totalHits = sent.filter((bytes) => bytes.deref() !== undefined).length;
  parentPort.postMessage({ id: message.id, answer: { hits: [], rest: [], totalHits } });
});
