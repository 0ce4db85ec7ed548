/** Parsed queries as text, and as the terms in them. Pure. */
import type { Field, ParsedQuery, Query } from '../search-types.js';

/** The terms of a query in the order of its clauses, repeated ones included. */
export function termsOf(query: Query): readonly string[] {
  switch (query.type) {
    case 'term':
    case 'fuzzy':
      return [query.term];
    case 'prefix':
      return [query.prefix];
    case 'phrase':
      return query.terms;
    case 'and':
    case 'or':
      return query.clauses.flatMap(termsOf);
    case 'not':
      return termsOf(query.clause);
    case 'all':
      return [];
  }
}

/** A query in a form that says how it was read: `nato "central asia" (a OR b)`, `+` after a word that may be unfinished. */
export function printQuery(query: Query): string {
  switch (query.type) {
    case 'term':
      return `${printField(query.field)}${query.quoted ? `"${query.term}"` : query.term}${query.complete ? '+' : ''}`;
    case 'prefix':
      return `${printField(query.field)}${query.prefix}*`;
    case 'fuzzy':
      return `${printField(query.field)}${query.term}~`;
    case 'phrase':
      return `${printField(query.field)}"${query.terms.join(' ')}"${query.slop > 0 ? `~${query.slop}` : ''}${query.complete ? '+' : ''}`;
    case 'and':
      return `(${query.clauses.map(printQuery).join(' AND ')})`;
    case 'or':
      return `(${query.clauses.map(printQuery).join(' OR ')})`;
    case 'not':
      return `-${printQuery(query.clause)}`;
    case 'all':
      return '*';
  }
}

/** A clause as `printQuery` has it, whether or not it may be unfinished: `c++` ends with signs of its own. */
export function printFinished(clause: Query): string {
  const isUnfinished = (clause.type === 'term' || clause.type === 'phrase') && clause.complete;
  return printQuery(isUnfinished ? { ...clause, complete: false } : clause);
}

function printField(field: Field): string {
  return field === 'any' ? '' : `${field}:`;
}

/** How a query was read, for people and programs: its single words, phrases and exclusions, as terms. */
export function interpret(query: ParsedQuery): { terms: string[]; phrases: string[]; excluded: string[] } {
  const terms = new Set<string>();
  const phrases = new Set<string>();
  const excluded = new Set(query.excluded.map(printQuery));
  const visit = (part: Query): void => {
    if (part.type === 'phrase') phrases.add(part.terms.join(' '));
    else if (part.type === 'and' || part.type === 'or') part.clauses.forEach(visit);
    else if (part.type === 'not') excluded.add(printQuery(part.clause));
    else for (const term of termsOf(part)) terms.add(term);
  };
  query.clauses.forEach(visit);
  return { terms: [...terms], phrases: [...phrases], excluded: [...excluded] };
}
