/** What each address answers. The list of addresses is in app.ts. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { stringsOf } from '../../views/language.js';
import type { Strings } from '../../views/strings/en.js';
import { ask, askDocument, askSimilar } from '../index/answer.js';
import type { EngineStats, SearchEngine } from '../index/engine.js';
import { FACETS } from '../index/filter.js';
import { parseQuery } from '../index/query.js';
import type { IndexerStatus } from '../index/types.js';
import { holdsToken } from './auth.js';
import { entityTag, holdsTag } from './conditional.js';
import { type ErrorLog, logFault, wantsPage } from './errors.js';
import { OPENSEARCH, openSearchBody, readSimilar, readSuggest, similarBody, suggestBody } from './help.js';
import { searchBody, statusBody } from './json.js';
import { documentPage, type SearchState, statusPage } from './pages.js';
import { readPage, readSearch, type SearchInput } from './params.js';
import { Problem, problemOf } from './problem.js';
import { checkRebuildSource, Rebuilds } from './rebuild.js';
import { SampleQueries } from './samples.js';

/** What the server needs of the indexer. */
export interface IndexerSeam {
  status(): IndexerStatus;
  rebuild(): Promise<void>;
}

/** The handlers, over one engine and one indexer. */
export class Routes {
  private readonly rebuilds: Rebuilds;
  private readonly samples: SampleQueries;
  /** Part of every tag: after a restart the same generation may be ranked by other code. */
  private readonly run = randomUUID();

  constructor(
    private readonly engine: SearchEngine,
    private readonly indexer: IndexerSeam,
    private readonly token: string | null,
    private readonly log: ErrorLog,
  ) {
    this.rebuilds = new Rebuilds(indexer);
    this.samples = new SampleQueries(engine);
  }

  /** The search page or its results alone. What cannot be answered is said in the page, with the words still in the field. */
  async search(c: Context, render: (state: SearchState, strings: Strings) => string): Promise<Response> {
    const { input, problem } = readPage(new URL(c.req.url).searchParams);
    const state: SearchState = { ...this.now(), input, answer: null, problem, samples: [] };
    const { signal } = c.req.raw;
    try {
      if (problem === null && !isEmpty(input))
        state.answer = await ask(this.engine, { ...input, facets: FACETS, histogram: true }, signal);
      else if (problem === null) state.samples = await this.samples.get(signal);
    } catch (error) {
      state.problem = problemOf(error);
      if (state.problem === null) throw error;
    }
    return c.html(
      render(state, stringsOf(c.get('language'))),
      state.problem?.status ?? 200,
      state.problem?.headers ?? {},
    );
  }

  /** A search for programs. Before the first look at the folder is over it answers from what is in, and says `indexing: true`. */
  async searchJson(c: Context): Promise<Response> {
    const input = readSearch(new URL(c.req.url).searchParams);
    const before = this.now();
    const tag = this.tag(input, before);
    c.header('Cache-Control', 'private, no-cache');
    if (holdsTag(c.req.header('If-None-Match'), tag)) {
      c.header('ETag', tag);
      return c.body(null, 304);
    }
    const answer = await ask(this.engine, input, c.req.raw.signal);
    const { stats, status } = answer.generation === before.stats.generation ? before : this.now();
    // A generation that is gone already has figures we no longer know: such an answer is never the one to revalidate.
    if (answer.generation === stats.generation) c.header('ETag', this.tag(input, { stats, status }));
    return c.json(searchBody(input, answer, stats, status));
  }

  /** Completions of what is typed; nothing where the engine has none. What is typed again within a moment may be answered by the browser. */
  async suggest(c: Context): Promise<Response> {
    const { q, limit, opensearch } = readSuggest(c);
    // Refused where a search for it would be, in the same words.
    parseQuery(q);
    const suggestions = (await this.engine.suggest?.({ text: q, limit }, c.req.raw.signal)) ?? [];
    c.header('Cache-Control', 'private, max-age=30');
    c.header('Vary', 'Accept');
    if (!opensearch) return c.json(suggestBody(q, suggestions));
    return c.body(JSON.stringify(openSearchBody(q, suggestions)), 200, { 'Content-Type': OPENSEARCH });
  }

  /** Paragraphs like one. */
  async similar(c: Context): Promise<Response> {
    const { id, paragraph, limit } = readSimilar(c);
    const answer = await askSimilar(this.engine, id, paragraph, limit, c.req.raw.signal);
    if (answer === null)
      throw new Problem(404, 'There is no such paragraph. Its document may have been changed, renamed or deleted.');
    return c.json(similarBody(answer));
  }

  /** The reader. */
  async document(c: Context): Promise<Response> {
    const q = new URL(c.req.url).searchParams.get('q') ?? '';
    const shown = await askDocument(this.engine, c.req.param('id') ?? '', q, c.req.raw.signal);
    if (shown === null) throw new Problem(404, 'There is no such document. It may have been renamed or deleted.');
    return c.html(documentPage(shown, q, this.engine.stats(), stringsOf(c.get('language'))));
  }

  /** What the indexer does: a page, or JSON for programs. */
  status(c: Context): Response {
    const { stats, status } = this.now();
    c.header('Vary', 'Accept');
    return wantsPage(c)
      ? c.html(statusPage(stats, status, stringsOf(c.get('language'))))
      : c.json(statusBody(stats, status));
  }

  statusJson(c: Context): Response {
    const { stats, status } = this.now();
    return c.json(statusBody(stats, status));
  }

  /** Programs wait for the end and get the status after it; a form is sent to the status page, which shows the progress. */
  async rebuild(c: Context): Promise<Response> {
    checkRebuildSource(c);
    const run = this.rebuilds.run();
    if (wantsPage(c)) {
      run.catch((error: unknown) => {
        // What keeps a rebuild from being done stands on the status page.
        if (problemOf(error) === null) logFault(this.log, c, error);
      });
      return c.redirect('/status', 303);
    }
    await run;
    return this.statusJson(c);
  }

  /** 200 as long as the process lives. The problem may name a folder, so it is told only to those who may ask for the rest. */
  health(c: Context): Response {
    const { problem } = this.indexer.status();
    const told = holdsToken(c, this.token) ? { problem } : {};
    return c.json({ status: problem === null ? 'ok' : 'degraded', ...told });
  }

  /** 503 until the first look at the folder is indexed. */
  ready(c: Context): Response {
    const { phase, done, total } = this.indexer.status();
    if (phase !== 'starting') return c.json({ status: 'ready' });
    return c.json({ status: 'starting', done, total }, 503, { 'Retry-After': '1' });
  }

  private now(): { stats: EngineStats; status: IndexerStatus } {
    return { stats: this.engine.stats(), status: this.indexer.status() };
  }

  /** Weak: the time taken differs between two answers that are the same. */
  private tag(input: SearchInput, { stats, status }: { stats: EngineStats; status: IndexerStatus }): string {
    const { generation, updatedAt } = stats;
    return entityTag(JSON.stringify([this.run, generation, updatedAt, status.phase !== 'idle', input]), true);
  }
}

function isEmpty({ text, filters }: SearchInput): boolean {
  return text.trim() === '' && filters.length === 0;
}
