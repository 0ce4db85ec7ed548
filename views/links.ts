/** The addresses of Pilcrow's pages, built in one place: relative, encoded, and short (what is as usual is left out). Pure. */
import type { Filter, Match, Sort } from '../src/index/types.js';

/** What a results page is asked for. */
export interface PageQuestion {
  q: string;
  /** 1-based. */
  page: number;
  hitsPerPage: number;
  filters: readonly Filter[];
  match: Match;
  /** By relevance where nothing is said. */
  sort?: Sort;
  /** Whether hits are grouped by document; as the page does it where nothing is said. */
  group?: boolean | undefined;
  /** Takes the words as they were typed: nothing is corrected. */
  verbatim?: boolean;
}

/** Hits on a page where the address does not say. */
export const USUAL_HITS_PER_PAGE = 20;

/** The parameters that a question stands for in an address, in a fixed order. */
function parameters(question: Partial<PageQuestion>): URLSearchParams {
  const { q = '', page = 1, hitsPerPage = USUAL_HITS_PER_PAGE, filters = [], match = 'auto' } = question;
  const { sort = 'relevance', group, verbatim = false } = question;
  const params = new URLSearchParams();
  // A lone surrogate cannot stand in an address; the well-formed text is what the server would read anyway.
  if (q !== '') params.append('q', q.toWellFormed());
  for (const { name, value } of filters) params.append(name, value.toWellFormed());
  if (match !== 'auto') params.append('match', match);
  if (sort !== 'relevance') params.append('sort', sort);
  if (group !== undefined) params.append('group', group ? 'document' : 'none');
  if (verbatim) params.append('verbatim', 'true');
  if (hitsPerPage !== USUAL_HITS_PER_PAGE) params.append('hitsPerPage', String(hitsPerPage));
  if (page > 1) params.append('page', String(page));
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
  const params = parameters({ ...question, page: 1, group: undefined });
  params.append('format', format);
  return address('/export', params);
}

/** The Atom feed of a question. */
export function feedHref({ q = '', filters = [], match = 'auto', verbatim = false }: Partial<PageQuestion>): string {
  // Full matches alone are what a feed has unless told otherwise.
  return address('/feed', parameters({ q, filters, match: match === 'any' ? 'any' : 'auto', verbatim }));
}

/** A document in the reader, with the query's words marked, opened at a paragraph. */
export function documentHref(id: string, q: string, ordinal?: number): string {
  const fragment = ordinal === undefined ? '' : `#${paragraphId(ordinal)}`;
  return address(`/doc/${encodeURIComponent(id)}`, parameters({ q })) + fragment;
}

/** The `id` of a paragraph's element in the reader. */
export function paragraphId(ordinal: number): string {
  return `p${ordinal}`;
}
