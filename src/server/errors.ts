/** Turns whatever a request was refused with, or failed with, into an answer: a page for browsers, problem+json for programs. */
import type { Context, ErrorHandler, MiddlewareHandler } from 'hono';
import { accepts } from 'hono/accepts';
import { stringsOf } from '../../views/language.js';
import { SearchUnavailable } from '../index/engine.js';
import { errorPage } from './pages.js';
import { internalProblem, Problem, problemBody, problemOf } from './problem.js';

/** Where faults are written. A pino logger is one. */
export interface ErrorLog {
  error(fields: { err: unknown; path: string }, message: string): void;
}

/** Paths that only programs read: their errors are JSON whoever asks. */
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

/** Whether the client asked for a page. Browsers name `text/html`; one that accepts anything is a program. */
export function wantsPage(c: Context): boolean {
  if (PROGRAM_PATHS.has(c.req.path)) return false;
  const json = 'application/json';
  return accepts(c, { header: 'Accept', supports: ['text/html', json], default: json }) === 'text/html';
}

/** Answers with a problem. */
export function respondProblem(c: Context, problem: Problem): Response {
  // The route may have said already how its answer is to be cached.
  const headers = { ...problem.headers, Vary: 'Accept', 'Cache-Control': 'no-store' };
  if (wantsPage(c)) {
    const q = new URL(c.req.url).searchParams.get('q') ?? '';
    return c.html(errorPage(problem, q, stringsOf(c.get('language'))), problem.status, headers);
  }
  return c.body(JSON.stringify(problemBody(problem)), problem.status, {
    ...headers,
    'Content-Type': 'application/problem+json',
  });
}

/** Writes down a fault of ours. The address comes without its query, which is private. */
export function logFault(log: ErrorLog, c: Context, error: unknown): void {
  log.error({ err: error, path: c.req.path }, 'A request failed.');
}

/** The last resort for what a handler throws. Only faults of ours are logged, a thread that died among them; a client that went away is none. */
export function errorHandler(log: ErrorLog): ErrorHandler {
  return (error, c) => {
    const problem = problemOf(error);
    // A thread that died was replaced, but what it died of is to be known.
    if (error instanceof SearchUnavailable && error.cause !== undefined) logFault(log, c, error);
    if (problem !== null) return respondProblem(c, problem);
    const { aborted, reason } = c.req.raw.signal;
    // Nobody reads this answer; 500 would count it as our fault.
    if (aborted && (error === reason || error.cause === reason)) {
      return respondProblem(c, new Problem(503, 'The client went away.'));
    }
    logFault(log, c, error);
    return respondProblem(c, internalProblem());
  };
}

/** Makes an `Error` of anything else that was thrown (the reason of an aborted signal is a string), as Hono handles errors alone. */
export function onlyErrors(): MiddlewareHandler {
  return async (_c, next) => {
    try {
      await next();
    } catch (thrown) {
      throw thrown instanceof Error ? thrown : new Error('Something that is no error was thrown.', { cause: thrown });
    }
  };
}
