/** Test 2: damaged, cut, exchanged and stale files are found, the generation before is used or the index built anew, and it is said. */
import { execFileSync } from 'node:child_process';
import { copyFile, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { Indexer } from '../../src/index/indexer.js';
import { checksum, HEADER, HEADER_BYTES, SECTIONS } from '../../src/index/segment/format.js';
import { Segment } from '../../src/index/segment.js';
import { listManifests, parseManifest, readManifest } from '../../src/index/store/manifest.js';
import { Store } from '../../src/index/store.js';
import { build } from '../../src/index/threads/builder.js';
import { verifyFolder } from '../../src/index/verify.js';
import { SegmentWriter } from '../../src/index/writer.js';
import { put, temporaryFolder } from '../index/folder.js';
import { readDocumentOf } from '../oracle/documents.js';
import { TIMES } from '../times.js';
import { expectWhole, found, LastingPool, MAX_BYTES, openEngine, randomText, seeded, texts } from './fixture.js';

const pool = new LastingPool(1);
afterAll(() => pool.finish());

/** An index with two generations. The first has “old”, the second “new” beside it. */
async function twoGenerations(random: () => number): Promise<{ root: string; dataDir: string }> {
  const root = await temporaryFolder();
  const dataDir = await temporaryFolder();
  const engine = await openEngine(root, dataDir, pool);
  for (const word of ['old', 'new']) {
    const paths = Array.from({ length: 20 }, (_, i) => `${word}-${i}.md`);
    for (const path of paths) await put(root, path, `${word}\n\n${randomText(random)}`);
    await engine.apply({ remove: [], add: paths });
  }
  await engine.close();
  return { root, dataDir };
}

function flip(bytes: Uint8Array, bit: number): void {
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
}

/** Whether the damage shows when the segment is opened. */
function isFound(bytes: Uint8Array): boolean {
  try {
    return !new Segment(bytes).intact();
  } catch {
    return true;
  }
}

const NEW = Array.from({ length: 20 }, (_, i) => `new-${i}.md`);
const OLD = NEW.map((path) => path.replace('new', 'old'));

/** Opens the folder: it says that something is wrong and has the first generation, whole. */
async function expectFallback(root: string, dataDir: string): Promise<void> {
  const engine = await openEngine(root, dataDir, pool);
  expect(engine.problems.join(' ')).toMatch(/Generation 2 cannot be used\. .* Generation 1 is used/);
  expect(engine.stats()).toMatchObject({ generation: 1, documents: 20 });
  expect((await texts(engine, OLD)).every((text) => text.startsWith('old'))).toBe(true);
  await engine.close();
  expect(await expectWhole(dataDir)).toMatchObject({ generation: 1, documents: 20 });
}

/** As `expectFallback`; what is asked is answered from the first generation, and the next commit has everything again. */
async function expectRecovery(root: string, dataDir: string): Promise<void> {
  const engine = await openEngine(root, dataDir, pool);
  expect(engine.problems.join(' ')).toMatch(/Generation 2 cannot be used\. .* Generation 1 is used/);
  expect(await found(engine, 'new')).toEqual([]);
  expect(await found(engine, 'old')).toHaveLength(20);
  await engine.apply({ remove: [], add: NEW });
  expect(await found(engine, 'new')).toHaveLength(20);
  await engine.close();
  expect(await expectWhole(dataDir)).toMatchObject({ generation: 3, documents: 40 });
}

/** What is in a folder, to be put back. */
async function snapshot(dataDir: string): Promise<() => Promise<void>> {
  const files = await Promise.all(
    (await readdir(dataDir)).map(async (name) => [name, await readFile(join(dataDir, name))] as const),
  );
  return async () => {
    for (const [name, bytes] of files) await writeFile(join(dataDir, name), bytes);
    const names = new Set(files.map(([name]) => name));
    for (const name of await readdir(dataDir)) {
      if (!names.has(name)) await rm(join(dataDir, name));
    }
  };
}

/** The segments that only the second generation has, and those of both. */
async function names(dataDir: string): Promise<{ first: string; second: string; manifest: string }> {
  const [live, before] = await listManifests(dataDir);
  const first = (await readManifest(dataDir, before?.name ?? '')).segments.map(({ name }) => name);
  const second = (await readManifest(dataDir, live?.name ?? '')).segments
    .map(({ name }) => name)
    .filter((name) => !first.includes(name));
  return { first: first[0] ?? '', second: second[0] ?? '', manifest: live?.name ?? '' };
}

test('every bit of a header, and random bits anywhere in a segment', async () => {
  const random = seeded('bit flips');
  const root = await temporaryFolder();
  const paths = Array.from({ length: 30 }, (_, i) => `${10 + i}.md`);
  for (const path of paths) await put(root, path, randomText(random));
  const { built } = await build(root, paths, { maxBytes: MAX_BYTES });
  const bytes = built[0]?.bytes ?? new Uint8Array();
  expect(isFound(bytes)).toBe(false);
  const missed: number[] = [];
  const bits = [
    ...Array.from({ length: HEADER_BYTES * 8 }, (_, bit) => bit),
    ...Array.from({ length: 5_000 * TIMES }, () => Math.floor(random() * bytes.length * 8)),
  ];
  for (const bit of bits) {
    flip(bytes, bit);
    if (!isFound(bytes)) missed.push(bit);
    flip(bytes, bit);
  }
  expect(missed).toEqual([]);
});

test('every bit of a manifest', async () => {
  const { dataDir } = await twoGenerations(seeded('manifest'));
  const { manifest } = await names(dataDir);
  const bytes = await readFile(join(dataDir, manifest));
  expect(parseManifest(bytes, 2).number).toBe(2);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    flip(bytes, bit);
    expect(() => parseManifest(bytes, 2)).toThrow(/manifest is damaged/);
    flip(bytes, bit);
  }
});

