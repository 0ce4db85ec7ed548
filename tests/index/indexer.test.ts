/** The indexer: whatever is done to the folder, the engine knows what a fresh look at it would tell. */
import { execFileSync } from 'node:child_process';
import { linkSync } from 'node:fs';
import { appendFile, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { documentId } from '../../src/index/documents/paths.js';
import type { Change, SearchEngine } from '../../src/index/engine.js';
import { type Scan, scan, stays } from '../../src/index/follow/scan.js';
import { Indexer } from '../../src/index/indexer.js';
import { NO_MARKS } from '../../src/index/search-types.js';
import { ScanEngine } from '../oracle/scan-engine.js';
import { TIMES } from '../times.js';
import { put, temporaryFolder, until } from './folder.js';

/** An engine that keeps what it was told to do, and fails when it is told to. */
class RecordingEngine extends ScanEngine {
  changes: Change[] = [];
  failure: Error | null = null;
  /** Called before each change is applied. */
  before: (change: Change) => Promise<void> = async () => {};
  /** Called after each change is applied. */
  after: () => Promise<void> = async () => {};

  override async apply(change: Change): Promise<readonly string[]> {
    await this.before(change);
    if (this.failure !== null) throw this.failure;
    const applied = { ...change };
    this.changes.push(applied);
    const left = await super.apply(change);
    await this.after();
    applied.add = change.add.filter((path) => !left.includes(path));
    return left;
  }

  /** Every path read since the last call, sorted. */
  reads(): string[] {
    const paths = this.changes.flatMap((change) => change.add);
    this.changes = [];
    return paths.sort();
  }
}

interface Setup {
  root: string;
  engine: RecordingEngine;
  indexer: Indexer;
}

async function setUp(files: Record<string, string> = {}, largeFile?: number): Promise<Setup> {
  const root = await temporaryFolder(files);
  const engine = new RecordingEngine(root);
  const indexer = new Indexer({ engine, root, largeFile });
  await indexer.reconcile();
  return { root, engine, indexer };
}

/** What an engine knows, by path: the text of a document, or why it has none. */
async function contents(engine: SearchEngine): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const path of [...engine.known().keys()].sort()) {
    const read = await engine.markedDocument(documentId(path), NO_MARKS);
    found[path] =
      engine.skipped().get(path)?.reason ??
      read?.paragraphs.map(({ paragraph }) => paragraph.text).join('\n') ??
      'lost';
  }
  return found;
}

function reasons(indexer: Indexer): Record<string, string> {
  return Object.fromEntries(indexer.status().skipped.map(({ path, reason }) => [path, reason]));
}

