/** What is shown of a search: hits, paragraphs and documents, with what is marked in them. Pure. */
import { Marker } from './marker.js';
import type { Hit, Marks } from './search-types.js';
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

/** A hit with what is marked in it, and its snippet. Its parts are named: with the whole hit spread, V8 took three times as long for a page. */
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