test(`${20 * TIMES} random bits on disk, each found when the index is opened`, async () => {
  const random = seeded('bit flips on disk');
  const { root, dataDir } = await twoGenerations(random);
  const restore = await snapshot(dataDir);
  const { second, manifest } = await names(dataDir);
  for (let round = 0; round < 20 * TIMES; round++) {
    const path = join(dataDir, random() < 0.2 ? manifest : second);
    const bytes = await readFile(path);
    flip(bytes, Math.floor(random() * bytes.length * 8));
    await writeFile(path, bytes);
    await expectFallback(root, dataDir);
    await restore();
  }
});

test('a segment cut at every 4 KiB, an empty one, a missing one', async () => {
  const { root, dataDir } = await twoGenerations(seeded('truncation'));
  const restore = await snapshot(dataDir);
  const { second } = await names(dataDir);
  const { length } = await readFile(join(dataDir, second));
  for (let size = 0; size < length; size += 4096) {
    await truncate(join(dataDir, second), size);
    await expectFallback(root, dataDir);
    await restore();
  }
  await rm(join(dataDir, second));
  await expectRecovery(root, dataDir);
});

test('a named pipe or a device in place of a file, which are not waited for', async () => {
  const { root, dataDir } = await twoGenerations(seeded('pipes'));
  const restore = await snapshot(dataDir);
  const { second, manifest } = await names(dataDir);
  const pipe = (path: string) => execFileSync('mkfifo', [path]);
  const device = (path: string) => symlink('/dev/zero', path);
  for (const name of [manifest, second]) {
    for (const put of [pipe, device]) {
      await rm(join(dataDir, name));
      await put(join(dataDir, name));
      expect((await verifyFolder(dataDir)).problems.join()).toContain('damaged');
      await expectFallback(root, dataDir);
      await restore();
    }
  }
});

test('two segments that were exchanged, whole as they are', async () => {
  const dataDir = await temporaryFolder();
  const store = await Store.open(dataDir);
  const commit = (number: number, texts: readonly string[]) => {
    const segments = texts.map((text, i) => {
      const writer = new SegmentWriter();
      writer.add(readDocumentOf({ title: 'title', intro: [text], sections: [] }, text));
      return { name: `segment-${number}-${i}`, bytes: writer.freeze(), removed: [] };
    });
    return store.commit({ number, committedAt: 0, maxFileBytes: 1, language: null, segments, skipped: [], partly: [] });
  };
  await commit(1, ['old']);
  await commit(2, ['new', 'odd']);
  await expectWhole(dataDir);
  const [first, second] = [join(dataDir, 'segment-2-0'), join(dataDir, 'segment-2-1')];
  await rename(first, join(dataDir, 'aside'));
  await rename(second, first);
  await rename(join(dataDir, 'aside'), second);
  const { generation, problems } = await (await Store.open(dataDir)).load();
  expect(problems.join()).toMatch(/Generation 2 cannot be used\. .*segment-2-\d is damaged/);
  expect(generation?.number).toBe(1);
});

