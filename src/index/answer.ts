/** From the text of a query to an answer to show: parse, search, mark. The same for the page, the JSON and the terminal. */
import type { HitGroup, SearchEngine, SearchRequest, SearchResult } from './engine.js';
import { Marker } from './marker.js';
import { parseQuery } from './query.js';
import type {
  Correction,
  FacetCount,
  FacetName,
  Filter,
  Histogram,
  Hit,
  Marks,
  Match,
  ParsedQuery,
} from './search-types.js';
import { type Snippet, snippet } from './snippet.js';
import { withSynonyms } from './synonyms.js';
import type { Document, Paragraph, Range, ReadDocument } from './types.js';

/** Options of a search, as in `SearchRequest`. */
type Wishes = Pick<SearchRequest, 'sort' | 'facets' | 'histogram' | 'group' | 'explain' | 'verbatim' | 'as'>;

/** What a person or a program asks. */
export interface Question extends Wishes {
  text: string;
  filters: readonly Filter[];
  match: Match;
  /** 0-based rank of the first hit wanted; of the first document where they are grouped. */
  offset: number;
  /** Documents on a page where hits are grouped. */
  hitsPerPage: number;
}

/** A paragraph with what is marked in it and its headings. Ranges are sorted, never overlap, and stand on word bounds. */
export interface ShownParagraph {
  paragraph: Paragraph;
  /** Into `paragraph.text`. */
  highlights: Range[];
  /** One list for each of `paragraph.headings`. */
  headingHighlights: Range[][];
}

/** A hit with what is marked in it. */
export interface ShownHit extends Hit, ShownParagraph {
  snippet: Snippet;
  /** Into `document.title`. */
  titleHighlights: Range[];
  /** Index terms of the query that stand in the paragraph, its headings or its title, sorted. */
  matchedTerms: string[];
}

/** A document with its best passages. */
export interface ShownGroup {
  document: Document;
  /** Into `document.title`. */
  titleHighlights: Range[];
  /** Best first, at most 3. */
  hits: ShownHit[];
  /** All hits in the document; exact. */
  totalHits: number;
}

/** A whole document with every match of a query marked. */
export interface ShownDocument {
  document: Document;
  titleHighlights: Range[];
  paragraphs: ShownParagraph[];
}

/** What is shown of a search. */
export interface Answer {
  /** As it was answered: with what was corrected. */
  query: ParsedQuery;
  offset: number;
  hitsPerPage: number;
  /** Empty where hits are grouped, or are in `json`. */
  hits: ShownHit[];
  /** The array of hits as UTF-8 JSON, where that was wanted and the engine made it. */
  json?: Uint8Array<ArrayBuffer>;
  /** Where hits are grouped by document. */
  groups?: ShownGroup[];
  /** Where facets were asked for: most hits first. */
  facets?: ReadonlyMap<FacetName, readonly FacetCount[]>;
  /** Where it was asked for; null where no hit's document declares a date. */
  histogram?: Histogram | null;
  /** Where a word was corrected, or a correction is offered. */
  correction: Correction | null;
  /** Exact. */
  totalHits: number;
  totalDocuments: number;
  match: 'all' | 'any';
  /** Stop words that were left out. */
  ignored: readonly string[];
  /** Sentences for the person: how odd parts of the query were read, what a limit left out. */
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
  const { text, hitsPerPage, ...asked } = question;
  const { query, result } = await searchFor(engine, text, { as: 'marked', ...asked, limit: hitsPerPage }, signal);
  const { groups, facets, histogram, json } = result;
  const marker = new Marker(result.marks);
  const { correction = null } = result;
  return {
    query,
    offset: question.offset,
    hitsPerPage: question.hitsPerPage,
    hits: result.hits.map((hit) => shown(hit, marker)),
    ...(json === undefined ? {} : { json }),
    ...(groups === undefined ? {} : { groups: groups.flatMap((group) => showGroup(group, marker)) }),
    ...(facets === undefined ? {} : { facets }),
    ...(histogram === undefined ? {} : { histogram }),
    totalHits: result.totalHits,
    totalDocuments: result.totalDocuments,
    match: result.match,
    ignored: result.ignored,
    correction,
    notes: [...query.notes, ...result.notes],
    tookMs: performance.now() - began,
    generation: result.generation,
  };
}

/**
 * Searches for a text with the synonyms of the folder, which also apply to corrected words. `query` is what was
 * searched for. Throws as `ask`.
 */
export async function searchFor(
  engine: SearchEngine,
  text: string,
  request: Omit<SearchRequest, 'query'>,
  signal?: AbortSignal,
): Promise<{ query: ParsedQuery; result: SearchResult }> {
  const synonyms = engine.synonyms();
  const query = withSynonyms(parseQuery(text), synonyms);
  const result = await engine.search({ ...request, query }, signal);
  const { correction } = result;
  if (correction?.kind !== 'applied') return { query, result };
  const meant = withSynonyms(parseQuery(correction.text), synonyms);
  // The engine corrects words without adding synonyms.
  if (synonyms.byFirst.size === 0) return { query: meant, result };
  const again = await engine.search({ ...request, query: meant, verbatim: true }, signal);
  return { query: meant, result: { ...again, correction } };
}

/** The whole document with the query's words marked; null where the id is unknown. Throws as `ask`. */
export async function askDocument(
  engine: SearchEngine,
  id: string,
  text: string,
  signal?: AbortSignal,
): Promise<ShownDocument | null> {
  const { result } = await searchFor(engine, text, { filters: [], match: 'any', offset: 0, limit: 0 }, signal);
  const { marks } = result;
  if (engine.markedDocument !== undefined) return await engine.markedDocument(id, marks, signal);
  const read = await engine.document(id);
  return read === null ? null : showDocument(read, marks);
}

/** A paragraph and those similar to it. */
export interface SimilarAnswer {
  document: Document;
  paragraph: Paragraph;
  /** Best first, with nothing marked. */
  hits: ShownHit[];
}

/** Paragraphs similar to one; null where there is no such paragraph, or the engine cannot tell. Throws as `ask`. */
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

/** A document, or a stretch of one, with what is marked in it. Pure. */
export function showDocument({ document, paragraphs }: ReadDocument, marks: Marks): ShownDocument {
  const marker = new Marker(marks);
  const { language } = document;
  return {
    document,
    titleHighlights: marker.markShared(document.title, 'title', language).ranges,
    paragraphs: paragraphs.map((paragraph) => ({
      paragraph,
      highlights: marker.mark(paragraph.text, 'body', language).ranges,
      headingHighlights: paragraph.headings.map((heading) => marker.markShared(heading, 'heading', language).ranges),
    })),
  };
}

function showGroup({ hits, totalHits }: HitGroup, marker: Marker): ShownGroup[] {
  const marked = hits.map((hit) => shown(hit, marker));
  const [best] = marked;
  if (best === undefined) return [];
  return [{ document: best.document, titleHighlights: best.titleHighlights, hits: marked, totalHits }];
}

/** A hit that the engine may have marked already. */
function shown(hit: Hit | ShownHit, marker: Marker): ShownHit {
  return 'snippet' in hit ? hit : show(hit, marker);
}

/** A hit with what is marked in it, and its snippet. */
export function show(hit: Hit, marker: Marker): ShownHit {
  const { document, paragraph, score, matchedAll, reasons } = hit;
  const { language } = document;
  const body = marker.mark(paragraph.text, 'body', language);
  const title = marker.markShared(document.title, 'title', language);
  const headings = paragraph.headings.map((heading) => marker.markShared(heading, 'heading', language));
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
    ...(reasons === undefined ? {} : { reasons }),
  };
}
