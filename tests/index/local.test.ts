/** The engine on a real folder and a real data directory: what is applied is found, kept, and equal to a clean build. */
import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ask } from '../../src/index/ask.js';
import { Indexer } from '../../src/index/indexer.js';
import { LocalEngine } from '../../src/index/local.js';
import { NO_MARKS } from '../../src/index/search-types.js';
import { SAME_THREAD } from '../../src/index/threads/same-thread.js';
import { SearchPool } from '../../src/index/threads/search-pool.js';
import type { Searchers } from '../../src/index/threads/searchers.js';
import { verifyFolder } from '../../src/index/verify.js';
import { found, LastingPool, openEngine as openLasting } from '../faults/fixture.js';
import { ScanEngine } from '../oracle/scan-engine.js';
import { TIMES } from '../times.js';
import { PICTURE, pdfFile } from './documents/pdf-file.js';

const MAX = 1024 * 1024;
let base: string;
let root: string;
let dataDir: string;
const open: LocalEngine[] = [];
const pool = new LastingPool(2);
afterAll(() => pool.finish());

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'pilcrow-local-'));
  root = join(base, 'seeds');
  dataDir = join(base, 'data');
  await mkdir(root);
});

afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
  await rm(base, { recursive: true, force: true });
});

async function openEngine(kept: string | null = dataDir, searchers?: Searchers): Promise<LocalEngine> {
  const engine = await openLasting(root, kept, pool, searchers);
  open.push(engine);
  return engine;
}

test('the user’s document is found by its words, and by its title once', async () => {
  await cp('seeds', root, { recursive: true });
  const engine = await openEngine();
  const [name = ''] = await readdir(root);
  await engine.apply({ remove: [], add: [name] });
  const at = async (text: string) => (await found(engine, text)).map((hit) => Number(hit.split(' ')[1]));
  expect(engine.stats()).toMatchObject({ folder: 'seeds', documents: 1, paragraphs: 8, generation: 1 });
  expect(new Set(await at('Lavrov'))).toEqual(new Set([2, 3, 7]));
  expect(new Set(await at('taliban'))).toEqual(new Set([1, 6, 7]));
  // Paragraph 1 has the phrase itself; the title has it too, and belongs to the same paragraph.
  expect(await at('"NATO troops"')).toEqual([1]);
  expect(await at('advises')).toEqual([1]);
  expect(await at('zebra')).toEqual([]);
});

test('more files than a call has room for arguments are removed at once', async () => {
  await writeFile(join(root, 'a.txt'), 'zebra');
  const engine = await openEngine();
  await engine.apply({ remove: [], add: ['a.txt'] });
  await engine.apply({ remove: ['a.txt', ...Array.from({ length: 200_000 }, (_, i) => `gone/${i}.txt`)], add: [] });
  expect(await found(engine, 'zebra')).toEqual([]);
});

test('a change that is cut short leaves what was not begun as it was, and removes nothing then', async () => {
  const names = Array.from({ length: 200 }, (_, i) => `${i}.txt`);
  for (const name of ['old.txt', ...names]) await writeFile(join(root, name), `text of ${name}`);
  const engine = await openEngine();
  await engine.apply({ remove: [], add: ['old.txt'] });
  const change = { remove: ['old.txt'], add: names };
  expect(await engine.apply({ ...change, signal: AbortSignal.abort() })).toEqual([...names].sort());
  expect(engine.stats()).toMatchObject({ documents: 1, generation: 1 });
  const soon = new AbortController();
  const applied = engine.apply({ ...change, signal: soon.signal });
  await new Promise((resolve) => setTimeout(resolve, 5));
  soon.abort();
  const left = new Set(await applied);
  const known = [...names.filter((name) => !left.has(name)), ...(left.size > 0 ? ['old.txt'] : [])];
  expect([...engine.known().keys()].sort()).toEqual(known.sort());
  expect(await engine.apply({ remove: ['old.txt'], add: [...left] })).toEqual([]);
  expect([...engine.known().keys()].sort()).toEqual([...names].sort());
  expect(await found(engine, 'old')).toEqual([]);
});