test('an older segment under a newer name', async () => {
  const { root, dataDir } = await twoGenerations(seeded('stale'));
  const { first, second } = await names(dataDir);
  await copyFile(join(dataDir, first), join(dataDir, second));
  await expectFallback(root, dataDir);
});

test('a whole segment of the same length, as from a backup: only the manifest’s checksum tells', async () => {
  const dataDir = await temporaryFolder();
  const [written, other] = ['one word', 'two word'].map((text) => {
    const writer = new SegmentWriter();
    writer.add(readDocumentOf({ title: 'title', intro: [text], sections: [] }, 'name'));
    return writer.freeze();
  }) as [Uint8Array, Uint8Array];
  expect(other.length).toBe(written.length);
  const store = await Store.open(dataDir);
  const segments = [{ name: 'segment-1-0', bytes: written, removed: [] }];
  await store.commit({ number: 1, committedAt: 0, maxFileBytes: 1, language: null, segments, skipped: [], partly: [] });
  await expectWhole(dataDir);
  await writeFile(join(dataDir, 'segment-1-0'), other);
  expect((await verifyFolder(dataDir)).problems.join()).toMatch(
    /segment-1-0 is damaged. It is whole, but of another commit/,
  );
  expect((await (await Store.open(dataDir)).load()).problems.join()).toMatch(/whole, but of another commit/);
});

test('the generation to fall back to is given up only once the live one is found whole on the disk', async () => {
  const dataDir = await temporaryFolder();
  const store = await Store.open(dataDir);
  const commit = (number: number, text: string) => {
    const writer = new SegmentWriter();
    writer.add(readDocumentOf({ title: 'title', intro: [text], sections: [] }, 'name'));
    const segments = [{ name: `segment-${number}-0`, bytes: writer.freeze(), removed: [] }];
    return store.commit({ number, committedAt: 0, maxFileBytes: 1, language: null, segments, skipped: [], partly: [] });
  };
  await commit(1, 'one');
  await commit(2, 'two');
  const live = join(dataDir, 'segment-2-0');
  const bytes = await readFile(live);
  // Also where a file says what its bytes are summed up as, and its end.
  for (const at of [bytes.length >> 1, HEADER.checksum * 4, 0, bytes.length - 1]) {
    await writeFile(live, bytes.with(at, (bytes[at] ?? 0) ^ 1));
    await expect(store.dropFallback(new Set(['segment-2-0']))).rejects.toThrow(/segment-2-0 is damaged/);
  }
  await writeFile(live, bytes.subarray(1));
  await expect(store.dropFallback(new Set(['segment-2-0']))).rejects.toThrow(/segment-2-0 is damaged/);
  expect((await (await Store.open(dataDir)).load()).generation?.number).toBe(1);
});

test('a manifest of another generation, and one of another version', async () => {
  const { root, dataDir } = await twoGenerations(seeded('manifests'));
  const restore = await snapshot(dataDir);
  await copyFile(join(dataDir, 'generation-1.json'), join(dataDir, 'generation-2.json'));
  await expectFallback(root, dataDir);
  await restore();
  const json = JSON.stringify({ ...(await readManifest(dataDir, 'generation-2.json')), version: 1 });
  await writeFile(join(dataDir, 'generation-2.json'), `${crc32(json)}\n${json}`);
  await expectFallback(root, dataDir);
});

test('with both generations damaged the index is built anew, and it is said', async () => {
  const { root, dataDir } = await twoGenerations(seeded('both'));
  for (const name of ['generation-1.json', 'generation-2.json']) await truncate(join(dataDir, name), 10);
  const engine = await openEngine(root, dataDir, pool);
  expect(engine.problems.at(-1)).toBe('The index is built anew.');
  expect(engine.stats().documents).toBe(0);
  expect(await readdir(dataDir)).toEqual([]);
  await engine.apply({ remove: [], add: ['old-1.md'] });
  await engine.close();
  expect((await expectWhole(dataDir)).generation).toBe(3);
});

