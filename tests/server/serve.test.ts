/** The server on a real socket: stopping, a port that is taken, and clients that send too much or too slowly. */
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { type Listening, type ListenOptions, listen } from '../../src/server/serve.js';
import { type Site, site } from './fixture.js';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function start(app: Hono, options: Partial<ListenOptions> = {}): Promise<Listening> {
  const server = await listen(app, { host: '127.0.0.1', port: 0, drainMs: 50, ...options });
  open.push(() => server.close());
  return server;
}

async function startSite(options: Partial<ListenOptions> = {}): Promise<Listening & { pilcrow: Site }> {
  const pilcrow = await site();
  open.push(() => pilcrow.close());
  return { pilcrow, ...(await start(pilcrow.app, options)) };
}

/** An application whose `/slow` answers when told to. */
function slowApp(): { app: Hono; arrived: Promise<AbortSignal>; release: () => void } {
  const app = new Hono();
  let arrive: (signal: AbortSignal) => void = () => undefined;
  let release = (): void => undefined;
  const arrived = new Promise<AbortSignal>((resolve) => {
    arrive = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  app.get('/slow', async (c) => {
    arrive(c.req.raw.signal);
    await released;
    return c.text('done');
  });
  app.get('/', (c) => c.text('here'));
  return { app, arrived, release };
}

/** Sends bytes and reads until the server closes; what came, and after how long. */
function raw(url: string, bytes: string): Promise<{ text: string; ms: number }> {
  const { hostname, port } = new URL(url);
  const began = performance.now();
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('close', () => resolve({ text, ms: performance.now() - began }));
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? undefined : reject(error)));
  });
}

function fetchWith(agent: Agent, url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(response));
    }).on('error', reject);
  });
}

