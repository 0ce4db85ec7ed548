/** A query over a generation, with each text once where that was asked for and there are copies. */

import type { SearchRequest } from './engine.js';
import type { Generation } from './generation.js';
import { Marker } from './marker.js';
import { documentKey, type Ranked } from './search/collect/arrange.js';
import { COPIES_AMONG, haveCopies, type Look, pageOfTexts } from './search/collect/copies.js';
import type { Stop } from './search/turn.js';
import type { Marks } from './search-types.js';
import { type Ranking, rank } from './searcher.js';

/**
 * As `rank`. Copies are only looked for on the first page, which costs next to nothing. If it has some, they are told
 * among the first `COPIES_AMONG` hits, whichever page is asked for. Throws as `rank`.
 */
export async function rankTextsOnce(generation: Generation, request: SearchRequest, stop?: Stop): Promise<Ranking> {
  const { offset, limit, match, textsOnce = false, group = false } = request;
  if (!textsOnce || group) return await rank(generation, request, stop);
  const first = await rank(generation, { ...request, offset: 0 }, stop);
  const look = lookFor(first.marks);
  // What is counted is the same on all pages, and known.
  const others = { ...request, facets: [], histogram: false };
  if (!haveCopies(first.ranked, look)) {
    const { ranked } = offset === 0 ? first : await rank(generation, others, stop);
    return { ...first, ranked, unlisted: 0 };
  }
  // Whether partial matches follow depends on the size of a page.
  const list = { ...others, match: first.match === 'all' ? first.match : match, offset: 0 };
  const { ranked } =
    first.totalHits <= limit ? first : await rank(generation, { ...list, limit: offset + limit + COPIES_AMONG }, stop);
  const { page, unlisted } = pageOfTexts(ranked, request, look);
  return {
    ...first,
    ranked: page.map(({ hit, copies }) => (copies.length === 0 ? hit : { ...hit, copies })),
    unlisted,
  };
}

function lookFor(marks: Marks): Look<Ranked> {
  const marker = new Marker(marks);
  return (hit) => {
    const { segment } = hit.live;
    const paragraph = segment.paragraph(hit.paragraph);
    const isByTitle = (): boolean => {
      const { language, titleAt } = segment.documents.title(segment.documentOf(hit.paragraph));
      return paragraph.ordinal === titleAt && marker.mark(paragraph.text, 'body', language).ranges.length === 0;
    };
    return { document: documentKey(hit), paragraph, isByTitle };
  };
}
