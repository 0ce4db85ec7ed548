/** From the text of a query to an answer that can be shown: parse, search, mark. The same for the page, the JSON and the terminal. */
import type { SearchEngine } from './engine.js';
import { parseQuery } from './query.js';
import { Marker, type Snippet, snippet } from './snippet.js';
import type {
  Correction,
  Document,
  Filter,
  Hit,
  Marks,
  Match,
  Paragraph,
  ParsedQuery,
  Range,
  ReadDocument,
} from './types.js';

export interface Question {
  text: string;
  filters: readonly Filter[];
  match: Match;
  /** 0-based rank of the first hit wanted. */
  offset: number;
  hitsPerPage: number;
  /** Takes the words as they were typed: nothing is corrected. */
  verbatim?: boolean;
}

/** A paragraph with what is marked in it and its headings. Ranges are sorted, never overlap, and stand on word bounds. */
export interface ShownParagraph {
  paragraph: Paragraph;
  /** Into `paragraph.text`. */
  highlights: Range[];
  /** One list for each of `paragraph.headings`. */
  headingHighlights: Range[][];
}

export interface ShownHit extends ShownParagraph {
  document: Document;
  score: number;
  matchedAll: boolean;
  snippet: Snippet;
  /** Into `document.title`. */
  titleHighlights: Range[];
  /** Index terms of the query that stand in the paragraph, its headings or its title, sorted. */
  matchedTerms: string[];
}

/** A whole document with every match of a query marked. */
export interface ShownDocument {
  document: Document;
  titleHighlights: Range[];
  paragraphs: ShownParagraph[];
}

export interface Answer {
  /** As it was answered: with what was corrected. */
  query: ParsedQuery;
  offset: number;
  hitsPerPage: number;
  hits: ShownHit[];
  /** Exact. */
  totalHits: number;
  totalDocuments: number;
  match: 'all' | 'any';
  /** What was, or might be, meant instead of what was typed. */
  correction: Correction | null;
  /** Sentences a person should read: how odd parts of the query were read, what a cap left out. */
  notes: readonly string[];
  /** From the text of the query to this answer, ms. */
  tookMs: number;
  generation: number;
}

/**
 * Answers a question. An empty one has no hits.
 * @throws QueryTooLong, SearchUnavailable, or the signal's reason
 */
export async function ask(engine: SearchEngine, question: Question, signal?: AbortSignal): Promise<Answer> {
  const began = performance.now();
  const query = parseQuery(question.text);
  const result = await engine.search(
    {
      query,
      filters: question.filters,
      match: question.match,
      offset: question.offset,
      limit: question.hitsPerPage,
      verbatim: question.verbatim ?? false,
    },
    signal,
  );
  const marker = new Marker(result.marks);
  const { correction = null } = result;
  return {
    query: correction?.kind === 'applied' ? parseQuery(correction.text) : query,
    offset: question.offset,
    hitsPerPage: question.hitsPerPage,
    hits: result.hits.map((hit) => show(hit, marker)),
    totalHits: result.totalHits,
    totalDocuments: result.totalDocuments,
    match: result.match,
    correction,
    notes: [...query.notes, ...result.notes],
    tookMs: performance.now() - began,
    generation: result.generation,
  };
}

/** The whole document with the query's words marked; null where the id is unknown. Throws as `ask`. */
export async function askDocument(
  engine: SearchEngine,
  id: string,
  text: string,
  signal?: AbortSignal,
): Promise<ShownDocument | null> {
  const read = await engine.document(id);
  if (read === null) return null;
  const query = parseQuery(text);
  const { marks } = await engine.search({ query, filters: [], match: 'any', offset: 0, limit: 0 }, signal);
  return showDocument(read, marks);
}

/** A paragraph and those that are much like it. */
export interface SimilarAnswer {
  document: Document;
  paragraph: Paragraph;
  /** Best first, with nothing marked. */
  hits: ShownHit[];
}

/** Paragraphs like one; null where there is no such paragraph, or the engine knows none. Throws as `ask`. */
export async function askSimilar(
  engine: SearchEngine,
  id: string,
  ordinal: number,
  limit: number,
  signal?: AbortSignal,
): Promise<SimilarAnswer | null> {
  const hits = (await engine.similar?.(id, ordinal, limit, signal)) ?? null;
  const read = hits === null ? null : await engine.document(id);
  const paragraph = read?.paragraphs[ordinal - 1];
  if (hits === null || read === null || paragraph === undefined) return null;
  const marker = new Marker({ terms: [], prefixes: [], phrases: [] });
  return { document: read.document, paragraph, hits: hits.map((hit) => show(hit, marker)) };
}

function showDocument({ document, paragraphs }: ReadDocument, marks: Marks): ShownDocument {
  const marker = new Marker(marks);
  return {
    document,
    titleHighlights: marker.markShared(document.title, 'title').ranges,
    paragraphs: paragraphs.map((paragraph) => ({
      paragraph,
      highlights: marker.mark(paragraph.text, 'body').ranges,
      headingHighlights: paragraph.headings.map((heading) => marker.markShared(heading, 'heading').ranges),
    })),
  };
}

function show(hit: Hit, marker: Marker): ShownHit {
  const { document, paragraph, score, matchedAll } = hit;
  const body = marker.mark(paragraph.text, 'body');
  const title = marker.markShared(document.title, 'title');
  const headings = paragraph.headings.map((heading) => marker.markShared(heading, 'heading'));
  const terms = [body, title, ...headings].flatMap((marking) => [...marking.terms]);
  return {
    document,
    paragraph,
    score,
    matchedAll,
    highlights: body.ranges,
    snippet: snippet(paragraph.text, body.ranges),
    titleHighlights: title.ranges,
    headingHighlights: headings.map((marking) => marking.ranges),
    matchedTerms: [...new Set(terms)].sort((a, b) => (a < b ? -1 : 1)),
  };
}
