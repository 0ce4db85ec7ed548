/**
 * Whether text that a person pastes or remembers is found: pieces of paragraphs, drawn by chance, are asked for plainly,
 * as the page asks. A piece is found where a paragraph that has it is among the first hits, whichever it was cut from.
 * Pilcrow, beside plain MiniSearch and Lucene's BM25 over the same words.
 * `--folder path` or `--corpus file [--size n]`, `[--pieces 200] [--seed n]`, `--misses` lists what is not found.
 */
import { parseArgs } from 'node:util';
import { EMPTY, type Generation } from '../src/index/generation.js';
import { rankMeant } from '../src/index/help/meant.js';
import { parseIfShort } from '../src/index/query.js';
import { Segment } from '../src/index/segment.js';
import type { ReadDocument } from '../src/index/types.js';
import { SegmentWriter } from '../src/index/writer.js';
import { baselinesOf } from './baselines.js';
import { loadCorpus, SEED } from './corpus.js';
import { documentOf } from './engines/pilcrow.js';
import { readFolder } from './folder.js';
import { drawPieces, hasPiece, KINDS, type Piece } from './pieces.js';
import { Random } from './random.js';

/** Hits on a page, and how many of them are looked at. */
const PAGE = 20;
const FIRST = 10;
const LANGUAGE = 'en';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    corpus: { type: 'string' },
    size: { type: 'string' },
    pieces: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(SEED) },
    misses: { type: 'boolean', default: false },
  },
});
if (values.folder === undefined && values.corpus === undefined) {
  console.error('Give documents: `npm run bench:pasted -- --folder path`, or `--corpus file`.');
  process.exit(2);
}
const documents = values.folder === undefined ? linesOf(values.corpus ?? '') : await readFolder(values.folder);
const entries = documents.flatMap(({ document, paragraphs }) =>
  paragraphs.map(({ text, ordinal }) => ({
    text,
    title: ordinal === 1 ? document.title : '',
    language: document.language ?? LANGUAGE,
  })),
);
const texts = entries.map(({ text }) => text);
const drawn = drawPieces(texts, Number(values.pieces), new Random(Number(values.seed)));
console.log(`${documents.length} documents, ${texts.length} paragraphs, seed ${values.seed}`);

const generation = indexed(documents);
const { lucene, minisearch } = baselinesOf(entries, LANGUAGE);
const textsAt = (numbers: readonly number[]): string[] => numbers.map((number) => texts[number] ?? '');
const asks: Record<string, (text: string) => string[] | Promise<string[]>> = {
  Pilcrow: askPilcrow,
  'Pilcrow, in quotes': (text) => askPilcrow(`"${text.replaceAll('"', ' ')}"`),
  'Lucene’s BM25, same words': (text) => textsAt(lucene(text)),
  'plain MiniSearch': (text) => textsAt(minisearch(text)),
};
for (const kind of KINDS) {
  console.log(`\n${kind}, ${drawn[kind].length}`);
  for (const [name, ask] of Object.entries(asks)) {
    const places: number[] = [];
    for (const piece of drawn[kind]) places.push(placeOf(piece, await ask(piece.asked)));
    const within = (limit: number): string => String(places.filter((place) => place < limit).length).padStart(6);
    console.log(`${name.padEnd(28)} first${within(1)}   among the first ${FIRST}${within(FIRST)}`);
    if (!values.misses || name !== 'Pilcrow') continue;
    for (const [i, { asked }] of drawn[kind].entries()) if ((places[i] ?? 0) >= FIRST) console.log(`    ${asked}`);
  }
}

/** The place of the first text that has the piece; infinite where none has. */
function placeOf({ text }: Piece, found: readonly string[]): number {
  const place = found.slice(0, FIRST).findIndex((one) => hasPiece(one, text));
  return place < 0 ? Number.POSITIVE_INFINITY : place;
}

/** A line is a document of one paragraph. */
function linesOf(file: string): ReadDocument[] {
  const { lines } = loadCorpus(file, values.size === undefined ? null : Number(values.size));
  return lines.map((line, number) => {
    const { document, paragraphs } = documentOf(line, number);
    return { document: { ...document, language: LANGUAGE }, paragraphs };
  });
}

/** In one segment. */
function indexed(documents: readonly ReadDocument[]): Generation {
  const writer = new SegmentWriter();
  for (const document of documents) writer.add(document);
  const live = { name: '0', segment: new Segment(writer.freeze()), removed: null };
  return { ...EMPTY, number: 1, segments: [live] };
}

/** The texts of the first page, as the page asks. A query that is too long finds nothing. */
async function askPilcrow(text: string): Promise<string[]> {
  const query = parseIfShort(text);
  if (query === null) return [];
  const request = { query, filters: [], match: 'auto', offset: 0, limit: PAGE, textsOnce: true } as const;
  const { ranked } = await rankMeant(generation, request);
  return ranked.map(({ live, paragraph }) => live.segment.paragraph(paragraph).text);
}