describe('what is in the folder', () => {
  test('documents below any depth are indexed, an empty folder is fine', async () => {
    const { engine, indexer } = await setUp({ 'a.txt': 'one', 'b/c/d/e.md': '# two\n\nthree' });
    expect(Object.keys(await contents(engine))).toEqual(['a.txt', 'b/c/d/e.md']);
    expect(indexer.status()).toMatchObject({ phase: 'idle', problem: null, done: 0, total: 0, skipped: [] });
    const empty = await setUp();
    expect(empty.indexer.status()).toMatchObject({ phase: 'idle', problem: null, lastRun: { added: 0, removed: 0 } });
  });

  test('what is not for indexing is listed once, with the reason, and never opened or followed', async () => {
    const { root, engine, indexer } = await setUp({
      'a.txt': 'one',
      '.git/x/y.txt': 'no',
      'node_modules/p/q.md': 'no',
    });
    const outside = await temporaryFolder({ 'secret.txt': 'secret', 'deep/secret.md': 'secret' });
    await put(root, 'picture.png', 'not text');
    await symlink(outside, join(root, 'folder-link'));
    await symlink(join(outside, 'secret.txt'), join(root, 'file-link.txt'));
    await symlink('.', join(root, 'loop'));
    await symlink('nowhere', join(root, 'broken.txt'));
    execFileSync('mkfifo', [join(root, 'pipe.txt')]);
    const socket = createServer().listen(join(root, 'socket.txt'));
    await indexer.reconcile();
    socket.close();
    expect(Object.keys(await contents(engine))).toEqual(['a.txt']);
    expect(reasons(indexer)).toEqual({
      '.git': expect.stringContaining('hidden'),
      'broken.txt': expect.stringContaining('symbolic link'),
      'file-link.txt': expect.stringContaining('symbolic link'),
      'folder-link': expect.stringContaining('symbolic link'),
      loop: expect.stringContaining('symbolic link'),
      node_modules: expect.stringContaining('node_modules'),
      'picture.png': expect.stringContaining('unsupported format'),
      'pipe.txt': expect.stringContaining('named pipe'),
      'socket.txt': expect.stringContaining('socket'),
    });
  });

  test('every name is indexed or listed', async () => {
    const names = [
      'new\nline.txt',
      '\u202Ertl.txt',
      'emoji-😀.md',
      '<b>&"\'.html',
      '%2e%2e.txt',
      'a?b#c&d.txt',
      ' .txt',
    ];
    const twins = ['caf\u00E9.txt', 'cafe\u0301.txt'];
    const { root, engine, indexer } = await setUp(Object.fromEntries([...names, ...twins].map((name) => [name, name])));
    const known = Object.keys(await contents(engine));
    for (const name of names) expect(known).toContain(name);
    if (process.platform === 'linux') {
      for (const name of twins) expect(known).toContain(name);
      const bytes = Buffer.concat([Buffer.from(`${root}/bad-`), Buffer.from([0xff, 0xfe]), Buffer.from('.txt')]);
      await writeFile(bytes, 'text');
      await mkdir(Buffer.concat([Buffer.from(`${root}/folder-`), Buffer.from([0xff])]));
      await indexer.reconcile();
      expect(Object.values(reasons(indexer))).toEqual([
        'its name is not valid UTF-8; rename it',
        'its name is not valid UTF-8; rename it',
      ]);
    }
  });

  test('Pilcrow does not look into the folder where it writes', async () => {
    const root = await temporaryFolder({ 'a.txt': 'one', 'data/segment.txt': 'ours' });
    const engine = new ScanEngine(root);
    const indexer = new Indexer({ engine, root, ownFolder: 'data' });
    await indexer.reconcile();
    expect(Object.keys(await contents(engine))).toEqual(['a.txt']);
    expect(reasons(indexer)).toEqual({ data: 'Pilcrow keeps its own index here' });
  });
});

