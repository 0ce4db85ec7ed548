/** Does work once for all who ask for it at the same time, and cancels it when the last of them is gone. */

/** Work under way, and how many are waiting for it. */
interface Shared<Result> {
  result: Promise<Result> | null;
  off: AbortController;
  waiting: number;
}

export class SingleFlight<Result> {
  private readonly running = new Map<string, Shared<Result>>();

  /**
   * The result of `work`, or of the work with the same key that is under way.
   * @throws the signal's reason if it is aborted while others wait; else whatever the work throws, also when it is
   *   cancelled
   */
  async ask(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    signal.throwIfAborted();
    const shared = this.running.get(key) ?? this.enter(key);
    shared.waiting++;
    return await new Promise((resolve, reject) => {
      const leave = (): void => {
        shared.waiting--;
        if (shared.waiting > 0) {
          // Unchanged, whatever it is: the server tells by it that the client went away.
          reject(signal.reason);
          return;
        }
        // Later callers must not get cancelled work. What the work throws is this caller's answer.
        this.end(key, shared);
        shared.off.abort(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      const stay = (): void => signal.removeEventListener('abort', leave);
      shared.result ??= work(shared.off.signal).finally(() => this.end(key, shared));
      shared.result.then(resolve, reject).finally(stay);
    });
  }

  private enter(key: string): Shared<Result> {
    const shared = { result: null, off: new AbortController(), waiting: 0 };
    this.running.set(key, shared);
    return shared;
  }

  private end(key: string, shared: Shared<Result>): void {
    if (this.running.get(key) === shared) this.running.delete(key);
  }
}
