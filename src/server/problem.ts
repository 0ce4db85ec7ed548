/** The errors that a request is refused with: one type, in the terms of RFC 9457. */

import { STATUS_CODES } from 'node:http';
import { SearchUnavailable } from '../index/engine.js';
import { UserError } from '../index/errors.js';
import { RebuildFailure } from '../index/follow/run.js';
import { QueryTooLong } from '../index/query.js';

/** The statuses of refusals. */
type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 408 | 410 | 413 | 414 | 417 | 421 | 431 | 500 | 503;

interface ProblemExtras {
  /** The query parameter at fault. */
  parameter?: string;
  /** Headers that belong to the status: `Allow`, `Retry-After`, `WWW-Authenticate`. */
  headers?: Readonly<Record<string, string>>;
}

/** A refusal. `detail` is a sentence for a person: it names the fix, never a stack or a secret, and a path only where that is what must be mended. */
export class Problem extends UserError {
  override name = 'Problem';
  readonly title: string;
  readonly parameter: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly status: ProblemStatus,
    readonly detail: string,
    { parameter, headers = {} }: ProblemExtras = {},
  ) {
    super(detail);
    this.title = STATUS_CODES[status] ?? 'Error';
    this.parameter = parameter ?? null;
    this.headers = headers;
  }
}

/** A 400 that names the parameter. */
export function badParameter(parameter: string, detail: string): Problem {
  return new Problem(400, detail, { parameter });
}

/** The 404 for an id that no document has. */
export function noDocument(): Problem {
  return new Problem(404, 'There is no such document. It may have been renamed or deleted.');
}

/** The 404 for a paragraph that does not exist. */
export function noParagraph(): Problem {
  return new Problem(404, 'There is no such paragraph. Its document may have been changed, renamed or deleted.');
}

/** The refusal that an error means; null if it is an internal fault, which is logged and answered with 500. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  if (error instanceof QueryTooLong) return badParameter('q', error.message);
  if (error instanceof SearchUnavailable) return new Problem(503, error.message, { headers: { 'Retry-After': '2' } });
  if (error instanceof RebuildFailure) return new Problem(503, error.message);
  return null;
}

/** What an internal fault looks like from outside: always the same. */
export function internalProblem(): Problem {
  return new Problem(500, 'Pilcrow failed to answer this. The reason is in its log.');
}

/** The body of `application/problem+json`. */
export function problemBody(problem: Problem): Record<string, unknown> {
  return {
    // RFC 9457: with about:blank, the title is that of the status.
    type: 'about:blank',
    title: problem.title,
    status: problem.status,
    detail: problem.detail,
    ...(problem.parameter === null ? {} : { parameter: problem.parameter }),
  };
}
