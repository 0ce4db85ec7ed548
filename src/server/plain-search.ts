/** A search by words alone: what each parameter of a search is where it is not sent. */
import type { Question } from '../index/ask.js';

/** A search as it was asked for: how its hits are written is up to who answers. `page` is 1-based: the page of the first hit. */
export interface SearchInput extends Required<Omit<Question, 'textsOnce' | 'as'>> {
  page: number;
}

/** The best hits for a text. */
export function plainSearch(text: string, hitsPerPage: number): SearchInput {
  return {
    text,
    filters: [],
    match: 'auto',
    sort: 'relevance',
    facets: [],
    histogram: false,
    group: false,
    explain: false,
    verbatim: false,
    offset: 0,
    hitsPerPage,
    page: 1,
  };
}
