/** Test 16, for the threads that index: one that dies or hangs is replaced, and a file that kills it does not keep the others out. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Indexer } from '../../src/index/indexer.js';
import { PoolUnusable, WorkerDied, WorkerPool } from '../../src/index/threads/pool.js';
import type { IndexerStatus } from '../../src/index/types.js';
import { put, temporaryFolder } from '../index/folder.js';
import { expectWhole, found, openEngine } from './fixture.js';

const BAD = new URL('bad-worker.mjs', import.meta.url);
const ANY = { maxBytes: 1e6 };

function badPool(Pool = WorkerPool): WorkerPool {
  const pool = new Pool(2, BAD);
  onTestFinished(() => pool.close());
  return pool;
}

/** Gives up soon what hangs, and nothing else: a machine with much else to do must not pass for it. */
class Hasty extends WorkerPool {
  override runWithin: WorkerPool['runWithin'] = (deadline, ...job) =>
    super.runWithin(job.some((arg) => Array.isArray(arg) && arg.includes('hang.txt')) ? 500 : deadline, ...job);
}

test('a job whose thread dies is rejected, and the next one has a new thread', async () => {
  const root = await temporaryFolder({ 'crash.txt': 'x', 'a.txt': 'x' });
  const pool = badPool();
  const jobs = ['crash.txt', 'a.txt', 'crash.txt', 'a.txt', 'a.txt'].map((path) =>
    pool.run('build', root, [path], ANY),
  );
  const outcomes = await Promise.allSettled(jobs);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  await expect(jobs[0]).rejects.toThrow(WorkerDied);
  await expect(jobs[0]).rejects.toThrow('the thread that did this work ended');
});

test('a job that is never answered ends at its deadline, and those that wait go on', async () => {
  const root = await temporaryFolder({ 'hang.txt': 'x', 'a.txt': 'x' });
  const pool = badPool(Hasty);
  const jobs = ['hang.txt', 'hang.txt', 'a.txt'].map((path) => pool.run('build', root, [path], ANY));
  // Of all, as either thread may be given up first: a rejection that nobody waits for yet fails the run.
  const [first, second, third] = await Promise.allSettled(jobs);
  const ended = new WorkerDied('the thread that did this work did not answer within 0.5 seconds');
  for (const hung of [first, second]) expect(hung).toEqual({ status: 'rejected', reason: ended });
  expect(third).toMatchObject({ status: 'fulfilled', value: { built: { length: 1 } } });
});

test('threads that cannot start, and a pool that is closed, reject every job instead of leaving it', async () => {
  const missing = new WorkerPool(1, new URL('missing.mjs', BAD));
  await expect(missing.run('merge', [])).rejects.toThrow(PoolUnusable);
  await expect(missing.run('merge', [])).rejects.toThrow(/no thread can be started .* install Pilcrow again/);
  await missing.close();
  const closed = badPool();
  const running = closed.run('merge', []);
  const close = closed.close();
  await expect(running).rejects.toThrow('the index is being closed');
  await close;
  await expect(closed.run('merge', [])).rejects.toThrow('the index is being closed');
});

test('of a batch with files that kill the thread, all others are indexed, and those are listed with the reason', async () => {
  const root = await temporaryFolder();
  const dataDir = await temporaryFolder();
  const paths = Array.from({ length: 20 }, (_, i) => (i === 7 || i === 16 ? `crash-${i}.txt` : `a-${i}.txt`));
  for (const path of [...paths, 'once.txt']) await put(root, path, 'word');
  const engine = await openEngine(root, dataDir, badPool());
  await engine.apply({ remove: [], add: paths });
  expect(await found(engine, 'word')).toHaveLength(18);
  for (const path of ['crash-7.txt', 'crash-16.txt']) {
    expect(engine.skipped().get(path)?.reason).toBe('reading it failed: the thread that did this work ended');
  }
  // A thread that died by chance is not the file's fault.
  await engine.apply({ remove: [], add: ['once.txt'] });
  expect([engine.known().has('once.txt'), engine.skipped().has('once.txt')]).toEqual([true, false]);
  await engine.close();
  await expectWhole(dataDir);
});

