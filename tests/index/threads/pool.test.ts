/** Which thread of a pool does what. */
import { expect, test } from 'vitest';
import { WorkerPool } from '../../../src/index/threads/pool.js';

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

test('a pool of one thread does all in that', async () => {
  expect(new Set(await threadsOf(1)).size).toBe(1);
});
