/** The handlers for the indexer: status, rebuild, health. */
import type { Context } from 'hono';
import type { SearchEngine } from '../index/engine.js';
import type { IndexerStatus } from '../index/types.js';
import { holdsToken } from './auth.js';
import { type ErrorLog, logFault, wantsPage } from './errors.js';
import { statusBody } from './json.js';
import { spokenTo } from './language.js';
import { statusPage } from './pages.js';
import { Problem, problemOf } from './problem.js';
import type { QueryStats } from './query-stats.js';
import { checkRebuildSource } from './rebuild.js';

/** What the server needs of the indexer. */
export interface IndexerSeam {
  status(): IndexerStatus;
  rebuild(): Promise<void>;
}

/** The handlers, over one engine and one indexer. */
export class StatusRoutes {
  constructor(
    private readonly engine: SearchEngine,
    private readonly indexer: IndexerSeam,
    private readonly queries: QueryStats | null,
    private readonly token: string | null,
    private readonly log: ErrorLog,
  ) {}

  /** The status of the indexer: a page, or JSON for programs. */
  status(c: Context): Response {
    c.header('Vary', 'Accept');
    if (!wantsPage(c)) return this.statusJson(c);
    return c.html(statusPage(this.engine.stats(), this.indexer.status(), this.queries, spokenTo(c)));
  }

  statusJson(c: Context): Response {
    return c.json(statusBody(this.engine.stats(), this.indexer.status(), this.queries));
  }

  /** Programs wait for the end and get the status then; a form is redirected to the status page, which shows the progress. */
  async rebuild(c: Context): Promise<Response> {
    checkRebuildSource(c);
    const run = this.indexer.rebuild();
    if (wantsPage(c)) {
      run.catch((error: unknown) => {
        // The status page says what keeps a rebuild from being done.
        if (problemOf(error) === null) logFault(this.log, c, error);
      });
      return c.redirect('/status', 303);
    }
    await run;
    return this.statusJson(c);
  }

  /** 200 as long as the process lives. The problem may name a folder, so only those with the token see it. */
  health(c: Context): Response {
    const { problem } = this.indexer.status();
    const told = holdsToken(c, this.token) ? { problem } : {};
    return c.json({ status: problem === null ? 'ok' : 'degraded', ...told });
  }

  /** 503 until the first look at the folder is indexed. */
  ready(c: Context): Response {
    const { phase, done, total } = this.indexer.status();
    if (phase !== 'starting') return c.json({ status: 'ready' });
    throw new Problem(503, `The folder is being indexed: ${done} of ${total} files so far.`, {
      headers: { 'Retry-After': '1' },
    });
  }
}
