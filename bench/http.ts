/**
 * Requests a second of `GET /search` with 20 highlighted hits, beside a bare route that answers a constant body of the same size, in one
 * run and in turn. The load comes from a thread of its own. `--corpus file.tsv[.gz] --size 100000 --out name`
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { Hono } from 'hono';
import { Indexer } from '../src/index/indexer.js';
import { LocalEngine } from '../src/index/local.js';
import { listen } from '../src/server/serve.js';
import { loadCorpus } from './corpus.js';
import { circumstances, keep, options } from './options.js';
import { median } from './table.js';

const IN_A_FILE = 50;
const SECONDS = 4;
const ROUNDS = 2;
const CONNECTIONS = [1, 8, 32];

// The built product: it finds its assets beside its own package.json.
const product = new URL('../../../dist/src/server/app.js', import.meta.url).href;
const { createApp } = (await import(product)) as typeof import('../src/server/app.js');
const { corpus: file, sizes, out } = options();
const corpus = loadCorpus(file, sizes[0] ?? null);
const folder = mkdtempSync(join(tmpdir(), 'pilcrow-http-'));
const root = join(folder, 'files');
mkdirSync(root);
for (let start = 0; start < corpus.lines.length; start += IN_A_FILE) {
  const texts = corpus.lines.slice(start, start + IN_A_FILE).map(({ text }) => text);
  writeFileSync(join(root, `${String(start).padStart(7, '0')}.txt`), texts.join('\n\n'));
}
const engine = await LocalEngine.open({ root, dataDir: join(folder, 'data'), maxFileBytes: 2 ** 25 });
const indexer = new Indexer({ engine, root });
await indexer.reconcile();
await engine.settled();

// Words of every frequency, alone and together; those with 20 hits at least, so that all bodies are full.
const asked = (['a', 'b', 'c', 'd', 'e'] as const).flatMap((name) => corpus.queries[name]);
const app = createApp({ engine, indexer, settings: { allowedHosts: [], token: null } });
const full: string[] = [];
let bytes = 0;
for (const text of asked) {
  const path = `/search?match=any&q=${encodeURIComponent(`${text} `)}`;
  const body = await (await app.request(`http://localhost${path}`)).text();
  if ((JSON.parse(body) as { hits: unknown[] }).hits.length < 20) continue;
  full.push(path);
  bytes += Buffer.byteLength(body);
}
const body = 'x'.repeat(Math.round(bytes / full.length));
const bare = new Hono().get('/', (c) => c.body(body, 200, { 'Content-Type': 'application/json' }));
const [ours, theirs] = [
  await listen(app, { host: '127.0.0.1', port: 0 }),
  await listen(bare, { host: '127.0.0.1', port: 0 }),
];
console.log(`${full.length} different queries, ${body.length} bytes an answer`);

/** Spaces behind a query make another address of it, and the same search: answers that are kept are then of no use. */
let turn = 0;
const anew = (): string[] =>
  Array.from({ length: 20 }, () => ++turn).flatMap((spaces) => full.map((path) => path + '+'.repeat(spaces)));
/** So few that all their answers are kept. */
const again = full.slice(0, 256);

export interface HttpFigures {
  search: number;
  again: number;
  bare: number;
  ratio: number;
  ratioAgain: number;
  p50: number;
  p99: number;
}

const results: Record<string, HttpFigures> = {};
for (const connections of CONNECTIONS) {
  const kept: Record<'search' | 'again' | 'bare' | 'p50' | 'p99', number[]> = {
    search: [],
    again: [],
    bare: [],
    p50: [],
    p99: [],
  };
  for (let round = 0; round <= ROUNDS; round++) {
    const mixed = await load(ours.url, connections, anew());
    const repeated = await load(ours.url, connections, again);
    const same = await load(theirs.url, connections, ['/']);
    if (mixed.non2xx + mixed.errors + repeated.non2xx + repeated.errors > 0)
      throw new Error('A search was refused or failed.');
    if (round === 0) continue;
    kept.search.push(mixed.requests.average);
    kept.again.push(repeated.requests.average);
    kept.bare.push(same.requests.average);
    kept.p50.push(mixed.latency.p50);
    kept.p99.push(mixed.latency.p99);
  }
  const [search, repeated, constant] = [median(kept.search), median(kept.again), median(kept.bare)];
  results[connections] = {
    search,
    again: repeated,
    bare: constant,
    ratio: search / constant,
    ratioAgain: repeated / constant,
    p50: median(kept.p50),
    p99: median(kept.p99),
  };
  console.log(`${connections} connections:`, results[connections]);
}
keep(out ?? `http-${corpus.lines.length}`, { ...circumstances(corpus), bytes: body.length, connections: results });
await ours.close();
await theirs.close();
await indexer.close();
await engine.close();
rmSync(folder, { recursive: true });

function load(url: string, connections: number, paths: readonly string[]): Promise<autocannon.Result> {
  return autocannon({ url, connections, duration: SECONDS, workers: 1, requests: paths.map((path) => ({ path })) });
}
