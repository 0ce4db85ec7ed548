/** Data for the views' tests: the smallest of each noun, to be overridden where a test cares. */
import type { ShownHit } from '../../src/index/answer.js';
import type { Answer } from '../../src/index/ask.js';
import type { EngineStats } from '../../src/index/engine.js';
import { parseQuery } from '../../src/index/query.js';
import type { Document, IndexerStatus, Paragraph } from '../../src/index/types.js';
import type { DocumentPageProps } from '../../views/document.js';
import type { PageQuestion } from '../../views/links.js';
import type { SearchProps } from '../../views/search.js';

export const STATS: EngineStats = {
  folder: 'letters',
  generation: 3,
  documents: 2,
  paragraphs: 1234,
  words: 99_000,
  segments: 1,
  bytes: 1_500_000,
  updatedAt: 0,
  languages: new Map(),
};

export const IDLE: IndexerStatus = {
  phase: 'idle',
  done: 0,
  total: 0,
  skipped: [],
  partly: [],
  lastRun: null,
  lastRebuild: null,
  problem: null,
};

export function document(overrides: Partial<Document> = {}): Document {
  return {
    id: 'd1',
    path: 'a.txt',
    title: 'A title',
    format: 'txt',
    language: null,
    metadata: new Map(),
    contentHash: '',
    modifiedAt: 0,
    size: 100,
    stamp: '',
    paragraphs: 9,
    titleAt: 1,
    ...overrides,
  };
}

export function paragraph(overrides: Partial<Paragraph> = {}): Paragraph {
  return { ordinal: 3, kind: 'prose', headings: [], opens: 0, text: 'Some text.', lines: [5, 5], ...overrides };
}

export function hit(overrides: Partial<ShownHit> = {}): ShownHit {
  const shown = overrides.paragraph ?? paragraph();
  return {
    document: document(),
    paragraph: shown,
    score: 1,
    matchedAll: true,
    highlights: [],
    snippet: { text: shown.text, highlights: [] },
    titleHighlights: [],
    headingHighlights: shown.headings.map(() => []),
    matchedTerms: [],
    ...overrides,
  };
}

export function question(overrides: Partial<PageQuestion> = {}): PageQuestion {
  return {
    q: 'nato',
    page: 1,
    hitsPerPage: 20,
    filters: [],
    match: 'auto',
    sort: 'relevance',
    group: false,
    explain: false,
    verbatim: false,
    generation: null,
    ...overrides,
  };
}

/** What a document's page is told of the question that led to it; no other document is among the results. */
export function ledBy(q: string): Pick<DocumentPageProps, 'question' | 'neighbours'> {
  return { question: question({ q }), neighbours: { previous: null, next: null } };
}

export function answer(text: string, hits: ShownHit[], overrides: Partial<Answer> = {}): Answer {
  return {
    query: parseQuery(text),
    offset: 0,
    hits,
    totalHits: hits.length,
    totalDocuments: new Set(hits.map((found) => found.document.id)).size,
    match: 'all',
    correction: null,
    ignored: [],
    notes: [],
    tookMs: 1.23,
    generation: 3,
    facets: new Map(),
    ...overrides,
  };
}

export function searchProps(overrides: Partial<SearchProps> = {}): SearchProps {
  return {
    question: question(),
    answer: null,
    error: null,
    stats: STATS,
    status: IDLE,
    samples: [],
    waysOn: [],
    ...overrides,
  };
}

/** Texts that would be markup if they were not escaped. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</p></article><b hx-get="/status" hx-trigger="load">x</b>',
  '<!-- --><mark>no mark</mark>&lt;b&gt;&amp;amp;',
  'javascript:alert(1)',
];
