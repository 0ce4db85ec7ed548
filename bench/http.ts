/**
 * Requests per second of `GET /search` with 20 highlighted hits, compared in one run and in turn with a bare route that
 * answers a constant body of the same size, with a route that answers one letter at one address, and with one that
 * gives our answers at the same addresses, which cost the client as much as ours. The load comes from a thread of its
 * own. `--corpus file.tsv[.gz] --size 100000 --out name`
 */
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { Hono } from 'hono';
import { listen } from '../src/server/serve.js';
import { loadCorpus } from './corpus.js';
import { circumstances, keep, options } from './options.js';
import { serveCorpus } from './served.js';
import { median } from './table.js';

const SECONDS = 4;
const ROUNDS = 2;
const CONNECTIONS = [1, 8, 32];

const { corpus: file, sizes, out } = options();
const corpus = loadCorpus(file, sizes[0] ?? null);
const served = await serveCorpus(corpus);
const { app } = served;

// Words of every frequency, alone and together, with at least 20 hits, so that all bodies are full.
const asked = (['a', 'b', 'c', 'd', 'e'] as const).flatMap((name) => corpus.queries[name]);
const full: string[] = [];
const bodies: string[] = [];
for (const text of asked) {
  const path = `/search?match=any&q=${encodeURIComponent(`${text} `)}`;
  const body = await (await app.request(`http://localhost${path}`)).text();
  if ((JSON.parse(body) as { hits: unknown[] }).hits.length < 20) continue;
  full.push(path);
  bodies.push(body);
}
bodies.sort((a, b) => Buffer.byteLength(a) - Buffer.byteLength(b));
const bytes = Math.round(bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0) / bodies.length);
const letters = 'x'.repeat(bytes);
const answer = Buffer.from(bodies.find((body) => Buffer.byteLength(body) >= bytes) ?? letters);
const JSON_TYPE = { 'Content-Type': 'application/json' };
const bare = new Hono()
  .get('/', (c) => c.body(letters, 200, JSON_TYPE))
  .get('/search', (c) => c.body(answer, 200, JSON_TYPE));
const [ours, theirs] = [
  await listen(app, { host: '127.0.0.1', port: 0 }),
  await listen(bare, { host: '127.0.0.1', port: 0 }),
];
console.log(`${full.length} different queries, ${bytes} bytes an answer`);

/** Connections that went through the same list in step would share each search. */
const APART = fileURLToPath(new URL('../../apart.cjs', import.meta.url));
/**
 * Spaces behind a query make another address, but the same search, so that kept answers are of no use. There must be
 * more addresses than requests in a run, but not many times as many: each connection of the load builds all of them
 * before it starts, on the same two cores.
 */
let turn = 0;
const anew = (): string[] =>
  Array.from({ length: 8 }, () => ++turn).flatMap((spaces) => full.map((path) => path + '+'.repeat(spaces)));
/** Few enough that all their answers are kept. */
const again = full.slice(0, 256);

export interface HttpFigures {
  search: number;
  again: number;
  /** A letter, again and again, at one address. */
  bare: number;
  /** One of our answers at our addresses. */
  alike: number;
  ratio: number;
  ratioAgain: number;
  /** Of those that are asked again to `alike`. */
  ratioAlike: number;
  p50: number;
  p99: number;
}

const results: Record<string, HttpFigures> = {};
for (const connections of CONNECTIONS) {
  const kept: Record<'search' | 'again' | 'bare' | 'alike' | 'p50' | 'p99', number[]> = {
    search: [],
    again: [],
    bare: [],
    alike: [],
    p50: [],
    p99: [],
  };
  for (let round = 0; round <= ROUNDS; round++) {
    const mixed = await load(ours.url, connections, anew());
    const repeated = await load(ours.url, connections, again);
    const same = await load(theirs.url, connections, ['/']);
    const alike = await load(theirs.url, connections, again);
    if (mixed.non2xx + mixed.errors + repeated.non2xx + repeated.errors > 0)
      throw new Error('A search was refused or failed.');
    if (round === 0) continue;
    kept.search.push(mixed.requests.average);
    kept.again.push(repeated.requests.average);
    kept.bare.push(same.requests.average);
    kept.alike.push(alike.requests.average);
    kept.p50.push(mixed.latency.p50);
    kept.p99.push(mixed.latency.p99);
  }
  const [search, repeated, constant] = [median(kept.search), median(kept.again), median(kept.bare)];
  const alike = median(kept.alike);
  results[connections] = {
    search,
    again: repeated,
    bare: constant,
    alike,
    ratio: search / constant,
    ratioAgain: repeated / constant,
    ratioAlike: repeated / alike,
    p50: median(kept.p50),
    p99: median(kept.p99),
  };
  console.log(`${connections} connections:`, results[connections]);
}
keep(out ?? `http-${corpus.lines.length}`, { ...circumstances(corpus), bytes, connections: results });
await ours.close();
await theirs.close();
await served.close();

function load(url: string, connections: number, paths: readonly string[]): Promise<autocannon.Result> {
  const requests = paths.map((path) => ({ path }));
  const options = { url, connections, duration: SECONDS, workers: 1, requests };
  // Its types only allow a function, which cannot be sent to another thread.
  return autocannon({ ...options, ...({ setupClient: APART } as object) });
}
