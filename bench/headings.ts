/**
 * How good the ranking is in a folder that nobody judged: its headings are the questions, and the paragraphs that stood
 * directly below a heading are what is looked for. No heading is indexed, so that only what is said below it tells.
 * Pilcrow, beside plain MiniSearch and Lucene's BM25 over the same words. `--folder path [--queries 600]`
 *
 * It says less than a judged collection (other paragraphs may answer as well), but of what those lack: code, lists and
 * tables beside running text.
 */
import { parseArgs } from 'node:util';
import { analyzeWords } from '../src/index/analyze.js';
import { EMPTY, type Generation } from '../src/index/generation.js';
import { rankMeant } from '../src/index/help/meant.js';
import { parseQuery } from '../src/index/query.js';
import type { Match } from '../src/index/search-types.js';
import { Segment } from '../src/index/segment.js';
import type { ReadDocument } from '../src/index/types.js';
import { SegmentWriter } from '../src/index/writer.js';
import { baselinesOf } from './baselines.js';
import { SEED } from './corpus.js';
import { readFolder } from './folder.js';
import { DEPTH, type JudgedQuery, meanOf, measure } from './judged.js';
import { Random } from './random.js';

/** A heading that more paragraphs stand below is about too much. */
const MOST_BELOW = 30;
/** Words of a question that are no stop words. */
const LEAST_WORDS = 2;
const LANGUAGE = 'en';

const { values } = parseArgs({ options: { folder: { type: 'string' }, queries: { type: 'string', default: '600' } } });
if (values.folder === undefined) {
  console.error('Give a folder of documents with headings: `npm run bench:headings -- --folder path`.');
  process.exit(2);
}
const documents = (await readFolder(values.folder)).filter(
  ({ document }) => document.language?.split('-')[0] === LANGUAGE,
);
const texts = documents.flatMap(({ document, paragraphs }) =>
  paragraphs.map(({ text, ordinal }) => ({ text, title: ordinal === 1 ? document.title : '', language: LANGUAGE })),
);
const queries = drawn(questionsOf(documents), Number(values.queries));
console.log(`${documents.length} documents, ${texts.length} paragraphs, ${queries.length} questions`);

const generation = indexed(documents);
const { lucene, minisearch } = baselinesOf(texts, LANGUAGE);
const asks: Record<string, (text: string) => number[] | Promise<number[]>> = {
  'Pilcrow, any word': (text) => askPilcrow(text, 'any'),
  'Pilcrow, as the page': (text) => askPilcrow(text, 'auto'),
  'Lucene’s BM25, same words': lucene,
  'plain MiniSearch': minisearch,
};
for (const [name, ask] of Object.entries(asks)) {
  const measured = [];
  for (const query of queries) measured.push(measure(await ask(query.text), query));
  const { 'nDCG@10': ndcg, 'MRR@10': mrr, 'Recall@100': recall } = meanOf(measured);
  console.log(
    `${name.padEnd(28)} nDCG@10 ${ndcg.toFixed(4)}   MRR@10 ${mrr.toFixed(4)}   Recall@100 ${recall.toFixed(4)}`,
  );
}

/** Headings that stand in one place, and whose words are not those of the title, as questions. */
function questionsOf(documents: readonly ReadDocument[]): JudgedQuery[] {
  const found = new Map<string, { places: Set<string>; title: string; below: number[] }>();
  let number = 0;
  for (const { document, paragraphs } of documents) {
    for (const { headings } of paragraphs) {
      const heading = headings.at(-1);
      if (heading !== undefined) {
        const known = found.get(heading) ?? { places: new Set(), title: document.title, below: [] };
        known.places.add(JSON.stringify([document.path, headings]));
        known.below.push(number);
        found.set(heading, known);
      }
      number++;
    }
  }
  return [...found].flatMap(([heading, { places, title, below }]) => {
    if (places.size > 1 || heading === title || below.length > MOST_BELOW) return [];
    const words = analyzeWords(heading, LANGUAGE).filter(({ stop }) => !stop);
    // As words alone: a colon or a hyphen would ask for something else.
    const text = heading.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim();
    return words.length < LEAST_WORDS ? [] : { text, typo: null, relevant: new Map(below.map((at) => [at, 1])) };
  });
}

/** So many of them, by chance. */
function drawn(questions: readonly JudgedQuery[], wanted: number): JudgedQuery[] {
  const random = new Random(SEED);
  const places = questions.map((question) => ({ question, at: random.next() })).sort((a, b) => a.at - b.at);
  return places.slice(0, wanted).map(({ question }) => question);
}

/** In one segment, so that the numbers of paragraphs are those of `texts`. */
function indexed(documents: readonly ReadDocument[]): Generation {
  const writer = new SegmentWriter();
  for (const { document, paragraphs } of documents) {
    writer.add({ document, paragraphs: paragraphs.map((paragraph) => ({ ...paragraph, headings: [], opens: 0 })) });
  }
  const live = { name: '0', segment: new Segment(writer.freeze()), removed: null };
  return { ...EMPTY, number: 1, segments: [live] };
}

async function askPilcrow(text: string, match: Match): Promise<number[]> {
  const query = parseQuery(`${text} `);
  const { ranked } = await rankMeant(generation, { query, filters: [], match, offset: 0, limit: DEPTH });
  return ranked.map(({ paragraph }) => paragraph);
}
