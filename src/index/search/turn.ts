/** Work in slices, so that a long search does not hold its thread. */
import { SearchUnavailable } from '../engine.js';

/** How long a search may hold the thread before others get their turn, ms. */
const SLICE_MS = 8;
/** A search that takes longer is broken off: no honest question about one folder needs it. */
export const DEADLINE_MS = 2000;
const TOO_LONG = 'This search took too long and was stopped. Use rarer or fewer words, or try again.';

/** Tells a search that nobody waits for it any more: an `AbortSignal`, or its like. */
export type Stop = Pick<AbortSignal, 'throwIfAborted'>;

/** Work that yields where its turn is over. Most searches never do: then nothing of them waits for a promise. */
export type Slices<Result> = Generator<undefined, Result, undefined>;

/** Keeps a search from holding the thread: gives others their turn, and ends what was aborted or takes too long. */
export class Turn {
  private readonly began = performance.now();
  private sliceBegan = this.began;

  constructor(private readonly stop: Stop | undefined) {
    stop?.throwIfAborted();
  }

  /** Whether others are to get theirs. */
  isOver(): boolean {
    return performance.now() - this.sliceBegan >= SLICE_MS;
  }

  /** The result of work in slices, with turns of others between them. */
  async finish<Result>(work: Slices<Result>): Promise<Result> {
    let step = work.next();
    while (step.done !== true) {
      await this.given();
      step = work.next();
    }
    return step.value;
  }

  private async given(): Promise<void> {
    if (performance.now() - this.began > DEADLINE_MS) throw new SearchUnavailable(TOO_LONG);
    await new Promise((resolve) => setImmediate(resolve));
    this.stop?.throwIfAborted();
    this.sliceBegan = performance.now();
  }
}
