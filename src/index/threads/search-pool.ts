/**
 * A few threads for searches, so that none blocks the thread that answers requests. All threads search the same bytes.
 * A thread that dies or hangs is replaced, unnoticed by the others.
 */
import { built } from '../built.js';
import { SearchUnavailable } from '../engine.js';
import type { Generation } from '../generation.js';
import type { Answers, Asking } from './answers.js';
import { AskedThread, TOO_MANY } from './asked-thread.js';
import type { Searchers } from './searchers.js';

const ENTRY = built('search-thread.js');
/** How many searches may wait for one thread; more would wait in vain. */
const MAX_WAITING = 64;

export class SearchPool implements Searchers {
  private readonly threads: AskedThread[] = [];
  private closed = false;

  /** Threads are started when there is something to search. `entry` is for tests of threads that die. */
  constructor(
    private readonly size: number,
    private readonly entry: URL = ENTRY,
  ) {}

  /** Asks the thread with the fewest questions. */
  async ask<Type extends Asking['type']>(
    generation: Generation,
    asking: Asking & { type: Type },
    signal?: AbortSignal,
  ): Promise<Answers[Type]> {
    signal?.throwIfAborted();
    if (this.closed) throw new SearchUnavailable('Pilcrow is being stopped.');
    const thread = this.freest();
    if (thread.waiting >= MAX_WAITING) throw new SearchUnavailable(TOO_MANY);
    thread.teach(generation);
    return await thread.ask<Type>(asking, signal);
  }

  /**
   * Starts threads: two, as each keystroke asks twice, for results and for suggestions. The second of these waited 350 ms for a
   * thread that had yet to start.
   */
  begin(generation: Generation): void {
    while (this.threads.length < Math.min(2, this.size) && !this.closed) {
      const started = this.startOne();
      if (started === null) return;
      started.teach(generation);
    }
  }

  follow(generation: Generation): void {
    for (const thread of this.threads) thread.teach(generation);
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  private freest(): AskedThread {
    const idle = this.threads.find(({ waiting }) => waiting === 0);
    if (idle !== undefined) return idle;
    const started = this.threads.length < this.size ? this.startOne() : null;
    if (started !== null) return started;
    const [first] = this.threads;
    if (first === undefined) throw new SearchUnavailable('No thread can be started for searching; end other programs.');
    return this.threads.reduce((best, thread) => (thread.waiting < best.waiting ? thread : best), first);
  }

  /** Null if the system has no more threads. */
  private startOne(): AskedThread | null {
    try {
      const thread = new AskedThread(this.entry, (ended) => this.threads.splice(this.threads.indexOf(ended), 1));
      this.threads.push(thread);
      return thread;
    } catch {
      return null;
    }
  }
}
