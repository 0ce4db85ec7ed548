/** Test 4: the nth call of the file system fails, once and for good, for each n until none fails: the index is whole after each. */
import { writeFileSync } from 'node:fs';
import type * as FileSystem from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { put, temporaryFolder } from '../index/folder.js';
import { expectWhole, LastingPool, openEngine, texts } from './fixture.js';

/** Counts the calls of the main thread, those of open files included, and lets some fail. */
const faults = vi.hoisted(() => {
  const state = { calls: 0, names: [] as string[], failAt: Number.POSITIVE_INFINITY, forGood: false };
  const check = (name: string): void => {
    state.calls++;
    state.names.push(name);
    if (state.forGood ? state.calls < state.failAt : state.calls !== state.failAt) return;
    throw Object.assign(new Error(`EIO: i/o error, ${name}`), { code: 'EIO' });
  };
  return { state, check };
});

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof FileSystem>();
  const file = (handle: FileSystem.FileHandle): FileSystem.FileHandle =>
    new Proxy(handle, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          // A file that fails to close is closed all the same, or the test would run out of them.
          const result: unknown = name === 'close' ? await Reflect.apply(value, target, args) : null;
          faults.check(String(name));
          if (name === 'writeFile' && faults.state.calls % 2 === 0) await target.sync();
          return name === 'close' ? result : await Reflect.apply(value, target, args);
        };
      },
    });
  const wrapped: Record<string, unknown> = { ...real };
  for (const name of ['mkdir', 'readdir', 'readFile', 'rename', 'rm'] as const) {
    wrapped[name] = async (...args: unknown[]) => {
      faults.check(name);
      return await Reflect.apply(real[name], real, args);
    };
  }
  wrapped.open = async (...args: unknown[]) => {
    faults.check('open');
    return file(await Reflect.apply(real.open, real, args));
  };
  return wrapped;
});

const pool = new LastingPool(1);
afterAll(() => pool.finish());

/** From here on the nth call fails. */
function failAt(n: number, forGood = false): void {
  Object.assign(faults.state, { calls: 0, names: [], failAt: n, forGood });
}

const PATHS = ['a.txt', 'b.txt'];
const never = () => failAt(Number.POSITIVE_INFINITY);
afterEach(never);

test('a commit has the disk keep each file before it gets its name, and the names of segments before that of their manifest', async () => {
  const root = await temporaryFolder();
  await put(root, 'a.txt', 'first');
  const engine = await openEngine(root, await temporaryFolder(), pool);
  never();
  await engine.apply({ remove: [], add: ['a.txt'] });
  const file = ['writeFile', 'sync', 'rename'];
  const folder = ['sync'];
  const called = faults.state.names.filter((name) => file.includes(name));
  expect(called).toEqual([...file, ...folder, ...file, ...folder]);
  await engine.close();
});

for (const forGood of [false, true]) {
  test(`opening, committing and opening again with the nth call failing ${forGood ? 'for good' : 'once'}`, async () => {
    const root = await temporaryFolder();
    for (const name of PATHS) await put(root, name, `first ${name}`);
    let n = 0;
    let reached = 0;
    do {
      n++;
      never();
      const dataDir = await temporaryFolder();
      const before = await openEngine(root, dataDir, pool);
      writeFileSync(join(root, 'a.txt'), 'first');
      await before.apply({ remove: [], add: PATHS });
      await before.close();

      // Only looked at: what cannot be read now may be read later, and stays.
      failAt(n, forGood);
      await (await openEngine(root, dataDir, pool)).close();
      never();
      const later = await openEngine(root, dataDir, pool);
      expect(later.problems).toEqual([]);
      expect(await texts(later, PATHS)).toEqual(['first', 'first b.txt']);
      await later.close();

      failAt(n, forGood);
      const engine = await openEngine(root, dataDir, pool);
      const readable = engine.problems.length === 0;
      writeFileSync(join(root, 'a.txt'), 'second');
      const failure = await engine.apply({ remove: [], add: ['a.txt'] }).then(
        () => null,
        (error: unknown) => String(error),
      );
      reached = faults.state.calls;
      never();

      if (failure !== null) expect(failure).toMatch(/the index could not be written to .*: EIO.*; look after its disk/);
      if (failure !== null && readable) expect(await texts(engine, PATHS)).toEqual(['first', 'first b.txt']);
      const report = await expectWhole(dataDir, { tidy: false });
      // What was acknowledged is there; what failed may be.
      expect(report.generation).toBeOneOf(failure === null && readable ? [2] : [1, 2, 3]);
      // The engine is usable afterwards, and the next commit or start tidies up.
      await engine.apply({ remove: [], add: PATHS });
      expect(await texts(engine, PATHS)).toEqual(['second', 'first b.txt']);
      await engine.close();
      const again = await openEngine(root, dataDir, pool);
      expect(again.problems).toEqual([]);
      await again.apply({ remove: [], add: PATHS });
      expect(await texts(again, PATHS)).toEqual(['second', 'first b.txt']);
      await again.close();
      await expectWhole(dataDir);
    } while (reached >= n);
    console.log(`the file system was called ${reached} times`);
    expect(n).toBeGreaterThan(20);
  });
}
