/** Takes documents out of segments. The statistics of the rest are counted in worker threads. */
import { type LiveSegment, withoutDocuments } from '../generation.js';
import type { WorkerPool } from '../threads/pool.js';
import { sentSegment } from '../threads/sent-segment.js';

/** The segments without some of their documents; segments with no document left are dropped. */
export async function removeDocuments(
  pool: WorkerPool,
  segments: readonly LiveSegment[],
  gone: ReadonlyMap<string, number[]>,
): Promise<LiveSegment[]> {
  const left = segments.map(async (live) => {
    const numbers = gone.get(live.name);
    if (numbers === undefined) return live;
    if ((live.removed?.documents.size ?? 0) + numbers.length >= live.segment.documentCount) return null;
    return { ...live, removed: await pool.run('remove', sentSegment(live), numbers) };
  });
  return (await Promise.all(left)).filter((live) => live !== null);
}

/**
 * Counts again what deletions took from the frequencies of words, as the disk keeps only the numbers of deleted
 * documents. Never rejects.
 */
export async function countRemovals(pool: WorkerPool, segments: readonly LiveSegment[]): Promise<LiveSegment[]> {
  const counting = segments.map(async (live): Promise<LiveSegment> => {
    if (live.removed === null) return live;
    const gone = [...live.removed.documents];
    const whole = { ...live, removed: null };
    return await pool
      .run('remove', sentSegment(whole), gone)
      .then((removed) => ({ ...live, removed }))
      // If no thread can do it, this one does.
      .catch(() => (pool.isClosed ? live : withoutDocuments(whole, gone)))
      // Deleted documents that cannot be read stay deleted: words then seem a little more frequent than they are.
      .catch(() => live);
  });
  return await Promise.all(counting);
}

/** Numbers of the documents that a segment lost since it was in the given state. */
export function removedSince({ name, segment, removed }: LiveSegment, segments: readonly LiveSegment[]): number[] {
  const now = segments.find((live) => live.name === name);
  const lost = now === undefined ? Array(segment.documentCount).keys() : (now.removed?.documents ?? []);
  return [...lost].filter((document) => removed?.documents.has(document) !== true);
}
