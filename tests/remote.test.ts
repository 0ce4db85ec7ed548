/** Asking a server that runs: one that is stuck is not waited for without end, but for a rebuild. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { askRunning } from '../src/remote.js';

/** The address of a server that does this with each connection. */
async function listening(answer: string | null): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (answer !== null) socket.write(answer);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each([
  ['no answer', null],
  ['half an answer', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{'],
])('a server that gives %s is not waited for without end', async (_, answer) => {
  const url = await listening(answer);
  await expect(askRunning(url, '/status.json', { token: null, silenceMs: 50 })).rejects.toThrow(
    `Pilcrow at ${url} does not answer (`,
  );
});

test('a rebuild is waited for', async () => {
  const url = await listening(null);
  const asked = askRunning(url, '/rebuild', { method: 'POST', token: null, silenceMs: 50 }).catch(() => 'failed');
  expect(await Promise.race([asked, new Promise((resolve) => setTimeout(() => resolve('waiting'), 500))])).toBe(
    'waiting',
  );
});
