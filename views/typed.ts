/** A query as it was read, in signs that can be typed again: to offer it with a part left out. Pure. */
import type { Filter, Query } from '../src/index/search-types.js';

/** A name of several parts is looked for as these and as one word: to people it is the word that they typed. */
export function asTyped(query: Query): Query {
  if (query.type !== 'or') return query;
  const [parts, word, ...more] = query.clauses;
  return parts?.type === 'phrase' && parts.compound === true && word?.type === 'term' && more.length === 0
    ? word
    : query;
}

/** @param isPart whether it stands among others, and so in brackets where it has several parts itself */
export function typed(clause: Query, isPart = true): string {
  const query = asTyped(clause);
  const field = 'field' in query && query.field !== 'any' ? `${query.field}:` : '';
  switch (query.type) {
    case 'term':
      return field + (query.quoted ? `"${query.text}"` : query.text);
    case 'phrase':
      if (query.compound === true) return field + query.text;
      return `${field}"${query.text}"${query.slop > 0 ? `~${query.slop}` : ''}`;
    case 'prefix':
    case 'fuzzy':
      return field + query.text;
    case 'and':
    case 'or': {
      const several = query.clauses.map((part) => typed(part)).join(query.type === 'and' ? ' AND ' : ' OR ');
      return isPart ? `(${several})` : several;
    }
    case 'not':
      return `-${typed(query.clause)}`;
    case 'all':
      return '*';
  }
}

export function typedFilter({ name, value }: Filter): string {
  return /^[\p{L}\p{N}/._-]+$/u.test(value) ? `${name}:${value}` : `${name}:"${value}"`;
}
