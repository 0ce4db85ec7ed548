/** Following a folder: in whatever way it is changed, the next search within a second shows it, and only what changed is read again. */
import fs from 'node:fs';
import { appendFile, cp, mkdir, open, rename, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import type { Change } from '../../../src/index/engine.js';
import { TICK } from '../../../src/index/follow/read-notes.js';
import { FolderWatcher } from '../../../src/index/follow/watch.js';
import { Indexer } from '../../../src/index/indexer.js';
import { ScanEngine } from '../../oracle/scan-engine.js';
import { sized } from '../../times.js';
import { ownClock, put, temporaryFolder, until } from '../folder.js';

/** From the last change to searchable, ms. */
const SOON = 1_000;
/** Where it takes longer, ms, it is not waited for. */
const LIMIT = 5_000;
/** By so much, ms, the clock of a disk may be behind. */
const CLOCK = 20;

class RecordingEngine extends ScanEngine {
  readonly pathsRead: string[] = [];

  override async apply(change: Change): Promise<readonly string[]> {
    for (const path of change.add) this.pathsRead.push(path);
    return await super.apply(change);
  }
}

function sorted(paths: Iterable<string>): string[] {
  return [...paths].sort((a, b) => (a < b ? -1 : 1));
}

interface Followed {
  root: string;
  at: (path: string) => string;
  indexer: Indexer;
  /** Makes the change and waits until exactly these files are known; then until a document has the text. Returns what was read. */
  after: (change: () => Promise<unknown>, paths: string[], text?: [path: string, text: string]) => Promise<string[]>;
}

async function follow(files: Record<string, string>): Promise<Followed> {
  const root = await temporaryFolder(files);
  const engine = new RecordingEngine(root);
  const indexer = new Indexer({ engine, root });
  onTestFinished(async () => await indexer.close());
  let changedAt = performance.now();
  await indexer.start();
  const holds = async (text: [string, string] | undefined) => {
    if (text === undefined) return true;
    const hits = await engine.search({
      query: { text: '', clauses: [], excluded: [], filters: [{ name: 'path', value: text[0] }], notes: [] },
      filters: [],
      match: 'all',
      offset: 0,
      limit: 10,
    });
    return hits.hits.some((hit) => hit.paragraph.text.includes(text[1]));
  };
  return {
    root,
    at: (path) => join(root, path),
    indexer,
    after: async (change, paths, text) => {
      // What was read within a tick of being written is read once more. That belongs to the change before.
      await delay(Math.max(0, changedAt + TICK + CLOCK - performance.now()));
      await indexer.reconcile();
      engine.pathsRead.length = 0;
      await change();
      changedAt = performance.now();
      const took = await until(
        `${paths.join(', ')} ${text?.join(': ') ?? ''}`,
        async () => isDeepStrictEqual(sorted(engine.known().keys()), sorted(paths)) && (await holds(text)),
        LIMIT,
        ownClock(),
      );
      if (process.env.PILCROW_TIMES) console.log(`${expect.getState().currentTestName}: ${Math.round(took)} ms`);
      expect(took).toBeLessThan(SOON);
      return sorted(new Set(engine.pathsRead));
    },
  };
}

test('a new file, an edited one, a deleted one', async () => {
  const { at, after } = await follow({ 'a.txt': 'one', 'b.txt': 'two' });
  expect(await after(() => writeFile(at('c.txt'), 'three'), ['a.txt', 'b.txt', 'c.txt'])).toEqual(['c.txt']);
  expect(
    await after(() => appendFile(at('a.txt'), ' more'), ['a.txt', 'b.txt', 'c.txt'], ['a.txt', 'one more']),
  ).toEqual(['a.txt']);
  expect(await after(() => unlink(at('b.txt')), ['a.txt', 'c.txt'])).toEqual([]);
});

test('saved by writing beside it and renaming', async () => {
  const { at, after } = await follow({ 'd/a.txt': 'one', 'd/b.txt': 'two' });
  const save = async (text: string) => {
    await writeFile(at('d/.a.txt.swp'), text);
    await rename(at('d/.a.txt.swp'), at('d/a.txt'));
  };
  for (const text of ['ONE', 'EIN', 'UNO']) {
    expect(await after(() => save(text), ['d/a.txt', 'd/b.txt'], ['d/a.txt', text])).toEqual(['d/a.txt']);
  }
});

test('saved with a backup: the old one moved away, a new one written', async () => {
  const { at, after } = await follow({ 'a.txt': 'one' });
  const save = async () => {
    await rename(at('a.txt'), at('a.txt~'));
    await writeFile(at('a.txt'), 'new');
    await unlink(at('a.txt~'));
  };
  expect(await after(save, ['a.txt'], ['a.txt', 'new'])).toEqual(['a.txt']);
});

test('saved by truncating and writing, slowly', async () => {
  const { at, after } = await follow({ 'a.txt': 'one', 'b.txt': 'two' });
  const save = async () => {
    await truncate(at('a.txt'));
    const file = await open(at('a.txt'), 'w');
    for (const part of ['a long ', 'text in ', 'parts']) {
      await file.write(part);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await file.close();
  };
  expect(await after(save, ['a.txt', 'b.txt'], ['a.txt', 'a long text in parts'])).toEqual(['a.txt']);
});

test('rewritten again and again at the same size', async () => {
  const { at, after } = await follow({ 'a.txt': 'text 000' });
  const save = async () => {
    for (let i = 1; i <= 300; i++) await writeFile(at('a.txt'), `text ${String(i).padStart(3, '0')}`);
  };
  await after(save, ['a.txt'], ['a.txt', 'text 300']);
});

test('files and folders renamed, and moved within', async () => {
  const { at, after } = await follow({ 'a.txt': 'one', 'd/e/b.txt': 'two', 'd/e/f/c.txt': 'three' });
  expect(await after(() => rename(at('a.txt'), at('d/z.txt')), ['d/e/b.txt', 'd/e/f/c.txt', 'd/z.txt'])).toEqual([
    'd/z.txt',
  ]);
  expect(await after(() => rename(at('d/e'), at('g')), ['d/z.txt', 'g/b.txt', 'g/f/c.txt'])).toEqual([
    'g/b.txt',
    'g/f/c.txt',
  ]);
  // The moved folders are still followed, at their new place.
  await after(
    () => appendFile(at('g/f/c.txt'), ' more'),
    ['d/z.txt', 'g/b.txt', 'g/f/c.txt'],
    ['g/f/c.txt', 'three more'],
  );
});

test('folders moved in, copied in and moved out', async () => {
  const { at, after } = await follow({ 'a.txt': 'one' });
  const outside = await temporaryFolder({ 'in/b.txt': 'two', 'in/deep/deeper/c.md': 'three' });
  await after(() => rename(join(outside, 'in'), at('in')), ['a.txt', 'in/b.txt', 'in/deep/deeper/c.md']);
  await after(
    () => appendFile(at('in/deep/deeper/c.md'), ' more'),
    ['a.txt', 'in/b.txt', 'in/deep/deeper/c.md'],
    ['in/deep/deeper/c.md', 'three more'],
  );
  await after(() => rename(at('in'), join(outside, 'out')), ['a.txt']);
  await after(
    () => cp(join(outside, 'out'), at('in'), { recursive: true }),
    ['a.txt', 'in/b.txt', 'in/deep/deeper/c.md'],
  );
  await after(() => rm(at('in'), { recursive: true }), ['a.txt']);
});

test('a folder made anew, and one swapped for another, are followed', async () => {
  const { at, after } = await follow({ 'd/a.txt': 'one' });
  await after(async () => {
    await rm(at('d'), { recursive: true });
    await put(at('.'), 'd/e/b.txt', 'two');
  }, ['d/e/b.txt']);
  await after(() => appendFile(at('d/e/b.txt'), ' more'), ['d/e/b.txt'], ['d/e/b.txt', 'two more']);
  const next = await temporaryFolder({ 'd/e/c.txt': 'three' });
  await after(async () => {
    await rename(at('d'), join(next, 'old'));
    await rename(join(next, 'd'), at('d'));
  }, ['d/e/c.txt']);
  await after(() => appendFile(at('d/e/c.txt'), ' more'), ['d/e/c.txt'], ['d/e/c.txt', 'three more']);
});

test('the folder itself deleted, made anew and swapped', async () => {
  const { root, at, after, indexer } = await follow({ 'a.txt': 'one', 'd/b.txt': 'two' });
  await rm(root, { recursive: true });
  await until('the problem is told', () => indexer.status().problem !== null);
  await after(async () => {
    await mkdir(root);
    await writeFile(at('c.txt'), 'three');
  }, ['c.txt']);
  expect(indexer.status().problem).toBeNull();
  await after(() => appendFile(at('c.txt'), ' more'), ['c.txt'], ['c.txt', 'three more']);
  const next = await temporaryFolder({ 'root/d.txt': 'four' });
  await after(async () => {
    await rename(root, join(next, 'old'));
    await rename(join(next, 'root'), root);
  }, ['d.txt']);
  await after(() => appendFile(at('d.txt'), ' more'), ['d.txt'], ['d.txt', 'four more']);
});

test('many files at once are all in, and one more in a large folder is soon', async () => {
  const { root, at, after, indexer } = await follow({ 'a.txt': 'one' });
  const paths = Array.from({ length: sized(1_000) }, (_, i) => `many/${i % 50}/${i}.txt`);
  for (const path of paths) await put(root, path, path);
  await until('all are in', () => indexer.status().phase === 'idle' && indexer.status().skipped.length === 0);
  await indexer.reconcile();
  const read = await after(() => writeFile(at('many/7/new.txt'), 'new'), ['a.txt', 'many/7/new.txt', ...paths]);
  expect(read).toContain('many/7/new.txt');
});

/** Has the system refuse to watch anything, until it is told to. */
function withoutWatches(code: string): { allow: () => void } {
  const { watch } = fs;
  let room = false;
  fs.watch = ((...args: Parameters<typeof watch>) => {
    if (room) return watch(...args);
    throw Object.assign(new Error('no room'), { code });
  }) as typeof watch;
  syncBuiltinESMExports();
  onTestFinished(() => {
    fs.watch = watch;
    syncBuiltinESMExports();
  });
  return {
    allow: () => {
      room = true;
    },
  };
}

test.each([
  ['ENOSPC', 'raise fs.inotify.max_user_watches'],
  ['EMFILE', 'raise fs.inotify.max_user_instances'],
  ['ENFILE', 'that the whole system may have open'],
])('a limit of watches (%s) is told once, with what to raise', async (code, fix) => {
  withoutWatches(code);
  const told: string[] = [];
  const root = await temporaryFolder({ 'd/a.txt': 'one' });
  const watcher = new FolderWatcher(root, { hint: () => {}, limit: (sentence) => told.push(sentence) });
  onTestFinished(() => watcher.close());
  const folders = new Map([
    ['', '1'],
    ['d', '2'],
  ]);
  for (let i = 0; i < 2; i++) await watcher.follow(folders);
  expect(told).toEqual([expect.stringContaining(fix)]);
  expect(watcher.complete).toBe(false);
});

test('at a limit of watches the timer finds what changes', async () => {
  const { allow } = withoutWatches('ENOSPC');
  const root = await temporaryFolder({ 'a.txt': 'one', 'd/b.txt': 'two' });
  const engine = new ScanEngine(root);
  const warnings: string[] = [];
  const indexer = new Indexer({ engine, root, warn: (sentence) => warnings.push(sentence) });
  onTestFinished(async () => await indexer.close());
  await indexer.start();
  await put(root, 'd/c.txt', 'three');
  await until('the timer finds it', () => engine.known().size === 3);
  await put(root, 'd/d.txt', 'four');
  await until('the timer finds the next', () => engine.known().size === 4);
  expect(warnings).toHaveLength(1);
  expect(indexer.status().problem).toBeNull();
  allow();
  await indexer.reconcile();
  await put(root, 'd/e.txt', 'five');
  expect(await until('an event finds it', () => engine.known().size === 5, LIMIT, ownClock())).toBeLessThan(SOON);
});

test('a folder that is gone, or is none, is no reason to stop watching the others', async () => {
  const root = await temporaryFolder({ 'a.txt': 'one' });
  const hints: string[] = [];
  const watcher = new FolderWatcher(root, {
    hint: (paths) => hints.push(...paths),
    limit: (sentence) => hints.push(sentence),
  });
  onTestFinished(() => watcher.close());
  await watcher.follow(
    new Map([
      ['gone', '1'],
      ['a.txt/b', '2'],
      ['', '3'],
    ]),
  );
  await put(root, 'new.txt', 'two');
  await until('the hint comes', () => hints.includes('new.txt'));
  expect(watcher.complete).toBe(true);
});
