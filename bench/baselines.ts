/** What the ranking is compared with: plain MiniSearch, and Lucene's BM25 over the words that Pilcrow's analysis makes. */
import MiniSearch from 'minisearch';
import { analyzeWords } from '../src/index/analyze.js';
import { LuceneBm25 } from './bm25.js';
import { DEPTH } from './judged.js';

/** A text as these engines take it in: they have no paragraphs. */
interface Entry {
  title: string;
  text: string;
  language: string;
}

/** The best `DEPTH` entries for a query, by their indexes. */
type Ask = (text: string) => number[];

/** @param language of the queries */
export function baselinesOf(entries: readonly Entry[], language: string): Record<'lucene' | 'minisearch', Ask> {
  const miniSearch = new MiniSearch<{ id: number; title: string; text: string }>({ fields: ['title', 'text'] });
  for (const [id, { title, text }] of entries.entries()) miniSearch.add({ id, title, text });
  const lucene = new LuceneBm25(entries.map(({ title, text, language }) => stemsOf(`${title}\n${text}`, language)));
  return {
    lucene: (text) => lucene.search(stemsOf(text, language), DEPTH),
    minisearch: (text) =>
      miniSearch
        .search(text)
        .slice(0, DEPTH)
        .map(({ id }) => id as number),
  };
}

/** The words of a text, by their stems and without stop words. */
function stemsOf(text: string, language: string): string[] {
  return analyzeWords(text, language).flatMap(({ term, stem, stop }) => (stop ? [] : (stem ?? term)));
}
