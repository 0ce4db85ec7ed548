/**
 * Requests per second of `GET /search` with 20 highlighted hits, compared in one run and in turn with a bare route that
 * answers a constant body of the same size. The load comes from a thread of its own (load.ts).
 * `--corpus file.tsv[.gz] --size 100000 --out name`
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Hono } from 'hono';
import { listen } from '../src/server/serve.js';
import { loadCorpus } from './corpus.js';
import { type LoadFigures, load } from './load.js';
import { circumstances, keep, options } from './options.js';
import { serveCorpus } from './served.js';
import { median } from './table.js';

const SECONDS = 4;
const ROUNDS = 2;
const CONNECTIONS = [1, 8, 32];
/** Pauses, of so many ms, and the new queries behind each. */
const PAUSES = 4;
const PAUSE_MS = 45_000;
const BEHIND = 20;

const { corpus: file, sizes, out } = options();
const corpus = loadCorpus(file, sizes[0] ?? null);
const served = await serveCorpus(corpus);
const { app } = served;

// Words of every frequency, alone and together, with at least 20 hits, so that all bodies are full.
const asked = (['a', 'b', 'c', 'd', 'e'] as const).flatMap((name) => corpus.queries[name]);
const full: string[] = [];
let total = 0;
for (const text of asked) {
  const path = `/search?match=any&q=${encodeURIComponent(`${text} `)}`;
  const body = await (await app.request(`http://localhost${path}`)).text();
  if ((JSON.parse(body) as { hits: unknown[] }).hits.length < 20) continue;
  full.push(path);
  total += Buffer.byteLength(body);
}
const bytes = Math.round(total / full.length);
const constant = 'x'.repeat(bytes);
const bareRoute = new Hono().get('/search', (c) => c.body(constant, 200, { 'Content-Type': 'application/json' }));
const [ours, theirs] = [
  await listen(app, { host: '127.0.0.1', port: 0 }),
  await listen(bareRoute, { host: '127.0.0.1', port: 0 }),
];
console.log(`${full.length} different queries, ${bytes} bytes an answer`);

/**
 * Spaces behind a query make another address, but the same search, so that kept answers are of no use. There must be
 * more addresses than requests in a run.
 */
let turn = 0;
const anew = (): string[] =>
  Array.from({ length: 8 }, () => ++turn).flatMap((spaces) => full.map((path) => path + '+'.repeat(spaces)));
/** Few enough that all their answers are kept. */
const again = full.slice(0, 256);

export interface HttpFigures {
  /** Answers a second to queries that are new. */
  search: number;
  /** To those that were asked before. */
  again: number;
  /** Of the bare route, at the addresses of those. */
  bare: number;
  ratio: number;
  ratioAgain: number;
  /** Of new queries, in ms. */
  p50: number;
  p99: number;
}

const results: Record<string, HttpFigures> = {};
for (const connections of CONNECTIONS) {
  const rounds: Record<'fresh' | 'repeated' | 'bare', LoadFigures>[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const ask = (url: string, paths: readonly string[]) => load({ url, connections, paths, seconds: SECONDS });
    const measured = {
      fresh: await ask(ours.url, anew()),
      repeated: await ask(ours.url, again),
      bare: await ask(theirs.url, again),
    };
    // The first round warms up.
    if (round > 0) rounds.push(measured);
  }
  const search = median(rounds.map(({ fresh }) => fresh.rate));
  const repeated = median(rounds.map(({ repeated }) => repeated.rate));
  const bare = median(rounds.map(({ bare }) => bare.rate));
  results[connections] = {
    search,
    again: repeated,
    bare,
    ratio: search / bare,
    ratioAgain: repeated / bare,
    p50: median(rounds.map(({ fresh }) => fresh.p50)),
    p99: median(rounds.map(({ fresh }) => fresh.p99)),
  };
  console.log(`${connections} connections:`, results[connections]);
}
/** What the server says it took, ms: whoever asks has been idle, too. */
async function ask(path: string): Promise<number> {
  const answer = (await (await fetch(new URL(path, ours.url))).json()) as { processingTimeMs: number };
  return answer.processingTimeMs;
}

const few: number[] = [];
for (let i = 0; i < PAUSES; i++) {
  await pause(PAUSE_MS);
  for (const path of anew().slice(i * BEHIND, (i + 1) * BEHIND)) few.push(await ask(path));
}
const paused = { seconds: PAUSE_MS / 1000, queries: few.length, median: median(few), slowest: Math.max(...few) };
console.log('After pauses:', paused);
keep(out ?? `http-${corpus.lines.length}`, { ...circumstances(corpus), bytes, connections: results, paused });
await ours.close();
await theirs.close();
await served.close();
