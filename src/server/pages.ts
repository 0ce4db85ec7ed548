/** Data into HTML text: the only place of the server that calls the views. */

import { jsx } from 'hono/jsx';
import { DocumentPage } from '../../views/document.js';
import { ErrorPage } from '../../views/error.js';
import { fragment, page } from '../../views/layout.js';
import { Results, SearchPage } from '../../views/search.js';
import { StatusPage } from '../../views/status.js';
import type { Strings } from '../../views/strings/en.js';
import type { Answer, ShownDocument } from '../index/answer.js';
import type { EngineStats } from '../index/engine.js';
import type { IndexerStatus } from '../index/types.js';
import type { SearchInput } from './params.js';
import type { Problem } from './problem.js';
import type { QueryStats } from './query-stats.js';

/** Everything that the search page shows. */
export interface SearchState {
  input: SearchInput;
  /** Null where nothing was asked, or it could not be answered. */
  answer: Answer | null;
  problem: Problem | null;
  stats: EngineStats;
  status: IndexerStatus;
  samples: readonly string[];
}

/** The whole search page. */
export function searchPage(state: SearchState, strings: Strings): string {
  return page(jsx(SearchPage, searchProps(state)), strings);
}

/** The results alone, for a page that is there already. */
export function resultsFragment(state: SearchState, strings: Strings): string {
  return fragment(jsx(Results, searchProps(state)), strings);
}

/** A document in the reader. */
export function documentPage(shown: ShownDocument, q: string, stats: EngineStats, strings: Strings): string {
  return page(jsx(DocumentPage, { ...shown, q, stats }), strings);
}

/** What the indexer does and did. */
export function statusPage(
  stats: EngineStats,
  status: IndexerStatus,
  queries: QueryStats | null,
  strings: Strings,
): string {
  const asked = queries && { slowest: queries.slowest(), empty: queries.empty() };
  return page(jsx(StatusPage, { stats, status, processBytes: process.memoryUsage.rss(), queries: asked }), strings);
}

/** A refusal, for people. `q`: what they searched for, to go on from. */
export function errorPage({ status, title, detail }: Problem, q: string, strings: Strings): string {
  return page(jsx(ErrorPage, { status, title, detail, q }), strings);
}

function searchProps({ input, answer, problem, stats, status, samples }: SearchState) {
  const { text, page: number, hitsPerPage, filters, match, sort = 'relevance', group, verbatim = false } = input;
  const question = { q: text, page: number, hitsPerPage, filters, match, sort, group, verbatim };
  return { question, answer, error: problem?.detail ?? null, stats, status, samples };
}
