/** Which thread of a pool does what, and how it is closed. */
import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { SearchUnavailable } from '../../../src/index/engine.js';
import { EMPTY } from '../../../src/index/generation.js';
import { PoolUnusable, WorkerPool } from '../../../src/index/threads/pool.js';
import { SearchPool } from '../../../src/index/threads/search-pool.js';

const NAMING = new URL('./naming-worker.mjs', import.meta.url);
const SLOW = new URL('./slow-worker.mjs', import.meta.url);
/** The constructor of a thread throws for this, as it does where the system has no more threads. */
const NOWHERE = 'https://example.org/worker.js';

async function threadsOf(size: number): Promise<unknown[]> {
  const pool = new WorkerPool(size, NAMING);
  try {
    const build = (): Promise<unknown> => pool.run('build', '.', [], { maxBytes: 1, language: null });
    const first = await build();
    const merge = pool.run('merge', []);
    // Asked for while a merge is under way.
    return [first, await build(), await merge, await pool.run('merge', [])];
  } finally {
    await pool.close();
  }
}

test('a merge has a thread started, and leaves the one that is ready to edits', async () => {
  const [first, second, merge, later] = await threadsOf(2);
  expect(second).toBe(first);
  expect(merge).not.toBe(first);
  // Two are ready by now, of which that is left which has built.
  expect(later).toBe(merge);
});

test('of threads that rest, that stays which was there first: an edit needs code that has run before', async () => {
  const pool = new WorkerPool(2, NAMING, undefined, 20);
  onTestFinished(() => pool.close());
  const build = (): Promise<unknown> => pool.run('build', '.', [], { maxBytes: 1, language: null });
  const first = await build();
  const second = await pool.run('merge', []);
  await pause(200);
  expect(await build()).toBe(first);
  // The other one was ended, so that another is started.
  expect([first, second]).not.toContain(await pool.run('merge', []));
});

test('a thread may take no more memory than any honest file needs, whatever the machine has', async () => {
  const pool = new WorkerPool(1, new URL('./heap-worker.mjs', import.meta.url));
  onTestFinished(() => pool.close());
  const most = await pool.run('merge', []);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(1536);
});

test('where no thread can be started, jobs are refused at once and searches are answered so', async () => {
  const nowhere = new URL(NOWHERE);
  const pool = new WorkerPool(2, nowhere);
  for (let i = 0; i < 3; i++) {
    const job = pool.run('merge', []);
    await expect(job).rejects.toThrow(PoolUnusable);
    await expect(job).rejects.toThrow(/no thread can be started/);
  }
  await pool.close();
  const searchers = new SearchPool(2, nowhere);
  searchers.begin(EMPTY);
  await expect(searchers.ask(EMPTY, { type: 'suggest', request: { text: 'a', limit: 1 } })).rejects.toThrow(
    SearchUnavailable,
  );
  await searchers.close();
});

test('where no further thread can be started, a merge is done by the one there is, and edits after it', async () => {
  const entry = new URL(NAMING);
  const pool = new WorkerPool(2, entry);
  onTestFinished(() => pool.close());
  const build = (): Promise<unknown> => pool.run('build', '.', [], { maxBytes: 1, language: null });
  const first = await build();
  // From here on the constructor of a thread throws.
  entry.href = NOWHERE;
  expect(await Promise.all([pool.run('merge', []), build(), pool.run('merge', [])])).toEqual([first, first, first]);
});

test('a pool of one thread does all in that', async () => {
  expect(new Set(await threadsOf(1)).size).toBe(1);
});

test('while a large file is read a merge waits, and edits do not', async () => {
  const pool = new WorkerPool(2, SLOW);
  onTestFinished(() => pool.close());
  const edit = (): Promise<unknown> => pool.run('build', '.', [], { maxBytes: 1, language: null });
  // Both threads are there.
  await Promise.all([pool.run('merge', []), edit()]);
  const order: string[] = [];
  await Promise.all([
    pool.run('buildLarge', '.', [], { maxBytes: 1, language: null }).then(() => order.push('large')),
    pool.run('merge', []).then(() => order.push('merge')),
    edit().then(() => order.push('edit')),
  ]);
  expect(order.at(-1)).toBe('merge');
});

test.each(['jobs', 'searches'])(
  'a thread of %s that answers while it is closed keeps the process alive',
  async (kind) => {
    const script = fileURLToPath(new URL('./close-unheard.mjs', import.meta.url));
    const dist = fileURLToPath(new URL('../../../dist', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script, dist, kind]);
    expect(stdout).toBe('closed\n');
  },
);
