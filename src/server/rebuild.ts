/** `POST /rebuild`: checks who may ask for it. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Problem } from './problem.js';

/** Most bytes of a body, which is not used. */
const MAX_BODY = 1024;

/**
 * Throws a `Problem` (403) unless the request comes from a program or from a page of Pilcrow.
 *
 * To be safe, for every content type:
 * - An `Origin` other than Pilcrow's, `null` included, or a `Sec-Fetch-Site` other than `same-origin` is refused whatever
 *   else is sent.
 * - Else `X-Pilcrow: rebuild` is enough: another site cannot send it, as cross-origin sharing is off.
 * - Else it is the plain form of the status page, and both `Origin` and `Sec-Fetch-Site` must say so. Browsers omit the
 *   latter over plain HTTP to another machine; the form then only works with JavaScript, where htmx sends the header.
 */
export function checkRebuildSource(c: Context): void {
  const origin = c.req.header('Origin');
  const site = c.req.header('Sec-Fetch-Site');
  if (origin !== undefined && !isOwnOrigin(origin, c)) throw foreign();
  if (site !== undefined && site !== 'same-origin') throw foreign();
  if (c.req.header('X-Pilcrow') === 'rebuild') return;
  if (origin === undefined || site === undefined) {
    throw new Problem(403, 'Send the header `X-Pilcrow: rebuild` with this request.');
  }
}

function foreign(): Problem {
  return new Problem(403, 'A page of another site may not start a rebuild. Start it from the status page.');
}

/** Compares host and port. The scheme may differ: behind a proxy that speaks TLS, Pilcrow itself speaks http. */
function isOwnOrigin(origin: string, c: Context): boolean {
  const own = c.req.header('Host') ?? new URL(c.req.url).host;
  try {
    const { protocol, host } = new URL(origin);
    // Parsed with the scheme of the origin, so that a default port is dropped from both.
    return host !== '' && host === new URL(`${protocol}//${own}`).host;
  } catch {
    return false; // `null`, or no address at all
  }
}

/** Refuses (413) bodies that nobody needs to send, without reading them. */
export const rebuildBodyLimit = bodyLimit({
  maxSize: MAX_BODY,
  onError: () => {
    throw new Problem(413, `A rebuild takes no body; at most ${MAX_BODY} bytes are read. Send it empty.`);
  },
});
