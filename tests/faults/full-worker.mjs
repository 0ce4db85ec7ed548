/** A worker that may open no file, or whose disk fails, while there is a file of that name (`EMFILE`, `EIO`) beside the folder. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join } from 'node:path';

const open = fs.openSync;
fs.openSync = (path, ...rest) => {
  for (const [code, errno] of [
    ['EMFILE', -24],
    ['EIO', -5],
  ]) {
    if (fs.existsSync(join(dirname(dirname(String(path))), `${code}.on`))) {
      throw Object.assign(new Error(`${code}: open '${path}'`), { code, errno, syscall: 'open' });
    }
  }
  return open(path, ...rest);
};
syncBuiltinESMExports();
await import('../../dist/joined/src/index/threads/worker.js');
