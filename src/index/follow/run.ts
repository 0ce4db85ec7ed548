/** What is asked of the indexer, and what it then does. */
import { UserError } from '../errors.js';

/** What was requested since the last look began: paths to look at ('' is the whole folder), and whether to read all files again. */
export interface LookRequest {
  scopes: Set<string>;
  rebuild: boolean;
}

/** Everything from a request until nothing is left to do, or something went wrong. */
export class Run {
  /** Whether every file is read again. */
  rebuild = false;
  private added = 0;
  private removed = 0;
  /** Whether large files belong to it: it is then recorded only when they are indexed. */
  hasLarge = false;
  /** The old paths of large files that were moved: their documents stay until the files are read at their new paths. */
  readonly moved = new Set<string>();
  /** What the engine threw first; null where it threw nothing. */
  failure: unknown = null;
  /** Ends the run for those who wait for it. @param problem what went wrong, as a sentence; null where nothing did */
  finish: (problem: string | null) => void = () => {};
  /** Resolves to what went wrong, as a sentence; null where nothing did. */
  readonly finished = new Promise<string | null>((resolve) => {
    this.finish = resolve;
  });
  private readonly at = Date.now();
  private readonly begin = performance.now();

  /** Counts files as added and removed. */
  took(added: number, removed: number): void {
    this.added += added;
    this.removed += removed;
  }

  /** What it did so far. */
  report() {
    const { at, begin, added, removed } = this;
    return { at, durationMs: performance.now() - begin, added, removed };
  }
}

/** A rebuild could not be done. The message is a sentence. */
export class RebuildFailure extends UserError {
  override name = 'RebuildFailure';
}
