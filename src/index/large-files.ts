/** Large files that are to be read: one at a time, beside everything else, so that nothing waits for them but who asks for all. */

/** What came of it: what went wrong as a sentence, null where nothing did. */
type Outcome = Promise<string | null>;

export class LargeFiles {
  /** Those whose turn did not come yet. */
  private readonly waiting = new Set<string>();
  private last: Outcome = Promise.resolve(null);
  private count = 0;

  /** @param read takes in a file as it is then; never rejects */
  constructor(private readonly read: (path: string) => Outcome) {}

  /** How many are to be read, the one under way included. */
  get left(): number {
    return this.count;
  }

  /** Whether it is to be read, from its beginning. */
  isWaiting(path: string): boolean {
    return this.waiting.has(path);
  }

  /** Has a file read after all others. Where one of those cannot be taken in, as on a full disk, it is not tried either: a later look finds it again. */
  add(path: string): Outcome {
    const outcome = this.last.then(async (before) => {
      this.waiting.delete(path);
      const problem = before ?? (await this.read(path));
      this.count--;
      if (this.count === 0) this.last = Promise.resolve(null);
      return problem;
    });
    this.count++;
    this.waiting.add(path);
    this.last = outcome;
    return outcome;
  }

  /** Resolves when all that are to be read by now were, to what went wrong with one of them. Others may have come meanwhile. */
  done(): Outcome {
    return this.last;
  }
}
