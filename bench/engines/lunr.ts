/** lunr, without its stemmer and stop words. It has no phrases. */
import lunr from 'lunr';
import type { Line } from '../corpus.js';
import { termsOf } from '../terms.js';
import { type Engine, TOP } from './engine.js';

export function buildLunr(lines: readonly Line[]): Engine {
  const builder = new lunr.Builder();
  builder.ref('id');
  builder.field('title');
  builder.field('text');
  const tokenizer = (text: unknown) => termsOf(String(text)).map((term) => new lunr.Token(term, {}));
  Object.assign(builder, { tokenizer });
  for (const [id, line] of lines.entries()) builder.add({ id, ...line });
  const index = builder.build();
  return {
    ask: (kind, text) => {
      if (kind === 'phrase') return null;
      const words = text.split(' ');
      const found = index.query((query) => {
        for (const [i, word] of words.entries()) {
          query.term(word, {
            presence: kind === 'any' ? lunr.Query.presence.OPTIONAL : lunr.Query.presence.REQUIRED,
            wildcard:
              kind === 'prefix' && i === words.length - 1 ? lunr.Query.wildcard.TRAILING : lunr.Query.wildcard.NONE,
            ...(kind === 'fuzzy' ? { editDistance: 1 } : {}),
          });
        }
      });
      return { total: found.length, ids: () => found.slice(0, TOP).map(({ ref }) => Number(ref)) };
    },
  };
}