test('in a quiet moment segments of one size become one, and the disk holds it alone; a restart finds the same', async () => {
  // With threads of its own that search, as a server has them.
  const threads = () => new SearchPool(1);
  const engine = await openEngine(dataDir, threads());
  for (const name of ['a', 'b', 'c', 'd']) {
    await writeFile(join(root, `${name}.txt`), `first words of ${name}\n\nand words again\n`);
    await engine.apply({ remove: [], add: [`${name}.txt`] });
  }
  const before = await found(engine, 'words');
  expect(engine.stats()).toMatchObject({ segments: 4, generation: 4 });
  await engine.settled();
  expect(engine.stats()).toMatchObject({ segments: 1, generation: 5, documents: 4 });
  expect((await readdir(dataDir)).sort()).toEqual(['generation-5.json', 'segment-5-0']);
  expect(await found(engine, 'words')).toEqual(before);
  const again = await openEngine(dataDir, threads());
  expect(again.problems).toEqual([]);
  expect(await found(again, 'words')).toEqual(before);
});

/** Has nothing written to the index: a file stands in place of its folder. Returns what undoes it. */
async function forbid(): Promise<() => Promise<void>> {
  await rename(dataDir, join(base, 'aside'));
  await writeFile(dataDir, '');
  return async () => {
    await rm(dataDir);
    await rename(join(base, 'aside'), dataDir);
  };
}

test('a merge that fails is told with what to do, once, until one succeeds; what was indexed is found meanwhile', async () => {
  const engine = await openEngine();
  const indexer = new Indexer({ engine, root });
  const told: (string | null)[] = [];
  indexer.onChange(() => told.push(indexer.status().problem));
  for (const name of ['a', 'b']) {
    await writeFile(join(root, `${name}.txt`), `words of ${name}\n`);
    await engine.apply({ remove: [], add: [`${name}.txt`] });
  }
  const allow = await forbid();
  for (let time = 0; time < 3; time++) await engine.settled();
  expect(told).toEqual([expect.stringMatching(/cannot be merged.* could not be written to .*--data/)]);
  expect(engine.stats()).toMatchObject({ segments: 2, generation: 2 });
  expect(await found(engine, 'words')).toHaveLength(2);
  await allow();
  await engine.settled();
  expect(told.slice(1)).toEqual([null]);
  expect(engine.stats()).toMatchObject({ segments: 1, documents: 2 });
});

test('a problem with merges is gone when none is due any more', async () => {
  const engine = await openEngine();
  for (const name of ['a', 'b']) {
    await writeFile(join(root, `${name}.txt`), `words of ${name}\n`);
    await engine.apply({ remove: [], add: [`${name}.txt`] });
  }
  const allow = await forbid();
  await engine.settled();
  expect(engine.problem).not.toBeNull();
  await allow();
  await engine.apply({ remove: ['a.txt'], add: [] });
  await engine.settled();
  expect(engine.problem).toBeNull();
});

test('what is merged while files come in does not stay on the disk in a quiet moment either', async () => {
  const engine = await openEngine();
  for (const name of 'abcdefgh') {
    await writeFile(join(root, `${name}.txt`), `first words of ${name}.\n\n${'And more of it.\n\n'.repeat(3)}`);
    await engine.apply({ remove: [], add: [`${name}.txt`] });
  }
  await engine.settled();
  expect(engine.stats()).toMatchObject({ segments: 1, generation: 9, documents: 8 });
  expect((await readdir(dataDir)).sort()).toEqual(['generation-9.json', 'segment-9-0']);
  // So little beside it is merged with nothing.
  await writeFile(join(root, 'a.txt'), 'other words\n');
  await engine.apply({ remove: [], add: ['a.txt'] });
  await engine.settled();
  const names = ['generation-10.json', 'generation-9.json', 'segment-10-0', 'segment-9-0'];
  expect((await readdir(dataDir)).sort()).toEqual(names);
  expect(await found(engine, 'words')).toHaveLength(8);
});

test('a merge that begins before the deletions of the last run are counted takes over their counts', async () => {
  const before = await openEngine();
  for (const [keep, lose] of ['ab', 'cd', 'ef']) {
    for (const name of [keep, lose]) await writeFile(join(root, `${name}.txt`), `some words of ${name}\n`);
    await before.apply({ remove: [], add: [`${keep}.txt`, `${lose}.txt`] });
  }
  await before.apply({ remove: ['b.txt', 'd.txt', 'f.txt'], add: [] });
  const { words } = before.stats();
  await before.close();
  const engine = await openEngine();
  await engine.settled();
  expect(engine.stats()).toMatchObject({ segments: 1, documents: 3, words });
  expect((await verifyFolder(dataDir)).problems).toEqual([]);
});

