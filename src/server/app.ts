/** All routes of Pilcrow in one list, and the middleware before them. */
import { type Context, Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { SearchEngine } from '../index/engine.js';
import { checkToken } from './auth.js';
import { type ErrorLog, errorHandler, onlyErrors, respondProblem } from './errors.js';
import { addCommonHeaders, checkHost, checkLength } from './headers.js';
import { progressBody } from './json.js';
import { spokenTo } from './language.js';
import { Metrics } from './metrics.js';
import { originalFile } from './original.js';
import { offlinePage, resultsFragment, searchPage } from './pages.js';
import { Problem } from './problem.js';
import { QueryStats } from './query-stats.js';
import { ReaderRoutes } from './reader.js';
import { rebuildBodyLimit } from './rebuild.js';
import { Routes, stateOf } from './routes.js';
import { SharedPages } from './shared-pages.js';
import { loadAssets, serveAsset } from './static.js';
import { StatusEvents } from './status-events.js';
import { type IndexerSeam, StatusRoutes } from './status-routes.js';

/** What the application is made of. */
interface AppParts {
  engine: SearchEngine;
  indexer: IndexerSeam;
  settings: {
    /** Host names that are answered, in addition to the loopback ones. */
    allowedHosts: readonly string[];
    /** Null if everyone who can reach the port may ask. */
    token: string | null;
    /** Whether to keep the slowest and the fruitless queries in memory for the status page; false by default. */
    queryStats?: boolean;
  };
  /** Where faults are logged. */
  log: ErrorLog;
  /** Aborted when the server is asked to stop: ends the status events, which would never end by themselves. */
  stopping?: AbortSignal;
}

/** The application: a function from requests to responses, without a port (serve.ts gives it one). */
export function createApp({ engine, indexer, settings, log, stopping }: AppParts): Hono {
  const app = new Hono();
  const queries = settings.queryStats === true ? new QueryStats() : null;
  const routes = new Routes(engine, indexer, queries, settings.token !== null, log);
  const status = new StatusRoutes(engine, indexer, queries, settings.token, log);
  const events = new StatusEvents(() => progressBody(engine.stats(), indexer.status()), stopping);
  const reader = new ReaderRoutes(engine);
  const pages = new SharedPages(() => stateOf({ stats: engine.stats(), status: indexer.status() }));
  const metrics = new Metrics(engine, indexer);

  // Two steps, one for what is done behind every answer and one for what is checked before it: each takes a request a
  // microsecond or two.
  app.use(async (c, next) => {
    const begin = performance.now();
    await next();
    addCommonHeaders(c);
    metrics.count(c.res.status, performance.now() - begin);
  });
  app.use((c, next) => {
    checkHost(c, settings.allowedHosts);
    checkLength(c);
    checkToken(c, settings.token);
    return onlyErrors(next);
  });

  app.get(
    '/',
    pages.handler((c, ...by) => routes.search(c, searchPage, ...by)),
  );
  app.get(
    '/results',
    pages.handler((c, ...by) => routes.search(c, resultsFragment, ...by)),
  );
  app.get(
    '/doc/:id',
    pages.handler((c, ...by) => reader.document(c, ...by)),
  );
  app.get(
    '/doc/:id/similar',
    pages.handler((c, ...by) => reader.similar(c, ...by)),
  );
  app.get('/doc/:id/original', (c) => originalFile(engine, c));
  app.get('/search', (c) => routes.searchJson(c));
  app.get('/suggest', (c) => routes.suggest(c));
  app.get('/similar', (c) => routes.similar(c));
  app.get('/export', (c) => routes.export(c));
  app.get('/feed', (c) => routes.feed(c));
  app.get('/opensearch.xml', (c) => routes.openSearch(c));
  app.get('/openapi.json', (c) => routes.openApi(c));
  app.get('/status', (c) => status.status(c));
  app.get('/status.json', (c) => status.statusJson(c));
  app.get('/status/events', (c) => events.respond(c));
  app.post('/rebuild', rebuildBodyLimit, (c) => status.rebuild(c));
  app.get('/offline', (c) => c.html(offlinePage(spokenTo(c))));
  app.get('/metrics', (c) => metrics.respond(c));
  app.get('/healthz', (c) => status.health(c));
  app.get('/readyz', (c) => status.ready(c));
  for (const [path, asset] of loadAssets()) app.get(path, (c) => serveAsset(c, asset));
  // Behind all routes: asked where none of them answers.
  app.use(methodNotAllowed({ app, onMethodNotAllowed }));

  app.notFound((c) => respondProblem(c, new Problem(404, 'There is nothing at this address.')));
  app.onError(errorHandler(log));
  return app;
}

function onMethodNotAllowed(c: Context, methods: string[]): Response {
  const allow = methods.join(', ');
  return respondProblem(c, new Problem(405, `This address answers ${allow} alone.`, { headers: { Allow: allow } }));
}
