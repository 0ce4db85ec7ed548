/** The addresses of Pilcrow's pages, built in one place: relative, encoded, and short (what is as usual is left out). Pure. */

import type { Filter, Match, Sort } from '../src/index/search-types.js';
import { DEFAULT_HITS_PER_PAGE } from '../src/limits.js';
import { partOf } from './parts.js';

/** What a results page is asked for. */
export interface PageQuestion {
  q: string;
  /** 1-based. */
  page: number;
  hitsPerPage: number;
  filters: readonly Filter[];
  match: Match;
  sort: Sort;
  /** Whether hits stand under their documents; a page is then so many documents. */
  group: boolean;
  /** Whether every hit says why it stands where it does. */
  explain: boolean;
  /** Whether the words are taken as they were typed, uncorrected. */
  verbatim: boolean;
  /** The generation that the page before this one showed; null on the way from anywhere else. */
  generation: number | null;
}

/**
 * What of a question stays when its words change, as fields of a form: all but the words, the page, and what was said of the words
 * before. `public/app.js` keeps the same ones.
 */
export function keptFields(question: PageQuestion): [string, string][] {
  return [...parameters({ ...question, q: '', page: 1, generation: null, verbatim: false })];
}

/** The parameters that a question stands for in an address, in a fixed order. */
function parameters(question: Partial<PageQuestion>): URLSearchParams {
  const { q = '', page = 1, hitsPerPage = DEFAULT_HITS_PER_PAGE, filters = [], match = 'auto' } = question;
  const { sort = 'relevance', group = false, explain = false, verbatim = false, generation = null } = question;
  const params = new URLSearchParams();
  // A lone surrogate cannot stand in an address; the well-formed text is what the server would read anyway.
  if (q !== '') params.append('q', q.toWellFormed());
  for (const { name, value } of filters) params.append(name, value.toWellFormed());
  if (match !== 'auto') params.append('match', match);
  if (sort !== 'relevance') params.append('sort', sort);
  if (group) params.append('group', 'document');
  if (explain) params.append('explain', 'true');
  if (verbatim) params.append('verbatim', 'true');
  if (hitsPerPage !== DEFAULT_HITS_PER_PAGE) params.append('hitsPerPage', String(hitsPerPage));
  if (page > 1) params.append('page', String(page));
  if (page > 1 && generation !== null) params.append('generation', String(generation));
  return params;
}

function address(path: string, params: URLSearchParams): string {
  return params.size === 0 ? path : `${path}?${params}`;
}

/** The page of results for a question. */
export function searchHref(question: Partial<PageQuestion>): string {
  return address('/', parameters(question));
}

/** The results alone, without the page around them. */
export function resultsHref(question: Partial<PageQuestion>): string {
  return address('/results', parameters(question));
}

/** All hits of a question as a file. */
export function exportHref(question: Partial<PageQuestion>, format: 'csv' | 'jsonl' | 'md'): string {
  const params = parameters({ ...question, page: 1, group: false, explain: false, generation: null });
  params.append('format', format);
  return address('/export', params);
}

/** The Atom feed of a question. */
export function feedHref({ q = '', filters = [], match = 'auto', verbatim = false }: Partial<PageQuestion>): string {
  // Full matches alone are what a feed has unless told otherwise.
  return address('/feed', parameters({ q, filters, match: match === 'any' ? 'any' : 'auto', verbatim }));
}

/** The first page of a question that differs from another in some way. */
export function otherwise(question: PageQuestion, change: Partial<PageQuestion>): string {
  return searchHref({ ...question, page: 1, generation: null, ...change });
}

/** The same question with a filter more, or without it where it has it. */
export function toggled(question: PageQuestion, filter: Filter): string {
  const others = question.filters.filter(({ name, value }) => name !== filter.name || value !== filter.value);
  const filters = others.length < question.filters.length ? others : [...question.filters, filter];
  return otherwise(question, { filters });
}

/**
 * A document in the reader, with the query's words marked, opened at a paragraph. The question is all that leads back to its results. Of a
 * long document the page shows one part, which the address names where it is not the first: what stands behind `#` never reaches the server.
 */
export function documentHref(id: string, question: Partial<PageQuestion>, ordinal?: number): string {
  return documentHrefs(question)(id, ordinal);
}

/** A longer question is not repeated in each link of a page: only its words are. In code units. */
const LONGEST_QUESTION = 2_000;

/** As `documentHref`, for many documents and one question, which is encoded once. */
export function documentHrefs(question: Partial<PageQuestion>): (id: string, ordinal?: number) => string {
  const whole = address('', parameters({ ...question, generation: null }));
  const query = whole.length > LONGEST_QUESTION ? address('', parameters({ q: question.q ?? '' })) : whole;
  return (id, ordinal) => {
    if (ordinal === undefined) return documentPath(id) + query;
    const part = partOf(ordinal) === 0 ? '' : `${query === '' ? '?' : '&'}p=${ordinal}`;
    return `${documentPath(id)}${query}${part}#${paragraphId(ordinal)}`;
  };
}

/** Paragraphs much like one of a document. */
export function similarHref(id: string, ordinal: number): string {
  return `${documentPath(id)}/similar?p=${ordinal}`;
}

/** The file of a document, to take away; a PDF at a page, as browsers show it. */
export function originalHref(id: string, page?: number): string {
  return `${documentPath(id)}/original${page === undefined ? '' : `#page=${page}`}`;
}

/** The reader's page of a document, without a question. */
export function documentPath(id: string): string {
  return `/doc/${encodeURIComponent(id)}`;
}

/** The `id` of a paragraph's element in the reader. */
export function paragraphId(ordinal: number): string {
  return `p${ordinal}`;
}

/** The `id` of the link of a hit: where results come anew while it has the focus, it keeps it. */
export function hitId(id: string, ordinal: number): string {
  return `hit-${ordinal}-${id}`;
}

/** The `id` of the ways to ask, on the page before a query. */
export const WAYS_ID = 'ways';