test('languages are counted through edits, removals, merges and a restart', async () => {
  const engine = await openEngine();
  const write = (name: string, lang: string) =>
    writeFile(join(root, name), `---\nlang: ${lang}\n---\nText in ${name}.\n`);
  const counts = (of: LocalEngine): Record<string, number> => Object.fromEntries(of.stats().languages);
  for (const name of ['a.md', 'b.md', 'c.md', 'd.md', 'e.md', 'f.md']) {
    await write(name, name < 'd' ? 'de' : 'fr');
    await engine.apply({ remove: [], add: [name] });
  }
  await engine.settled();
  expect(counts(engine)).toEqual({ de: 3, fr: 3 });
  await write('a.md', 'fr');
  await rm(join(root, 'b.md'));
  await engine.apply({ remove: ['b.md'], add: ['a.md'] });
  await engine.settled();
  expect([...engine.stats().languages]).toEqual([
    ['fr', 4],
    ['de', 1],
  ]);
  await engine.close();
  expect(counts(await openEngine())).toEqual({ fr: 4, de: 1 });
});

test('languages are told by their documents, most first, however long these are', async () => {
  const engine = await openEngine();
  for (const name of ['a', 'b']) await writeFile(join(root, `${name}.md`), `---\nlang: fr\n---\nUn texte ${name}.\n`);
  await writeFile(join(root, 'c.md'), `---\nlang: de\n---\n${'Ein Absatz.\n\n'.repeat(9)}`);
  await engine.apply({ remove: [], add: ['a.md', 'b.md', 'c.md'] });
  expect([...engine.stats().languages]).toEqual([
    ['fr', 2],
    ['de', 1],
  ]);
});

test('an edit, a removal and an unreadable file show in the next search', async () => {
  const engine = await openEngine();
  await writeFile(join(root, 'a.txt'), 'first words');
  await writeFile(join(root, 'b.txt'), 'first letters');
  await engine.apply({ remove: [], add: ['a.txt', 'b.txt'] });
  expect(await found(engine, 'first')).toHaveLength(2);
  await writeFile(join(root, 'a.txt'), 'second words');
  await writeFile(join(root, 'b.txt'), Buffer.alloc(100));
  await engine.apply({ remove: [], add: ['a.txt', 'b.txt'] });
  expect(await found(engine, 'first')).toEqual([]);
  expect(await found(engine, 'second')).toHaveLength(1);
  expect(engine.skipped().get('b.txt')?.reason).toMatch(/binary/);
  await engine.apply({ remove: ['a.txt', 'b.txt', 'never-was.txt'], add: [] });
  expect(engine.stats()).toMatchObject({ documents: 0, paragraphs: 0 });
  expect([...engine.known()]).toEqual([]);
});

test('what was committed is there after a restart, deletions and skipped files included', async () => {
  const engine = await openEngine();
  await writeFile(join(root, 'a.txt'), 'alpha beta');
  await writeFile(join(root, 'b.txt'), 'beta gamma');
  await writeFile(join(root, 'c.txt'), '');
  await engine.apply({ remove: [], add: ['a.txt', 'b.txt', 'c.txt'] });
  await engine.apply({ remove: ['b.txt'], add: [] });
  const before = await found(engine, 'beta');
  await engine.close();
  const again = await openEngine();
  expect(again.problems).toEqual([]);
  expect(await found(again, 'beta')).toEqual(before);
  const known = (of: LocalEngine) =>
    new Map([...of.known()].map(([path, { stamp }]) => [path, { stamp, skipped: of.skipped().get(path) }]));
  expect(known(again)).toEqual(known(engine));
  expect([...known(again).keys()].sort()).toEqual(['a.txt', 'c.txt']);
  const question = { text: 'beta', filters: [], match: 'all', offset: 0, hitsPerPage: 1 } as const;
  const [hit] = (await ask(again, question)).hits;
  expect((await again.markedDocument(hit?.document.id ?? '', NO_MARKS))?.document.path).toBe('a.txt');
  expect(again.stats()).toEqual(engine.stats());
});

test('after a restart a status tells at once what was skipped, and waits for no list of documents', async () => {
  const before = await openEngine();
  await writeFile(join(root, 'a.txt'), 'alpha');
  await writeFile(join(root, 'b.txt'), Buffer.alloc(100));
  await before.apply({ remove: [], add: ['a.txt', 'b.txt'] });
  await before.close();
  const engine = await openEngine();
  const known = vi.spyOn(engine, 'known');
  expect(new Indexer({ engine, root }).status().skipped).toMatchObject([{ path: 'b.txt' }]);
  expect(known).not.toHaveBeenCalled();
});

