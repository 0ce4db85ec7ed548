/** The headers of every response, and the checks of the `Host` and of the length of an address. */
import { isIP } from 'node:net';
import type { Context } from 'hono';
import { Problem } from './problem.js';

/**
 * Only scripts, styles and requests from this server; no inline code, no `eval`, no frames, no plug-ins.
 *
 * When changing pages, note that inline `style=` and `<script>`, and `hx-on*`, `js:` and `[filter]` of htmx do not work
 * under it.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  // Markup reaches the page only through the policy that public/app.js makes and gives to htmx; no other script can write any.
  "require-trusted-types-for 'script'",
  'trusted-types htmx',
].join('; ');

/**
 * The headers of every response, also to errors and broken requests. Cross-origin sharing (CORS) is off: none of its
 * headers is ever sent.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Not `no-referrer`: with that, browsers send `Origin: null` with a plain form, and the rebuild form could not be
  // told from one of another site. Other sites get no referrer either way.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Permissions-Policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
};

const SECURITY_ENTRIES = Object.entries(SECURITY_HEADERS);

/** The key of the context for a response that has all its headers already. */
const COMPLETE = 'complete';

/** All headers of a response: see `complete`. */
export type CompleteHeaders = Readonly<Record<string, string>> & { 'Cache-Control': string };

/** The given headers, which must say how the response may be cached, and those of every response. */
export function completeHeaders(headers: CompleteHeaders): CompleteHeaders {
  return { ...SECURITY_HEADERS, ...headers };
}

/** Responds with all headers at once, for the most frequent requests: adding headers to a response later takes as long as sending it. */
export function complete(
  c: Context,
  body: Uint8Array<ArrayBuffer> | null,
  status: number,
  headers: CompleteHeaders,
): Response {
  const response = new Response(body, { status, headers });
  c.set(COMPLETE, response);
  return response;
}

/**
 * Sets the security headers on a response (a route may have a policy of its own), `no-store` unless the route said how it may be cached, and for pages
 * `Vary` by the language of the reader.
 */
export function addCommonHeaders(c: Context): void {
  if (c.get(COMPLETE) === c.res) return;
  const { headers } = c.res;
  const policy = headers.get('Content-Security-Policy');
  for (const [name, value] of SECURITY_ENTRIES) headers.set(name, value);
  if (policy !== null) headers.set('Content-Security-Policy', policy);
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  if (headers.get('Content-Type')?.startsWith('text/html')) headers.append('Vary', 'Accept-Language');
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** What a server listens on that is reached by every address of its machine. */
const ALL_ADDRESSES: ReadonlySet<string> = new Set(['0.0.0.0', '::', '[::]']);
const HOST = /^(?<name>\[[0-9a-f:.]+\]|[^:[\]@/\s]+)(?::\d{1,5})?$/;

/**
 * Whether a `Host` value is allowed. Another site can make its own name point here (DNS rebinding), so that its pages
 * have the same origin as Pilcrow; but it cannot make the browser send another name.
 * @param allowed names, or `name:port` for just one port, in addition to the loopback names; where `0.0.0.0` or `::` is among
 *   them, every address in numbers: that is no name that anyone could make point here
 */
export function isAllowedHost(host: string, allowed: readonly string[]): boolean {
  const value = host.toLowerCase();
  const name = HOST.exec(value)?.groups?.name;
  if (name === undefined) return false;
  if (LOOPBACK_HOSTS.has(name)) return true;
  const isAddress = isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;
  return allowed.some((entry) => {
    if (isAddress && ALL_ADDRESSES.has(entry)) return true;
    const known = entry.toLowerCase();
    // IPv6 addresses are written with and without brackets.
    return known === name || known === value || `[${known}]` === name;
  });
}

/** Refuses (421) a request for a host that is not allowed. To be called before anything else looks at it. */
export function checkHost(c: Context, allowed: readonly string[]): void {
  // The request line may name a host of its own (`GET http://name/`); HTTP/1.0, which no browser uses, may name none.
  const named = c.req.header('Host');
  // The address of most requests was made from the header: parsing it again took longer than this check.
  const isMadeOfIt = named !== undefined && c.req.url.startsWith(`http://${named}/`);
  const isAllowed =
    (named === undefined || isAllowedHost(named, allowed)) &&
    (isMadeOfIt || isAllowedHost(new URL(c.req.url).host, allowed));
  if (isAllowed) return;
  throw new Problem(
    421,
    'This host name is not answered here. Start Pilcrow with --allowed-hosts (or PILCROW_ALLOWED_HOSTS) to allow it.',
  );
}

/** Longest path with query, in code units: far above the longest query, so that a query that is too long gets its own message. */
const MAX_URL_LENGTH = 64 * 1024;

/** Refuses (414) an address that is longer than any of Pilcrow's. */
export function checkLength(c: Context): void {
  const { url } = c.req;
  if (url.length <= MAX_URL_LENGTH || url.length - new URL(url).origin.length <= MAX_URL_LENGTH) return;
  throw new Problem(414, `The address is longer than ${MAX_URL_LENGTH} characters. Ask for less at once.`);
}
