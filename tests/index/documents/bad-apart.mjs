/** A thread that dies, hangs, waits or takes memory over files that say so, and otherwise reads what is in them. */
import { parentPort } from 'node:worker_threads';
import { ownThread } from '../../../dist/src/index/thread-time.js';

parentPort.on('message', ({ bytes }) => {
  const text = new TextDecoder().decode(bytes);
  if (text === 'crash') process.exit(1);
  if (text === 'idle') return;
  if (text === 'hang') for (;;);
  const held = [];
  while (text === 'memory') held.push(new Array(1e6).fill(held.length + 0.5));
  console.log(text);
  const blocks = [{ kind: 'prose', text, lines: [1, 1] }];
  parentPort.postMessage({ parsed: { title: '', language: null, metadata: new Map(), blocks } });
});
parentPort.postMessage({ ready: ownThread() });
