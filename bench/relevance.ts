/**
 * How good the ranking is, on collections whose relevant documents people judged: Pilcrow as its page and its JSON answer, beside plain
 * MiniSearch and Lucene's BM25 over the same words. `--judged folder` keeps the figures; with `--check` they are compared alone.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import MiniSearch from 'minisearch';
import { analyze } from '../src/index/analyze.js';
import { EMPTY, type Generation } from '../src/index/generation.js';
import { rankMeant } from '../src/index/help/meant.js';
import { parseQuery, QueryTooLong } from '../src/index/query.js';
import type { Match, ParsedQuery } from '../src/index/search-types.js';
import { Segment } from '../src/index/segment.js';
import { detectLanguage } from '../src/index/words/languages.js';
import { SegmentWriter } from '../src/index/writer.js';
import { LuceneBm25 } from './bm25.js';
import { documentOf } from './engines/pilcrow.js';
import {
  type Collection,
  DEPTH,
  type JudgedQuery,
  MEASURES,
  type Measured,
  mean,
  meanOf,
  measure,
  readCollections,
} from './judged.js';
import { BENCH, keep, machine } from './options.js';
import { chanceOf } from './randomisation.js';
import { median, ms, table } from './table.js';

/** As many hits as a page of Pilcrow has. */
const PAGE = 20;
/** A change that takes a larger share of a mean loses. */
const TOLERATED_LOSS = 0.002;
/** The language of documents whose words do not tell, as Pilcrow is set by default. */
const FALLBACK = 'en';

const RANKINGS = {
  any: 'Pilcrow, any word',
  auto: 'Pilcrow, as the page',
  lucene: 'Lucene’s BM25',
  minisearch: 'plain MiniSearch',
} as const;
type RankingName = keyof typeof RANKINGS;
const RANKING_NAMES = Object.keys(RANKINGS) as RankingName[];

/** Numbers of documents, best first, at most `DEPTH`. */
type Ask = (text: string) => number[] | Promise<number[]>;

/** Of one ranking on one collection. */
interface Figures {
  clean: Measured;
  /** The same queries without and with a typo; null where the collection has none. */
  typo: { clean: Measured; typo: Measured } | null;
  /** Of a query, ms: the median. */
  ms: number;
}

interface Results {
  collections: Record<string, Record<RankingName, Figures>>;
  /** By language. */
  means: Record<string, Record<RankingName, Measured>>;
  /** Pilcrow's nDCG@10 (any word) less Lucene's: the mean, and how likely chance makes one as large; over all queries and by collection. */
  against: Record<string, { difference: number; chance: number }>;
}

const { values } = parseArgs({
  options: { judged: { type: 'string' }, check: { type: 'boolean', default: false } },
});
if (values.judged === undefined || !existsSync(values.judged)) {
  console.error(
    `Give the folder of judged collections: \`npm run bench:relevance -- --judged folder\`. In it, a folder a collection with
docs.jsonl    {"id", "title", "text"} a line
queries.jsonl {"id", "text"} a line
qrels.tsv     query, document and grade, with tabs between them
typo.jsonl    the queries with a typo, where there are any
Its name ends with its language (\`news-de\`) where that is not English.`,
  );
  process.exit(2);
}
const before = readKept();
const results = await measureAll(readCollections(values.judged));
print(results);
const lost = before === null ? false : printDifferences(before, results);
if (values.check) process.exitCode = lost ? 1 : 0;
else keep('relevance', { machine: machine(), ...results });

async function measureAll(collections: readonly Collection[]): Promise<Results> {
  const results: Results = { collections: {}, means: {}, against: {} };
  const pooled = new Map<string, number[]>();
  for (const collection of collections) {
    const { name, language, queries } = collection;
    const asks = asksOf(collection);
    const figures: Partial<Record<RankingName, Figures>> = {};
    const gains = new Map<RankingName, number[]>();
    for (const ranking of RANKING_NAMES) {
      const clean = await askAll(asks[ranking], queries, ({ text }) => text);
      gains.set(
        ranking,
        clean.measured.map((measured) => measured['nDCG@10']),
      );
      figures[ranking] = {
        clean: meanOf(clean.measured),
        typo: await typoFigures(asks[ranking], queries),
        ms: median(clean.times),
      };
    }
    results.collections[name] = figures as Record<RankingName, Figures>;
    const ours = gains.get('any') ?? [];
    const differences = ours.map((gain, i) => gain - (gains.get('lucene')?.[i] ?? 0));
    results.against[name] = { difference: mean(differences), chance: chanceOf(differences) };
    pooled.set(language, [...(pooled.get(language) ?? []), ...differences]);
    process.stderr.write(`${name} `);
  }
  process.stderr.write('\n');
  for (const [language, differences] of pooled) {
    const names = collections.filter((collection) => collection.language === language).map(({ name }) => name);
    if (names.length < 2) continue;
    const meanOver = (ranking: RankingName): Measured =>
      meanOf(names.flatMap((name) => results.collections[name]?.[ranking].clean ?? []));
    results.means[language] = Object.fromEntries(RANKING_NAMES.map((r) => [r, meanOver(r)])) as Record<
      RankingName,
      Measured
    >;
    results.against[`all ${language}`] = { difference: mean(differences), chance: chanceOf(differences) };
  }
  return results;
}

