/** `GET /doc/{id}/original`: the file of a document as it is on the disk now: to be saved, or a PDF to be shown, never run. */
import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { formatOf } from '../index/documents/paths.js';
import type { SearchEngine } from '../index/engine.js';
import { noDocument, Problem } from './problem.js';

/** Answers with the bytes. @throws Problem 404 if there is no such document, 410 if its file is gone or is no longer such a file */
export async function originalFile(engine: SearchEngine, c: Context): Promise<Response> {
  const original = await engine.original(c.req.param('id') ?? '');
  if (original === null) throw noDocument();
  if ('reason' in original) {
    throw new Problem(
      410,
      `Its file cannot be had any more (${original.reason}). What was indexed of it goes at the next look at the folder.`,
    );
  }
  const { stream, size, path } = original;
  // Hono answers HEAD as GET and drops the body: nobody else would close the file.
  if (c.req.method === 'HEAD') stream.destroy();
  const body = c.req.method === 'HEAD' ? null : Readable.toWeb(stream);
  return new Response(body as ReadableStream<Uint8Array<ArrayBuffer>> | null, {
    headers: {
      ...(formatOf(path) === 'pdf' ? shown(path) : saved(path)),
      'Content-Length': String(size),
      // If it gets shorter meanwhile, the client sees that at once, and takes no later answer for its end.
      Connection: 'close',
    },
  });
}

function saved(path: string): Record<string, string> {
  return { 'Content-Type': 'application/octet-stream', 'Content-Disposition': attachment(path) };
}

/**
 * A PDF is for the browser's own viewer, at a page (`#page=12`). Whatever the file holds, with this type and `nosniff`
 * it is never taken for a page of this server: the viewer draws it, and runs what scripts a PDF may have apart from
 * any origin. Where there is no viewer it is saved. The policy of pages would forbid some viewers their own styles.
 */
function shown(path: string): Record<string, string> {
  return {
    'Content-Type': 'application/pdf',
    'Content-Disposition': attachment(path).replace('attachment', 'inline'),
    'Content-Security-Policy': PDF_POLICY,
  };
}

/** Nothing from anywhere, but for the viewer itself, which some browsers count as a plug-in of this very address. */
const PDF_POLICY = [
  "default-src 'none'",
  "object-src 'self'",
  "style-src 'unsafe-inline'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The header that makes a browser save: the name in ASCII for the oldest, and as it is (RFC 8187). */
export function attachment(path: string): string {
  const name = path
    .slice(path.lastIndexOf('/') + 1)
    .toWellFormed()
    // Signs that change the direction of text could hide how a name ends (`gpj.exe` written from the right).
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '_');
  const plain = name.replace(/[^\w. -]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
