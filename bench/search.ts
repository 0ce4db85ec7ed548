/**
 * How long queries take: every engine is asked the same queries in turn, in one run, each in its own process with one thread that searches.
 * With `--turn 1` it has been idle before each query, as at a person's desk; with more it is as busy as on a server.
 * `--corpus file.tsv[.gz] --size 100000 --size 800000 --rounds 5 --turn 50 --engines pilcrow,lucene --out name`
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCorpus } from './corpus.js';
import { type Circumstances, circumstances, keep, options } from './options.js';
import { EngineProcess, type Files, PEERS } from './process.js';
import { CLASS_NAMES, CLASSES, type ClassName } from './queries.js';
import { median, ms, percentile, table } from './table.js';
import { termsOf } from './terms.js';

/**
 * How often each query is asked before times are taken. What compiles as it runs (V8, the JVM) takes that long to have compiled a class's
 * code: of a rare word Pilcrow's median was 30 µs after 2 rounds and 7 after 20, and the work is the same.
 */
const WARM_UP_ROUNDS = 20;
/**
 * An engine that has taken this long for one class is asked no more of it in that phase; its figure is from what it
 * answered so far.
 */
const WARM_UP_MS = 4_000;
const MEASURE_MS = 20_000;

/** One engine's answers to one class. */
export interface Figures {
  asked: number;
  p50: number;
  p99: number;
  /** Of the queries whose total is known: how many have Pilcrow's. */
  counted: number;
  sameTotal: number;
}

export interface SearchResults extends Circumstances {
  rounds: number;
  /** How many queries an engine answers before it is the next one's turn. */
  turn: number;
  /** By engine and class; null where an engine has no such queries. */
  engines: Record<string, { title: string; classes: Record<ClassName, Figures | null> }>;
}

/** What is gathered of one engine and class. */
interface Samples {
  times: number[];
  spent: number;
  totals: Map<string, number>;
}

const { corpus: file, sizes, rounds, turn, engines: chosen, out } = options();
const all: SearchResults[] = [];
for (const size of sizes) {
  const results = await measure(size);
  print(results);
  keep(out ?? `search-${results.paragraphs}`, results);
  all.push(results);
}
const [first, last] = [all[0], all.at(-1)];
if (first !== undefined && last !== undefined && first !== last) printGrowth(first, last);

async function measure(size: number | null): Promise<SearchResults> {
  const corpus = loadCorpus(file, size);
  const results: SearchResults = { ...circumstances(corpus), rounds, turn, engines: {} };
  console.log(`${corpus.name}, ${corpus.lines.length} paragraphs (${corpus.real} real), seed ${results.seed}`);
  const folder = mkdtempSync(join(tmpdir(), 'pilcrow-bench-'));
  const files = { lines: join(folder, 'lines'), words: join(folder, 'words') };
  const flat = (text: string): string => text.replace(/[\t\n\r]/g, ' ');
  writeFileSync(files.lines, corpus.lines.map(({ title, text }) => `${flat(title)}\t${flat(text)}`).join('\n'));
  const words = corpus.lines.map(({ title, text }) => `${termsOf(title).join(' ')}\t${termsOf(text).join(' ')}`);
  writeFileSync(files.words, words.join('\n'));
  corpus.lines.length = 0;
  words.length = 0;
  const running = await start(files, folder, results.paragraphs);
  try {
    const samples = new Map([...running.keys()].map((name) => [name, new Map<ClassName, Samples>()]));
    for (const name of CLASS_NAMES) {
      const queries = corpus.queries[name];
      await ask(running, samples, name, queries, WARM_UP_MS, WARM_UP_ROUNDS, true);
      for (const known of samples.values()) Object.assign(known.get(name) ?? {}, { times: [], spent: 0 });
      await ask(running, samples, name, queries, MEASURE_MS, rounds, false);
      process.stderr.write(`${CLASSES[name].title} `);
    }
    process.stderr.write('\n');
    const ours = samples.get('pilcrow');
    for (const [name, known] of samples) {
      const figures = CLASS_NAMES.map((c) => [c, figuresOf(known.get(c), ours?.get(c))]);
      results.engines[name] = { title: PEERS[name]?.title ?? name, classes: Object.fromEntries(figures) };
    }
  } finally {
    for (const engine of running.values()) engine.stop();
    rmSync(folder, { recursive: true });
  }
  return results;
}

