/** Test 5: edits on disk while the engine reads them, in overlapping changes and with merges meanwhile, end equal to a clean build. */
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { SearchPool } from '../../src/index/threads/search-pool.js';
import { temporaryFolder } from '../index/folder.js';
import { ScanEngine } from '../oracle/scan-engine.js';
import { TIMES } from '../times.js';
import { expectWhole, found, LastingPool, MAX_BYTES, openEngine, pick, randomText, seeded, texts } from './fixture.js';

const PATHS = ['a.txt', 'b.md', 'c.html', 'd/e.txt', 'd/f.md', 'g.txt', 'h.md', 'd/i.txt'] as const;
const QUERIES = ['nato', 'troops zurich', '"nato troops"', 'border -nato', 'title:nato', '北京', 'zur*', '*'];
const SEQUENCES = 4 * TIMES;
const STEPS = 25;

test(`${SEQUENCES} sequences of ${STEPS} overlapping changes`, async () => {
  const random = seeded('edits');
  const pool = new LastingPool(2);
  let generations = 0;
  for (let sequence = 0; sequence < SEQUENCES; sequence++) {
    const root = await temporaryFolder();
    const dataDir = await temporaryFolder();
    await mkdir(join(root, 'd'));
    // The first with threads that search, as a server has them.
    const searchers = sequence === 0 ? new SearchPool(1) : undefined;
    const engine = await openEngine(root, dataDir, pool, searchers);
    const changes: Promise<unknown>[] = [];
    for (let step = 0; step < STEPS; step++) {
      const touched = new Set<string>();
      for (let edit = 0; edit < 3; edit++) {
        const path = pick(random, PATHS);
        const other = pick(random, PATHS);
        touched.add(path);
        const dice = random();
        if (dice < 0.6) await writeFile(join(root, path), randomText(random));
        else if (dice < 0.8) await rm(join(root, path), { force: true });
        else {
          touched.add(other);
          await rename(join(root, path), join(root, other)).catch(() => {});
        }
      }
      const there = new Set(await readdir(root, { recursive: true }));
      changes.push(
        engine.apply({
          remove: [...touched].filter((path) => !there.has(path)),
          add: [...touched].filter((path) => there.has(path)),
        }),
      );
      // Some wait, so that both happen: changes that overlap, and changes after merges.
      if (random() < 0.3) await Promise.all(changes);
    }
    await Promise.all(changes);
    await engine.settled();
    generations += engine.stats().generation;
    const there = new Set<string>(PATHS.filter((path) => engine.known().has(path)));
    const names = new Set(await readdir(root, { recursive: true }));
    expect(there).toEqual(new Set(PATHS.filter((path) => names.has(path))));
    const clean = new ScanEngine(root, MAX_BYTES);
    await clean.apply({ remove: [], add: [...there] });
    const expected = new Map<string, string[]>();
    for (const query of QUERIES) expected.set(query, await found(clean, query));
    for (const [query, hits] of expected) expect(await found(engine, query)).toEqual(hits);
    await engine.close();
    const restarted = await openEngine(root, dataDir, pool);
    for (const [query, hits] of expected) expect(await found(restarted, query)).toEqual(hits);
    await restarted.close();
    await expectWhole(dataDir);
  }
  // More generations than changes: merges committed too.
  expect(generations).toBeGreaterThan(SEQUENCES * STEPS);
  await pool.finish();
});

test('of two changes with one file the later one counts, though the earlier one takes longer to read', async () => {
  const root = await temporaryFolder({ 'x.txt': 'old', 'z.txt': 'many words\n\n'.repeat(20_000) });
  const pool = new LastingPool(2);
  await Promise.all([1, 2].map(() => pool.run('build', root, [], { maxBytes: MAX_BYTES })));
  const engine = await openEngine(root, null, pool);
  const slow = engine.apply({ remove: [], add: ['x.txt', 'z.txt'] });
  // It has read x.txt by now, and not yet z.txt. Were it not so, this would pass for another reason, never fail.
  await delay(60);
  await writeFile(join(root, 'x.txt'), 'new');
  await engine.apply({ remove: [], add: ['x.txt'] });
  await slow;
  expect(await texts(engine, ['x.txt'])).toEqual(['new']);
  // A large one commits after what came meanwhile, and not at all where that has a file of it.
  const order: string[] = [];
  const large = engine.apply({ remove: [], add: ['z.txt'], large: true }).then(() => order.push('large'));
  await engine.apply({ remove: ['x.txt'], add: [] }).then(() => order.push('small'));
  await large;
  expect(order).toEqual(['small', 'large']);
  const outdated = engine.apply({ remove: [], add: ['z.txt'], large: true });
  await engine.apply({ remove: ['z.txt'], add: [] });
  await outdated;
  expect([...engine.known().keys()]).toEqual([]);
  await engine.close();
  await pool.finish();
});
