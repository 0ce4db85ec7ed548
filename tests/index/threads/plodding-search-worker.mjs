/**
 * A search worker whose searches give others their turn at each look at the clock, and get it back after 1.6 s. As on systems that do
 * not tell how long a thread ran, its deadline is by the clock alone: how much of the processor it gets depends on what else runs.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { readlinkSync } = fs;
fs.readlinkSync = (path, ...options) => {
  if (path === '/proc/thread-self') throw new Error('Nobody tells.');
  return readlinkSync(path, ...options);
};
syncBuiltinESMExports();
const now = performance.now.bind(performance);
let looks = 0;
performance.now = () => now() + 8 * ++looks;
const immediately = setImmediate;
globalThis.setImmediate = (then) => setTimeout(() => immediately(then), 1600);
await import('../../../dist/joined/src/search-thread.js');
