/**
 * A process that does nothing but commit, to be killed: `node commit-store.mjs <dist> <pieces> <data>...`. It waits for a line, opens the
 * stores, and commits to each one generation after another of segments from the folder of pieces; as each is acknowledged, the number of
 * the store and that of the generation are printed.
 */
import { readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const [dist, pieces, ...dataDirs] = process.argv.slice(2);
const { Store } = await import(join(dist, 'src/index/store.js'));
const segments = readdirSync(pieces)
  .sort()
  .map((name) => readFileSync(join(pieces, name)));

writeSync(1, 'ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));

await Promise.all(dataDirs.map(commitTo));

async function commitTo(dataDir, at) {
  const store = await Store.open(dataDir);
  const { generation, problems } = await store.load();
  if (problems.length > 0) writeSync(1, `problem ${problems.join(' ')}\n`);
  let live = generation?.segments ?? [];
  for (;;) {
    const number = store.nextNumber;
    const bytes = segments[number % segments.length];
    // The window is smaller than the pieces are many: no document is in it twice. What leaves it is removed from the disk.
    live = [...live, { name: `segment-${number}-0`, bytes, removed: [number % 2] }].slice(-segments.length / 2);
    const skipped = [{ path: 'number', reason: String(number), stamp: null }];
    const generation = {
      number,
      committedAt: Date.now(),
      maxFileBytes: 1,
      language: null,
      segments: live,
      skipped,
      partly: [],
    };
    await store.commit(generation);
    writeSync(1, `${at} ${number}\n`);
  }
}
