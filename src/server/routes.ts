/** The handlers of everything that searches. The list of all routes is in app.ts. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Context } from 'hono';
import type { Strings } from '../../views/strings/en.js';
import { type Answer, ask, askSimilar, FOR_PAGE, type Question } from '../index/ask.js';
import type { EngineStats, SearchEngine } from '../index/engine.js';
import { parseQuery } from '../index/query.js';
import type { IndexerStatus } from '../index/types.js';
import { entityTag, holdsTag } from './conditional.js';
import { type ErrorLog, refusalOf } from './errors.js';
import { exportHits } from './export.js';
import { ATOM, atomFeed, OPENSEARCH, openSearchDescription } from './feed.js';
import { complete, completeHeaders } from './headers.js';
import { writeSearchBody } from './json.js';
import { readExport, readFeed } from './list-params.js';
import { openApi } from './openapi.js';
import { attachment } from './original.js';
import { questionOf, type SearchState } from './pages.js';
import { readPage, readSearch } from './params.js';
import type { SearchInput } from './plain-search.js';
import { noParagraph, Problem } from './problem.js';
import type { QueryStats } from './query-stats.js';
import { type KeptAnswer, RecentAnswers } from './recent.js';
import { type SampleQueries, samplesFor } from './samples.js';
import type { Page } from './shared-pages.js';
import { SingleFlight } from './single-flight.js';
import type { IndexerSeam } from './status-routes.js';
import {
  openSearchBody,
  readSimilar,
  readSuggest,
  SUGGESTIONS,
  similarBody,
  suggestBody,
} from './suggest-and-similar.js';
import { waysOn } from './ways-on.js';

/** How many exports may be written or sent at the same time: each holds up to 10,000 paragraphs. */
const MAX_EXPORTS = 2;

/** The handlers, over one engine and one indexer. */
export class Routes {
  private readonly samples: SampleQueries;
  private readonly recent = new RecentAnswers();
  private readonly asking = new SingleFlight<Answer>();
  private exporting = 0;
  /** Part of every entity tag: after a restart, the same generation may be ranked by other code. */
  private readonly run = randomUUID();

  constructor(
    private readonly engine: SearchEngine,
    private readonly indexer: Pick<IndexerSeam, 'status'>,
    private readonly queries: QueryStats | null,
    private readonly needsToken: boolean,
    private readonly log: ErrorLog,
  ) {
    this.samples = samplesFor(engine);
  }

  /** The search page, or only its results. If the query cannot be answered, the page says why and keeps the words in the field. */
  async search(
    c: Context,
    render: (state: SearchState, strings: Strings) => string,
    strings: Strings,
    signal: AbortSignal,
  ): Promise<Page> {
    const { input, problem } = readPage(new URL(c.req.url).searchParams);
    const now = this.now();
    const state: SearchState = { ...now, input, answer: null, problem, samples: [], waysOn: [] };
    try {
      if (problem === null && !isEmpty(input)) state.answer = await this.ask({ ...input, ...FOR_PAGE }, now, signal);
      else if (problem === null) state.samples = await this.samples.get();
      // While files come in for the first time, there is no reason yet to ask otherwise.
      if (state.answer?.totalHits === 0 && now.status.phase !== 'starting')
        state.waysOn = await waysOn(this.engine, questionOf(input), state.answer.query, signal);
    } catch (error) {
      state.problem = refusalOf(this.log, c, error);
      if (state.problem === null) throw error;
    }
    return { html: render(state, strings), problem: state.problem };
  }

  /** A search for programs. Until the first look at the folder is indexed, it answers from what is there, with `indexing: true`. */
  async searchJson(c: Context): Promise<Response> {
    const { url } = c.req;
    const before = this.now();
    // The same parameters and the same index: they were valid, and have the same answer.
    const asked = url.slice(url.indexOf('?') + 1 || url.length);
    const known = this.recent.get(asked, stateOf(before));
    if (known !== undefined) return respondSearch(c, known);
    const input = readSearch(new URL(url).searchParams);
    const tag = this.tag(input, before);
    if (holdsTag(c.req.header('If-None-Match'), tag)) return notModified(c, tag);
    const answer = await this.ask({ ...input, as: 'json' }, before, c.req.raw.signal);
    const isBefore = answer.generation === before.stats.generation;
    const now = isBefore ? before : this.now();
    const body = writeSearchBody(input, answer, now.stats, now.status);
    // The figures of a replaced generation are no longer known: such an answer gets no tag.
    if (answer.generation !== now.stats.generation)
      return complete(c, body, 200, completeHeaders({ ...REVALIDATED, ...JSON_BODY }));
    const kept = keptAnswer(stateOf(now), isBefore ? tag : this.tag(input, now), body);
    this.recent.set(asked, kept);
    return respondSearch(c, kept);
  }

