/** Judged collections, documents with queries and what was found relevant to them, and the measures of a ranking. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Line } from './corpus.js';

/** Ranks that are looked at. */
export const DEPTH = 100;

export interface JudgedQuery {
  text: string;
  /** The same with one random edit in one word, where the collection has that. */
  typo: string | null;
  /** Grade by the number of a document. At least one is above 0. */
  relevant: ReadonlyMap<number, number>;
}

export interface Collection {
  name: string;
  /** Of two letters, as the name ends with it (`xquad-de`); English where it does not. */
  language: string;
  documents: Line[];
  queries: JudgedQuery[];
}

/** Every collection in a folder, by name: `docs.jsonl`, `queries.jsonl`, `qrels.tsv` and perhaps `typo.jsonl` in a folder each. */
export function readCollections(folder: string): Collection[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'qrels.tsv')))
    .sort()
    .map((name) => readCollection(join(folder, name), name));
}

function readCollection(folder: string, name: string): Collection {
  const documents = readLines<{ id: string; title?: string; text: string }>(join(folder, 'docs.jsonl'));
  const numbers = new Map(documents.map(({ id }, number) => [id, number]));
  const relevant = new Map<string, Map<number, number>>();
  for (const line of readFileSync(join(folder, 'qrels.tsv'), 'utf8').split('\n')) {
    const [query = '', document = '', grade = ''] = line.split('\t');
    const number = numbers.get(document);
    if (number === undefined || !(Number(grade) > 0)) continue;
    const known = relevant.get(query) ?? new Map<number, number>();
    relevant.set(query, known.set(number, Number(grade)));
  }
  const typoFile = join(folder, 'typo.jsonl');
  const typos = new Map(
    (existsSync(typoFile) ? readLines<{ id: string; text: string }>(typoFile) : []).map(({ id, text }) => [id, text]),
  );
  const queries = readLines<{ id: string; text: string }>(join(folder, 'queries.jsonl')).flatMap(({ id, text }) => {
    const known = relevant.get(id);
    return known === undefined ? [] : [{ text, typo: typos.get(id) ?? null, relevant: known }];
  });
  return {
    name,
    language: /-([a-z]{2})$/.exec(name)?.[1] ?? 'en',
    documents: documents.map(({ title, text }) => ({ title: title ?? '', text })),
    queries,
  };
}

function readLines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

export const MEASURES = ['nDCG@10', 'MAP', 'Recall@100', 'MRR@10'] as const;
/** A share each, 0 to 1. */
export type Measured = Record<(typeof MEASURES)[number], number>;

/**
 * How good a ranking is. nDCG: gain is the grade, discounted by the logarithm to base 2 of rank + 1; the ideal orders all judged documents.
 * MAP looks at the first 100.
 * @param ranking numbers of documents, best first
 */
export function measure(ranking: readonly number[], { relevant }: JudgedQuery): Measured {
  const grades = ranking.slice(0, DEPTH).map((number) => relevant.get(number) ?? 0);
  const ideal = [...relevant.values()].sort((a, b) => b - a);
  let found = 0;
  let precisions = 0;
  for (const [i, grade] of grades.entries()) if (grade > 0) precisions += ++found / (i + 1);
  const first = grades.findIndex((grade) => grade > 0);
  return {
    'nDCG@10': gain(grades) / gain(ideal),
    MAP: precisions / relevant.size,
    'Recall@100': found / relevant.size,
    'MRR@10': first >= 0 && first < 10 ? 1 / (first + 1) : 0,
  };
}

function gain(grades: readonly number[]): number {
  return grades.slice(0, 10).reduce((sum, grade, i) => sum + grade / Math.log2(i + 2), 0);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function meanOf(all: readonly Measured[]): Measured {
  const of = (name: keyof Measured): number => mean(all.map((measured) => measured[name]));
  return { 'nDCG@10': of('nDCG@10'), MAP: of('MAP'), 'Recall@100': of('Recall@100'), 'MRR@10': of('MRR@10') };
}
