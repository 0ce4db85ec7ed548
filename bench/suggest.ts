/**
 * How long help takes: suggestions for each keystroke of queries, corrections of mistyped queries, and similar
 * paragraphs, in one thread. `--corpus file.tsv[.gz] --size 100000 --rounds 2`
 */

import { EMPTY, type Generation } from '../src/index/generation.js';
import { correct } from '../src/index/help/correct.js';
import { rankMeant } from '../src/index/help/meant.js';
import { parseQuery } from '../src/index/query.js';
import { similar } from '../src/index/similar.js';
import { suggest } from '../src/index/suggest.js';
import { type Corpus, loadCorpus, SEED } from './corpus.js';
import { freezeBatches } from './engines/pilcrow.js';
import { circumstances, keep, options } from './options.js';
import { mistyped } from './queries.js';
import { Random } from './random.js';
import { median, ms, percentile, table } from './table.js';

/** As many as the list under the field has, and as a page of hits. */
const SUGGESTIONS = 8;
const HITS = 20;
const KEYSTROKES = 1000;
const SIMILAR = 300;

const { corpus: file, sizes, rounds, out } = options();
for (const size of sizes) await measure(loadCorpus(file, size));

async function measure(corpus: Corpus): Promise<void> {
  const generation: Generation = { ...EMPTY, number: 1, segments: freezeBatches(corpus.lines) };
  const { segments } = generation;
  const random = new Random(SEED);
  const typed = [...corpus.queries.d, ...corpus.queries.f].flatMap((text) =>
    [...text].flatMap((_, end) => (text[end] === ' ' ? [] : [text.slice(0, end + 1)])),
  );
  const strokes = typed.filter((_, i) => i % Math.max(1, Math.floor(typed.length / KEYSTROKES)) === 0);
  const wrong = [...corpus.queries.d, ...corpus.queries.f]
    .map((text) => withTypo(text, random))
    .filter((text) => correct(segments, parseQuery(text)) !== null);
  const places = Array.from({ length: SIMILAR }, () => {
    const live = segments[random.below(segments.length)];
    return live === undefined ? [] : [{ live, paragraph: random.below(live.segment.paragraphCount) }];
  }).flat();
  const times = {
    'a keystroke’s suggestions': await timesOf(strokes, (text) => suggest(segments, { text, limit: SUGGESTIONS })),
    'correcting a mistyped query': await timesOf(wrong, (text) => correct(segments, parseQuery(text))),
    'a mistyped query, all of it': await timesOf(wrong, (text) =>
      rankMeant(generation, { query: parseQuery(text), filters: [], match: 'auto', offset: 0, limit: HITS }),
    ),
    'paragraphs like one': await timesOf(places, (place) => similar(segments, place, HITS)),
  };
  const results = Object.entries(times).map(([what, { wall, cpu }]) => ({
    what,
    asked: wall.length,
    p50: median(wall),
    p99: percentile(wall, 0.99),
    cpuP50: median(cpu),
    cpuP99: percentile(cpu, 0.99),
  }));
  console.log(
    `${corpus.name}, ${corpus.lines.length} paragraphs, one thread, ms; CPU is what a machine that does nothing else takes`,
  );
  const rows = results.map(({ what, asked, ...figures }) => [what, `${asked}`, ...Object.values(figures).map(ms)]);
  console.log(table([['', 'asked', 'median', 'p99', 'CPU median', 'CPU p99'], ...rows]));
  keep(out ?? `suggest-${corpus.lines.length}`, { ...circumstances(corpus), rounds, results });
}

/** The first round warms up. CPU time is that of the process, with what collects its garbage. */
async function timesOf<T>(
  asked: readonly T[],
  answer: (one: T) => unknown,
): Promise<{ wall: number[]; cpu: number[] }> {
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    for (const one of asked) {
      const usage = process.cpuUsage();
      const began = performance.now();
      await answer(one);
      if (round === 0) continue;
      wall.push(performance.now() - began);
      const { user, system } = process.cpuUsage(usage);
      cpu.push((user + system) / 1000);
    }
  }
  return { wall, cpu };
}

/** A typo in the longest word; a space behind the last says that it is finished. */
function withTypo(text: string, random: Random): string {
  const words = text.split(' ');
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best), '');
  return `${words.map((word) => (word === longest ? mistyped(word, random) : word)).join(' ')} `;
}
