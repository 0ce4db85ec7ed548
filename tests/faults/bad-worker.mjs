/**
 * A worker that dies or hangs over files of certain names, and otherwise works: `crash…` ends the thread, `hang…` never answers, `once…`
 * ends it the first time.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import '../../dist/joined/src/index/threads/worker.js';

// The worker itself listens already, and at its first wait for the disk this comes next.
parentPort.on('message', ({ name, args }) => {
  if (name !== 'build') return;
  const [root, paths] = args;
  for (const path of paths) {
    if (path.startsWith('crash')) process.exit(1);
    if (path.startsWith('hang')) for (;;);
    if (path.startsWith('once') && !existsSync(join(root, '.died'))) {
      writeFileSync(join(root, '.died'), '');
      process.exit(1);
    }
  }
});
