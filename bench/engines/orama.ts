/** Orama with its BM25. It has no phrases. Words are not told from the beginnings of others except with `exact`. */
import { create, insert, search } from '@orama/orama';
import type { Line } from '../corpus.js';
import { termsOf } from '../terms.js';
import { type Engine, TOP } from './engine.js';

export async function buildOrama(lines: readonly Line[]): Promise<Engine> {
  const index = create({
    schema: { title: 'string', text: 'string' } as const,
    components: { tokenizer: { language: 'english', normalizationCache: new Map(), tokenize: termsOf } },
  });
  for (const [id, { title, text }] of lines.entries()) await insert(index, { id: String(id), title, text });
  return {
    ask: async (kind, text) => {
      if (kind === 'phrase') return null;
      const { count, hits } = await search(index, {
        term: text,
        limit: TOP,
        threshold: kind === 'any' ? 1 : 0,
        exact: kind === 'all' || kind === 'any',
        ...(kind === 'fuzzy' ? { tolerance: 1 } : {}),
      });
      return { total: count, ids: () => hits.map(({ id }) => Number(id)) };
    },
  };
}
