/** Makes a page once for all who ask for it at the same moment: made for each of 150, it held all others up for seconds. */
import type { Context } from 'hono';
import type { Strings } from '../../views/strings/en.js';
import { spokenTo } from './language.js';
import type { Problem } from './problem.js';
import { SingleFlight } from './single-flight.js';

/** A page that was rendered. */
export interface Page {
  html: string;
  /** Why it does not show what was asked for; null where it does. */
  problem: Problem | null;
}

/** Renders the page for the request of whoever asked first. Aborted when nobody waits for it any more. */
export type MakePage = (c: Context, strings: Strings, signal: AbortSignal) => Promise<Page>;

export class SharedPages {
  private readonly making = new SingleFlight<{ body: Uint8Array<ArrayBuffer>; problem: Problem | null }>();

  /** @param state of the index now: what was begun in another one is not shared */
  constructor(private readonly state: () => string) {}

  /** The handler of a route. Who asks must have been checked before it. */
  handler(make: MakePage): (c: Context) => Promise<Response> {
    return async (c) => {
      const strings = spokenTo(c);
      const key = `${this.state()} ${strings.language} ${c.req.url}`;
      const { body, problem } = await this.making.ask(key, c.req.raw.signal, async (signal) => {
        const page = await make(c, strings, signal);
        return { body: new TextEncoder().encode(page.html), problem: page.problem };
      });
      return c.body(body, problem?.status ?? 200, { ...problem?.headers, 'Content-Type': 'text/html; charset=UTF-8' });
    };
  }
}
