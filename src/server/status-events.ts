/** `GET /status/events`: what the indexer does, as server-sent events, for as long as someone listens. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { Problem } from './problem.js';

/** Most listeners at the same time: each holds a connection. */
const MAX_STREAMS = 32;
/** How often the status is looked at, ms; it is sent if it changed. A fast indexer makes no more events. */
const LOOK_EVERY = 250;
/** After this long without an event, ms, a comment shows proxies that the connection is alive. */
const SILENCE = 15_000;
/** How long a browser waits to reconnect after the connection broke, ms. */
const RETRY = 3_000;

export class StatusEvents {
  private streams = 0;

  /**
   * @param status gives the data of events, sent as JSON
   * @param stopping ends all streams, so that a stopping server does not wait for listeners
   */
  constructor(
    private readonly status: () => object,
    private readonly stopping: AbortSignal = new AbortController().signal,
  ) {}

  /** A response that goes on until the client leaves or the server stops. @throws Problem (503) if too many listen already */
  respond(c: Context): Response {
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' });
    if (this.streams >= MAX_STREAMS) {
      throw new Problem(503, `${MAX_STREAMS} listeners follow the status already. Reload the page to see it change.`, {
        headers: { 'Retry-After': '10' },
      });
    }
    this.streams++;
    // nginx would buffer events until it has a page of them.
    c.header('X-Accel-Buffering', 'no');
    const left = new AbortController();
    const response = streamSSE(c, async (stream) => {
      stream.onAbort(() => left.abort());
      const ended = AbortSignal.any([left.signal, this.stopping]);
      try {
        let told = '';
        let toldAt = 0;
        do {
          const data = JSON.stringify(this.status());
          const now = performance.now();
          if (data !== told) await stream.writeSSE({ event: 'status', data, retry: RETRY });
          else if (now - toldAt > SILENCE) await stream.write(':\n\n');
          else continue;
          told = data;
          toldAt = now;
        } while (await passes(LOOK_EVERY, ended));
      } finally {
        this.streams--;
      }
    });
    // Both are for Node to say: HTTP/1.0 has no chunks, and a server that stops keeps no connection.
    response.headers.delete('Transfer-Encoding');
    response.headers.delete('Connection');
    return response;
  }
}

/** Waits; false if it was ended before. */
async function passes(ms: number, ended: AbortSignal): Promise<boolean> {
  return await delay(ms, true, { signal: ended }).catch(() => false);
}
