/** Test 1: a process that commits is killed at random moments; what it acknowledged is there, whole, and nothing is left lying about. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { documentId } from '../../src/index/documents/paths.js';
import { NO_MARKS } from '../../src/index/search-types.js';
import { listManifests, readManifest } from '../../src/index/store/manifest.js';
import { readSegment } from '../../src/index/store/segment-file.js';
import { Store } from '../../src/index/store.js';
import { build } from '../../src/index/threads/builder.js';
import { verifySegment } from '../../src/index/verify/verify-segment.js';
import { put, temporaryFolder } from '../index/folder.js';
import { sized, TIMES } from '../times.js';
import { expectWhole, LastingPool, MAX_BYTES, openEngine, randomText, seeded, strays } from './fixture.js';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
/**
 * Most kills hit a process that does nothing but commit, to several stores at once, each of which is then at a moment of its own: starting
 * one takes longer than all else. Some hit a whole engine.
 */
const STORES = 10;
const STORE_KILLS = 90 * TIMES;
const ENGINE_KILLS = sized(9) * TIMES;
/** Killed at random up to this long, ms, after up to so many acknowledged commits. A commit takes some 10 ms. */
const LONGEST_WAIT = 25;
const MOST_COMMITS = 5;
const PIECES = 12;

/** A process that commits to one folder, once it is told to. */
class Committer {
  private output = '';
  private readonly child: ChildProcessWithoutNullStreams;

  constructor(script: string, ...args: string[]) {
    this.child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), DIST, ...args]);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.on('data', (data: Buffer) => {
        this.output += data.toString();
      });
    }
  }

  /** Lets it commit for a random while and kills it; returns the last number that it acknowledged for each store, or that of before. */
  async live(random: () => number, before: readonly number[]): Promise<number[]> {
    const commits = Math.floor(random() * (MOST_COMMITS * before.length + 1));
    await this.printed(1);
    this.child.stdin.write(`${(before[0] ?? 0) + 1}\n`);
    await this.printed(1 + commits);
    await delay(random() * LONGEST_WAIT);
    await this.kill();
    const lines = this.output.split('\n').slice(1, -1);
    expect(lines.filter((line) => !/^\d \d+$/.test(line))).toEqual([]);
    return before.map((number, store) => {
      const last = lines.findLast((line) => line.startsWith(`${store} `));
      return Number(last?.split(' ')[1] ?? number);
    });
  }

  async kill(): Promise<void> {
    if (this.ended()) return;
    const closed = once(this.child, 'close');
    this.child.kill('SIGKILL');
    await closed;
  }

  private async printed(lines: number): Promise<void> {
    while (this.output.split('\n').length <= lines && !this.ended()) await delay(4);
  }

  private ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}

/**
 * Kills one process after another that works on as many stores; returns how many commits are found in the end. `reopen` gives for each
 * store the number of the commit that is found afterwards.
 */
async function killEach(
  { kills, stores }: { kills: number; stores: number },
  random: () => number,
  start: () => Committer,
  reopen: (store: number) => Promise<number>,
): Promise<number> {
  let next = start();
  let found = Array.from({ length: stores }, () => 0);
  try {
    for (let kill = 0; kill < kills; kill += stores) {
      const committer = next;
      // The next one starts while this one works.
      next = start();
      const acknowledged = await committer.live(random, found);
      found = await Promise.all(found.map((_, store) => reopen(store)));
      for (const [store, last] of found.entries()) expect(last - (acknowledged[store] ?? 0)).toBeOneOf([0, 1]);
    }
  } finally {
    await next.kill();
  }
  return found.reduce((sum, number) => sum + number, 0);
}

test(`${STORE_KILLS} kills of commits: never torn, never older than what was acknowledged, nothing left behind`, async () => {
  const random = seeded('kill -9 of commits');
  const dataDirs: string[] = [];
  while (dataDirs.length < STORES) dataDirs.push(await temporaryFolder());
  const pieces = await temporaryFolder();
  const root = await temporaryFolder();
  const written: Buffer[] = [];
  for (let piece = 0; piece < PIECES; piece++) {
    const paths = [0, 1, 2].map((i) => `${piece}-${i}.md`);
    // Each longer than the one before, so that some are written in several steps.
    for (const path of paths)
      await put(root, path, `${randomText(random)}\n\nborder ${piece}\n\n`.repeat(1 + piece * 20));
    const { built } = await build(root, paths, { maxBytes: MAX_BYTES });
    const bytes = Buffer.from(built[0]?.bytes ?? '');
    expect(verifySegment(bytes)).toEqual([]);
    written.push(bytes);
    await writeFile(join(pieces, String.fromCharCode(97 + piece)), bytes);
  }
  // Byte for byte a piece that is whole, it is whole: looking at every posting after each kill would take the most time of all.
  const expectPiece = (name: string, bytes: Uint8Array): void => {
    expect(Buffer.compare(written[Number(name.split('-')[1]) % PIECES] ?? Buffer.alloc(0), bytes)).toBe(0);
  };
  const reopen = async (at: number): Promise<number> => {
    const dataDir = dataDirs[at] ?? '';
    const store = await Store.open(dataDir);
    const { generation, problems } = await store.load();
    expect(problems).toEqual([]);
    const number = generation?.number ?? 0;
    expect(generation?.skipped[0]?.reason ?? '0').toBe(String(number));
    for (const { name, bytes } of generation?.segments ?? []) expectPiece(name, bytes);
    // The generation to fall back to is whole, too, and there is nothing else.
    for (const { name } of await listManifests(dataDir)) {
      const { segments } = await readManifest(dataDir, name);
      for (const named of segments) expectPiece(named.name, await readSegment(dataDir, named));
    }
    expect(await strays(dataDir)).toEqual([]);
    return number;
  };
  const begin = performance.now();
  const start = () => new Committer('commit-store.mjs', pieces, ...dataDirs);
  const commits = await killEach({ kills: STORE_KILLS, stores: STORES }, random, start, reopen);
  for (const dataDir of dataDirs) await expectWhole(dataDir);
  report(STORE_KILLS, commits, begin);
});

test(`${ENGINE_KILLS} kills of a whole engine: the index is that of one moment`, async () => {
  const random = seeded('kill -9 of engines');
  const dataDir = await temporaryFolder();
  const root = await temporaryFolder();
  const pool = new LastingPool(1);
  const reopen = async (): Promise<number> => {
    const engine = await openEngine(root, dataDir, pool);
    expect(engine.problems).toEqual([]);
    const read = ['a.txt', 'b.txt', 'c.txt'].map((path) => engine.markedDocument(documentId(path), NO_MARKS));
    const texts = new Set(
      (await Promise.all(read)).map((document) => document?.paragraphs[0]?.paragraph.text ?? 'commit 0'),
    );
    await engine.close();
    // One and the same number in all three, or the commit is torn.
    expect([...texts]).toHaveLength(1);
    await expectWhole(dataDir);
    return Number([...texts][0]?.split(' ')[1]);
  };
  const begin = performance.now();
  try {
    const start = () => new Committer('commit-engine.mjs', dataDir, root);
    const commits = await killEach({ kills: ENGINE_KILLS, stores: 1 }, random, start, reopen);
    report(ENGINE_KILLS, commits, begin);
  } finally {
    await pool.finish();
  }
});

function report(kills: number, commits: number, begin: number): void {
  console.log(`${kills} kills, ${commits} commits, ${((performance.now() - begin) / 1000).toFixed(1)} s`);
}
