/**
 * Closes a pool whose thread has answered what was not heard yet: `node close-unheard.mjs <dist> <jobs | searches>`. Prints `closed`;
 * nothing else keeps the process alive.
 */
import { join } from 'node:path';

const [dist, kind] = process.argv.slice(2);
const load = (name) => import(join(dist, 'src/index', name));
const { WorkerPool } = await load('threads/pool.js');
const { SearchPool } = await load('threads/search-pool.js');
const { EMPTY } = await load('generation.js');
const pool = kind === 'jobs' ? new WorkerPool(1) : new SearchPool(1);
const ask = () =>
  kind === 'jobs' ? pool.run('merge', []) : pool.ask(EMPTY, { type: 'suggest', request: { text: 'a', limit: 1 } });
const answered = () => ask().catch(() => {});
await answered();
void answered();
// The thread answers meanwhile, and this one hears of it later.
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
await pool.close();
console.log('closed');
