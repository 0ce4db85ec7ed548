/** Large files with the real engine: what is small is searchable while they are read, and nothing is lost or there twice. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Indexer } from '../../../src/index/indexer.js';
import { LocalEngine } from '../../../src/index/local.js';
import { expectWhole, found } from '../../faults/fixture.js';
import { put, temporaryFolder, until } from '../folder.js';

/** A file is large from so many bytes on. */
const LARGE = 1 << 20;

/** Text of different words, which takes the longest to index: most of a second for each MiB. */
function slowText(length: number): string {
  const words: string[] = [];
  for (let i = 0, bytes = 0; bytes < length; i++, bytes += 9)
    words.push(`w${(i * 7919).toString(36).padStart(6, 'x')}`);
  return words.map((word, i) => (i % 100 === 99 ? `${word}\n\n` : word)).join(' ');
}

async function open(root: string, dataDir: string) {
  const engine = await LocalEngine.open({ root, dataDir, maxFileBytes: 32 << 20 });
  const indexer = new Indexer({ engine, root, largeFile: LARGE });
  onTestFinished(async () => {
    await indexer.close();
    await engine.close();
  });
  return { engine, indexer };
}

test('small files are searchable while a large one is read, which a stop leaves to the next start', async () => {
  const root = await temporaryFolder({ 'a/large.txt': slowText(6 * LARGE), 'b.txt': 'early' });
  const dataDir = await temporaryFolder();
  // What was written a moment before it is read is read twice.
  await delay(150);
  const first = await open(root, dataDir);
  const started = first.indexer.start();
  const isIn = async (word: string) => (await found(first.engine, word)).length === 1;
  await until('what is small comes first', () => isIn('early'));
  await put(root, 'c.txt', 'added');
  await until('what is added meanwhile', () => isIn('added'));
  await writeFile(join(root, 'c.txt'), 'edited');
  await until('what is edited meanwhile', () => isIn('edited'));
  await rm(join(root, 'b.txt'));
  await until('what is deleted meanwhile', async () => !(await isIn('early')));
  // All that came before the large one. That takes several times as long: on a slow machine for its work, on a fast one for its length,
  // as some of what the others wait for is time that no machine makes shorter.
  expect([...first.engine.known().keys()]).toEqual(['c.txt']);
  expect(first.indexer.status()).toMatchObject({ phase: 'starting', problem: null });
  await first.engine.close();
  await started;
  await first.indexer.close();
  await expectWhole(dataDir);

  await writeFile(join(root, 'a/large.txt'), slowText(1.5 * LARGE));
  await delay(150);
  const second = await open(root, dataDir);
  await second.indexer.start();
  expect([...second.engine.known().keys()].sort()).toEqual(['a/large.txt', 'c.txt']);
  expect(await found(second.engine, 'wxxxxx0')).toHaveLength(1);
  expect(second.engine.stats().documents).toBe(2);
});