async function askAll(ask: Ask, queries: readonly JudgedQuery[], textOf: (query: JudgedQuery) => string) {
  const measured: Measured[] = [];
  const times: number[] = [];
  for (const query of queries) {
    const began = performance.now();
    const ranking = await ask(textOf(query));
    times.push(performance.now() - began);
    measured.push(measure(ranking, query));
  }
  return { measured, times };
}

async function typoFigures(ask: Ask, queries: readonly JudgedQuery[]): Promise<Figures['typo']> {
  const mistyped = queries.filter(({ typo }) => typo !== null);
  if (mistyped.length === 0) return null;
  const clean = await askAll(ask, mistyped, ({ text }) => text);
  const typo = await askAll(ask, mistyped, ({ text, typo: other }) => other ?? text);
  return { clean: meanOf(clean.measured), typo: meanOf(typo.measured) };
}

function asksOf({ documents }: Collection): Record<RankingName, Ask> {
  const languages = documents.map(({ title, text }) => detectLanguage(`${title}\n${text}`) ?? FALLBACK);
  const writer = new SegmentWriter();
  for (const [i, line] of documents.entries()) {
    const read = documentOf(line, i);
    writer.add({ ...read, document: { ...read.document, language: languages[i] ?? FALLBACK } });
  }
  const live = { name: '0', segment: new Segment(writer.freeze()), removed: null };
  const generation: Generation = { ...EMPTY, number: 1, segments: [live] };
  const miniSearch = new MiniSearch<{ id: number; title: string; text: string }>({ fields: ['title', 'text'] });
  for (const [id, { title, text }] of documents.entries()) miniSearch.add({ id, title, text });
  const lucene = new LuceneBm25(
    documents.map(({ title, text }, i) => stemsOf(`${title}\n${text}`, languages[i] ?? FALLBACK)),
  );
  const language = mostOften(languages);
  return {
    any: (text) => askPilcrow(generation, text, 'any', DEPTH),
    auto: (text) => askPilcrow(generation, text, 'auto', PAGE),
    lucene: (text) => lucene.search(stemsOf(text, language), DEPTH),
    minisearch: (text) =>
      miniSearch
        .search(text)
        .slice(0, DEPTH)
        .map(({ id }) => id as number),
  };
}

/** The words that Pilcrow’s analysis makes of a text, by their stems and without stop words. */
function stemsOf(text: string, language: string): string[] {
  return analyze(text, language).flatMap(({ term, stem, stop, whole }) => (stop || whole ? [] : (stem ?? term)));
}

function mostOften(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? FALLBACK;
}

/** The query as a person types it, page after page. One that is refused finds nothing. */
async function askPilcrow(generation: Generation, text: string, match: Match, limit: number): Promise<number[]> {
  const query = read(text);
  if (query === null) return [];
  const found: number[] = [];
  for (let offset = 0; offset < DEPTH; offset += limit) {
    const { ranked } = await rankMeant(generation, { query, filters: [], match, offset, limit });
    for (const { live, paragraph } of ranked) {
      found.push(Number.parseInt(live.segment.document(live.segment.documentOf(paragraph)).path, 10));
    }
    if (ranked.length < limit) break;
  }
  return found;
}

function read(text: string): ParsedQuery | null {
  try {
    return parseQuery(text);
  } catch (error) {
    if (!(error instanceof QueryTooLong)) throw error;
    console.log(`Refused: ${error.message}`);
    return null;
  }
}

function share(value: number): string {
  return value.toFixed(4);
}

