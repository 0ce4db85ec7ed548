/** The command line of the measurements, and the description of the machine. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { type Corpus, SEED } from './corpus.js';

export const BENCH = new URL('../..', import.meta.url).pathname;
/** As the engine is given it: larger files are skipped. */
export const MAX_BYTES = 2 ** 25;
const RESULTS = `${BENCH}results`;

export function options() {
  const { values } = parseArgs({
    options: {
      corpus: { type: 'string' },
      size: { type: 'string', multiple: true },
      rounds: { type: 'string', default: '5' },
      turn: { type: 'string', default: '1' },
      engines: { type: 'string' },
      out: { type: 'string' },
    },
  });
  return {
    /** Null for the default text. */
    corpus: values.corpus ?? null,
    /** Numbers of paragraphs; null for all there are. */
    sizes: values.size?.map(Number) ?? [null],
    rounds: Number(values.rounds),
    /** How many queries an engine answers before it is the next one's turn. */
    turn: Number(values.turn),
    engines: values.engines?.split(',') ?? null,
    out: values.out ?? null,
  };
}

export function machine(): string {
  return `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB`;
}

/** When, how and on what figures were measured. */
export function circumstances(corpus: Corpus) {
  return {
    at: new Date().toISOString(),
    command: `npm run ${process.env.npm_lifecycle_event ?? '?'} -- ${process.argv.slice(2).join(' ')}`.trim(),
    machine: machine(),
    node: process.version,
    corpus: corpus.name,
    paragraphs: corpus.lines.length,
    real: corpus.real,
    seed: SEED,
  };
}
export type Circumstances = ReturnType<typeof circumstances>;

/** Results are kept for the report (`npm run bench:report`). */
export function keep(name: string, results: unknown): void {
  mkdirSync(RESULTS, { recursive: true });
  const file = `${RESULTS}/${name}.json`;
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\nKept in bench/results/${name}.json`);
}