describe('what changes', () => {
  test('only what changed is read again', async () => {
    const { root, engine, indexer } = await setUp({
      'a.txt': 'one',
      'b.txt': 'two',
      'c/d.txt': 'three',
      'bin.txt': '\0\0\0',
    });
    expect(engine.reads()).toEqual(['a.txt', 'b.txt', 'bin.txt', 'c/d.txt']);
    // What was written just before it was read is read once more: its stamp says too little.
    await indexer.reconcile();
    await new Promise((resolve) => setTimeout(resolve, 150));
    await indexer.reconcile();
    engine.reads();
    await indexer.reconcile();
    expect(engine.reads()).toEqual([]);

    await writeFile(join(root, 'b.txt'), 'TWO');
    await rename(join(root, 'a.txt'), join(root, 'c/a.txt'));
    await indexer.reconcile();
    expect(engine.changes).toMatchObject([{ add: ['b.txt', 'c/a.txt'], remove: ['a.txt'] }]);
    expect(indexer.status().lastRun).toMatchObject({ added: 2, removed: 1 });
  });

  test('a file becomes a folder, a folder a link, and back', async () => {
    const { root, engine, indexer } = await setUp({ 'a.txt': 'one', 'b/c.txt': 'two' });
    await rm(join(root, 'a.txt'));
    await put(root, 'a.txt/inner.txt', 'three');
    await rename(join(root, 'b'), join(root, 'real'));
    await symlink('real', join(root, 'b'));
    await indexer.reconcile();
    expect(await contents(engine)).toEqual({ 'a.txt/inner.txt': 'three', 'real/c.txt': 'two' });
    expect(Object.keys(reasons(indexer))).toEqual(['b']);
    await rm(join(root, 'b'));
    await rename(join(root, 'real'), join(root, 'b'));
    await indexer.reconcile();
    expect(await contents(engine)).toEqual({ 'a.txt/inner.txt': 'three', 'b/c.txt': 'two' });
    expect(reasons(indexer)).toEqual({});
  });

  test('a rebuild reads everything again; calls at the same time share it', async () => {
    const { engine, indexer } = await setUp({ 'a.txt': 'one', 'b.txt': 'two' });
    await new Promise((resolve) => setTimeout(resolve, 150));
    await indexer.reconcile();
    engine.reads();
    let generations = 0;
    engine.before = async () => {
      generations++;
      expect(engine.stats().documents).toBe(2);
    };
    expect(indexer.status().lastRebuild).toBeNull();
    await Promise.all([indexer.rebuild(), indexer.rebuild(), indexer.rebuild()]);
    expect(indexer.status().lastRebuild?.durationMs).toBeGreaterThan(0);
    expect(engine.reads().filter((path) => path === 'a.txt').length).toBeLessThanOrEqual(2);
    expect(generations).toBeLessThanOrEqual(2);
  });

  test('a rebuild that is asked for during one shares it; after it the next one runs', async () => {
    const { engine, indexer } = await setUp({ 'a.txt': 'one' });
    // Until a.txt is old enough not to be read once more.
    await new Promise((resolve) => setTimeout(resolve, 150));
    await indexer.reconcile();
    engine.reads();
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    let end = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      end = resolve;
    });
    engine.before = () => {
      begin();
      return gate;
    };
    const first = indexer.rebuild();
    await begun;
    const shared = [indexer.rebuild(), indexer.rebuild()];
    end();
    await Promise.all([first, ...shared]);
    expect(engine.reads()).toEqual(['a.txt']);
    await indexer.rebuild();
    expect(engine.reads()).toEqual(['a.txt']);
  });

  test('what is asked for during a run is done after it, in one run', async () => {
    const { root, engine, indexer } = await setUp({ 'a.txt': 'one' });
    let overlap = 0;
    let most = 0;
    engine.before = async () => {
      most = Math.max(most, ++overlap);
      await new Promise((resolve) => setTimeout(resolve, 20));
      overlap--;
    };
    engine.changes = [];
    await put(root, 'b.txt', 'two');
    const first = indexer.reconcile();
    await put(root, 'c.txt', 'three');
    await Promise.all([first, ...Array.from({ length: 20 }, () => indexer.reconcile())]);
    expect(Object.keys(await contents(engine))).toEqual(['a.txt', 'b.txt', 'c.txt']);
    expect(most).toBe(1);
    expect(engine.changes.length).toBeLessThanOrEqual(2);
  });

  /** 400 files of which the first two portions are under way, in a rebuild or as they are new, until something else is asked for. */
  async function takingInMany(isRebuild: boolean) {
    const setup = await setUp({ 'edited.txt': 'one', 'gone.txt': 'two' });
    const { root, engine, indexer } = setup;
    for (let i = 0; i < 400; i++) await put(root, `many/${i}.txt`, 'text');
    // Until they are old enough not to be read once more.
    await new Promise((resolve) => setTimeout(resolve, 150));
    if (isRebuild) for (let i = 0; i < 2; i++) await indexer.reconcile();
    engine.reads();
    const cut: Change[] = [];
    engine.before = async (change) => {
      if (cut.length === 2 || !change.add.some((path) => path.startsWith('many/'))) return;
      cut.push(change);
      await until('it is to end', () => change.signal?.aborted === true);
    };
    const all = isRebuild ? indexer.rebuild() : indexer.reconcile();
    await until('both portions are under way', () => cut.length === 2);
    return { ...setup, all };
  }

  test('what is edited and removed while much is taken in comes before what is left of it', async () => {
    const { root, engine, indexer, all } = await takingInMany(false);
    await writeFile(join(root, 'edited.txt'), 'new');
    await rm(join(root, 'gone.txt'));
    await put(root, 'many/new.txt', 'text');
    await Promise.all([all, indexer.reconcile()]);
    const taken = engine.changes.filter(({ add }) => add.length > 0);
    expect(taken[0]?.add).toEqual(['edited.txt', 'many/new.txt']);
    expect(taken[0]?.remove).toEqual(['gone.txt']);
    const read = engine.reads();
    expect(read.filter((path) => path.startsWith('many/'))).toHaveLength(401);
    expect(new Set(read).size).toBe(402);
    expect(engine.known().size).toBe(402);
    expect(indexer.status()).toMatchObject({ phase: 'idle', done: 0, total: 0, problem: null });
    expect(indexer.status().lastRun).toMatchObject({ added: 402, removed: 1 });
  });

  test('a rebuild during which something is asked for reads every file once all the same', async () => {
    const { engine, indexer, all } = await takingInMany(true);
    await Promise.all([all, indexer.reconcile()]);
    const read = engine.reads();
    expect([read.length, new Set(read).size]).toEqual([402, 402]);
    expect(indexer.status().lastRebuild).not.toBeNull();
  });

  test('when it is done, nothing of it keeps the process alive', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    const { root, indexer } = await setUp({ 'a.txt': 'one' });
    await put(root, 'b.txt', 'two');
    await indexer.reconcile();
    await indexer.close();
    expect(timers()).toBeLessThanOrEqual(before);
  });

  test('progress is told, and ends at nothing to do', async () => {
    const root = await temporaryFolder(
      Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`${i}.txt`, `text ${i}`])),
    );
    const indexer = new Indexer({ engine: new ScanEngine(root), root });
    const seen: string[] = [];
    const stop = indexer.onChange(() => {
      const { phase, done, total } = indexer.status();
      seen.push(`${phase} ${done}/${total}`);
    });
    await indexer.reconcile();
    stop();
    // Two portions are read at once, and on a slow disk either may be the first that is in.
    const halfway = expect.stringMatching(/^starting (125|175)\/300$/);
    expect(seen).toEqual(['starting 0/300', halfway, 'starting 300/300', 'idle 0/0']);
    await indexer.rebuild();
    expect(seen).toHaveLength(4);
  });

  test('the next portion is read while one is committed, and no other', async () => {
    const { root, engine, indexer } = await setUp();
    for (let i = 0; i < 1_000; i++) await put(root, `${String(i).padStart(3, '0')}.txt`, 'text');
    let begun = 0;
    const gates: (() => void)[] = [];
    engine.before = () => {
      begun++;
      return new Promise((resolve) => gates.push(resolve));
    };
    const indexed = indexer.reconcile();
    for (let committed = 0; committed < 4; committed++) {
      await expect.poll(() => begun).toBe(Math.min(committed + 2, 4));
      // Time for one too many to begin.
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(begun).toBe(Math.min(committed + 2, 4));
      gates[committed]?.();
    }
    await indexed;
    expect(engine.changes.map(({ add }) => add.length)).toEqual([125, 250, 500, 125]);
    expect(indexer.status()).toMatchObject({ problem: null, lastRun: { added: 1_000 } });
  });
});