  /** Suggestions for a text. The browser may answer the same text from its cache for a moment. */
  async suggest(c: Context): Promise<Response> {
    const { q, limit, opensearch } = readSuggest(c);
    // Refuses what a search would refuse, in the same words.
    parseQuery(q);
    const suggestions = await this.engine.suggest({ text: q, limit }, c.req.raw.signal);
    c.header('Cache-Control', 'private, max-age=30');
    c.header('Vary', 'Accept');
    if (!opensearch) return c.json(suggestBody(q, suggestions));
    return c.body(JSON.stringify(openSearchBody(q, suggestions)), 200, { 'Content-Type': SUGGESTIONS });
  }

  /** Paragraphs similar to one. */
  async similar(c: Context): Promise<Response> {
    const { id, paragraph, limit } = readSimilar(c);
    const answer = await askSimilar(this.engine, id, paragraph, limit, c.req.raw.signal);
    if (answer === null) throw noParagraph();
    return c.json(similarBody(answer));
  }

  /** All hits of a query as a file to save. */
  async export(c: Context): Promise<Response> {
    const { input, format } = readExport(new URL(c.req.url).searchParams);
    if (this.exporting >= MAX_EXPORTS) {
      throw new Problem(503, 'Other exports are being written; try again in a moment.', {
        headers: { 'Retry-After': '2' },
      });
    }
    this.exporting++;
    try {
      const { body, type, name } = await exportHits(this.engine, input, format, originOf(c), c.req.raw.signal);
      return c.body(body, 200, { 'Content-Type': type, 'Content-Disposition': attachment(name) });
    } finally {
      // Not before its client has it, or left: what is not read stays in memory, 40 MB for 6 million letters.
      const outgoing: ServerResponse | undefined = c.env?.outgoing;
      if (outgoing?.closed === false) outgoing.once('close', () => this.exporting--);
      else this.exporting--;
    }
  }

  /** A query as an Atom feed. */
  async feed(c: Context): Promise<Response> {
    const input = readFeed(new URL(c.req.url).searchParams);
    // Feed readers ask every few minutes; as long as nothing changes, that costs no search.
    const tag = this.tag([originOf(c), input], this.now());
    c.header('Cache-Control', 'private, no-cache');
    c.header('ETag', tag);
    if (holdsTag(c.req.header('If-None-Match'), tag)) return c.body(null, 304);
    return c.body(await atomFeed(this.engine, input, originOf(c), c.req.raw.signal), 200, { 'Content-Type': ATOM });
  }

  /** The description of the API, for programs that generate clients. */
  openApi(c: Context): Response {
    return c.json(openApi(originOf(c), this.needsToken));
  }

  /** What a browser needs to add Pilcrow to its searches. */
  openSearch(c: Context): Response {
    return c.body(openSearchDescription(originOf(c), this.engine.stats().folder), 200, { 'Content-Type': OPENSEARCH });
  }

  /** The same query at the same moment (a page that many open, a program that asks in parallel) is searched once. */
  private ask(question: Question, now: Now, signal: AbortSignal): Promise<Answer> {
    return this.asking.ask(stateOf(now) + JSON.stringify(question), signal, async (off) => {
      const answer = await ask(this.engine, question, off);
      this.queries?.record(question.text, answer.tookMs, answer.totalHits);
      return answer;
    });
  }

  private now(): Now {
    return { stats: this.engine.stats(), status: this.indexer.status() };
  }

  /** A weak tag, as the time taken differs between equal answers. */
  private tag(asked: unknown, now: Now): string {
    return entityTag(JSON.stringify([this.run, stateOf(now), asked]));
  }
}

/** The index and the indexer at one moment. */
interface Now {
  stats: EngineStats;
  status: IndexerStatus;
}

/** The part of it that answers depend on, in addition to the query. */
export function stateOf({ stats: { generation, updatedAt }, status }: Now): string {
  return `${generation} ${updatedAt} ${status.phase !== 'idle'} `;
}

const REVALIDATED = { 'Cache-Control': 'private, no-cache' };
const JSON_BODY = { 'Content-Type': 'application/json' };

function keptAnswer(state: string, tag: string, body: KeptAnswer['body']): KeptAnswer {
  return { state, tag, body, headers: completeHeaders({ ...REVALIDATED, ETag: tag, ...JSON_BODY }) };
}

function respondSearch(c: Context, { tag, body, headers }: KeptAnswer): Response {
  return holdsTag(c.req.header('If-None-Match'), tag) ? notModified(c, tag) : complete(c, body, 200, headers);
}

function notModified(c: Context, tag: string): Response {
  return complete(c, null, 304, completeHeaders({ ...REVALIDATED, ETag: tag }));
}

/**
 * The origin that the request was sent to, which is one of those that are answered (headers.ts). A proxy that speaks TLS
 * says so, the one nearest to the client first; nothing but links depends on it.
 */
function originOf(c: Context): string {
  const url = new URL(c.req.url);
  if (/^https(?:\s*,|$)/i.test(c.req.header('X-Forwarded-Proto') ?? '')) url.protocol = 'https:';
  return url.origin;
}

function isEmpty({ text, filters }: SearchInput): boolean {
  return text.trim() === '' && filters.length === 0;
}
