/** `GET /status/events`: what the indexer does, as server-sent events, for as long as someone listens. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { Problem } from './problem.js';

/** Most that listen at once: each holds a connection. */
const MAX_STREAMS = 32;
/** The status is looked at this often, ms, and told where it is another: how fast the indexer works makes no more events. */
const LOOK_EVERY = 250;
/** After this long without news, ms, a comment shows that the connection lives to those in between. */
const SILENCE = 15_000;
/** How long a browser waits before it comes back after the connection broke, ms. */
const RETRY = 3_000;

export class StatusEvents {
  private streams = 0;

  /**
   * @param status what is told, as JSON
   * @param stopping ends every stream, so that a server which closes does not wait for listeners
   */
  constructor(
    private readonly status: () => object,
    private readonly stopping: AbortSignal = new AbortController().signal,
  ) {}

  /** An answer that goes on until the client leaves or the server stops. @throws Problem (503) where too many listen already */
  respond(c: Context): Response {
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' });
    if (this.streams >= MAX_STREAMS) {
      throw new Problem(503, `${MAX_STREAMS} listeners follow the status already. Reload the page to see it change.`, {
        headers: { 'Retry-After': '10' },
      });
    }
    this.streams++;
    // nginx would hold events back until it has a page of them.
    c.header('X-Accel-Buffering', 'no');
    const left = new AbortController();
    return streamSSE(c, async (stream) => {
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
  }
}

/** Waits; false where it was ended before. */
async function passes(ms: number, ended: AbortSignal): Promise<boolean> {
  return await delay(ms, true, { signal: ended }).catch(() => false);
}
