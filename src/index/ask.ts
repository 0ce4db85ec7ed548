/** From the text of a query to its answer: parse, search, mark. The same for the page, the JSON and the terminal. */
import { type ShownDocument, type ShownGroup, type ShownHit, type SimilarAnswer, show } from './answer.js';
import type { HitGroup, SearchEngine, SearchRequest, SearchResult } from './engine.js';
import { Marker } from './marker.js';
import { parseQuery } from './query.js';
import { FACETS } from './search/collect/facets.js';
import { type Filter, type Hit, type Match, NO_MARKS, type ParsedQuery } from './search-types.js';
import { withSynonyms } from './synonyms.js';

/** Options of a search, as in `SearchRequest`. */
type Wishes = Pick<
  SearchRequest,
  'sort' | 'facets' | 'histogram' | 'group' | 'textsOnce' | 'explain' | 'verbatim' | 'as'
>;

/** What a page of results shows besides the hits, and how it wants these. */
export const FOR_PAGE = { facets: FACETS, histogram: true, textsOnce: true, as: 'marked' } as const satisfies Wishes;

/** What a person or a program asks. */
export interface Question extends Wishes {
  text: string;
  filters: readonly Filter[];
  match: Match;
  /** 0-based rank of the first hit wanted; of the first document where they are grouped, of those listed where each text is listed once. */
  offset: number;
  /** Likewise. */
  hitsPerPage: number;
}

/** What is shown of a search: all that is told of the hits, and these with what is marked in them. */
export interface Answer extends Omit<SearchResult, 'hits' | 'groups' | 'marks' | 'around'> {
  /** As it was answered: with what was corrected. */
  query: ParsedQuery;
  offset: number;
  /** Empty where hits are grouped, or are in `json`. */
  hits: ShownHit[];
  /** Where hits are grouped by document. */
  groups?: ShownGroup[];
  /** Sentences for the person: how odd parts of the query were read, what a limit left out. */
  notes: readonly string[];
  /** From the text of the query to this answer, ms. */
  tookMs: number;
}

/**
 * Answers a question. An empty one has no hits.
 * @throws QueryTooLong, SearchUnavailable, or the signal's reason
 */
export async function ask(engine: SearchEngine, question: Question, signal?: AbortSignal): Promise<Answer> {
  const began = performance.now();
  const { text, hitsPerPage, ...asked } = question;
  const { query, result } = await searchFor(engine, text, { as: 'marked', ...asked, limit: hitsPerPage }, signal);
  const { hits, groups, marks, notes, ...told } = result;
  const marker = new Marker(marks);
  // Not spread, which V8 takes 3 µs for where other properties follow.
  return Object.assign(told, {
    query,
    offset: question.offset,
    hits: hits.map((hit) => shown(hit, marker)),
    ...(groups === undefined ? {} : { groups: groups.flatMap((group) => showGroup(group, marker)) }),
    notes: [...query.notes, ...notes],
    tookMs: performance.now() - began,
  });
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
  { text, verbatim = false }: Pick<Question, 'text' | 'verbatim'>,
  signal?: AbortSignal,
): Promise<ShownDocument | null> {
  const request = { filters: [], match: 'any', verbatim, offset: 0, limit: 0 } as const;
  const { result } = await searchFor(engine, text, request, signal);
  return await engine.markedDocument(id, result.marks, signal);
}

/** Paragraphs similar to one; null where there is no such paragraph. Throws as `ask`. */
export async function askSimilar(
  engine: SearchEngine,
  id: string,
  ordinal: number,
  limit: number,
  signal?: AbortSignal,
): Promise<SimilarAnswer | null> {
  const similar = await engine.similar(id, ordinal, limit, signal);
  if (similar === null) return null;
  const marker = new Marker(NO_MARKS);
  return { ...similar, hits: similar.hits.map((hit) => show(hit, marker)) };
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
