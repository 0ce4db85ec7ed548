/** Writes answers as JSON for programs, as documented for `GET /search`. */

import { documentHrefs } from '../../views/links.js';
import { markedHtml } from '../../views/marked.js';
import type { ShownGroup, ShownHit } from '../index/answer.js';
import type { Answer } from '../index/ask.js';
import type { EngineStats } from '../index/engine.js';
import { isoDay } from '../index/query/filters.js';
import { interpret } from '../index/query/print.js';
import type { Correction, FacetCount, FacetName, Histogram } from '../index/search-types.js';
import {
  type Document,
  type Format,
  type IndexerStatus,
  type LineRange,
  type Paragraph,
  placesOf,
} from '../index/types.js';
import { residentBytes } from './memory.js';
import type { SearchInput } from './plain-search.js';
import type { QueryStats } from './query-stats.js';

/** The state of the index at the time of an answer. */
function indexBody(stats: EngineStats, status: IndexerStatus, generation = stats.generation) {
  return {
    generation,
    paragraphs: stats.paragraphs,
    documents: stats.documents,
    updatedAt: isoTime(stats.updatedAt),
    indexing: status.phase !== 'idle',
  };
}

/** The body of `GET /search`. */
export function searchBody(input: SearchInput, answer: Answer, stats: EngineStats, status: IndexerStatus) {
  const hrefOf = documentHrefs({ q: input.text });
  return {
    ...beforeHits(input, answer),
    hits: answer.hits.map((hit) => hitBody(hit, hrefOf)),
    ...behindHits(input, answer, stats, status),
  };
}

/** The same in bytes, around hits that may be written already. */
export function writeSearchBody(input: SearchInput, answer: Answer, stats: EngineStats, status: IndexerStatus) {
  const before = JSON.stringify(beforeHits(input, answer)).slice(0, -1);
  const behind = JSON.stringify(behindHits(input, answer, stats, status)).slice(1);
  const hits = answer.json ?? hitsJson(answer.hits, input.text);
  return Buffer.concat([Buffer.from(`${before},"hits":`), hits, Buffer.from(`,${behind}`)]);
}

/** The array of hits in that body, as UTF-8 in a buffer of its own. */
export function hitsJson(hits: readonly ShownHit[], query: string) {
  const hrefOf = documentHrefs({ q: query });
  return new TextEncoder().encode(JSON.stringify(hits.map((hit) => hitBody(hit, hrefOf))));
}

function beforeHits(input: SearchInput, answer: Answer) {
  const { groups, totalHits, totalDocuments, tookMs } = answer;
  return {
    query: input.text,
    page: input.page,
    hitsPerPage: input.hitsPerPage,
    totalHits,
    totalPages: Math.ceil((groups === undefined ? totalHits : totalDocuments) / input.hitsPerPage),
    totalDocuments,
    processingTimeMs: Math.round(tookMs * 1000) / 1000,
  };
}

function behindHits(input: SearchInput, answer: Answer, stats: EngineStats, status: IndexerStatus) {
  const { groups, facets, histogram } = answer;
  const hrefOf = documentHrefs({ q: input.text });
  return {
    ...(groups === undefined ? {} : { groups: groups.map((group) => groupBody(group, hrefOf)) }),
    facetDistribution: facets === undefined ? {} : facetBody(facets),
    ...(histogram === undefined ? {} : { histogram: histogram === null ? null : histogramBody(histogram) }),
    interpretation: {
      ...interpret(answer.query),
      match: answer.match,
      corrected: correctionBody(answer.correction, 'applied'),
      // Only if there is something to say.
      ...(answer.ignored.length > 0 ? { ignored: answer.ignored } : {}),
      ...(answer.notes.length > 0 ? { notes: answer.notes } : {}),
    },
    suggestion: correctionBody(answer.correction, 'offered'),
    index: indexBody(stats, status, answer.generation),
  };
}

