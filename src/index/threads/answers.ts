/**
 * Answers a question about a generation in the thread that it is called in: searches, and reads, marks and writes what
 * it finds.
 */
import { type ShownDocument, type ShownHit, show, showDocument } from '../answer.js';
import type { SearchRequest, SearchResult, SimilarResult, Suggestion, SuggestRequest } from '../engine.js';
import type { Generation, LiveSegment } from '../generation.js';
import { rankMeant } from '../help/meant.js';
import { Marker } from '../marker.js';
import { hitsAround } from '../search/collect/around.js';
import type { PlacedHit, Ranked } from '../search/collect/arrange.js';
import type { Stop } from '../search/turn.js';
import type { Copy, Hit, Marks } from '../search-types.js';
import type { Segment } from '../segment.js';
import { similar } from '../similar.js';
import { suggest } from '../suggest.js';
import type { ReadDocument } from '../types.js';

/** A hit with the number of its segment in the generation. */
interface SentHit extends PlacedHit {
  segment: number;
}

/** A result in the form that is sent to other threads. */
interface SentResult extends SearchResult {
  /** The places of the hits after those that were read. */
  rest: SentHit[];
}

/**
 * The questions: a search, of which the first `lot` hits are read; further hits of it; suggestions; paragraphs similar
 * to one; and `lot` paragraphs of a document after the first `from`, marked. Segments, documents and paragraphs are given
 * by number.
 */
export type Asking =
  | { type: 'search'; request: SearchRequest; lot: number }
  | { type: 'read'; places: SentHit[] }
  | { type: 'suggest'; request: SuggestRequest }
  | { type: 'similar'; segment: number; paragraph: number; limit: number }
  | MarkedLot;

interface MarkedLot {
  type: 'marked';
  segment: number;
  document: number;
  from: number;
  lot: number;
  marks: Marks;
}

/** The answer to each type of question. */
export interface Answers {
  search: SentResult;
  read: Hit[];
  suggest: Suggestion[];
  similar: SimilarResult;
  marked: ShownDocument;
}

/** Writes hits as a JSON array in UTF-8, with links for a query. */
export type WriteHits = (hits: readonly ShownHit[], query: string) => Uint8Array<ArrayBuffer>;

/**
 * The answer to a question. Throws as `ask`.
 * @param write for searches that want JSON; null where it is not written here
 */
export async function answer(
  asking: Asking,
  generation: Generation,
  write: WriteHits | null,
  stop?: Stop,
): Promise<Answers[keyof Answers]> {
  // It may have stood in line for longer than anybody waits.
  stop?.throwIfAborted();
  const { segments } = generation;
  switch (asking.type) {
    case 'search':
      return await found(generation, asking.request, asking.lot, write, stop);
    case 'read':
      return asking.places.map((hit) => hitOf(liveOf(segments, hit.segment).segment, hit));
    case 'suggest':
      return suggest(segments, asking.request);
    case 'similar': {
      const { paragraph, limit } = asking;
      const live = liveOf(segments, asking.segment);
      const places = similar(segments, { live, paragraph }, limit);
      return {
        document: live.segment.document(live.segment.documentOf(paragraph)),
        paragraph: live.segment.paragraph(paragraph),
        hits: places.map((place) => hitOf(place.live.segment, { ...place, full: false })),
      };
    }
    case 'marked':
      return showDocument(readLot(segments, asking), asking.marks);
  }
}

/** Searches, and reads the first `lot` hits. */
async function found(
  generation: Generation,
  request: SearchRequest,
  lot: number,
  write: WriteHits | null,
  stop?: Stop,
): Promise<SentResult> {
  const { ranked, groups, ...ranking } = await rankMeant(generation, request, stop);
  const marker = request.as === undefined ? null : new Marker(ranking.marks);
  const stored = (hit: Ranked): Hit => hitOf(hit.live.segment, hit);
  const read = (hit: Ranked): Hit => (marker === null ? stored(hit) : show(stored(hit), marker));
  if (request.around !== undefined) {
    const listed = groups?.flatMap((group) => group.ranked) ?? ranked;
    const { previous, next, isListed } = hitsAround(listed, request.around, documentIdOf);
    return {
      ...ranking,
      hits: [],
      rest: [],
      around: { previous: previous && stored(previous), next: next && stored(next), isListed },
    };
  }
  if (groups !== undefined) {
    const grouped = groups.map((group) => ({ hits: group.ranked.map(read), totalHits: group.totalHits }));
    return { ...ranking, hits: [], rest: [], groups: grouped };
  }
  const [first, rest] = [ranked.slice(0, lot), ranked.slice(lot)];
  // Assigned, as to spread it takes 2 µs, with each question.
  if (request.as === 'json' && marker !== null && write !== null && rest.length === 0) {
    const shown = first.map((hit) => show(stored(hit), marker));
    return Object.assign(ranking, { hits: [], rest: [], json: write(shown, request.query.text) });
  }
  const places = rest.map(({ live: of, ...hit }) => ({ segment: generation.segments.indexOf(of), ...hit }));
  return Object.assign(ranking, { hits: first.map(read), rest: places });
}

/** A hit with its document and paragraph. */
function hitOf(segment: Segment, hit: PlacedHit & Pick<Ranked, 'copies'>): Hit {
  const { paragraph, score, full, reasons, copies } = hit;
  return {
    document: segment.document(segment.documentOf(paragraph)),
    paragraph: segment.paragraph(paragraph),
    score,
    matchedAll: full,
    ...(reasons === undefined ? {} : { reasons }),
    ...(copies === undefined ? {} : { copies: copies.map(copyOf) }),
  };
}

function documentIdOf({ live: { segment }, paragraph }: Ranked): string {
  return segment.document(segment.documentOf(paragraph)).id;
}

function copyOf({ live: { segment }, paragraph }: Ranked): Copy {
  const number = segment.documentOf(paragraph);
  return { document: segment.document(number), ordinal: paragraph - segment.paragraphsOf(number).first + 1 };
}

function readLot(segments: readonly LiveSegment[], asked: MarkedLot): ReadDocument {
  const { segment } = liveOf(segments, asked.segment);
  const document = segment.document(asked.document);
  const { first, end } = segment.paragraphsOf(asked.document);
  const from = first + asked.from;
  const length = Math.max(0, Math.min(end - from, asked.lot));
  return { document, paragraphs: Array.from({ length }, (_, i) => segment.paragraph(from + i)) };
}

function liveOf(segments: readonly LiveSegment[], number: number): LiveSegment {
  const live = segments[number];
  if (live === undefined) throw new Error('Asked for a segment of another generation.');
  return live;
}
