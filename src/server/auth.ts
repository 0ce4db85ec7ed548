/** Checks the token, if one is set: programs send `Authorization: Bearer`, people use the password prompt of the browser. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { auth as basicCredentials } from 'hono/utils/basic-auth';
import { Problem } from './problem.js';

/** What is sent without a token: health checks, and the files that the page of the refusal is made of, for which a browser would ask again. */
const OPEN_PATHS = /^\/(?:healthz|readyz|favicon\.svg|assets\/\w+\.(?:css|js))$/;

/**
 * Whether the request has the token, as a bearer token or as the password of Basic authentication (with any user name).
 * Basic needs no log-in page and no cookies; but browsers send it by themselves, so requests that change something also
 * check their origin (rebuild.ts).
 */
export function holdsToken(c: Context, token: string | null): boolean {
  if (token === null) return true;
  const bearer = /^Bearer +(?<value>\S+)$/i.exec(c.req.header('Authorization') ?? '')?.groups?.value;
  const offered = bearer ?? basicCredentials(c.req.raw)?.password;
  return offered !== undefined && sameSecret(offered, token);
}

/** Compares digests in constant time: neither the length nor a common beginning shows in the time taken. */
function sameSecret(offered: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(offered), digest(token));
}

/** Refuses (401) every other request without the token, even for unknown addresses, so that nothing can be learnt from the difference. */
export function checkToken(c: Context, token: string | null): void {
  if (holdsToken(c, token) || OPEN_PATHS.test(c.req.path)) return;
  throw new Problem(401, 'A token is needed: send `Authorization: Bearer <token>`, or type it as the password.', {
    headers: { 'WWW-Authenticate': 'Basic realm="Pilcrow", charset="UTF-8"' },
  });
}
