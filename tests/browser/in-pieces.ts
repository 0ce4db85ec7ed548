/** A slow way to a site: its pages come in pieces, with time between them in which a browser shows what it has. */
import { setTimeout as pause } from 'node:timers/promises';
import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import { afterAll } from 'vitest';
import { listen } from '../../src/server/serve.js';

const PIECES = 25;
const BETWEEN_MS = 30;

/** Opens a way to a site, which is closed after the tests of a file. @returns its address */
export async function openSlowWay(siteUrl: string): Promise<string> {
  const app = new Hono().get('*', async (context) => {
    const { pathname, search } = new URL(context.req.url);
    const answer = await fetch(`${siteUrl}${pathname}${search}`);
    const body = new Uint8Array(await answer.arrayBuffer());
    const type = answer.headers.get('content-type') ?? '';
    context.header('content-type', type);
    const size = Math.ceil(body.length / (type.startsWith('text/html') ? PIECES : 1));
    return stream(context, async (page) => {
      for (let start = 0; start < body.length; start += size) {
        await page.write(body.subarray(start, start + size));
        await pause(BETWEEN_MS);
      }
    });
  });
  const way = await listen(app, { host: '127.0.0.1', port: 0, drainMs: 0, graceMs: 500 });
  afterAll(() => way.close());
  return way.url;
}