describe('while a large file is read', () => {
  const LARGE = 'many words '.repeat(20);

  /** A folder with a small file that is in and a large one that was added and is being read, until `release`. */
  async function readingLarge(also: Record<string, string> = {}) {
    const setup = await setUp({ 'small.txt': 'one' }, 100);
    const { root, engine, indexer } = setup;
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const begun: string[] = [];
    engine.before = async ({ add, large }) => {
      if (large !== true) return;
      begun.push(...add);
      await gate;
    };
    for (const [path, text] of Object.entries({ 'large.txt': LARGE, ...also })) await put(root, path, text);
    let ended = false;
    const all = indexer.reconcile().finally(() => {
      ended = true;
    });
    await until('the large file is being read', () => begun.length > 0);
    return { ...setup, begun, all, hasEnded: () => ended, release };
  }

  const knows = async (what: string, engine: SearchEngine, expected: Record<string, string>): Promise<void> => {
    await until(what, async () => isDeepStrictEqual(await contents(engine), expected));
  };

  test('small files are taken in and removed, whatever their order, and who asked for all waits', async () => {
    const { root, engine, indexer, all, hasEnded, release } = await readingLarge({ 'z.txt': 'two' });
    await knows('the rest of the change is in', engine, { 'small.txt': 'one', 'z.txt': 'two' });
    const { phase, done, total, problem } = indexer.status();
    expect({ phase, left: total - done, problem }).toEqual({ phase: 'indexing', left: 1, problem: null });
    await put(root, 'new.txt', 'three');
    await rm(join(root, 'z.txt'));
    const second = indexer.reconcile();
    await knows('a later change is in', engine, { 'new.txt': 'three', 'small.txt': 'one' });
    expect(hasEnded()).toBe(false);
    expect(indexer.status().phase).toBe('indexing');
    release();
    await Promise.all([all, second]);
    expect(Object.keys(await contents(engine))).toEqual(['large.txt', 'new.txt', 'small.txt']);
    expect(indexer.status()).toMatchObject({ phase: 'idle', done: 0, total: 0, problem: null });
    expect(engine.reads().filter((path) => path === 'large.txt')).toHaveLength(1);
  });

  test.each<[what: string, edit: (root: string) => Promise<void>, text: string | undefined]>([
    ['changed', (root) => writeFile(join(root, 'large.txt'), `${LARGE}new`), `${LARGE}new`],
    ['made small', (root) => writeFile(join(root, 'large.txt'), 'small'), 'small'],
    ['deleted', (root) => rm(join(root, 'large.txt')), undefined],
    ['made a folder', (root) => rm(join(root, 'large.txt')).then(() => mkdir(join(root, 'large.txt'))), undefined],
  ])('one that is %s meanwhile is so at the end', async (_, edit, text) => {
    const { root, engine, indexer, release } = await readingLarge();
    await edit(root);
    const looked = indexer.reconcile();
    release();
    await looked;
    expect((await contents(engine))['large.txt']).toBe(text);
  });

  test('one that changes all the time is left alone for a while, but not by a rebuild', async () => {
    const { root, engine, indexer } = await setUp({}, 100);
    const clock = performance.now.bind(performance);
    let skipped = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => clock() + skipped);
    onTestFinished(() => {
      vi.restoreAllMocks();
    });
    await put(root, 'log.txt', LARGE);
    // Each reading takes 3 seconds, in which it grows.
    engine.after = async () => {
      await appendFile(join(root, 'log.txt'), ' more');
      skipped += 3_000;
      // It is seen to have changed before the reading has ended.
      void indexer.reconcile();
      await delay(50);
    };
    const readings = async (work: Promise<void>): Promise<number> => {
      await work;
      // What asks for another look by itself has done so by then.
      await indexer.reconcile();
      expect(indexer.status()).toMatchObject({ phase: 'idle', problem: null });
      return engine.reads().length;
    };
    expect(await readings(indexer.reconcile())).toBe(1);
    expect(await readings(indexer.reconcile())).toBe(0);
    expect(await readings(indexer.rebuild())).toBeGreaterThan(0);
    skipped += 5 * 3_000;
    expect(await readings(indexer.reconcile())).toBe(1);
    engine.after = async () => {};
    skipped += 5 * 3_000;
    await indexer.reconcile();
    expect((await contents(engine))['log.txt']).toBe(
      (await readFile(join(root, 'log.txt'), 'utf8')).replace(/ +/g, ' ').trim(),
    );
    // Another change is taken in at once.
    await put(root, 'log.txt', LARGE.repeat(2));
    await indexer.reconcile();
    expect((await contents(engine))['log.txt']).toBe(LARGE.repeat(2).trim());
  });

  test('one that was moved is found where it was until it is read where it is', async () => {
    const { root, engine, indexer } = await setUp({ 'large.txt': LARGE, 'small.txt': 'one' }, 100);
    // Until they are old enough not to be read once more.
    await new Promise((resolve) => setTimeout(resolve, 150));
    for (let i = 0; i < 2; i++) await indexer.reconcile();
    await rename(join(root, 'large.txt'), join(root, 'moved.txt'));
    await rm(join(root, 'small.txt'));
    let readMoved = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      readMoved = resolve;
    });
    engine.before = ({ large }) => (large === true ? gate : Promise.resolve());
    const moved = indexer.reconcile();
    await knows('what is deleted is gone, and what was moved is not', engine, { 'large.txt': LARGE.trim() });
    const again = indexer.reconcile();
    await put(root, 'new.txt', 'two');
    void indexer.reconcile();
    await until('a later change is in', () => engine.known().has('new.txt'));
    expect(Object.keys(await contents(engine))).toEqual(['large.txt', 'new.txt']);
    readMoved();
    await Promise.all([moved, again]);
    expect(Object.keys(await contents(engine))).toEqual(['moved.txt', 'new.txt']);
  });

  test('one that was moved out of a folder is found there until it is read, also when the folder goes', async () => {
    // So many that a look at everything takes too long to be made at each hint. Were it not so, this would pass for another reason.
    const { root, engine, indexer } = await setUp({ 'folder/large.txt': LARGE, 'others/0.png': '' }, 100);
    // By links: to make as many files takes 25 times as long.
    for (let i = 1; i < 6_000; i++) linkSync(join(root, 'others/0.png'), join(root, `others/${i}.png`));
    await new Promise((resolve) => setTimeout(resolve, 150));
    await indexer.start();
    await indexer.reconcile();
    let readMoved = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      readMoved = resolve;
    });
    engine.before = ({ large }) => (large === true ? gate : Promise.resolve());
    await rename(join(root, 'folder/large.txt'), join(root, 'moved.txt'));
    await until('it is found where it is', () => indexer.status().total > 0);
    await rm(join(root, 'folder'), { recursive: true });
    await put(root, 'new.txt', 'two');
    await until('a later change is in', () => engine.known().has('new.txt'));
    expect([...engine.known().keys()].sort()).toEqual(['folder/large.txt', 'new.txt']);
    readMoved();
    await knows('it is where it is', engine, { 'moved.txt': LARGE.trim(), 'new.txt': 'two' });
    await indexer.close();
  });

  test('large files are read one at a time, once each, and a rebuild is over when all are', async () => {
    const { engine, indexer, begun, all, release } = await readingLarge({ 'large-2.txt': LARGE, 'large-3.txt': LARGE });
    expect(begun).toEqual(['large-2.txt']);
    let rebuilt = false;
    const rebuild = Promise.all([indexer.rebuild(), indexer.rebuild()]).then(() => {
      rebuilt = true;
    });
    await until('the small file is read again', () => engine.reads().includes('small.txt'));
    const shared = indexer.rebuild();
    expect([rebuilt, indexer.status().lastRebuild]).toEqual([false, null]);
    release();
    await Promise.all([all, rebuild, shared]);
    expect(indexer.status().lastRebuild).not.toBeNull();
    expect(Object.keys(await contents(engine))).toEqual(['large-2.txt', 'large-3.txt', 'large.txt', 'small.txt']);
    expect(begun.slice(0, 3)).toEqual(['large-2.txt', 'large-3.txt', 'large.txt']);
    // Those that were written just before they were read are read once more.
    await indexer.close();
  });

  test('a stop leaves those that wait', async () => {
    const { engine, indexer, begun, all, release } = await readingLarge({ 'large-2.txt': LARGE });
    const closed = indexer.close();
    release();
    await Promise.all([closed, all]);
    expect(begun).toEqual(['large-2.txt']);
    expect(Object.keys(await contents(engine))).toEqual(['large-2.txt', 'small.txt']);
    expect(indexer.status().problem).toBeNull();
    await expect(indexer.rebuild()).rejects.toThrow(/was stopped/);
  });

  test('one that cannot be committed is the problem, of who asked for all as well, until it can', async () => {
    const { root, engine, indexer, all, release } = await readingLarge({ 'large-2.txt': LARGE });
    const rebuild = indexer.rebuild();
    rebuild.catch(() => {});
    engine.failure = new Error('the disk is full; make room');
    release();
    await all;
    await expect(rebuild).rejects.toThrow(/the disk is full/);
    await until('nothing is tried any more', () => indexer.status().phase === 'idle');
    expect(indexer.status().problem).toMatch(/make room; it is tried again/);
    engine.failure = null;
    await put(root, 'new.txt', 'three');
    await indexer.reconcile();
    expect(indexer.status()).toMatchObject({ phase: 'idle', problem: null });
    expect(Object.keys(await contents(engine))).toEqual(['large-2.txt', 'large.txt', 'new.txt', 'small.txt']);
  });
});

