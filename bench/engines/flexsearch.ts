/** FlexSearch, with the beginnings of all words indexed. It neither ranks by relevance nor counts, and has no phrases or typos. */
import { Index } from 'flexsearch';
import type { Line } from '../corpus.js';
import { termsOf } from '../terms.js';
import { type Engine, TOP } from './engine.js';

export function buildFlexSearch(lines: readonly Line[]): Engine {
  const index = new Index({ tokenize: 'forward', encode: termsOf });
  for (const [id, { title, text }] of lines.entries()) index.add(id, `${title} ${text}`);
  return {
    ask: (kind, text) => {
      if (kind === 'phrase' || kind === 'fuzzy') return null;
      const found = index.search(text, { limit: TOP, suggest: kind === 'any' }) as number[];
      return { total: null, ids: () => found };
    },
  };
}
