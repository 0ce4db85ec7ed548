/** MiniSearch alone. It has no phrases: those are looked for in the stored words of the paragraphs that have them all. */
import MiniSearch from 'minisearch';
import type { Line } from '../corpus.js';
import { termsOf } from '../terms.js';
import { type Engine, TOP } from './engine.js';

export const MINISEARCH_OPTIONS = {
  fields: ['title', 'text'],
  tokenize: termsOf,
  processTerm: (term: string) => term,
};

export function buildMiniSearch(lines: readonly Line[]): Engine {
  const index = indexOf(lines);
  const stored = lines.map(({ title, text }) => ` ${termsOf(title).join(' ')} \n ${termsOf(text).join(' ')} `);
  const last = (_: string, i: number, terms: readonly string[]): boolean => i === terms.length - 1;
  return {
    ask: (kind, text) => {
      const found = index.search(text, {
        combineWith: kind === 'any' ? 'OR' : 'AND',
        prefix: kind === 'prefix' ? last : false,
        fuzzy: kind === 'fuzzy' ? 1 : false,
        ...(kind === 'phrase' ? { filter: ({ id }) => stored[id as number]?.includes(` ${text} `) === true } : {}),
      });
      return { total: found.length, ids: () => found.slice(0, TOP).map(({ id }) => id as number) };
    },
  };
}

export function indexOf(lines: readonly Line[]): MiniSearch<Line & { id: number }> {
  const index = new MiniSearch<Line & { id: number }>(MINISEARCH_OPTIONS);
  for (const [id, { title, text }] of lines.entries()) index.add({ id, title, text });
  return index;
}