/** Is cut short as soon as it reads again what threads left that died. */
class CutShort extends WorkerPool {
  readonly cut = new AbortController();
  override runWithin: WorkerPool['runWithin'] = (deadline, ...job) => {
    if (deadline < this.deadline) this.cut.abort();
    return super.runWithin(deadline, ...job);
  };
}

test('what a thread left that died is indexed once, though something more urgent comes while it is read', async () => {
  const others = Array.from({ length: 12 }, (_, i) => `z-${i}.txt`);
  const root = await temporaryFolder({ 'crash.txt': 'x', ...Object.fromEntries(others.map((path) => [path, 'word'])) });
  const pool = new CutShort(1, BAD);
  const engine = await openEngine(root, null, pool);
  await engine.apply({ remove: [], add: others });
  const left = await engine.apply({ remove: [], add: ['crash.txt', ...others], signal: pool.cut.signal });
  expect(await found(engine, 'word')).toHaveLength(12);
  expect([pool.cut.signal.aborted, left]).toEqual([true, []]);
  await engine.close();
});

test('a file that hangs its thread does not keep the others out', async () => {
  const root = await temporaryFolder({ 'hang.txt': 'word', 'a.txt': 'word', 'b.txt': 'word' });
  const engine = await openEngine(root, null, badPool(Hasty));
  await engine.apply({ remove: [], add: ['hang.txt', 'a.txt', 'b.txt'] });
  expect(await found(engine, 'word')).toHaveLength(2);
  expect(engine.skipped().get('hang.txt')?.reason).toMatch(/^reading it failed: .* did not answer within 0\.5 seconds/);
  await engine.close();
});

test('threads that cannot start reject the change and make no file look bad', async () => {
  const root = await temporaryFolder({ 'a.txt': 'word' });
  const engine = await openEngine(root, null, new WorkerPool(1, new URL('missing.mjs', BAD)));
  await expect(engine.apply({ remove: [], add: ['a.txt'] })).rejects.toThrow(/no thread can be started/);
  expect([...engine.known()]).toEqual([]);
  await engine.close();
});

test('a change whose files cannot be opened, as too many are open, is refused; nothing is lost, and it can be made later', async () => {
  const above = await temporaryFolder({ 'docs/a.txt': 'word', 'docs/b.txt': 'word' });
  const root = join(above, 'docs');
  const engine = await openEngine(root, null, new WorkerPool(1, new URL('full-worker.mjs', BAD)));
  await engine.apply({ remove: [], add: ['a.txt'] });
  await put(above, 'EMFILE.on', '');
  const change = { remove: [], add: ['a.txt', 'b.txt'] };
  await expect(engine.apply(change)).rejects.toThrow(/too many files are open; raise the limit/);
  expect(await found(engine, 'word')).toHaveLength(1);
  await rm(join(above, 'EMFILE.on'));
  await engine.apply(change);
  expect(await found(engine, 'word')).toHaveLength(2);
  await engine.close();
});

test('a file that its disk does not give is listed, and read again at the next start though it did not change', async () => {
  const above = await temporaryFolder({ 'docs/a.txt': 'word', 'EIO.on': '' });
  const [root, dataDir] = [join(above, 'docs'), join(above, 'data')];
  const start = async (): Promise<IndexerStatus & { hits: number }> => {
    const engine = await openEngine(root, dataDir, new WorkerPool(1, new URL('full-worker.mjs', BAD)));
    const indexer = new Indexer({ engine, root });
    await indexer.reconcile();
    const outcome = { ...indexer.status(), hits: (await found(engine, 'word')).length };
    await indexer.close();
    await engine.close();
    return outcome;
  };
  expect(await start()).toMatchObject({
    hits: 0,
    skipped: [{ path: 'a.txt', reason: expect.stringContaining('EIO') }],
  });
  await rm(join(above, 'EIO.on'));
  expect(await start()).toMatchObject({ hits: 1, skipped: [] });
});
