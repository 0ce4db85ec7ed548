/**
 * A whole engine that commits and merges, to be killed: `node commit-engine.mjs <dist> <data> <root>`. It waits for a line with the first
 * number. Each commit writes its number into three files and edits or removes others; it is printed when it is acknowledged, after that of
 * the store, of which there is one.
 */
import { rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, dataDir, root] = process.argv.slice(2);
const { LocalEngine } = await import(join(dist, 'src/index/local.js'));
const { SAME_THREAD } = await import(join(dist, 'src/index/threads/same-thread.js'));
const { WorkerPool } = await import(join(dist, 'src/index/threads/pool.js'));

// Joined to one file, and started before the clock of the killer starts.
const pool = new WorkerPool(1, pathToFileURL(join(dist, 'joined/src/index/threads/worker.js')));
await pool.run('merge', []);
writeSync(1, 'ready\n');
const first = Number(await new Promise((resolve) => process.stdin.once('data', resolve)));

const engine = await LocalEngine.open({ root, dataDir, maxFileBytes: 1e6, pool, searchers: SAME_THREAD });
if (engine.problems.length > 0) writeSync(1, `problem ${engine.problems.join(' ')}\n`);
for (let number = first; ; number++) {
  const change = { add: ['a.txt', 'b.txt', 'c.txt'], remove: [] };
  for (const name of change.add) writeFileSync(join(root, name), `commit ${number}`);
  for (let i = 0; i < 3; i++) {
    const name = `other-${i}-${(number * 7 + i) % 8}.txt`;
    if ((number + i) % 3 === 0) {
      rmSync(join(root, name), { force: true });
      change.remove.push(name);
    } else {
      writeFileSync(join(root, name), 'border troops\n\n'.repeat(1 + (number % 40)) + number);
      change.add.push(name);
    }
  }
  await engine.apply(change);
  writeSync(1, `0 ${number}\n`);
}
