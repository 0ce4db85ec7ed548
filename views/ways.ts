/** Other searches that may find something where one found nothing. Pure: which of them do, the server tries (src/server/ways-on.ts). */
import type { ParsedQuery, Query } from '../src/index/search-types.js';
import { type PageQuestion, searchHref } from './links.js';
import { typed, typedFilter } from './typed.js';

/** What another search does otherwise. */
export type WayKind =
  | 'anyWord'
  | 'withoutQuotes'
  | 'withoutExclusions'
  | 'withoutFilters'
  | 'wordsAlone'
  | 'similar'
  | 'beginnings';

/** Another search. */
export interface Way {
  kind: WayKind;
  question: PageQuestion;
}

/** Words short enough that a beginning or a near spelling of them would mean any word. */
const SHORTEST = 4;

/**
 * The searches to try, the nearest to what was asked first: at most one of each kind, and none that is the same search as another.
 * @param query how the question was read
 */
export function waysFrom(question: PageQuestion, query: ParsedQuery): Way[] {
  const { clauses, excluded, filters } = query;
  const first = { ...question, page: 1, generation: null };
  const known = new Set([searchHref({ ...first, q: question.q.trim() })]);
  const ways: Way[] = [];
  const add = (kind: WayKind, change: Partial<PageQuestion>): void => {
    const other = { ...first, ...change };
    const href = searchHref(other);
    if (other.q.trim() === '' || known.has(href)) return;
    known.add(href);
    ways.push({ kind, question: other });
  };
  const isPart = clauses.length + excluded.length > 1;
  const asked = clauses.map((clause) => typed(clause, isPart));
  const without = excluded.map((clause) => `-${typed(clause)}`);
  const narrowed = filters.map(typedFilter);
  const similar = clauses.flatMap(singleWords).filter((word) => [...word].length >= SHORTEST);

  if (question.match === 'all' && clauses.length > 1) add('anyWord', { match: 'any' });
  if (asked.some((text) => text.includes('"'))) {
    add('withoutQuotes', { q: [...asked.map(unquoted), ...without, ...narrowed].join(' ') });
  }
  if (excluded.length > 0) add('withoutExclusions', { q: [...asked, ...narrowed].join(' ') });
  if (question.filters.length + filters.length > 0) {
    add('withoutFilters', { q: filters.length > 0 ? [...asked, ...without].join(' ') : question.q, filters: [] });
  }
  add('wordsAlone', { q: clauses.flatMap(allWords).join(' '), filters: [], match: 'auto' });
  if (similar.length > 0) {
    add('similar', { q: [...similar.map((word) => `${word}~`), ...narrowed].join(' ') });
    add('beginnings', { q: [...similar.map((word) => `${beginning(word)}*`), ...narrowed].join(' ') });
  }
  return ways;
}

/** A clause as it is typed, without its quotes; each word keeps the field. */
function unquoted(clause: string): string {
  return clause.replace(/(\w+:)?"([^"]*)"(?:~\d+)?/g, (_, field: string | undefined, text: string) =>
    text
      .split(/\s+/)
      .map((word) => (field ?? '') + word)
      .join(' '),
  );
}

/** What is asked for, wherever it stands, in any order. */
function allWords(query: Query): string[] {
  if ('text' in query) return [query.text];
  return 'clauses' in query ? query.clauses.flatMap(allWords) : [];
}

function singleWords(query: Query): string[] {
  if (query.type === 'term') return [query.text];
  return 'clauses' in query ? query.clauses.flatMap(singleWords) : [];
}

/** About two thirds of a word, by whole characters. */
function beginning(word: string): string {
  const letters = [...word];
  return letters.slice(0, Math.max(3, Math.ceil(letters.length * 0.6))).join('');
}
