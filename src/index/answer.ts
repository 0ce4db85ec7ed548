/** What is shown of a search: hits, paragraphs and documents, with what is marked in them. Pure. */
import { Marker } from './marker.js';
import type { Correction, FacetCount, FacetName, Histogram, Hit, Marks, ParsedQuery } from './search-types.js';
import { type Snippet, snippet } from './snippet.js';
import type { Document, Paragraph, Range, ReadDocument } from './types.js';

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
  /** Empty where hits are grouped, or are in `json`. */
  hits: ShownHit[];
  /** The array of hits as UTF-8 JSON, where that was wanted and the engine made it. */
  json?: Uint8Array<ArrayBuffer>;
  /** Where hits are grouped by document. */
  groups?: ShownGroup[];
  /** Where each text is listed once: how many of `totalHits` are not listed, as they are copies of those that are. */
  unlisted?: number;
  /** Where facets were asked for: most hits first. */
  facets?: ReadonlyMap<FacetName, readonly FacetCount[]>;
  /** Where it was asked for; null where no hit's document declares a date. */
  histogram?: Histogram | null;
  /** Where a word was corrected, or a correction is offered. */
  correction: Correction | null;
  /** Exact. */
  totalHits: number;
  /** Where partial hits follow: how many are none. */
  fullHits?: number;
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

/** A paragraph and those similar to it. */
export interface SimilarAnswer {
  document: Document;
  paragraph: Paragraph;
  /** Best first, with nothing marked. */
  hits: ShownHit[];
}

/** A document, or a stretch of one, with what is marked in it. */
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

/** A hit with what is marked in it, and its snippet. */
export function show(hit: Hit, marker: Marker): ShownHit {
  const { document, paragraph, score, matchedAll, reasons, copies } = hit;
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
    ...(copies === undefined ? {} : { copies }),
  };
}
