/** Data into HTML text: the only place of the server that calls the views. */

import { DocumentPage, type DocumentPageProps } from '../../views/document.js';
import { ErrorPage } from '../../views/error.js';
import { fragment, page } from '../../views/layout.js';
import type { PageQuestion } from '../../views/links.js';
import type { WayOn } from '../../views/nohits.js';
import { OfflinePage } from '../../views/offline.js';
import { Results, SearchPage } from '../../views/search.js';
import { SimilarPage, type SimilarPageProps } from '../../views/similar.js';
import { StatusPage } from '../../views/status.js';
import type { Strings } from '../../views/strings/en.js';
import type { Answer } from '../index/ask.js';
import type { EngineStats } from '../index/engine.js';
import type { IndexerStatus } from '../index/types.js';
import { residentBytes } from './memory.js';
import type { PageInput } from './params.js';
import type { Problem } from './problem.js';
import type { QueryStats } from './query-stats.js';

/** Everything that the search page shows. */
export interface SearchState {
  input: PageInput;
  /** Null where nothing was asked, or it could not be answered. */
  answer: Answer | null;
  problem: Problem | null;
  stats: EngineStats;
  status: IndexerStatus;
  samples: readonly string[];
  /** Where nothing was found, other searches that find something. */
  waysOn: readonly WayOn[];
}

/** The whole search page. */
export function searchPage(state: SearchState, strings: Strings): string {
  return page(<SearchPage {...searchProps(state)} />, strings);
}

/** The results alone, for a page that is there already. */
export function resultsFragment(state: SearchState, strings: Strings): string {
  return fragment(<Results {...searchProps(state)} />, strings);
}

/** A document in the reader. */
export function documentPage(props: DocumentPageProps, strings: Strings): string {
  return page(<DocumentPage {...props} />, strings);
}

/** Paragraphs much like one. */
export function similarPage(props: SimilarPageProps, strings: Strings): string {
  return page(<SimilarPage {...props} />, strings);
}

/** What the indexer does and did. */
export function statusPage(
  stats: EngineStats,
  status: IndexerStatus,
  queries: QueryStats | null,
  strings: Strings,
): string {
  const asked = queries && { slowest: queries.slowest(), empty: queries.empty() };
  return page(<StatusPage stats={stats} status={status} processBytes={residentBytes()} queries={asked} />, strings);
}

/** What is shown where there is no connection. */
export function offlinePage(strings: Strings): string {
  return page(<OfflinePage />, strings);
}

/** A refusal, for people. `q`: what they searched for, to go on from. */
export function errorPage({ status, title, detail }: Problem, q: string, strings: Strings): string {
  return page(<ErrorPage status={status} title={title} detail={detail} q={q} />, strings);
}

/** What a page is asked for, as the views have it. */
export function questionOf(input: PageInput): PageQuestion {
  const { text: q, page: number, hitsPerPage, filters, match, sort, group, explain, verbatim, generation } = input;
  return { q, page: number, hitsPerPage, filters, match, sort, group, explain, verbatim, generation };
}

function searchProps({ input, answer, problem, stats, status, samples, waysOn }: SearchState) {
  const error = problem === null ? null : { detail: problem.detail, inQuery: (problem.parameter ?? 'q') === 'q' };
  return { question: questionOf(input), answer, error, stats, status, samples, waysOn };
}
