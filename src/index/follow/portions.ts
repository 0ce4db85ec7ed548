/** Has the engine index what is due, portion after portion, until something else is more urgent. */

import type { SearchEngine } from '../engine.js';
import type { Work } from './difference.js';
import type { Due, Portion } from './due.js';

/** After this many failed portions in a row, the rest waits for the next look at the whole folder. */
const MAX_FAILURES = 2;
/** Portions under way at the same time: threads read the next one while the last one is written to the disk. */
const OVERLAPPING = 2;

export class Portions {
  private over = new AbortController();
  private until = 0;

  /** @param taken called for each portion, with what of it was indexed and null, or with all of it and what the engine threw */
  constructor(
    private readonly engine: SearchEngine,
    private readonly due: Due,
    private readonly taken: (portion: Work, problem: unknown) => void,
  ) {}

  /** Something else is more urgent: after the time that `takeIn` grants, no more portions begin and those under way are cut short. */
  interrupt(): void {
    const { over, until } = this;
    // What it cuts short keeps the process alive by itself; one that is done must not wait for this.
    setTimeout(() => over.abort(), Math.max(0, until - performance.now())).unref();
  }

  /**
   * Indexes portions until nothing is due or it is interrupted. Resolves to what the engine threw first; null where it
   * threw nothing.
   * @param atLeast for how long, ms, `interrupt` has no effect
   */
  async takeIn(atLeast: number): Promise<unknown> {
    this.over = new AbortController();
    const { signal } = this.over;
    this.until = performance.now() + atLeast;
    let failure: unknown = null;
    let failures = 0;
    const take = async (portion: Portion): Promise<void> => {
      const problem = await this.take(portion, signal);
      failure ??= problem;
      failures = problem === null ? 0 : failures + 1;
      // Nothing deleted may stay findable.
      if (failures >= MAX_FAILURES) await this.forget(this.due.clear());
    };
    const underWay: Promise<void>[] = [];
    for (;;) {
      if (underWay.length === OVERLAPPING) await underWay.shift();
      const portion = signal.aborted ? null : this.due.next();
      if (portion === null) break;
      underWay.push(take(portion));
    }
    await Promise.all(underWay);
    return failure;
  }

  /** Resolves to what the engine threw; null where it threw nothing. */
  private async take(portion: Portion, signal: AbortSignal): Promise<unknown> {
    const { add, remove } = portion;
    try {
      const notRead = new Set(await this.engine.apply({ add: add.map(({ path }) => path), remove, signal }));
      const left = add.filter(({ path }) => notRead.has(path));
      this.due.ended(portion, left);
      this.taken({ add: add.filter(({ path }) => !notRead.has(path)), remove: left.length > 0 ? [] : remove }, null);
      return null;
    } catch (error) {
      // An engine without room for new text may still be able to remove.
      await this.forget(remove);
      this.due.ended(portion);
      this.taken(portion, error);
      return error;
    }
  }

  private async forget(paths: readonly string[]): Promise<void> {
    if (paths.length > 0) await this.engine.apply({ add: [], remove: paths }).catch(() => {});
  }
}
