/** Work that is asked for again while it is being done is done once, for all who ask; it is called off when the last of them went away. */

/** Work under way, and how many wait for it. */
interface Shared<Result> {
  result: Promise<Result> | null;
  off: AbortController;
  waiting: number;
}

export class Joined<Result> {
  private readonly running = new Map<string, Shared<Result>>();

  /**
   * The result of `work`, or of the work of that key which is under way.
   * @throws the signal's reason where it is aborted and others stay; whatever the work throws, also of being called off for that reason
   */
  async ask(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    signal.throwIfAborted();
    const shared = this.running.get(key) ?? this.enter(key);
    shared.waiting++;
    return await new Promise((resolve, reject) => {
      const leave = (): void => {
        shared.waiting--;
        if (shared.waiting > 0) {
          // As it is, whatever it is: by it the server knows that the client went away.
          reject(signal.reason);
          return;
        }
        // Whoever asks from now on must not get what was called off. The work itself says what became of it.
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