describe('what goes wrong', () => {
  test('a folder that goes away keeps its index, and is picked up when it is back', async () => {
    const { root, engine, indexer } = await setUp({ 'a.txt': 'one', 'b/c.txt': 'two' });
    await rename(root, `${root}-away`);
    await indexer.reconcile();
    expect(indexer.status().problem).toMatch(/is missing; create it.* the last index keeps answering/);
    expect(engine.stats().documents).toBe(2);
    await expect(indexer.rebuild()).rejects.toThrow(/is missing/);
    await writeFile(root, 'a file');
    await indexer.reconcile();
    expect(indexer.status().problem).toMatch(/is not a folder/);
    await rm(root);
    await rename(`${root}-away`, root);
    await rm(join(root, 'a.txt'));
    engine.before = async () => expect(indexer.status().problem).toBeNull();
    await indexer.reconcile();
    expect(indexer.status().problem).toBeNull();
    expect(Object.keys(await contents(engine))).toEqual(['b/c.txt']);
  });

  test('an emptied folder, and one made anew, is empty', async () => {
    const { root, engine, indexer } = await setUp({ 'a.txt': 'one', 'b/c.txt': 'two' });
    await rm(root, { recursive: true });
    await mkdir(root);
    await indexer.reconcile();
    expect(await contents(engine)).toEqual({});
    expect(indexer.status().problem).toBeNull();
  });

  test('where the engine cannot commit, that is the problem, and the next look tries again', async () => {
    const { root, engine, indexer } = await setUp({ 'a.txt': 'one' });
    engine.failure = new Error('the disk is full; make room');
    await put(root, 'b.txt', 'two');
    await indexer.reconcile();
    expect(indexer.status()).toMatchObject({
      phase: 'idle',
      problem: expect.stringContaining('the disk is full; make room; it is'),
    });
    expect(Object.keys(await contents(engine))).toEqual(['a.txt']);
    engine.failure = null;
    await indexer.reconcile();
    expect(indexer.status().problem).toBeNull();
    expect(Object.keys(await contents(engine))).toEqual(['a.txt', 'b.txt']);
  });

  test('one portion that cannot be committed loses neither the others nor what is to be removed', async () => {
    const { root, engine, indexer } = await setUp({ 'old.txt': 'one' });
    await rm(join(root, 'old.txt'));
    for (let i = 0; i < 400; i++) await put(root, `${String(i).padStart(3, '0')}.txt`, 'text');
    let calls = 0;
    engine.before = async () => {
      if (++calls === 1) throw new Error('no');
    };
    await indexer.reconcile();
    const known = Object.keys(await contents(engine));
    expect(known).toHaveLength(275);
    expect(known).not.toContain('old.txt');
    expect(indexer.status().problem).toMatch(/^no; it is tried again/);
    await indexer.reconcile();
    expect(Object.keys(await contents(engine))).toHaveLength(400);
  });

  test('a rebuild that could not commit all says so, whatever is asked for meanwhile', async () => {
    const { root, engine, indexer } = await setUp({ 'a.txt': 'one' });
    // Until it is old enough not to be read once more.
    await new Promise((resolve) => setTimeout(resolve, 150));
    await indexer.reconcile();
    let meanwhile: Promise<void> = Promise.resolve();
    engine.before = async () => {
      engine.before = async () => {};
      await put(root, 'b.txt', 'two');
      meanwhile = indexer.reconcile();
      throw new Error('the disk is full');
    };
    await expect(indexer.rebuild()).rejects.toThrow(/the disk is full/);
    await meanwhile;
    expect(Object.keys(await contents(engine))).toEqual(['a.txt', 'b.txt']);
    await indexer.rebuild();
    expect(indexer.status()).toMatchObject({ problem: null, lastRebuild: { durationMs: expect.any(Number) } });
  });

  test('a file that cannot be read is listed with the reason, and the others are in', async () => {
    const { engine, indexer } = await setUp({ 'a.txt': 'one', 'b.txt': '\0\x01\x02\x03\0', 'c.txt': 'three' });
    expect(engine.stats().documents).toBe(2);
    expect(Object.keys(reasons(indexer))).toEqual(['b.txt']);
  });
});

