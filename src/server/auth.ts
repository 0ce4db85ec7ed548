/** Who may ask when a token is set: programs by `Authorization: Bearer`, people by the browser's own password box. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { auth as basicCredentials } from 'hono/utils/basic-auth';
import { Problem } from './problem.js';

/** Probes of a supervisor, which has no token. */
const OPEN_PATHS: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/**
 * Whether the request holds the token, as a bearer or as the password of Basic (any user name). Basic spares a log-in page of our
 * own making, with its cookies; a browser sends it along by itself, so what changes anything also checks its origin (rebuild.ts).
 */
export function holdsToken(c: Context, token: string | null): boolean {
  if (token === null) return true;
  const bearer = /^Bearer +(?<value>\S+)$/i.exec(c.req.header('Authorization') ?? '')?.groups?.value;
  const offered = bearer ?? basicCredentials(c.req.raw)?.password;
  return offered !== undefined && sameSecret(offered, token);
}

/** Compares digests, which are of one length, in constant time: neither the length nor a common beginning shows in the time taken. */
function sameSecret(offered: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(offered), digest(token));
}

/** Refuses (401) every request without the token, unknown addresses included, so that nothing can be learnt from the difference. */
export function requireToken(token: string | null): MiddlewareHandler {
  return async (c, next) => {
    if (!OPEN_PATHS.has(c.req.path) && !holdsToken(c, token)) {
      throw new Problem(401, 'A token is needed: send `Authorization: Bearer <token>`, or type it as the password.', {
        headers: { 'WWW-Authenticate': 'Basic realm="Pilcrow", charset="UTF-8"' },
      });
    }
    await next();
  };
}
