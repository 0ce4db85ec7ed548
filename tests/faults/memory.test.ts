/** Test 12, the engine's part: what generations leave behind is freed, however many were committed and merged. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Removed } from '../../src/index/generation/removed.js';
import type { BuildResult, Built } from '../../src/index/threads/builder.js';
import { SearchPool } from '../../src/index/threads/search-pool.js';
import type { JobName, Jobs } from '../../src/index/threads/worker.js';
import { temporaryFolder } from '../index/folder.js';
import { sized, TIMES } from '../times.js';
import { found, LastingPool, openEngine, randomText, seeded } from './fixture.js';

const COMMITS = sized(90) * TIMES;
const FILES = 20;

/** Threads whose segments are remembered as long as somebody else holds them. Node counts a shared buffer in the thread that made it. */
class WatchedPool extends LastingPool {
  private readonly made: { buffer: WeakRef<ArrayBufferLike>; bytes: number }[] = [];

  override async runWithin<Name extends JobName>(
    deadline: number,
    name: Name,
    ...args: Parameters<Jobs[Name]>
  ): Promise<Awaited<ReturnType<Jobs[Name]>>> {
    const value = await super.runWithin(deadline, name, ...args);
    const result = value as BuildResult | Built | Removed | null;
    const built = result === null ? [] : 'built' in result ? result.built : 'bytes' in result ? [result] : [];
    for (const { bytes } of built) this.made.push({ buffer: new WeakRef(bytes.buffer), bytes: bytes.byteLength });
    return value;
  }

  /** Bytes of all segments that were ever made, and of those that are still held. */
  segments(): { made: number; held: number } {
    const sum = (of: typeof this.made) => of.reduce((total, { bytes }) => total + bytes, 0);
    return { made: sum(this.made), held: sum(this.made.filter(({ buffer }) => buffer.deref() !== undefined)) };
  }
}

/** Bytes of heap in use after everything else was collected. */
async function collected(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let i = 0; i < 5; i++) {
    collect();
    // What was read through a weak reference lives to the end of the turn.
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return process.memoryUsage().heapUsed;
}

test(`${COMMITS} commits and their merges leave no buffers behind`, async () => {
  const random = seeded('memory');
  const root = await temporaryFolder();
  const dataDir = await temporaryFolder();
  const pool = new WatchedPool(1);
  const engine = await openEngine(root, dataDir, pool, new SearchPool(1));
  const paths = Array.from({ length: FILES }, (_, i) => `${i}.txt`);
  const commit = async () => {
    const changed = paths.filter(() => random() < 0.4);
    for (const path of changed) await writeFile(join(root, path), `${randomText(random)}\n\n`.repeat(50));
    await engine.apply({ remove: [], add: changed });
    // The threads that search hold the bytes too.
    await found(engine, 'nato');
  };
  for (let i = 0; i < 20; i++) await commit();
  await engine.settled();
  const before = await collected();
  for (let i = 0; i < COMMITS; i++) await commit();
  await engine.settled();
  const after = await collected();
  const { made, held } = pool.segments();
  const live = engine.stats().bytes;
  const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
  console.log(
    `segments: ${kilobytes(made)} made, ${kilobytes(held)} held, ${kilobytes(live)} live; heap ${kilobytes(before)} before, ${kilobytes(after)} after`,
  );
  expect(made).toBeGreaterThan(20 * live);
  // Each thread that searches keeps the generation it searched last, and that may be one of before a merge.
  expect(held).toBeLessThan(made / 10);
  expect(after - before).toBeLessThan(5e6 * TIMES);
  await engine.close();
  await pool.finish();
});