test('what is missing of a file that was read in part is known until the file changes, also after a restart and a merge', async () => {
  const text = [{ x: 72, y: 700, text: 'Two clocks' }];
  const scanned = pdfFile([text, PICTURE, PICTURE]);
  for (const name of ['a.pdf', 'b.pdf', 'c.pdf']) await writeFile(join(root, name), scanned);
  await writeFile(join(root, 'whole.pdf'), pdfFile([text, text]));
  const engine = await openEngine();
  const missing = (of: LocalEngine) => [...of.partly()].map(([path, { reason }]) => [path, reason.slice(0, 32)]);
  const pages = '2 of its 3 pages are only pictur';
  for (const name of ['a.pdf', 'b.pdf', 'c.pdf', 'whole.pdf']) await engine.apply({ remove: [], add: [name] });
  await engine.settled();
  expect(missing(engine)).toEqual(['a.pdf', 'b.pdf', 'c.pdf'].map((name) => [name, pages]));
  expect(await found(engine, 'clocks')).toHaveLength(5);
  await engine.close();
  const again = await openEngine();
  expect(missing(again)).toEqual(['a.pdf', 'b.pdf', 'c.pdf'].map((name) => [name, pages]));
  await writeFile(join(root, 'b.pdf'), pdfFile([text]));
  await again.apply({ remove: ['a.pdf'], add: ['b.pdf'] });
  expect(missing(again)).toEqual([['c.pdf', pages]]);
  const indexer = new Indexer({ engine: again, root });
  expect(indexer.status().partly).toMatchObject([{ path: 'c.pdf' }]);
});

test('another limit on the size of files has those looked at again that it concerns', async () => {
  const limited = async (maxFileBytes: number) => {
    const engine = await LocalEngine.open({ root, dataDir, maxFileBytes, pool, searchers: SAME_THREAD });
    open.push(engine);
    const indexer = new Indexer({ engine, root });
    await indexer.reconcile();
    await engine.close();
    return [...engine.known().keys()].map((path) => `${path} ${engine.skipped().has(path) ? 'out' : 'in'}`);
  };
  await writeFile(join(root, 'large.txt'), 'large '.repeat(100));
  await writeFile(join(root, 'small.txt'), 'small');
  expect(new Set(await limited(100))).toEqual(new Set(['large.txt out', 'small.txt in']));
  expect(new Set(await limited(1000))).toEqual(new Set(['large.txt in', 'small.txt in']));
  expect(new Set(await limited(100))).toEqual(new Set(['large.txt out', 'small.txt in']));
});

test('a data directory that cannot be written is a sentence, not a failure', async () => {
  await writeFile(join(base, 'file'), '');
  const engine = await openEngine(join(base, 'file', 'data'));
  expect(engine.problems.join()).toMatch(/cannot be kept in .* Choose another place with --data/);
  await writeFile(join(root, 'a.txt'), 'alpha');
  await engine.apply({ remove: [], add: ['a.txt'] });
  expect(await found(engine, 'alpha')).toHaveLength(1);
});

test('any sequence of changes ends equal to a clean build, and to a restart', async () => {
  const name = fc.constantFrom('a.txt', 'b.md', 'c.txt', 'd/e.md', 'd/f.txt');
  const content = fc
    .array(fc.constantFrom('nato', 'troops', 'zurich', '\n\n', '# nato\n\n', '## troops\n\n'), {
      minLength: 1,
      maxLength: 8,
    })
    .map((words) => words.join(' '));
  const change = fc.array(fc.tuple(name, fc.option(content)), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
      await rm(root, { recursive: true, force: true });
      await rm(dataDir, { recursive: true, force: true });
      await mkdir(join(root, 'd'), { recursive: true });
      const engine = await openLasting(root, dataDir, pool);
      const there = new Set<string>();
      for (const edits of changes) {
        for (const [path, text] of edits) {
          if (text === null) await rm(join(root, path), { force: true });
          else await writeFile(join(root, path), text);
          if (text === null) there.delete(path);
          else there.add(path);
        }
        const touched = edits.map(([path]) => path);
        await engine.apply({
          remove: touched.filter((path) => !there.has(path)),
          add: touched.filter((path) => there.has(path)),
        });
      }
      await engine.settled();
      const clean = new ScanEngine(root, MAX);
      await clean.apply({ remove: [], add: [...there] });
      expect(new Set(engine.known().keys())).toEqual(there);
      const expected = new Map<string, string[]>();
      for (const query of ['nato', 'troops', 'nato troops', '"nato troops"', 'zurich -nato', 'title:nato'])
        expected.set(query, await found(clean, query));
      for (const [query, hits] of expected) expect(await found(engine, query)).toEqual(hits);
      await engine.close();
      const restarted = await openLasting(root, dataDir, pool);
      for (const [query, hits] of expected) expect(await found(restarted, query)).toEqual(hits);
      await restarted.close();
    }),
    { numRuns: 6 * TIMES },
  );
});