describe('listening', () => {
  it('says where, and answers there', async () => {
    const { url } = await startSite();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const response = await fetch(`${url}/search?q=nato`);
    expect([response.status, ((await response.json()) as { totalHits: number }).totalHits > 0]).toEqual([200, true]);
    const head = await fetch(`${url}/?q=nato`, { method: 'HEAD' });
    expect([head.status, head.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=UTF-8']);
    const held = await fetch(`${url}/search?q=nato`, {
      headers: { 'If-None-Match': response.headers.get('ETag') ?? '' },
    });
    expect(held.status).toBe(304);
    const rebuilt = await fetch(`${url}/rebuild`, { method: 'POST', headers: { 'X-Pilcrow': 'rebuild' } });
    expect(rebuilt.status).toBe(200);
  });

  it('keeps a connection for longer than proxies do, which so never send on one that was just ended', async () => {
    const { url } = await start(new Hono());
    const agent = new Agent({ keepAlive: true });
    const { headers } = await fetchWith(agent, url);
    expect(Number(/^timeout=(\d+)$/.exec(String(headers['keep-alive']))?.[1])).toBeGreaterThan(60);
    agent.destroy();
  });

  it('works over IPv6', async () => {
    const { url } = await startSite({ host: '::1' });
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(`${url}/search?q=nato`)).status).toBe(200);
  });

  it('fails where the port is taken', async () => {
    const { url } = await start(new Hono());
    const port = Number(new URL(url).port);
    await expect(start(new Hono(), { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('passes on other reasons', async () => {
    await expect(start(new Hono(), { host: '192.0.2.1' })).rejects.toThrow(/EADDRNOTAVAIL/);
  });
});

describe('stopping', () => {
  it('waits for the request under way', async () => {
    const { app, arrived, release } = slowApp();
    const server = await start(app);
    const answer = fetch(`${server.url}/slow`);
    await arrived;
    let closed = false;
    const closing = server.close().finally(() => {
      closed = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(closed).toBe(false);
    await expect(fetch(server.url)).rejects.toThrow();
    release();
    const response = await answer;
    expect([response.status, await response.text(), response.headers.get('Connection')]).toEqual([
      200,
      'done',
      'close',
    ]);
    await closing;
  });

  it('still answers while it drains, and asks to close the connection', async () => {
    const server = await start(slowApp().app, { drainMs: 300 });
    const agent = new Agent({ keepAlive: true });
    expect((await fetchWith(agent, server.url)).headers.connection).toBe('keep-alive');
    const closing = server.close();
    await delay(100);
    const late = await fetchWith(agent, server.url);
    expect([late.statusCode, late.headers.connection]).toEqual([200, 'close']);
    await closing;
    await expect(fetch(server.url)).rejects.toThrow();
    agent.destroy();
  });

  it('answers a request that came in its last moment', async () => {
    const server = await start(slowApp().app, { drainMs: 1 });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    const asked = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
    socket.write(asked);
    await once(socket, 'data');
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.write(asked);
    const closing = server.close();
    // So the system has the request, and it is time, before the server looks for either.
    for (const began = performance.now(); performance.now() - began < 10; );
    await Promise.all([closing, once(socket, 'close')]);
    expect(text).toMatch(/connection: close\r\n.*here$/is);
  });

  it('lets those read to the end who read slowly what is already written', async () => {
    const size = 40e6;
    const server = await start(new Hono().get('/', (c) => c.body(new Uint8Array(size))));
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    // Its connection is kept: what ends it is the stop.
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    let bytes = 0;
    let closing: Promise<void> | undefined;
    for await (const chunk of socket) {
      bytes += chunk.length;
      if (closing === undefined) {
        closing = server.close();
        await delay(200);
      }
    }
    await closing;
    expect(bytes).toBeGreaterThan(size);
  });

  it.each([
    ['asked for nothing yet, as browsers open them', ''],
    ['have sent half a request', 'GET / HTTP/1.1\r\nHost: 127.'],
    ['have sent half a request behind another', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /'],
  ])('does not wait for connections that %s', async (_, sent) => {
    const server = await start(slowApp().app, { graceMs: 60_000 });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1').resume();
    await once(socket, 'connect');
    socket.write(sent);
    // It was taken before this one.
    expect((await fetch(server.url)).status).toBe(200);
    const began = performance.now();
    await server.close();
    expect(performance.now() - began).toBeLessThan(30_000);
    if (!socket.closed) await once(socket, 'close');
  });

  it('cuts what does not end', async () => {
    const { app, arrived } = slowApp();
    const server = await start(app, { graceMs: 100 });
    const answer = fetch(`${server.url}/slow`).then(
      () => 'answered',
      () => 'cut',
    );
    const signal = await arrived;
    await server.close();
    expect(await answer).toBe('cut');
    await expect.poll(() => signal.aborted).toBe(true);
  });

  it('is done once, however often it is asked for', async () => {
    const server = await start(new Hono());
    expect(server.close()).toBe(server.close());
    await server.close();
  });
});

describe('bad clients', () => {
  const secure = /content-security-policy: default-src 'none'/i;

  it.each([
    [
      'an address too long',
      `GET /?q=${'x'.repeat(70_000)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      414,
    ],
    ['headers too long', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(120_000)}\r\n\r\n`, 431],
    ['no request', 'hello\r\n\r\n', 400],
    ['a host that is none', 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    [
      'an expectation that is not met',
      'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: wonders\r\nConnection: close\r\n\r\n',
      417,
    ],
    ['a foreign host', 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 421],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 421],
    [
      'a foreign host in its first line',
      'GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      421,
    ],
    [
      'a body too long',
      `POST /rebuild HTTP/1.1\r\nHost: localhost\r\nX-Pilcrow: rebuild\r\nContent-Length: 2000\r\nConnection: close\r\n\r\n${'x'.repeat(2000)}`,
      413,
    ],
    [
      'a body too long, in chunks',
      `POST /rebuild HTTP/1.1\r\nHost: localhost\r\nX-Pilcrow: rebuild\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n7d0\r\n${'x'.repeat(2000)}\r\n0\r\n\r\n`,
      413,
    ],
    ['a method of their own', 'BREW / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 400],
    ['TRACE', 'TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 405],
    ['CONNECT', 'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n', 405],
    ['a path up', 'GET /assets/../../package.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 404],
  ])('with %s are refused with our headers', async (_name, bytes, status) => {
    const { url, pilcrow } = await startSite();
    const { text } = await raw(url, bytes);
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(text).toMatch(secure);
    expect(text).toMatch(/application\/problem\+json/i);
    expect(text).toMatch(/cache-control: no-store/i);
    expect(pilcrow.logged).toEqual([]);
  });

  it.each(['xn--', '999.999.999.999'])(
    'that take %s for a host, which no address has, are refused with a page',
    async (host) => {
      const { url, pilcrow } = await startSite();
      const { text } = await raw(
        url,
        `GET /?q=na+to HTTP/1.1\r\nHost: ${host}\r\nAccept: text/html\r\nConnection: close\r\n\r\n`,
      );
      expect(text).toMatch(/^HTTP\/1.1 421 /);
      expect(text).toContain('value="na to"');
      expect(pilcrow.logged).toEqual([]);
    },
  );

  it('that send letters as they are, as curl does, are told what to do', async () => {
    const { url } = await startSite();
    const { text } = await raw(url, 'GET /search?q=Zürich HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(text).toMatch(/^HTTP\/1.1 400 /);
    expect(text).toMatch(/percent-encoded.*--data-urlencode/);
  });

  it('that never end their headers are cut in time', async () => {
    const { url } = await startSite({ requestTimeoutMs: 300 });
    const slow = Array.from({ length: 20 }, () => raw(url, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: '));
    expect((await fetch(`${url}/search?q=nato`)).status).toBe(200);
    for (const { text, ms } of await Promise.all(slow)) {
      expect(text).toMatch(/^HTTP\/1.1 408 /);
      // Node by itself would wait for a minute.
      expect(ms).toBeLessThan(30_000);
    }
  });

  it('see at once that a file got shorter, and take no other answer for its end', async () => {
    const { url, pilcrow } = await startSite();
    const id = await pilcrow.idOf('news/a.txt');
    const text = 'short';
    const original = { path: 'news/a.txt', stream: Readable.from([text]), size: 2 * text.length };
    pilcrow.engine.original = async () => original;
    const asked = [`/doc/${id}/original`, '/healthz'].map((path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    const answer = await raw(url, asked.join(''));
    expect(answer.text).toMatch(/Content-Length: 10\r\n.*\r\n\r\nshort$/is);
    // A connection that is kept would be ended after 65 s.
    expect(answer.ms).toBeLessThan(30_000);
  });

  it('that send requests without waiting have one answered after another, and leave none behind when they go', async () => {
    const begun: string[] = [];
    const signals: AbortSignal[] = [];
    const app = new Hono();
    app.get('/:name', async (c) => {
      const { signal } = c.req.raw;
      begun.push(c.req.param('name'));
      signals.push(signal);
      if (begun.length > 1) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return c.text(c.req.param('name'));
    });
    const { url } = await start(app);
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    for (const name of ['a', 'b', 'c']) socket.write(`GET /${name} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await expect.poll(() => begun).toEqual(['a', 'b']);
    socket.destroy();
    await expect.poll(() => signals[1]?.aborted).toBe(true);
    await delay(50);
    expect(begun).toEqual(['a', 'b']);
  });

  it('that send requests without end behind an answer that takes its time are refused, in turn, and do not fill memory', async () => {
    const { app, arrived, release } = slowApp();
    const { url } = await start(app);
    const [slow, many] = ['slow', ''].map((path) => `GET /${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.write(`${slow}`);
    await arrived;
    socket.write(`${many}`.repeat(1_100));
    await delay(50);
    release();
    await expect.poll(() => text).toContain('HTTP/1.1 503 ');
    const [first = ''] = text.split('HTTP/1.1 503 ');
    expect(first.match(/done|here/g)).toEqual(['done', ...new Array(1_000).fill('here')]);
    socket.destroy();
  });

  it.each([
    ['says nothing', ''],
    ['is no request', 'nonsense\r\n\r\n'],
    ['asks for a proxy', 'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ])('a connection that %s is let go of, though its client never ends it', async (_what, bytes) => {
    const server = await startSite({ requestTimeoutMs: 300, graceMs: 60_000 });
    const socket = connect({ port: Number(new URL(server.url).port), host: '127.0.0.1', allowHalfOpen: true });
    if (bytes !== '') socket.write(bytes);
    await new Promise((resolve) => socket.resume().on('end', resolve));
    // What is held is waited for until it is cut.
    const began = performance.now();
    await server.close();
    expect(performance.now() - began).toBeLessThan(30_000);
    socket.destroy();
  });

  it('that leave unread what they asked for are cut; those who read slowly, or wait for their answer, are not', async () => {
    const size = 40e6;
    const { app, release } = slowApp();
    const cut = new Promise<void>((resolve) => {
      app.get('/:name', (c) => {
        if (c.req.param('name') === 'stalled') (c.env as HttpBindings).outgoing.once('close', resolve);
        return c.body(new Uint8Array(size));
      });
    });
    const { url } = await start(app, { stalledMs: 2_000 });
    const answer = fetch(`${url}/slow`).then((response) => response.text());
    /** How many bytes come to a client that rests after some of its megabytes. */
    const read = async (name: string, restAfter: (megabytes: number) => Promise<void>): Promise<number> => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.write(`GET /${name} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      let bytes = 0;
      try {
        for await (const chunk of socket) {
          const before = Math.floor(bytes / 1e6);
          bytes += chunk.length;
          const megabytes = Math.floor(bytes / 1e6);
          if (megabytes > before) await restAfter(megabytes);
        }
      } catch {
        // It was cut.
      }
      return bytes;
    };
    const [stalled, slow] = await Promise.all([
      read('stalled', () => cut),
      // Longer in all than the other one may rest.
      read('read', () => delay(75)),
    ]);
    release();
    const waited = await answer;
    expect(slow).toBeGreaterThan(size);
    expect(stalled).toBeLessThan(size);
    expect(waited).toBe('done');
  });

  it.each([
    ['leaves', 50],
    ['is cut', 10_000],
  ])('a client that %s before it has sent the whole of a request is no fault', async (_what, leavesAfter) => {
    const { url, pilcrow } = await startSite({ requestTimeoutMs: 300 });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const begun =
      'POST /rebuild HTTP/1.1\r\nHost: localhost\r\nX-Pilcrow: rebuild\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n';
    // What is not sent yet when the client leaves never is, and nobody answers it.
    await new Promise((resolve) => socket.write(begun, resolve));
    const left = setTimeout(() => socket.destroy(), leavesAfter);
    await new Promise((resolve) => socket.resume().on('close', resolve));
    clearTimeout(left);
    const counted = async () => await (await fetch(`${url}/metrics`)).text();
    await expect.poll(counted).toMatch(/status="503"\} 1\n/);
    expect(pilcrow.logged).toEqual([]);
  });

  it('that go away stop their search', async () => {
    const { app, arrived } = slowApp();
    const server = await start(app, { graceMs: 50 });
    const gone = new AbortController();
    const answer = fetch(`${server.url}/slow`, { signal: gone.signal }).catch(() => 'gone');
    const signal = await arrived;
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    gone.abort();
    await aborted;
    expect(await answer).toBe('gone');
  });
});
