/**
 * From typing to painted results in a browser: the time after the pause that ends the typing (130 ms) until the new paragraphs stand on the
 * screen, for words of every frequency, each typed letter by letter. `--corpus file.tsv[.gz] --size 100000 --out name`
 */
import { listen } from '../src/server/serve.js';
import { launchChromium } from '../tests/browser/chromium.js';
import { loadCorpus } from './corpus.js';
import { circumstances, keep, options } from './options.js';
import { serveCorpus } from './served.js';
import { percentile } from './table.js';

const TEXTS = 20;

const { corpus: file, sizes, out } = options();
const corpus = loadCorpus(file, sizes[0] ?? null);
const served = await serveCorpus(corpus);
const { app } = served;
const server = await listen(app, { host: '127.0.0.1', port: 0 });

/** In the page: one text typed, from the request that follows the pause to the frame after the swap. */
const TYPED = `async (text) => {
  const once = (name) => new Promise((resolve) => document.addEventListener(name, () => resolve(performance.now()), { once: true }));
  const field = document.querySelector('#q');
  const [asked, swapped] = [once('htmx:config:request'), once('htmx:after:swap')];
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const began = await asked;
  const settled = await swapped;
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return [settled - began, performance.now() - began];
}`;

// Words of every frequency, alone and two together.
const texts = (['a', 'b', 'c', 'd'] as const).flatMap((name) => corpus.queries[name].slice(0, TEXTS / 4));
const typed = texts
  .flatMap((text) => [...text].map((_, end) => text.slice(0, end + 1)))
  .filter((text) => !text.endsWith(' '));
const browser = await launchChromium();
const swapped: number[] = [];
const painted: number[] = [];
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(server.url);
  for (const [index, text] of [...typed.slice(0, 10), ...typed].entries()) {
    const [swap = 0, paint = 0] = await page.evaluate<number[]>(`(${TYPED})(${JSON.stringify(text)})`);
    // The first ten warm the process up.
    if (index < 10) continue;
    swapped.push(swap);
    painted.push(paint);
  }
} finally {
  await browser.close();
  await server.close();
  await served.close();
}
const figures = (times: readonly number[]) => ({
  p50: percentile(times, 0.5),
  p95: percentile(times, 0.95),
  max: Math.max(...times),
});
const results = { ...circumstances(corpus), texts: typed.length, swapped: figures(swapped), painted: figures(painted) };
console.log(`${results.paragraphs} paragraphs, ${typed.length} texts typed; ms after the pause`);
for (const name of ['swapped', 'painted'] as const) {
  const { p50, p95, max } = results[name];
  console.log(`${name}\tp50 ${p50.toFixed(1)}\tp95 ${p95.toFixed(1)}\tmax ${max.toFixed(1)}`);
}
if (out !== null) keep(out, results);
