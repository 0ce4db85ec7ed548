/**
 * Building, keeping, opening and changing an index: paragraphs a second, bytes, and how long the main thread stands still.
 * `--corpus file.tsv[.gz] --size 100000 --out name`
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import MiniSearch from 'minisearch';
import { ask } from '../src/index/answer.js';
import { LocalEngine } from '../src/index/local.js';
import { Segment } from '../src/index/segment.js';
import { SegmentWriter } from '../src/index/writer.js';
import { type Line, loadCorpus } from './corpus.js';
import { documentOf } from './engines/pilcrow.js';
import { circumstances, keep, options } from './options.js';
import { median } from './table.js';

/** Paragraphs of each file of the folder that is indexed. */
const IN_A_FILE = 50;
const MAX_BYTES = 2 ** 25;

const { corpus: file, sizes, out } = options();
const corpus = loadCorpus(file, sizes[0] ?? null);
const { lines } = corpus;
const figures: Record<string, number> = {};
const folder = mkdtempSync(join(tmpdir(), 'pilcrow-build-'));
try {
  note('one MiniSearch, paragraphs/s', lines.length / seconds(buildMiniSearch));
  note('SQLite FTS5, paragraphs/s', lines.length / seconds(buildSqlite));
  writeInOneThread();
  await buildFromFiles();
  await open();
  openMiniSearch();
} finally {
  rmSync(folder, { recursive: true });
}
keep(out ?? `build-${lines.length}`, { ...circumstances(corpus), figures });

function note(name: string, value: number): void {
  figures[name] = value;
  console.log(`${name.padEnd(70)} ${value.toFixed(value < 10 ? 2 : 0)}`);
}

function seconds(work: () => void): number {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
}

function newMiniSearch(): MiniSearch<Line & { id: number }> {
  return new MiniSearch({ fields: ['title', 'text'] });
}

function buildMiniSearch(): void {
  newMiniSearch().addAll(lines.map((line, id) => ({ ...line, id })));
}

function buildSqlite(): void {
  const database = new Database(join(folder, 'fts5.db'));
  database.exec('create virtual table paragraphs using fts5(title, text)');
  const insert = database.prepare('insert into paragraphs values (?, ?)');
  database.transaction(() => {
    for (const { title, text } of lines) insert.run(title, text);
  })();
  database.close();
}

/** The writer alone: MiniSearch indexes batches, which are frozen. */
function writeInOneThread(): void {
  let indexing = 0;
  let freezing = 0;
  let bytes = 0;
  let texts = 0;
  let postings = 0;
  for (let start = 0; start < lines.length; start += 50_000) {
    const writer = new SegmentWriter();
    const batch = lines.slice(start, start + 50_000);
    indexing += seconds(() => {
      for (const [i, line] of batch.entries()) writer.add(documentOf(line, start + i));
    });
    freezing += seconds(() => {
      const segment = new Segment(writer.freeze());
      bytes += segment.bytes.byteLength;
      texts += segment.textBytes;
      for (let term = 0; term < segment.termCount; term++) postings += segment.cursor(term).owners;
    });
  }
  note('writer in one thread, paragraphs/s', lines.length / (indexing + freezing));
  note('freezing, as a share of indexing', freezing / indexing);
  note('segments, MB, text included', bytes / 1e6);
  note('bytes a posting, with positions, dictionary and bounds; stored text apart', (bytes - texts) / postings);
}

/** The engine as it is used: files, two threads, commits to the disk; then an edit. */
async function buildFromFiles(): Promise<void> {
  const root = join(folder, 'files');
  mkdirSync(root);
  const paths: string[] = [];
  for (let start = 0; start < lines.length; start += IN_A_FILE) {
    const path = `${String(start).padStart(7, '0')}.txt`;
    writeFileSync(
      join(root, path),
      lines
        .slice(start, start + IN_A_FILE)
        .map(({ text }) => text)
        .join('\n\n'),
    );
    paths.push(path);
  }
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const engine = await LocalEngine.open({ root, dataDir: join(folder, 'data'), maxFileBytes: MAX_BYTES });
  delay.enable();
  let began = performance.now();
  // As the indexer has it: portions of at most 16 MiB and 2,000 files.
  for (let start = 0; start < paths.length; start += 1000)
    await engine.apply({ add: paths.slice(start, start + 1000), remove: [] });
  note(
    'files to an index on disk, two threads, paragraphs/s',
    engine.stats().paragraphs / ((performance.now() - began) / 1000),
  );
  await engine.settled();
  note('main thread held at most, while indexing and merging, ms', delay.max / 1e6);
  note('memory of the process, all threads, MB', process.memoryUsage().rss / 1e6);
  note('data directory, MB', folderBytes(join(folder, 'data')) / 1e6);
  await ask(engine, { text: 'warm', filters: [], match: 'all', offset: 0, hitsPerPage: 20 });
  const edits: number[] = [];
  delay.reset();
  for (let i = 0; i < 11; i++) {
    const path = paths[i * 7] ?? '';
    writeFileSync(join(root, path), `edited${i} once\n\nand some more text`);
    began = performance.now();
    await engine.apply({ add: [path], remove: [] });
    const { totalHits } = await ask(engine, {
      text: `edited${i} `,
      filters: [],
      match: 'all',
      offset: 0,
      hitsPerPage: 20,
    });
    if (totalHits !== 1) throw new Error(`The edit of ${path} is not found.`);
    edits.push(performance.now() - began);
  }
  await engine.settled();
  note('an edit of one file until it is found, median ms', median(edits));
  note('an edit of one file until it is found, slowest of 11, ms', Math.max(...edits));
  note('main thread held at most, while editing, ms', delay.max / 1e6);
  await engine.close();
}

/** A start: until the engine is open, and until it has answered a first search, for which a thread is started. */
async function open(): Promise<void> {
  const times: number[] = [];
  const answered: number[] = [];
  for (let i = 0; i < 5; i++) {
    const began = performance.now();
    const engine = await LocalEngine.open({
      root: join(folder, 'files'),
      dataDir: join(folder, 'data'),
      maxFileBytes: MAX_BYTES,
    });
    times.push(performance.now() - began);
    await ask(engine, { text: 'first ', filters: [], match: 'all', offset: 0, hitsPerPage: 20 });
    answered.push(performance.now() - began);
    await engine.close();
  }
  note('opening the index from disk, checksums included, median ms', median(times));
  note('opening until a first search is answered, median ms', median(answered));
}

function openMiniSearch(): void {
  const index = newMiniSearch();
  index.addAll(lines.map((line, id) => ({ ...line, id })));
  const json = JSON.stringify(index);
  const loading = seconds(() => void MiniSearch.loadJSON(json, { fields: ['title', 'text'] }));
  note('MiniSearch.loadJSON, ms', loading * 1000);
  const opening = figures['opening the index from disk, checksums included, median ms'] ?? Number.NaN;
  note('times faster', (loading * 1000) / opening);
}

function folderBytes(path: string): number {
  return readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
}
