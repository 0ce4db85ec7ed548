/**
 * Building, keeping, opening and changing an index: paragraphs a second, bytes, and how long the main thread stands still.
 * `--corpus file.tsv[.gz] --size 100000 --out name`
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import MiniSearch from 'minisearch';
import { ask } from '../src/index/ask.js';
import { LocalEngine } from '../src/index/local.js';
import { readHeader } from '../src/index/segment/format.js';
import { Segment } from '../src/index/segment.js';
import { SegmentWriter } from '../src/index/writer.js';
import { type Line, loadCorpus } from './corpus.js';
import { BATCH, documentOf } from './engines/pilcrow.js';
import { BENCH, circumstances, keep, MAX_BYTES, options } from './options.js';
import { lucene } from './process.js';
import { median } from './table.js';

/** How many paragraphs each file of the indexed folder has. */
const IN_A_FILE = 50;
/** How often one MiniSearch and the engine build in turn. */
const ROUNDS = 5;
/** With more, MiniSearch needs more memory than V8 gives a program, and its JSON is longer than a string may be. */
const MOST_IN_MINISEARCH = 200_000;

const { corpus: file, sizes, out } = options();
const corpus = loadCorpus(file, sizes[0] ?? null);
const { lines } = corpus;
const figures: Record<string, number> = {};
const folder = mkdtempSync(join(tmpdir(), 'pilcrow-build-'));
const root = join(folder, 'files');
const hasMiniSearch = lines.length <= MOST_IN_MINISEARCH;
try {
  note('SQLite FTS5, paragraphs/s', lines.length / seconds(() => buildSqlite('')));
  note(
    'SQLite FTS5 with the prefixes that keystrokes need, paragraphs/s',
    lines.length / seconds(() => buildSqlite(", prefix='1 2 3'")),
  );
  writeLucene();
  writeInOneThread();
  writeFiles();
  if (hasMiniSearch) buildInTurn();
  buildFromFiles();
  await open();
  if (hasMiniSearch) openMiniSearch();
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

/** @param options of the table, as SQL has them */
function buildSqlite(options: string): void {
  const path = join(folder, 'fts5.db');
  const database = new Database(path);
  database.exec(`create virtual table paragraphs using fts5(title, text${options})`);
  const insert = database.prepare('insert into paragraphs values (?, ?)');
  database.transaction(() => {
    for (const { title, text } of lines) insert.run(title, text);
  })();
  database.close();
  rmSync(path);
}

/** The writer alone: MiniSearch indexes batches, which are frozen. */
function writeInOneThread(): void {
  let indexing = 0;
  let freezing = 0;
  let bytes = 0;
  let texts = 0;
  let postings = 0;
  for (let start = 0; start < lines.length; start += BATCH) {
    const writer = new SegmentWriter();
    const batch = lines.slice(start, start + BATCH);
    indexing += seconds(() => {
      for (const [i, line] of batch.entries()) writer.add(documentOf(line, start + i));
    });
    let frozen: Uint8Array = new Uint8Array();
    freezing += seconds(() => {
      frozen = writer.freeze();
    });
    const segment = new Segment(frozen);
    bytes += segment.bytes.byteLength;
    const { section } = readHeader(segment.bytes);
    texts += section('vocabulary').byteLength + section('texts').byteLength;
    for (let term = 0; term < segment.termCount; term++) postings += segment.cursor(term).owners;
  }
  note('writer in one thread, paragraphs/s', lines.length / (indexing + freezing));
  note('freezing, as a share of indexing', freezing / indexing);
  note('segments, MB, text included', bytes / 1e6);
  note('bytes a posting, with positions, dictionary and bounds; stored text apart', (bytes - texts) / postings);
}

function writeFiles(): void {
  mkdirSync(root);
  for (let start = 0; start < lines.length; start += IN_A_FILE) {
    const texts = lines.slice(start, start + IN_A_FILE).map(({ text }) => text);
    writeFileSync(join(root, `${String(start).padStart(7, '0')}.txt`), texts.join('\n\n'));
  }
}

/** One MiniSearch and the engine, in turn and each in a process of its own: the same build takes a third longer at one time than at another. */
function buildInTurn(): void {
  const theirs: number[] = [];
  const ours: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const their = Number(run('one-minisearch', ...process.argv.slice(2)));
    const our =
      indexed(join(folder, `data${round}`), 'build')['files to an index on disk, two threads, paragraphs/s'] ??
      Number.NaN;
    theirs.push(their);
    ours.push(our);
    ratios.push(our / their);
  }
  note('one MiniSearch, paragraphs/s', median(theirs));
  note(`the engine in turn with it, two threads, paragraphs/s, median of ${ROUNDS}`, median(ours));
  note('of the speed of one MiniSearch, least', Math.min(...ratios));
  note('of the speed of one MiniSearch, median', median(ratios));
  note('of the speed of one MiniSearch, most', Math.max(...ratios));
}

/** The engine as it is used, in a process of its own (indexing.ts). */
function buildFromFiles(): void {
  for (const [name, value] of Object.entries(indexed(join(folder, 'data')))) note(name, value);
  note('data directory, MB', folderBytes(join(folder, 'data')) / 1e6);
}

function indexed(data: string, ...more: string[]): Record<string, number> {
  return JSON.parse(run('indexing', root, data, ...more)) as Record<string, number>;
}

/** Runs a measurement in a process of its own; returns what it prints. */
function run(name: string, ...args: string[]): string {
  return execFileSync(process.execPath, [`${BENCH}dist/bench/${name}.js`, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The size of the same paragraphs in Lucene, text included: with its default compression, and with its best. */
function writeLucene(): void {
  const file = join(folder, 'lines');
  const flat = (text: string): string => text.replace(/[\t\n\r]/g, ' ');
  writeFileSync(file, lines.map(({ title, text }) => `${flat(title)}\t${flat(text)}`).join('\n'));
  for (const [variant, name] of [
    ['store', 'Lucene, its directory with text, MB'],
    ['store-small', 'Lucene, the same in its best compression, MB'],
  ] as const) {
    const own = join(folder, variant);
    try {
      const { file: program, args } = lucene(variant)({ lines: file, words: file, folder: own });
      const told = execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
      note(name, folderBytes(own) / 1e6);
      if (variant === 'store') note('Lucene, paragraphs/s', lines.length / Number(told));
    } catch (error) {
      console.log(`Lucene is left out: ${error instanceof Error ? error.message.trim() : String(error)}`);
      return;
    }
  }
}

/**
 * Measures a start: until the engine is open, and until it has answered a first search, for which a thread is started.
 */
async function open(): Promise<void> {
  const times: number[] = [];
  const answered: number[] = [];
  for (let i = 0; i < 5; i++) {
    const began = performance.now();
    const engine = await LocalEngine.open({
      root,
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
