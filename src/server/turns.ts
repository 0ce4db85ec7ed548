/**
 * Begins the requests of a connection one after another, as their answers go out in that order: a thousand at once held
 * all other connections up, and where their client left, Node told the first alone.
 */
import type { Socket } from 'node:net';
import { kept } from '../index/kept.js';

/** Most requests that wait on one connection for those before them. Clients that do not wait for answers send a few dozen. */
const MAX_WAITING = 1_000;

/** How many requests on a connection wait, and when the last one is answered. */
interface Turn {
  waiting: number;
  last: Promise<void>;
}

export class Turns {
  private readonly turns = new WeakMap<Socket, Turn>();

  /**
   * Has a request begun when those before it are answered. False where too many wait: then it never is. Node reads on for
   * as long as nothing is written, so that behind an answer that takes its time, memory would be full.
   * @param begin resolves when it is answered, or its client is gone; never rejects
   */
  take(connection: Socket, begin: () => Promise<void>): boolean {
    const turn = kept(this.turns, connection, (): Turn => ({ waiting: 0, last: Promise.resolve() }));
    if (turn.waiting >= MAX_WAITING) return false;
    turn.waiting++;
    turn.last = turn.last.then(() => {
      turn.waiting--;
      return begin();
    });
    return true;
  }
}
