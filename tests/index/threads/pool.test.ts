/** Which thread of a pool does what. */
import { expect, test } from 'vitest';
import { SearchUnavailable } from '../../../src/index/engine.js';
import { EMPTY } from '../../../src/index/generation.js';
import { PoolUnusable, WorkerPool } from '../../../src/index/threads/pool.js';
import { SearchPool } from '../../../src/index/threads/search-pool.js';

const NAMING = new URL('./naming-worker.mjs', import.meta.url);

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
  // Two are ready by now, of which one is left.
  expect(later).toBe(first);
});

test('where no thread can be started, jobs are refused at once and searches are answered so', async () => {
  // The constructor of a thread throws for this, as it does where the system has no more threads.
  const nowhere = new URL('https://example.org/worker.js');
  const pool = new WorkerPool(2, nowhere);
  for (let i = 0; i < 3; i++) {
    const job = pool.run('merge', []);
    await expect(job).rejects.toThrow(PoolUnusable);
    await expect(job).rejects.toThrow(/no thread can be started/);
  }
  await pool.close();
  const searchers = new SearchPool(2, nowhere);
  searchers.begin(EMPTY);
  await expect(searchers.suggest(EMPTY, { text: 'a', limit: 1 })).rejects.toThrow(SearchUnavailable);
  await searchers.close();
});

test('a pool of one thread does all in that', async () => {
  expect(new Set(await threadsOf(1)).size).toBe(1);
});
