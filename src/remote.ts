/** Asks a Pilcrow that runs on this machine, so that no two processes work on one index. */

import { type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from './index/errors.js';
import type { ProgressBar } from './progress-bar.js';
import type { statusBody } from './server/json.js';

/** The answer of `/status.json`. */
export type StatusBody = ReturnType<typeof statusBody>;

/** How often the status is asked for, ms. */
const STATUS_EVERY = 100;

/** How long nothing may come of an answer that takes no work to speak of, ms: a search ends after 2 s. */
const SILENCE_MS = 10_000;

/** The other Pilcrow did not answer, or refused. The message is a sentence. */
class RemoteFailure extends UserError {
  override name = 'RemoteFailure';
}

/**
 * The JSON answer of a running Pilcrow. Waits as long as it takes for a POST: a rebuild of many documents takes long, and
 * `fetch` would give up after five minutes.
 */
export async function askRunning<T>(
  url: string,
  path: string,
  {
    method = 'GET',
    token,
    silenceMs = SILENCE_MS,
  }: { method?: 'GET' | 'POST'; token: string | null; silenceMs?: number },
): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method === 'POST') headers['X-Pilcrow'] = 'rebuild';
  if (token !== null) headers.Authorization = `Bearer ${token}`;
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const failed = (error: Error) =>
      reject(new RemoteFailure(`Pilcrow at ${url} does not answer (${error.message}); end it and start it again`));
    const outgoing = request(new URL(path, url), { method, headers, agent: false }, (response) => {
      textOf(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), failed);
    });
    outgoing.on('error', failed);
    if (method === 'GET')
      outgoing.setTimeout(silenceMs, () => outgoing.destroy(new Error('it was stopped, or is stuck')));
    outgoing.end();
  });
  if (status === 401) {
    throw new RemoteFailure(`Pilcrow at ${url} asks for its token; give it with PILCROW_TOKEN (or --token)`);
  }
  const body: unknown = parsed(text);
  if (status !== 200) throw new RemoteFailure(detailOf(body) ?? `Pilcrow at ${url} answered with status ${status}`);
  // The answer comes from this very program, so its type is that of the function that makes it.
  return body as T;
}

/** Shows the progress of a running Pilcrow until `isFarEnough`. */
export async function followRunning(
  url: string,
  { token }: { token: string | null },
  progress: ProgressBar,
  isFarEnough: (status: StatusBody) => boolean,
): Promise<void> {
  for (;;) {
    const status = await askRunning<StatusBody>(url, '/status.json', { token });
    if (isFarEnough(status)) return;
    progress.update(status.done, status.total);
    await delay(STATUS_EVERY);
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  for await (const part of response) text += String(part);
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function detailOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('detail' in body)) return null;
  return typeof body.detail === 'string' ? body.detail : null;
}
