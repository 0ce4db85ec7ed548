/**
 * Lighthouse's four scores (0 to 100) for home, results and reader, as on its phone and its slow network, over the seeds. Performance
 * depends on the machine and on what else it does, so it is the median of three; the others do not. `npm run bench:pages`; with `-- --out name` the scores are kept.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse from 'lighthouse';
import { Indexer } from '../src/index/indexer.js';
import { LocalEngine } from '../src/index/local.js';
import { listen } from '../src/server/serve.js';
import { launchChromium } from '../tests/browser/chromium.js';
import { keep, machine, options } from './options.js';
import { median } from './table.js';

type Result = NonNullable<Awaited<ReturnType<typeof lighthouse>>>;

const ROUNDS = 3;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

// The built product: it finds its assets beside its own package.json.
const product = new URL('../../../dist/src/server/app.js', import.meta.url).href;
const { createApp } = (await import(product)) as typeof import('../src/server/app.js');
const root = new URL('../../../seeds', import.meta.url).pathname;
const data = mkdtempSync(join(tmpdir(), 'pilcrow-pages-'));
const engine = await LocalEngine.open({ root, dataDir: data, maxFileBytes: 2 ** 25 });
const indexer = new Indexer({ engine, root });
await indexer.reconcile();
await engine.settled();
const app = createApp({ engine, indexer, settings: { allowedHosts: [], token: null }, log: console });
const server = await listen(app, { host: '127.0.0.1', port: 0 });

const found = await (await fetch(`${server.url}/search?q=nato`)).json();
const [hit] = (found as { hits: { url: string }[] }).hits;
if (hit === undefined) throw new Error('The seeds no longer say “nato”: ask for a word that they have.');
const pages = { home: '/', results: '/?q=nato', reader: hit.url };

const port = await freePort();
const browser = await launchChromium([`--remote-debugging-port=${port}`]);
const scores: Record<string, Record<string, number>> = {};
try {
  console.log(`${machine()}\n${['page', ...CATEGORIES].join('\t')}`);
  for (const [name, path] of Object.entries(pages)) {
    const reports: Result['lhr'][] = [];
    for (let round = 0; round < ROUNDS; round++) reports.push(await audited(server.url + path, port));
    const scored = (id: string): number[] => reports.map(({ categories }) => (categories[id]?.score ?? 0) * 100);
    const own = Object.fromEntries(CATEGORIES.map((id) => [id, Math.round(median(scored(id)))]));
    scores[name] = own;
    console.log([name, ...Object.values(own)].join('\t'));
    for (const line of new Set(reports.flatMap(faults))) console.log(`  ${line}`);
  }
} finally {
  await browser.close();
  await server.close();
  await engine.close();
  rmSync(data, { recursive: true, force: true });
}
const { out } = options();
if (out !== null) keep(out, { at: new Date().toISOString(), machine: machine(), scores });

/** A port that nobody listens on; Lighthouse speaks to the browser through it. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

async function audited(url: string, port: number): Promise<Result['lhr']> {
  const result = await lighthouse(url, { port, logLevel: 'error', onlyCategories: [...CATEGORIES] });
  if (result === undefined) throw new Error(`Lighthouse has no result for ${url}.`);
  return result.lhr;
}

/** What took points off, in its own words. */
function faults({ categories, audits }: Result['lhr']): string[] {
  return CATEGORIES.flatMap((id) =>
    (categories[id]?.auditRefs ?? []).flatMap(({ id: audit, weight }) => {
      const { score = null, title } = audits[audit] ?? { title: audit };
      return weight > 0 && score !== null && score < 0.9 ? [`${id}: ${title}`] : [];
    }),
  );
}
