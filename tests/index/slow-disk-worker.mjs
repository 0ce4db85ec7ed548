/** A worker whose disk takes 5 ms for each file of the folder `many`. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const open = fs.openSync;
const resting = new Int32Array(new SharedArrayBuffer(4));
fs.openSync = (path, ...rest) => {
  if (String(path).includes('/many/')) Atomics.wait(resting, 0, 0, 5);
  return open(path, ...rest);
};
syncBuiltinESMExports();
await import('../../dist/joined/src/index/threads/worker.js');
