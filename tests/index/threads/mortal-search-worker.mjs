/** A search worker that dies or hangs when it is asked to; else the real one. */
import { parentPort } from 'node:worker_threads';

await import('../../../dist/joined/src/search-thread.js');
parentPort.on('message', ({ type, request }) => {
  if (type !== 'search') return;
  if (request.query.text === 'die') process.exit(1);
  if (request.query.text === 'hang') for (;;);
});
