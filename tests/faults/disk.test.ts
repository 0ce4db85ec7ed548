/** Test 3: a full disk and a read-only folder. Commits are refused with a sentence, the last one is searched, and later all goes on. */
import { execFileSync } from 'node:child_process';
import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { Indexer } from '../../src/index/indexer.js';
import { put, temporaryFolder, until } from '../index/folder.js';
import { serving } from '../program.js';
import { expectWhole, found, LastingPool, openEngine, seeded, strays } from './fixture.js';

const SCRIPT = fileURLToPath(new URL('apply-once.mjs', import.meta.url));
const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const pool = new LastingPool(1);
afterAll(() => pool.finish());

/** Text that hardly packs, so that its index is larger than it. */
function incompressible(random: () => number, kilobytes: number): string {
  const words = Array.from({ length: kilobytes * 64 }, () => random().toString(36).slice(2, 17));
  return words.map((word, i) => (i % 100 === 99 ? `${word}\n\n` : word)).join(' ');
}

function mount(...args: string[]): boolean {
  try {
    execFileSync('mount', args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A folder on a small disk of its own; null where this user cannot mount one. */
async function smallDisk(size = '1m'): Promise<string | null> {
  const folder = await temporaryFolder();
  if (!mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder)) return null;
  // Before the folder is removed, which was registered first and so comes last.
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}

test('a full disk: refused with a sentence, searched as before, nothing half-written, and on again with room', async () => {
  const disk = await smallDisk();
  // Who cannot mount has the test below, in which no file may grow beyond a limit.
  if (disk === null) return console.log('no disk could be mounted: see the limit of file sizes below');
  const random = seeded('full disk');
  const root = await temporaryFolder({ 'small.txt': 'first words' });
  await put(root, 'large.txt', incompressible(random, 300));
  const dataDir = join(disk, 'data');
  const engine = await openEngine(root, dataDir, pool);
  await engine.apply({ remove: [], add: ['small.txt'] });
  const ballast = join(disk, 'ballast');
  writeFileSync(ballast, Buffer.alloc(730_000));
  for (let time = 0; time < 3; time++) {
    await expect(engine.apply({ remove: [], add: ['large.txt'] })).rejects.toThrow(
      /could not be written to .*: there is no room left; make some on its disk, or choose another place with --data/,
    );
    expect(await strays(dataDir)).toEqual([]);
  }
  expect(await found(engine, 'first')).toHaveLength(1);
  await expectWhole(dataDir);
  const again = await openEngine(root, dataDir, pool);
  expect(again.problems).toEqual([]);
  expect(await found(again, 'first')).toHaveLength(1);
  await again.close();
  // Forgetting takes little room and still works.
  await engine.apply({ remove: ['small.txt'], add: [] });
  rmSync(ballast);
  await engine.apply({ remove: [], add: ['large.txt', 'small.txt'] });
  expect(await found(engine, 'first')).toHaveLength(1);
  await engine.close();
  expect((await expectWhole(dataDir)).documents).toBe(2);
});

test('a limit on the size of files: the same without a disk of its own', async () => {
  const random = seeded('file size');
  const root = await temporaryFolder({ 'small.txt': 'first words' });
  const dataDir = await temporaryFolder();
  await put(root, 'large.txt', incompressible(random, 100));
  const apply = (limit: string, path: string) =>
    execFileSync(
      'sh',
      ['-c', `ulimit -f ${limit} && exec "$0" "$@"`, process.execPath, SCRIPT, DIST, root, dataDir, path],
      {
        encoding: 'utf8',
      },
    );
  expect(apply('64', 'small.txt')).toBe('ok\n');
  expect(apply('64', 'large.txt')).toMatch(/^the index could not be written to .* no room left/);
  expect(await expectWhole(dataDir)).toMatchObject({ generation: 1, documents: 1 });
  expect(apply('unlimited', 'large.txt')).toBe('ok\n');
  expect((await expectWhole(dataDir)).documents).toBe(2);
});

/** Makes a folder that cannot be written, in the way that works for this user; returns what undoes it. */
function forbid(disk: string | null, dataDir: string): () => void {
  if (disk !== null && mount('-o', 'remount,ro', disk)) return () => void mount('-o', 'remount,rw', disk);
  if (process.getuid?.() !== 0) {
    chmodSync(dataDir, 0o555);
    return () => chmodSync(dataDir, 0o755);
  }
  // Permissions do not bind root: a file where the folder was does.
  renameSync(dataDir, `${dataDir}-aside`);
  writeFileSync(dataDir, '');
  return () => {
    rmSync(dataDir);
    renameSync(`${dataDir}-aside`, dataDir);
  };
}

test('a read-only folder: refused with a sentence, searched as before, also after a restart, and on again later', async () => {
  const disk = await smallDisk();
  const dataDir = join(disk ?? (await temporaryFolder()), 'data');
  const root = await temporaryFolder({ 'a.txt': 'first words', 'b.txt': 'second words' });
  const engine = await openEngine(root, dataDir, pool);
  await engine.apply({ remove: [], add: ['a.txt'] });
  const allow = forbid(disk, dataDir);
  await expect(engine.apply({ remove: [], add: ['b.txt'] })).rejects.toThrow(/could not be written to .*--data/);
  expect(await found(engine, 'words')).toHaveLength(1);
  const again = await openEngine(root, dataDir, pool);
  expect(again.problems.join(' ')).toMatch(/cannot be kept in .* held in memory .* --data/);
  expect(new Indexer({ engine: again, root }).status().problem).toMatch(/cannot be kept in/);
  if (disk !== null) expect(await found(again, 'first')).toHaveLength(1);
  await again.apply({ remove: [], add: ['a.txt', 'b.txt'] });
  expect(await found(again, 'words')).toHaveLength(2);
  await again.close();
  allow();
  expect(await expectWhole(dataDir)).toMatchObject({ generation: 1, documents: 1 });
  await engine.apply({ remove: [], add: ['b.txt'] });
  await engine.close();
  expect((await expectWhole(dataDir)).documents).toBe(2);
});

test('a disk with room for a lock alone: the folder is served, and it is said what cannot be kept', async () => {
  const disk = await smallDisk('4k');
  if (disk === null) return console.log('no disk could be mounted');
  const root = await temporaryFolder({ 'a.txt': 'first words' });
  const server = await serving([root, '--data', disk]);
  await until('ready', async () => (await fetch(`${server.url}/readyz`)).ok);
  const answer = await fetch(`${server.url}/search?q=words`);
  expect(await answer.json()).toMatchObject({ totalHits: 1 });
  expect(server.stderr()).toMatch(/Other commands will not find this server \(ENOSPC.*make room on the disk of --data/);
  expect(server.stderr()).toMatch(/The index cannot be kept in .* --data/);
  expect(await server.stop()).toBe(0);
  expect(await readdir(disk)).toEqual([]);
});

test('a server whose disk became read-only stops as ever', async () => {
  const disk = await smallDisk();
  const dataDir = join(disk ?? (await temporaryFolder()), 'data');
  const server = await serving([await temporaryFolder({ 'a.txt': 'first words' }), '--data', dataDir]);
  await until('ready', async () => (await fetch(`${server.url}/readyz`)).ok);
  const allow = forbid(disk, dataDir);
  expect(await server.stop()).toBe(0);
  expect(server.stderr()).not.toMatch(/Error/);
  allow();
});

test('a commit that fails does not call off what is merged in a quiet moment', async () => {
  const dataDir = join(await temporaryFolder(), 'data');
  const root = await temporaryFolder({ 'a.txt': 'first words', 'b.txt': 'second words' });
  const engine = await openEngine(root, dataDir, pool);
  for (const path of ['a.txt', 'b.txt']) await engine.apply({ remove: [], add: [path] });
  const allow = forbid(null, dataDir);
  await expect(engine.apply({ remove: [], add: ['a.txt'] })).rejects.toThrow(/could not be written/);
  allow();
  expect(engine.stats().segments).toBe(2);
  await expect.poll(() => engine.stats().segments).toBe(1);
  await engine.close();
  expect(await expectWhole(dataDir)).toMatchObject({ documents: 2, segments: 1 });
});

test('two engines on one folder: the second to commit is refused, and nothing is lost', async () => {
  const root = await temporaryFolder({ 'a.txt': 'first words', 'b.txt': 'second words' });
  const dataDir = await temporaryFolder();
  const one = await openEngine(root, dataDir, pool);
  const other = await openEngine(root, dataDir, pool);
  await one.apply({ remove: [], add: ['a.txt'] });
  await expect(other.apply({ remove: [], add: ['b.txt'] })).rejects.toThrow(/another process writes the index/);
  await one.apply({ remove: [], add: ['b.txt'] });
  await one.close();
  await other.close();
  expect((await expectWhole(dataDir)).documents).toBe(2);
});
