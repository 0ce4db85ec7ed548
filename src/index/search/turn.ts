/** Work in slices, so that a long search does not hold its thread. */
import { SearchUnavailable } from '../engine.js';
import { ownThread, timeOf } from '../thread-time.js';

/** How long a search may hold the thread before others get their turn, ms. */
const SLICE_MS = 8;
/**
 * A search that takes longer, ms, is ended: no honest question about one folder needs that. What counts is the clock, and where
 * the system tells it, the time that the thread ran: on a busy machine an honest one waits as long.
 */
export const DEADLINE_MS = 2000;
/**
 * How many searches may go on at the same time after their first slice; others wait for these to end. If all went on
 * together, 60 hard ones would all run into the deadline, and none would be answered.
 */
const AT_ONCE = 2;
const TOO_LONG = 'This search took too long and was stopped. Use rarer or fewer words, or try again.';

/** Tells a search that nobody waits for it any more: an `AbortSignal`, or something like it. */
export type Stop = Pick<AbortSignal, 'throwIfAborted'>;

/** Work that yields when its turn is over. Most searches never do, and so never wait for a promise. */
export type Slices<Result> = Generator<undefined, Result, undefined>;

let underWay = 0;
const waiting: (() => void)[] = [];

/** Keeps a search from blocking its thread: gives others their turn, and ends a search that was aborted or takes too long. */
export class Turn {
  /** When the slice began; null until it is asked for, or slices are needed: most searches end before, and need not know the time. */
  private sliceBegan: number | null = null;

  constructor(private readonly stop: Stop | undefined) {
    stop?.throwIfAborted();
  }

  /** Whether others should get their turn. */
  isOver(): boolean {
    const now = performance.now();
    this.sliceBegan ??= now;
    return now - this.sliceBegan >= SLICE_MS;
  }

  /**
   * Runs work in slices, with turns for others in between.
   * @throws SearchUnavailable past `DEADLINE_MS`; whatever `stop` throws
   */
  async finish<Result>(work: Slices<Result>): Promise<Result> {
    this.sliceBegan ??= performance.now();
    const step = work.next();
    if (step.done === true) return step.value;
    if (underWay < AT_ONCE) underWay++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await this.goOn(work);
    } finally {
      // A waiting search takes the place of the one that ended.
      const next = waiting.shift();
      if (next === undefined) underWay--;
      else next();
    }
  }

  private async goOn<Result>(work: Slices<Result>): Promise<Result> {
    const began = performance.now();
    const thread = ownThread();
    const ranBefore = timeOf(thread);
    const isLate = (): boolean =>
      performance.now() - began > DEADLINE_MS &&
      (timeOf(thread) ?? Number.POSITIVE_INFINITY) - (ranBefore ?? 0) > DEADLINE_MS;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      this.stop?.throwIfAborted();
      if (isLate()) throw new SearchUnavailable(TOO_LONG);
      this.sliceBegan = performance.now();
      const step = work.next();
      if (step.done === true) return step.value;
    }
  }
}