async function start(
  files: Omit<Files, 'folder'>,
  folder: string,
  paragraphs: number,
): Promise<Map<string, EngineProcess>> {
  const running = new Map<string, EngineProcess>();
  for (const [name, peer] of Object.entries(PEERS)) {
    if (chosen?.includes(name) === false || paragraphs > (peer.most ?? Number.POSITIVE_INFINITY)) continue;
    const own = join(folder, name);
    mkdirSync(own);
    try {
      const began = performance.now();
      running.set(name, await EngineProcess.start(peer, { ...files, folder: own }));
      console.log(`${peer.title} is ready after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    } catch (error) {
      console.log(`${peer.title} is left out: ${error instanceof Error ? error.message.trim() : String(error)}`);
    }
  }
  return running;
}

/** Some queries at a time to each engine in turn, so that whatever disturbs the machine disturbs all alike. */
async function ask(
  running: Map<string, EngineProcess>,
  samples: ReadonlyMap<string, Map<ClassName, Samples>>,
  name: ClassName,
  queries: readonly string[],
  budget: number,
  times: number,
  counted: boolean,
): Promise<void> {
  for (let round = 0; round < times; round++) {
    for (let from = 0; from < queries.length; from += turn) {
      for (const [engineName, engine] of running) {
        for (const text of queries.slice(from, from + turn)) {
          const own = samples.get(engineName);
          let known = own?.get(name);
          if (known !== undefined && known.spent > budget) continue;
          const answer = await engine
            .ask(CLASSES[name].kind, text, counted && round === 0)
            .catch((error: Error) => error);
          if (answer instanceof Error) {
            running.delete(engineName);
            console.log(`${engineName} is asked no more after “${text}”: ${answer.message}`);
            break;
          }
          if (answer === null) continue;
          if (known === undefined) {
            known = { times: [], spent: 0, totals: new Map() };
            own?.set(name, known);
          }
          known.times.push(answer.ms);
          known.spent += answer.ms;
          if (answer.total !== null) known.totals.set(text, answer.total);
        }
      }
    }
  }
}

function figuresOf(samples: Samples | undefined, ours: Samples | undefined): Figures | null {
  if (samples === undefined) return null;
  const { times, totals } = samples;
  const known = [...totals].filter(([text]) => ours?.totals.has(text) === true);
  const same = known.filter(([text, total]) => ours?.totals.get(text) === total);
  return {
    asked: times.length,
    p50: median(times),
    p99: percentile(times, 0.99),
    counted: known.length,
    sameTotal: same.length,
  };
}

function print({ engines }: SearchResults): void {
  const header = ['', ...CLASS_NAMES.map((name) => CLASSES[name].title)];
  const rows = (cell: (figures: Figures, name: ClassName) => string): string[][] =>
    Object.values(engines).map(({ title, classes }) => [
      title,
      ...CLASS_NAMES.map((name) => {
        const figures = classes[name];
        return figures === null ? '-' : cell(figures, name);
      }),
    ]);
  console.log('\nMedian / p99, ms');
  console.log(table([header, ...rows(({ p50, p99 }) => `${ms(p50)} / ${ms(p99)}`)]));
  const [first] = Object.values(engines);
  console.log(`\nMedian, as a multiple of that of ${first?.title}`);
  console.log(
    table([header, ...rows(({ p50 }, name) => (p50 / (first?.classes[name]?.p50 ?? Number.NaN)).toFixed(2))]),
  );
  console.log('\nQueries with as many hits as Pilcrow has');
  console.log(
    table([header, ...rows(({ counted, sameTotal }) => (counted === 0 ? '-' : `${sameTotal} of ${counted}`))]),
  );
}

function printGrowth(small: SearchResults, large: SearchResults): void {
  console.log(`\nMedian at ${large.paragraphs} paragraphs, as a multiple of that at ${small.paragraphs}`);
  const rows = Object.entries(large.engines).map(([engine, { title, classes }]) => [
    title,
    ...CLASS_NAMES.map((name) => {
      const before = small.engines[engine]?.classes[name];
      const after = classes[name];
      return before === undefined || before === null || after === null ? '-' : (after.p50 / before.p50).toFixed(2);
    }),
  ]);
  console.log(table([['', ...CLASS_NAMES.map((name) => CLASSES[name].title)], ...rows]));
}