function percent(ratio: number): string {
  return `${ratio >= 0 ? '+' : ''}${(100 * ratio).toFixed(1)} %`;
}

function print({ collections, means, against }: Results): void {
  for (const measured of MEASURES) {
    const columns = [
      ...Object.entries(collections).map(([name, figures]) => ({ name, of: (r: RankingName) => figures[r].clean })),
      ...Object.entries(means).map(([language, figures]) => ({
        name: `mean ${language}`,
        of: (r: RankingName) => figures[r],
      })),
    ];
    const rows = RANKING_NAMES.map((r) => [RANKINGS[r], ...columns.map(({ of }) => share(of(r)[measured]))]);
    const beside = [
      'any word / Lucene’s',
      ...columns.map(({ of }) => percent(of('any')[measured] / of('lucene')[measured] - 1)),
    ];
    console.log(`\n${table([[measured, ...columns.map(({ name }) => name)], ...rows, beside])}`);
  }
  console.log('\nnDCG@10, any word, against Lucene’s BM25: paired randomisation, 10,000 permutations');
  console.log(
    table([
      ['', 'difference', 'p'],
      ...Object.entries(against).map(([name, { difference, chance }]) => [
        name,
        difference.toFixed(4),
        chance.toFixed(4),
      ]),
    ]),
  );
  const mistyped = Object.entries(collections).filter(([, figures]) => figures.any.typo !== null);
  if (mistyped.length > 0) {
    console.log('\nnDCG@10, clean -> one typo in one word');
    const all = (r: RankingName, kind: 'clean' | 'typo'): number[] =>
      mistyped.flatMap(([, figures]) => figures[r].typo?.[kind]['nDCG@10'] ?? []);
    const change = (clean: number, typo: number): string =>
      `${share(clean)} -> ${share(typo)} ${percent(typo / clean - 1)}`;
    console.log(
      table([
        ['', ...mistyped.map(([name]) => name), 'mean'],
        ...RANKING_NAMES.map((r) => [
          RANKINGS[r],
          ...all(r, 'clean').map((clean, i) => change(clean, all(r, 'typo')[i] ?? 0)),
          change(mean(all(r, 'clean')), mean(all(r, 'typo'))),
        ]),
      ]),
    );
  }
  console.log('\nA query and its best 100, median ms');
  const rows = RANKING_NAMES.map((r) => [
    RANKINGS[r],
    ...Object.values(collections).map((figures) => ms(figures[r].ms)),
  ]);
  console.log(table([['', ...Object.keys(collections)], ...rows]));
}

function readKept(): Results | null {
  const file = `${BENCH}results/relevance.json`;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : null;
}

/** What changed since the figures that are kept. Returns whether a mean (or a language’s one collection) lost more than is tolerated. */
function printDifferences(before: Results, now: Results): boolean {
  const rows: string[][] = [];
  let lost = false;
  const compare = (name: string, r: RankingName, from: Measured | undefined, to: Measured, counts: boolean): void => {
    for (const measured of MEASURES) {
      if (from === undefined || Math.abs(to[measured] - from[measured]) < 0.000_05) continue;
      const ratio = to[measured] / from[measured] - 1;
      const loses = counts && (r === 'any' || r === 'auto') && ratio < -TOLERATED_LOSS;
      lost ||= loses;
      rows.push([
        `${name}, ${RANKINGS[r]}`,
        measured,
        share(from[measured]),
        share(to[measured]),
        percent(ratio),
        loses ? 'lost' : '',
      ]);
    }
  };
  const meant = new Set(Object.keys(now.means));
  for (const r of RANKING_NAMES) {
    for (const [name, figures] of Object.entries(now.collections)) {
      const alone = !meant.has(/-([a-z]{2})$/.exec(name)?.[1] ?? 'en');
      compare(name, r, before.collections[name]?.[r].clean, figures[r].clean, alone);
      compare(
        `${name} with typos`,
        r,
        before.collections[name]?.[r].typo?.typo,
        figures[r].typo?.typo ?? figures[r].clean,
        false,
      );
    }
    for (const [language, figures] of Object.entries(now.means)) {
      compare(`mean ${language}`, r, before.means[language]?.[r], figures[r], true);
    }
  }
  console.log('\nSince the figures that are kept');
  console.log(rows.length === 0 ? 'nothing changed' : table([['', '', 'was', 'is', '', ''], ...rows]));
  return lost;
}
