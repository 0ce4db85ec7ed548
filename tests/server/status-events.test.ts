/** Events of the status, over a real socket: told when something changed, few listeners, and no server waits for them to leave. */
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Listening, listen } from '../../src/server/serve.js';
import { BROWSER, IDLE, problemIn, type Site, site } from './fixture.js';

let pilcrow: Site;
let server: Listening;
let stopping: AbortController;

beforeEach(async () => {
  stopping = new AbortController();
  pilcrow = await site({ token: 'a-long-secret', stopping: stopping.signal });
  server = await listen(pilcrow.app, { host: '127.0.0.1', port: 0, drainMs: 0, graceMs: 60_000 });
});
afterEach(async () => {
  stopping.abort();
  await server.close();
  await pilcrow.close();
});

const headers = { Authorization: 'Bearer a-long-secret' };

/** Listens: gives the data of event after event. */
async function* events(leaving?: AbortSignal): AsyncGenerator<Record<string, unknown>, void> {
  const response = await fetch(`${server.url}/status/events`, { headers, ...(leaving ? { signal: leaving } : {}) });
  expect(response.headers.get('Content-Type')).toContain('text/event-stream');
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
      text = text.slice(end + 2);
      if (data !== undefined) yield JSON.parse(data);
    }
  }
}

test('tells the status at once, and then when it is another', async () => {
  const told = events();
  expect((await told.next()).value).toMatchObject({ phase: 'idle', index: { documents: 3 } });
  pilcrow.indexer.current = { ...IDLE, phase: 'indexing', done: 2, total: 5 };
  expect((await told.next()).value).toMatchObject({ phase: 'indexing', done: 2, total: 5 });
  pilcrow.indexer.current = IDLE;
  expect((await told.next()).value).toMatchObject({ phase: 'idle', done: 0 });
  await told.return();
});

test('a client of HTTP/1.0 gets events as they are, without chunks', async () => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write(`GET /status/events HTTP/1.0\r\nAuthorization: ${headers.Authorization}\r\n\r\n`);
  let text = '';
  for await (const chunk of socket) {
    text += chunk.toString();
    if (text.includes('\n\n')) break;
  }
  const [head = '', body = ''] = text.split('\r\n\r\n');
  expect(head).not.toMatch(/chunked|keep-alive/i);
  expect(body).toMatch(/^event: status\ndata: \{.*\}\n/);
});

test('a server that stops ends the stream and does not wait for its listeners', async () => {
  const told = events();
  await told.next();
  const ended = told.next();
  const began = performance.now();
  stopping.abort();
  await server.close();
  // To its proper end: a stream that was cut rejects.
  expect(await ended).toEqual({ done: true, value: undefined });
  expect(performance.now() - began).toBeLessThan(30_000);
});

test('the 33rd listener is told to reload; one that leaves makes room', async () => {
  const leaving = new AbortController();
  const all = Array.from({ length: 32 }, (_, index) => events(index === 0 ? leaving.signal : undefined));
  await Promise.all(all.map((told) => told.next()));
  const refused = await fetch(`${server.url}/status/events`, { headers: { ...headers, ...BROWSER } });
  expect(refused.status).toBe(503);
  expect(refused.headers.get('Retry-After')).toBe('10');
  expect((await problemIn(refused)).detail).toContain('32 listeners');
  leaving.abort();
  await expect
    .poll(async () => {
      const response = await fetch(`${server.url}/status/events`, { headers });
      await response.body?.cancel();
      return response.status;
    })
    .toBe(200);
  await Promise.all(all.slice(1).map((told) => told.return()));
});

test('HEAD does not listen', async () => {
  for (let i = 0; i < 40; i++) {
    expect((await fetch(`${server.url}/status/events`, { method: 'HEAD', headers })).status).toBe(200);
  }
});

test('stands behind the token and the host', async () => {
  expect((await pilcrow.app.request('/status/events')).status).toBe(401);
  expect((await pilcrow.app.request('/status/events', { headers: { ...headers, Host: 'evil.example' } })).status).toBe(
    421,
  );
});