type Step =
  | { act: 'write' | 'append'; path: string; text: string }
  | { act: 'move'; path: string; to: string }
  | { act: 'remove' | 'link' | 'folder'; path: string }
  | { act: 'look' };

const anyPath = fc.constantFrom(
  'x.txt',
  'y.md',
  'a',
  'a/x.txt',
  'a/b',
  'a/b/z.html',
  'c',
  'c/x.txt',
  '.h',
  'a/.h.txt',
  'q.png',
);
// Of one length, so that size alone never tells them apart.
const anyText = fc.constantFrom('alpha', 'betas', 'gamma', '\0\0\0\0\0');
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constantFrom('write', 'append'), path: anyPath, text: anyText }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('move'), path: anyPath, to: anyPath }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('remove', 'link', 'folder'), path: anyPath }) },
  { weight: 3, arbitrary: fc.constant({ act: 'look' }) },
);
const RUNS = 40 * TIMES;

function outsideOf(root: string): string {
  return `${root}.outside`;
}

async function perform(step: Step, root: string, indexer: Indexer): Promise<void> {
  const at = (path: string) => join(root, path);
  switch (step.act) {
    case 'write':
      return await put(root, step.path, step.text);
    case 'append':
      return await appendFile(at(step.path), step.text);
    case 'move':
      return await rename(at(step.path), at(step.to));
    case 'remove':
      return await rm(at(step.path), { recursive: true, force: true });
    case 'link':
      // Out of the folder: what is written through the link must not show.
      await mkdir(outsideOf(root), { recursive: true });
      return await symlink(outsideOf(root), at(step.path));
    case 'folder':
      return void (await mkdir(at(step.path), { recursive: true }));
    case 'look':
      // Not waited for: the folder changes under the run.
      void indexer.reconcile();
  }
}

