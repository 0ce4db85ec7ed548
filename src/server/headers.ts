/** The headers that every answer carries, and which `Host` names are answered at all. */
import type { Context, MiddlewareHandler } from 'hono';
import { Problem } from './problem.js';

/**
 * Scripts, styles and requests from this server alone; no inline code, no `eval`, no frames, no plug-ins.
 *
 * For whoever changes the pages: inline `style=`, `<script>` and `hx-on*`, `js:` and `[filter]` of htmx do not run under this.
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
  // Markup reaches the page through the one policy that public/app.js makes and gives to htmx, so no other script can write any.
  "require-trusted-types-for 'script'",
  'trusted-types htmx',
].join('; ');

/** On every answer, errors and broken requests included. Cross-origin sharing (CORS) is off: no header of it is ever sent. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Not `no-referrer`: under it browsers send `Origin: null` with a plain form, and the rebuild form could not be told from a
  // foreign one. Other sites get nothing under either.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Permissions-Policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
};

const SECURITY_ENTRIES = Object.entries(SECURITY_HEADERS);

/** Set on a context to the answer that was made with all its headers. */
const COMPLETE = 'complete';

/** Those of an answer that needs no others: see `complete`. */
export type CompleteHeaders = Readonly<Record<string, string>> & { 'Cache-Control': string };

/** `headers`, which must say how the answer may be cached, with those that every answer carries. */
export function completeHeaders(headers: CompleteHeaders): CompleteHeaders {
  return { ...SECURITY_HEADERS, ...headers };
}

/** Answers with all headers at once, for what is asked most: adding the others to an answer later takes as long as sending it. */
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
 * Sets the security headers on whatever answer comes out, `no-store` where the route did not say how it may be cached, and in `Vary` that
 * pages depend on the reader's language.
 */
export function commonHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (c.get(COMPLETE) === c.res) return;
    const { headers } = c.res;
    for (const [name, value] of SECURITY_ENTRIES) headers.set(name, value);
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
    if (headers.get('Content-Type')?.startsWith('text/html')) headers.append('Vary', 'Accept-Language');
  };
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);
const HOST = /^(?<name>\[[0-9a-f:.]+\]|[^:[\]@/\s]+)(?::\d{1,5})?$/;

/**
 * Whether a `Host` value is one of ours. A page of another site can make its own name point here (DNS rebinding) and would then be
 * of the same origin as Pilcrow; it cannot make the browser send another name.
 * @param allowed names, or `name:port` for one port alone, beside the loopback names
 */
export function isAllowedHost(host: string, allowed: readonly string[]): boolean {
  const value = host.toLowerCase();
  const name = HOST.exec(value)?.groups?.name;
  if (name === undefined) return false;
  if (LOOPBACK_HOSTS.has(name)) return true;
  return allowed.some((entry) => {
    const known = entry.toLowerCase();
    // A bare IPv6 address is written without brackets as often as with them.
    return known === name || known === value || `[${known}]` === name;
  });
}

/** Refuses (421) requests for a host that is not ours, before anything else looks at them. */
export function hostAllowlist(allowed: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    // The request line may name a host of its own (`GET http://name/`); HTTP/1.0 may name none, which no browser speaks.
    const named = c.req.header('Host');
    // Of most requests the address was made of the header: taking it apart again took longer than looking at it.
    const isMadeOfIt = named !== undefined && c.req.url.startsWith(`http://${named}/`);
    const hosts = [named, isMadeOfIt ? named : new URL(c.req.url).host].filter((host) => host !== undefined);
    if (!hosts.every((host) => isAllowedHost(host, allowed))) {
      throw new Problem(
        421,
        'This host name is not answered here. Start Pilcrow with --allowed-hosts (or PILCROW_ALLOWED_HOSTS) to allow it.',
      );
    }
    await next();
  };
}

/** Longest path with query, in code units: far above the longest query, so that one which is too long is told so in its own words. */
const MAX_URL_LENGTH = 64 * 1024;

/** Refuses (414) longer addresses than any page or program of ours makes. */
export function urlLimit(): MiddlewareHandler {
  return async (c, next) => {
    const { url } = c.req;
    if (url.length > MAX_URL_LENGTH && url.length - new URL(url).origin.length > MAX_URL_LENGTH) {
      throw new Problem(414, `The address is longer than ${MAX_URL_LENGTH} characters. Ask for less at once.`);
    }
    await next();
  };
}