/** The body of `/status.json`. @param queries null if none are kept */
export function statusBody(stats: EngineStats, status: IndexerStatus, queries: QueryStats | null = null) {
  const { lastRun, lastRebuild } = status;
  return {
    ...progressBody(stats, status),
    skipped: status.skipped.map(({ path, reason }) => ({ path, reason })),
    partly: status.partly.map(({ path, reason }) => ({ path, reason })),
    lastRun: lastRun === null ? null : { ...lastRun, at: isoTime(lastRun.at) },
    lastRebuild: lastRebuild === null ? null : { ...lastRebuild, at: isoTime(lastRebuild.at) },
    languages: [...stats.languages].map(([tag, documents]) => ({
      language: tag === '' ? null : tag,
      documents,
    })),
    memory: { index: stats.bytes, process: residentBytes() },
    queries: queries && {
      slowest: queries
        .slowest()
        .map(({ query, totalHits, tookMs }) => ({ query, totalHits, processingTimeMs: tookMs })),
      empty: queries.empty(),
    },
  };
}

/** The data of the events of `/status/events`: what changes while files are indexed. */
export function progressBody(stats: EngineStats, status: IndexerStatus) {
  const { phase, done, total, problem } = status;
  const { words, segments, bytes } = stats;
  return { phase, done, total, problem, index: { ...indexBody(stats, status), words, segments, bytes } };
}

type HrefOf = ReturnType<typeof documentHrefs>;

/**
 * A hit, with its link. What it lacks is undefined, which JSON leaves out. Nothing is spread: V8 copies what is spread one by one where other
 * properties stand beside it, which took half of the time to write a page.
 */
export function hitBody(hit: ShownHit, hrefOf: HrefOf) {
  const { document, paragraph, snippet } = hit;
  const { text, highlights } = snippet;
  return Object.assign(paragraphBody(document, paragraph, hrefOf(document.id, paragraph.ordinal)), {
    highlights: hit.highlights,
    snippet: { text, highlights, html: markedHtml(text, highlights) },
    score: hit.score,
    matchedTerms: hit.matchedTerms,
    matchedAll: hit.matchedAll,
    reasons: hit.reasons,
  });
}

/** A paragraph that was found, which has a link. */
export function paragraphBody(document: Document, paragraph: Paragraph, url: string) {
  const { lines, page } = placeBody(document.format, paragraph);
  return {
    id: `${document.id}-${paragraph.ordinal}`,
    documentId: document.id,
    path: document.path,
    title: document.title,
    headings: paragraph.headings,
    paragraph: paragraph.ordinal,
    lines,
    page,
    url,
    text: paragraph.text,
  };
}

/** Where a paragraph stands in its file: its lines, the page that it begins on, or nothing, as its format has it. */
export function placeBody(format: Format, { lines }: Paragraph): { lines?: LineRange; page?: number } {
  switch (placesOf(format)) {
    case 'lines':
      return { lines };
    case 'pages':
    case 'slides':
      return { page: lines[0] };
    case null:
      return {};
  }
}

function groupBody({ document, hits, totalHits }: ShownGroup, hrefOf: HrefOf) {
  return {
    documentId: document.id,
    path: document.path,
    title: document.title,
    totalHits,
    hits: hits.map((hit) => hitBody(hit, hrefOf)),
  };
}

/** Values come from documents and may be `__proto__`: `fromEntries` makes that a key like any other. */
function facetBody(facets: ReadonlyMap<FacetName, readonly FacetCount[]>) {
  return Object.fromEntries(
    [...facets].map(([name, counts]) => [name, Object.fromEntries(counts.map(({ value, hits }) => [value, hits]))]),
  );
}

function histogramBody({ unit, buckets }: Histogram) {
  return { unit, buckets: buckets.map(({ start, end, hits }) => ({ start: isoDay(start), end: isoDay(end), hits })) };
}

function correctionBody(correction: Correction | null, kind: Correction['kind']) {
  return correction?.kind === kind ? { text: correction.text, words: correction.words } : null;
}

function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
