/** Builds segments of many files in the threads of a pool. Files that kill or hang their thread are singled out and skipped. */

import type { ReadOptions } from '../documents/read.js';
import type { Change } from '../engine.js';
import { messageOf } from '../errors.js';
import type { BuildResult } from './builder.js';
import { PathQueue } from './path-queue.js';
import { PoolUnusable, type WorkerPool } from './pool.js';

/** Fewer files than this are not worth a second thread. */
const MIN_FILES_A_WORKER = 16;
/** Half of a batch that killed its thread gets half of its time, but at least this share of the full time. */
const MIN_TIME = 0.1;

/**
 * @param large whether it takes long: a thread is then left to other work
 * @param signal when aborted, files that no thread has begun are `left`
 * @throws PoolUnusable if no thread can be started, which says nothing about the files
 */
export async function buildAll(
  pool: WorkerPool,
  root: string,
  add: Iterable<string>,
  options: ReadOptions,
  { large = false, signal }: Pick<Change, 'large' | 'signal'>,
): Promise<BuildResult & { left: readonly string[] }> {
  const job = large ? 'buildLarge' : 'build';
  const paths = [...new Set(add)].sort((a, b) => (a < b ? -1 : 1));
  // The threads take files from one queue: one that is busy with a merge or with large files takes fewer.
  const queue = new PathQueue(paths);
  const isStopped = (): boolean => signal?.aborted === true;
  const stop = (): void => queue.stop();
  if (isStopped()) stop();
  signal?.addEventListener('abort', stop);
  const threads = Math.min(pool.size, Math.ceil(paths.length / MIN_FILES_A_WORKER));
  const failed: string[][] = [];
  const shares = Array.from({ length: threads }, async (_, i) => {
    const sharing = { queue: queue.shared, thread: i + 1 };
    try {
      return await pool.run(job, root, paths, options, sharing);
    } catch (error) {
      if (error instanceof PoolUnusable) throw error;
      failed.push(queue.takenBy(sharing.thread));
      return NOTHING;
    }
  });
  const results = await Promise.all(shares);
  signal?.removeEventListener('abort', stop);
  const notTaken = queue.takenBy(0);
  // Told once: where the signal comes later, the rest is being read.
  const [left, rest] = isStopped() ? [notTaken, []] : [[], notTaken];
  if (failed.length > 0) {
    const again = [...failed.flatMap(halves), rest].filter((part) => part.length > 0);
    results.push(
      ...(await Promise.all(again.map((part) => buildPart(pool, job, root, part, options, pool.deadline / 2)))),
    );
  }
  return { ...joined(results), left };
}

/** Builds in one thread. If it dies, hangs or fails, the halves are tried, down to the single file that is to blame, which is skipped. */
async function buildPart(
  pool: WorkerPool,
  job: 'build' | 'buildLarge',
  root: string,
  paths: readonly string[],
  options: ReadOptions,
  time: number,
): Promise<BuildResult> {
  const deadline = Math.max(time, pool.deadline * MIN_TIME);
  try {
    return await pool.runWithin(deadline, job, root, paths, options);
  } catch (error) {
    if (error instanceof PoolUnusable) throw error;
    const [path = ''] = paths;
    if (paths.length === 1) {
      const why = messageOf(error);
      return { ...NOTHING, skipped: [{ path, reason: `reading it failed: ${why}`, stamp: null }] };
    }
    return joined(
      await Promise.all(halves(paths).map((half) => buildPart(pool, job, root, half, options, deadline / 2))),
    );
  }
}

const NOTHING: BuildResult = { built: [], skipped: [], partly: [] };

function halves(paths: readonly string[]): string[][] {
  const middle = Math.ceil(paths.length / 2);
  return [paths.slice(0, middle), paths.slice(middle)].filter((half) => half.length > 0);
}

function joined(results: readonly BuildResult[]): BuildResult {
  return {
    built: results.flatMap(({ built }) => built),
    skipped: results.flatMap(({ skipped }) => skipped),
    partly: results.flatMap(({ partly }) => partly),
  };
}