/** An index of one segment with a.md, which was deleted, b.md and c.md, whose bytes are changed and summed up as if they had been written so. */
async function summedUp(change: (bytes: Uint8Array) => void): Promise<{ root: string; dataDir: string }> {
  const root = await temporaryFolder();
  const dataDir = await temporaryFolder();
  const paths = ['a.md', 'b.md', 'c.md'];
  for (const path of paths) await put(root, path, `---\nauthor: of ${path}\n---\nwords of ${path}\n`);
  const { built } = await build(root, paths, { maxBytes: MAX_BYTES, language: null });
  const bytes = built[0]?.bytes ?? new Uint8Array();
  change(bytes);
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(HEADER.checksum * 4, checksum(bytes), true);
  const segments = [{ name: 'segment-1-0', bytes, removed: [0] }];
  const store = await Store.open(dataDir);
  await store.commit({
    number: 1,
    committedAt: 0,
    maxFileBytes: MAX_BYTES,
    language: null,
    segments,
    skipped: [],
    partly: [],
  });
  await rm(join(root, 'a.md'));
  return { root, dataDir };
}

test('a deleted document that cannot be read: it stays deleted, and commits go on', async () => {
  const { root, dataDir } = await summedUp((bytes) => {
    // What it says of itself is no JSON any more.
    const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf('["author",["of a.md"');
    expect(at).toBeGreaterThan(0);
    bytes[at] = 0x21;
  });
  const engine = await openEngine(root, dataDir, pool);
  const paths = async () => new Set((await found(engine, 'words')).map((hit) => hit.split(' ')[0]));
  expect(await paths()).toEqual(new Set(['b.md', 'c.md']));
  await put(root, 'd.md', 'words of d');
  await engine.apply({ remove: ['b.md'], add: ['d.md'] });
  expect(await paths()).toEqual(new Set(['c.md', 'd.md']));
  await engine.close();
});

test('documents that cannot be listed are read again, and found once', async () => {
  const { root, dataDir } = await summedUp((bytes) => {
    const header = new DataView(bytes.buffer, bytes.byteOffset);
    const begin = (name: (typeof SECTIONS)[number], further = 0): number =>
      header.getUint32((HEADER.sections + SECTIONS.indexOf(name) + further) * 4, true);
    // The first record: no path, no stamp, no id, and a size in eight bytes, which the part does not have.
    const end = begin('documents', 1);
    bytes.set([5, 0, 0, 0, 0, 1], end - 6);
    header.setUint32(begin('documentOffsets'), end - 6 - begin('documents'), true);
    expect(() => new Segment(bytes).documents.list(0, 3)).toThrow();
  });
  const engine = await openEngine(root, dataDir, pool);
  // By then they were listed in the background.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const indexer = new Indexer({ engine, root });
  await indexer.reconcile();
  expect(indexer.status().problem).toBeNull();
  expect((await found(engine, 'words')).map((hit) => hit.split(' ')[0])).toEqual(['b.md', 'c.md']);
  await engine.close();
  expect((await expectWhole(dataDir)).documents).toBe(2);
});

test.each(['version', 'fingerprint'] as const)(
  'an index of another %s is not called damaged, and is built anew',
  async (what) => {
    const { root, dataDir } = await summedUp((bytes) => {
      new DataView(bytes.buffer, bytes.byteOffset).setUint32(HEADER[what] * 4, 1, true);
    });
    const said = 'was made by another version of Pilcrow.';
    expect(await verifyFolder(dataDir)).toMatchObject({ problems: [`The index ${said}`], otherVersion: true });
    const engine = await openEngine(root, dataDir, pool);
    expect(engine.problems).toEqual([`The index in ${dataDir} ${said}`, 'The index is built anew.']);
    const indexer = new Indexer({ engine, root });
    expect(indexer.status()).toMatchObject({ phase: 'starting', problem: engine.problems.join(' ') });
    await indexer.reconcile();
    expect(indexer.status()).toMatchObject({ phase: 'idle', problem: null });
    expect(await found(engine, 'words')).toHaveLength(2);
    await engine.close();
    expect((await expectWhole(dataDir)).documents).toBe(2);
  },
);

test('a segment whose bytes were damaged into another version is damaged', async () => {
  const { root, dataDir } = await summedUp(() => {});
  const path = join(dataDir, 'segment-1-0');
  const bytes = await readFile(path);
  bytes.writeUInt32LE(1, HEADER.version * 4);
  await writeFile(path, bytes);
  expect((await verifyFolder(dataDir)).problems.join()).toMatch(/segment-1-0 is damaged/);
  const engine = await openEngine(root, dataDir, pool);
  expect(engine.problems.join(' ')).toMatch(/segment-1-0 is damaged\. .* The index is built anew\./);
  await engine.close();
});
