/** Many files that appear at once, with the real engine: what is edited meanwhile does not wait for them. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Indexer } from '../../src/index/indexer.js';
import { LocalEngine } from '../../src/index/local.js';
import { WorkerPool } from '../../src/index/threads/pool.js';
import { SAME_THREAD } from '../../src/index/threads/same-thread.js';
import { expectWhole, found } from '../faults/fixture.js';
import { sized } from '../times.js';
import { temporaryFolder, until } from './folder.js';

const FILES = sized(3_000);

/** Some paragraphs of words of which most are in no other file. */
function textOf(file: number): string {
  const paragraph = (n: number) => Array.from({ length: 20 }, (_, i) => `w${(file * 97 + n * 20 + i).toString(36)}`);
  return [1, 2].map((n) => paragraph(n).join(' ')).join('\n\n');
}

test(`edits and deletions while ${FILES} files are taken in are searchable long before those are`, async () => {
  const root = await temporaryFolder({ 'edited.txt': 'before', 'deleted.txt': 'unwanted' });
  const dataDir = await temporaryFolder();
  const files = Array.from({ length: FILES }, (_, i) => [`many/${i}.txt`, textOf(i)]);
  const copied = await temporaryFolder(Object.fromEntries(files));
  // However fast the machine is, all files take seconds: part of what an edit waits for is time that no machine makes shorter.
  const pool = new WorkerPool(2, new URL('./slow-disk-worker.mjs', import.meta.url));
  const engine = await LocalEngine.open({ root, dataDir, maxFileBytes: 1 << 20, pool, searchers: SAME_THREAD });
  const indexer = new Indexer({ engine, root });
  onTestFinished(async () => {
    await indexer.close();
    await engine.close();
  });
  await indexer.start();
  // What was written a moment before it is read is read twice.
  await delay(500);

  await rename(join(copied, 'many'), join(root, 'many'));
  const documents = () => engine.stats().documents;
  await until('some are in', () => documents() > 100);
  // In turn, so that what is seen is not the end of one portion by luck.
  for (const word of ['first', 'second']) {
    await writeFile(join(root, 'edited.txt'), word);
    await until(`the ${word} edit is in`, async () => (await found(engine, word)).length === 1);
    expect(documents()).toBeLessThan(FILES * 0.9);
  }
  await rm(join(root, 'deleted.txt'));
  await until('what is deleted is gone', async () => (await found(engine, 'unwanted')).length === 0);
  expect(documents()).toBeLessThan(FILES);

  await until('all are in', () => documents() === FILES + 1);
  await until('nothing is left', () => indexer.status().phase === 'idle');
  expect(indexer.status().problem).toBeNull();
  expect(engine.known().size).toBe(FILES + 1);
  expect(await found(engine, 'first')).toEqual([]);
  await indexer.close();
  await engine.close();
  await expectWhole(dataDir);
});