test('a look at the places where something changed comes to the same as a look at everything', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 20 }), async (steps) => {
      const root = await temporaryFolder();
      const indexer = new Indexer({ engine: new ScanEngine(root), root });
      let seen = new Map<string, string>();
      for (const one of steps) {
        await perform(one, root, indexer).catch(() => {});
        const scopes = placesOf(one);
        const now = await scan(root, scopes, null);
        const kept = [...seen].filter(([path]) => stays(path, now, scopes));
        seen = new Map([...kept, ...described(now)]);
      }
      expect(sorted(seen)).toEqual(sorted(described(await scan(root, new Set(['']), null))));
      await indexer.close();
      for (const folder of [root, outsideOf(root)]) await rm(folder, { recursive: true, force: true });
    }),
    { numRuns: RUNS },
  );
});

/** Where a step makes events. Making a file makes the folders above it, and the highest of them is what the system tells of. */
function placesOf(step: Step): Set<string> {
  if (step.act === 'look') return new Set();
  return new Set([step.path, step.path.split('/')[0] ?? '', ...('to' in step ? [step.to] : [])]);
}

function described({ files, skipped, folders }: Scan): [string, string][] {
  return [
    ...[...files.values()].map(({ path, stamp }): [string, string] => [path, stamp]),
    ...[...skipped.values()].map(({ path, reason }): [string, string] => [path, reason]),
    ...[...folders].filter(([path]) => path !== ''),
  ];
}

function sorted(pairs: Iterable<[string, string]>): [string, string][] {
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));
}

test('after any sequence of changes the engine equals a fresh one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 25 }), async (steps) => {
      const root = await temporaryFolder();
      const engine = new ScanEngine(root);
      // Those that were appended to are large.
      const indexer = new Indexer({ engine, root, largeFile: 5 });
      for (const one of steps) {
        try {
          await perform(one, root, indexer);
        } catch {
          // Moving what is not there, writing below a file: the disk refuses, and nothing changed.
        }
      }
      await indexer.reconcile();
      const fresh = new ScanEngine(root);
      const freshIndexer = new Indexer({ engine: fresh, root });
      await freshIndexer.reconcile();
      expect(await contents(engine)).toEqual(await contents(fresh));
      expect(reasons(indexer)).toEqual(reasons(freshIndexer));
      for (const folder of [root, outsideOf(root)]) await rm(folder, { recursive: true, force: true });
    }),
    { numRuns: RUNS },
  );
});
