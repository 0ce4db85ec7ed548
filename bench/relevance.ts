/**
 * How good the ranking is, on collections whose relevant documents people judged: Pilcrow as its page and its JSON answer, beside plain
 * MiniSearch and Lucene's BM25 over the same words. `--judged folder` keeps the figures; with `--check` they are compared alone, and with
 * `--labels 5` each document has so many labels below its text, none of which is ever relevant, and the figures are printed alone.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { EMPTY, type Generation } from '../src/index/generation.js';
import { rankMeant } from '../src/index/help/meant.js';
import { parseQuery, QueryTooLong } from '../src/index/query.js';
import type { Match, ParsedQuery } from '../src/index/search-types.js';
import { Segment } from '../src/index/segment.js';
import { detectLanguage } from '../src/index/words/detect-language.js';
import { SegmentWriter } from '../src/index/writer.js';
import { baselinesOf } from './baselines.js';
import { SEED } from './corpus.js';
import { documentOf } from './engines/pilcrow.js';
import {
  type Collection,
  DEPTH,
  type JudgedQuery,
  type Measured,
  mean,
  meanOf,
  measure,
  readCollections,
} from './judged.js';
import { drawLabels } from './labels.js';
import { keep, machine } from './options.js';
import { Random } from './random.js';
import { chanceOf } from './randomisation.js';
import {
  type Figures,
  printDifferences,
  printFigures,
  RANKING_NAMES,
  type RankingName,
  type Results,
  readKept,
} from './relevance-figures.js';
import { median } from './table.js';

/** As many hits as a page of Pilcrow has. */
const PAGE = 20;
/** The language of documents whose words do not tell, as Pilcrow is set by default. */
const FALLBACK = 'en';

/** Stands for the number of a document where a label was found. */
const LABEL = -1;

/** Numbers of documents, best first, at most `DEPTH`. */
type Ask = (text: string) => number[] | Promise<number[]>;

const { values } = parseArgs({
  options: {
    judged: { type: 'string' },
    check: { type: 'boolean', default: false },
    labels: { type: 'string', default: '0' },
  },
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
/** How many labels each document has below its text. */
const labelsEach = Number(values.labels);
if (labelsEach > 0) {
  // Where words have no spaces between them, what stands together is a sentence, and no label.
  printFigures(await measureAll(readCollections(values.judged).filter(({ language }) => language !== 'zh')));
} else {
  const before = readKept();
  const results = await measureAll(readCollections(values.judged));
  printFigures(results);
  const lost = before === null ? false : printDifferences(before, results);
  if (values.check) process.exitCode = lost ? 1 : 0;
  else keep('relevance', { machine: machine(), ...results });
}

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
  const random = new Random(SEED);
  const labelled = documents.map((line, number) => {
    const language = languages[number] ?? FALLBACK;
    return { line, number, language, labels: drawLabels(line, language, labelsEach, random) };
  });
  const writer = new SegmentWriter();
  for (const { line, number, language, labels } of labelled) {
    const { document, paragraphs } = documentOf(line, number);
    const below = labels.map(
      (text, i) => ({ ordinal: i + 2, kind: 'prose', headings: [], opens: 0, text, lines: [1, 1] }) as const,
    );
    writer.add({ document: { ...document, language }, paragraphs: [...paragraphs, ...below] });
  }
  const live = { name: '0', segment: new Segment(writer.freeze()), removed: null };
  const generation: Generation = { ...EMPTY, number: 1, segments: [live] };
  // For engines without paragraphs, a label is a document of the same title.
  const entries = labelled.flatMap(({ line, number, language, labels }) => [
    { ...line, number, language },
    ...labels.map((text) => ({ title: line.title, text, number: LABEL, language })),
  ]);
  const numberOf = (entry: number): number => entries[entry]?.number ?? LABEL;
  const { lucene, minisearch } = baselinesOf(entries, mostOften(languages));
  return {
    any: (text) => askPilcrow(generation, text, 'any', DEPTH),
    auto: (text) => askPilcrow(generation, text, 'auto', PAGE),
    lucene: (text) => lucene(text).map(numberOf),
    minisearch: (text) => minisearch(text).map(numberOf),
  };
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
      const document = live.segment.documentOf(paragraph);
      const isText = live.segment.documentFirst[document] === paragraph;
      found.push(isText ? Number.parseInt(live.segment.document(document).path, 10) : LABEL);
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
