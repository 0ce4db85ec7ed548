/** What the fault tests share: seeds that are printed, folders of random documents, threads that outlive engines, and the check afterwards. */
import { readdir } from 'node:fs/promises';
import { expect } from 'vitest';
import { ask } from '../../src/index/ask.js';
import { documentId } from '../../src/index/documents/paths.js';
import type { SearchEngine } from '../../src/index/engine.js';
import { LocalEngine } from '../../src/index/local.js';
import { NO_MARKS } from '../../src/index/search-types.js';
import { listManifests, readManifest } from '../../src/index/store/manifest.js';
import { WorkerPool } from '../../src/index/threads/pool.js';
import { SAME_THREAD } from '../../src/index/threads/same-thread.js';
import type { Searchers } from '../../src/index/threads/searchers.js';
import { type Report, verifyFolder } from '../../src/index/verify.js';

export const MAX_BYTES = 1024 * 1024;

/** Random numbers from 0 to 1 that a seed repeats (mulberry32). FAULT_SEED chooses it. */
export function seeded(what: string, seed = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000)): () => number {
  console.log(`${what}: FAULT_SEED=${seed}`);
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<T>(random: () => number, values: readonly [T, ...T[]]): T {
  return values[Math.floor(random() * values.length)] ?? values[0];
}

const WORDS = ['nato', 'troops', 'zurich', 'border', '北京', 'the'] as const;

/** A few paragraphs of few words, so that everything meets everything. */
export function randomText(random: () => number): string {
  const paragraphs = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const words = Array.from({ length: 1 + Math.floor(random() * 9) }, () => pick(random, WORDS));
    return `${random() < 0.2 ? '# ' : ''}${words.join(' ')}`;
  });
  return paragraphs.join('\n\n');
}

/** Threads for many engines: starting them anew for each takes longer than all else. End them with `finish`. */
export class LastingPool extends WorkerPool {
  override async close(): Promise<void> {}
  async finish(): Promise<void> {
    await super.close();
  }
}

/**
 * An engine that searches in this thread, unless it is given others: threads that search would be started for each, and warm themselves
 * up for each of its generations, which takes longer than all that is asked of them.
 */
export function openEngine(
  root: string,
  dataDir: string | null,
  pool?: WorkerPool,
  searchers: Searchers = SAME_THREAD,
): Promise<LocalEngine> {
  return LocalEngine.open({
    root,
    dataDir,
    maxFileBytes: MAX_BYTES,
    searchers,
    ...(pool === undefined ? {} : { pool }),
  });
}

/** Hits as lines that can be compared: path, ordinal, score. */
export async function found(engine: SearchEngine, text: string): Promise<string[]> {
  const answer = await ask(engine, { text, filters: [], match: 'all', offset: 0, hitsPerPage: 100 });
  return answer.hits.map((hit) => `${hit.document.path} ${hit.paragraph.ordinal} ${hit.score.toFixed(9)}`);
}

/** The text of each of these documents, '' where the engine has none: what is stored, without the threads that search. */
export async function texts(engine: SearchEngine, paths: readonly string[]): Promise<string[]> {
  const read = await Promise.all(paths.map((path) => engine.markedDocument(documentId(path), NO_MARKS)));
  return read.map((document) => (document?.paragraphs ?? []).map(({ paragraph }) => paragraph.text).join(' '));
}

/** The index on disk passes `verify`; with `tidy`, its folder holds no file that the two newest generations do not need. */
export async function expectWhole(dataDir: string, { tidy = true } = {}): Promise<Report> {
  const report = await verifyFolder(dataDir);
  expect(report.problems).toEqual([]);
  if (tidy) expect(await strays(dataDir)).toEqual([]);
  return report;
}

/** Files that no manifest of the folder names, and manifests beyond the two that are kept. */
export async function strays(dataDir: string): Promise<string[]> {
  const manifests = (await listManifests(dataDir)).slice(0, 2);
  const needed = new Set(manifests.map(({ name }) => name));
  for (const { name } of manifests) {
    for (const segment of (await readManifest(dataDir, name)).segments) needed.add(segment.name);
  }
  return (await readdir(dataDir)).filter((name) => !needed.has(name));
}
