/** Turns errors into responses: a page for browsers, problem+json for programs. */
import type { Context, ErrorHandler, Next } from 'hono';
import { accepts } from 'hono/accepts';
import { SearchUnavailable } from '../index/engine.js';
import { codeOf } from '../index/errors.js';
import { spokenTo } from './language.js';
import { errorPage } from './pages.js';
import { internalProblem, Problem, problemBody, problemOf } from './problem.js';

/** Where faults are logged, such as a pino logger. */
export interface ErrorLog {
  error(fields: { err: unknown; path: string }, message: string): void;
}

/** Paths for programs, whose errors are always JSON. */
const PROGRAM_PATHS: ReadonlySet<string> = new Set([
  '/search',
  '/suggest',
  '/similar',
  '/feed',
  '/opensearch.xml',
  '/openapi.json',
  '/status.json',
  '/status/events',
  '/healthz',
  '/readyz',
]);

/** Whether the client asked for a page. Browsers name `text/html`; a client that accepts anything is a program. */
export function wantsPage(c: Context): boolean {
  if (PROGRAM_PATHS.has(c.req.path)) return false;
  const json = 'application/json';
  return accepts(c, { header: 'Accept', supports: ['text/html', json], default: json }) === 'text/html';
}

/** The response for a problem. */
export function respondProblem(c: Context, problem: Problem): Response {
  // Overrides what the route may have set already.
  const headers = { ...problem.headers, Vary: 'Accept', 'Cache-Control': 'no-store' };
  if (wantsPage(c)) {
    // Not by `URL`, which takes no host such as `xn--`: that is not checked yet, or what is wrong.
    return c.html(errorPage(problem, c.req.query('q') ?? '', spokenTo(c)), problem.status, headers);
  }
  return c.body(JSON.stringify(problemBody(problem)), problem.status, {
    ...headers,
    'Content-Type': 'application/problem+json',
  });
}

/** Logs an internal fault. The address is logged without its query, which is private. */
export function logFault(log: ErrorLog, c: Context, error: unknown): void {
  log.error({ err: error, path: c.req.path }, 'A request failed.');
}

/** The refusal that an error means, as `problemOf`. A thread that died was replaced, but what it died of is logged. */
export function refusalOf(log: ErrorLog, c: Context, error: unknown): Problem | null {
  if (error instanceof SearchUnavailable && error.cause !== undefined) logFault(log, c, error);
  return problemOf(error);
}

/** The last resort for what a handler throws. Only internal faults are logged, but not a client that went away. */
export function errorHandler(log: ErrorLog): ErrorHandler {
  return (error, c) => {
    const problem = refusalOf(log, c, error);
    if (problem !== null) return respondProblem(c, problem);
    // Nobody reads this response; with 500 it would count as an internal fault.
    if (wentAway(c, error)) {
      return respondProblem(c, new Problem(503, 'The client went away.'));
    }
    logFault(log, c, error);
    return respondProblem(c, internalProblem());
  };
}

/** Whether an error only says that the client went away, or was cut: as the signal gives its reason, or while its body was read. */
function wentAway(c: Context, error: Error): boolean {
  const { aborted, reason } = c.req.raw.signal;
  return aborted && (error === reason || error.cause === reason || codeOf(error) === 'ECONNRESET');
}

/** What comes next; turns anything thrown that is no `Error` into one (the reason of an aborted signal is a string), as Hono only handles those. */
export function onlyErrors(next: Next): Promise<void> {
  return next().catch((thrown: unknown) => {
    throw thrown instanceof Error ? thrown : new Error('Something that is no error was thrown.', { cause: thrown });
  });
}
