/** Styles, scripts and icons: a fixed list, read into memory at start, so that no address ever reaches the disk. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import { packageRoot } from '../package-root.js';
import { entityTag, holdsTag } from './conditional.js';

/** A file in the form in which it is served. */
interface Asset {
  body: Uint8Array<ArrayBuffer>;
  /** Null if it would not be smaller. */
  gzipped: Uint8Array<ArrayBuffer> | null;
  type: string;
  tag: string;
}

const CSS = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const SVG = 'image/svg+xml';
const PNG = 'image/png';

/**
 * Search engines that can read the pages may index them: the token keeps others out, never this file. Addresses that
 * are endless (a search that is narrowed again and again) or for programs are left out.
 */
const ROBOTS = `User-agent: *
${['/?*&', '/results', '/search', '/suggest', '/export', '/feed', '/status', '/offline'].map((path) => `Disallow: ${path}`).join('\n')}
`;

/** Reads all assets. Throws if one is missing: the package is then incomplete. */
export function loadAssets(): ReadonlyMap<string, Asset> {
  const root = packageRoot();
  const own = (name: string, type: string): Asset => readAsset(join(root, 'public', name), type);
  const style = (name: string): Asset => readSource(join(root, 'public', name), CSS);
  const script = (name: string): Asset => readSource(join(root, 'public', name), SCRIPT);
  const htmx = createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js');
  const icon = own('favicon.svg', SVG);
  return new Map([
    ['/assets/app.css', style('app.css')],
    ['/assets/app.js', script('app.js')],
    ['/assets/keys.js', script('keys.js')],
    ['/assets/suggest.js', script('suggest.js')],
    ['/sw.js', script('sw.js')],
    ['/assets/reader.css', style('reader.css')],
    ['/assets/reader.js', script('reader.js')],
    ['/assets/paragraph.js', script('paragraph.js')],
    ['/assets/status.css', style('status.css')],
    ['/assets/status.js', script('status.js')],
    ['/assets/htmx.js', readAsset(htmx, SCRIPT)],
    ['/favicon.svg', icon],
    // Many clients ask for it by themselves; those that show an icon recognise SVG by its type.
    ['/favicon.ico', icon],
    ['/icon-192.png', own('icon-192.png', PNG)],
    ['/icon-512.png', own('icon-512.png', PNG)],
    ['/preview.png', own('preview.png', PNG)],
    ['/manifest.webmanifest', own('manifest.webmanifest', 'application/manifest+json')],
    ['/robots.txt', asset(new TextEncoder().encode(ROBOTS), 'text/plain; charset=utf-8')],
  ]);
}

/**
 * Serves an asset, gzipped if the client accepts that; 304 if the client has it. Pages are never compressed: they
 * contain words of a stranger's link beside the text of private documents, and their compressed length would reveal the
 * text by those words (BREACH).
 */
export function serveAsset(c: Context, { body, gzipped, type, tag }: Asset): Response {
  // Clients check each time, and mostly get a 304.
  c.header('Cache-Control', 'private, no-cache');
  c.header('ETag', tag);
  c.header('Vary', 'Accept-Encoding');
  if (holdsTag(c.req.header('If-None-Match'), tag)) return c.body(null, 304);
  const taken = parseAccept(c.req.header('Accept-Encoding') ?? '').some(({ type, q }) => type === 'gzip' && q > 0);
  if (gzipped === null || !taken) return c.body(body, 200, { 'Content-Type': type });
  return c.body(gzipped, 200, { 'Content-Type': type, 'Content-Encoding': 'gzip' });
}

function readAsset(path: string, type: string): Asset {
  return asset(new Uint8Array(readFileSync(path)), type);
}

/**
 * A style sheet or script without its comments, which are for those who read the source: packed, they were a fifth of it. Only those that
 * begin a line are any: what looks like one behind something else may be part of an address or a text.
 */
function readSource(path: string, type: string): Asset {
  const code = readFileSync(path, 'utf8').replaceAll(/^[ \t]*(?:\/\*.*?\*\/|\/\/[^\n]*)/gms, '');
  return asset(new TextEncoder().encode(code), type);
}

function asset(body: Uint8Array<ArrayBuffer>, type: string): Asset {
  const gzipped = new Uint8Array(gzipSync(body, { level: constants.Z_BEST_COMPRESSION }));
  return { body, type, tag: entityTag(body), gzipped: gzipped.length < body.length ? gzipped : null };
}
