/** What is asked of the indexer, and what it does then. */
import { Told } from './errors.js';

/** What was asked for since the last look began. */
export interface Asked {
  scopes: Set<string>;
  rebuild: boolean;
}

/** All that is done from the moment something is asked for until nothing is left, or something went wrong. */
export class Run {
  /** Whether every file is read again. */
  rebuild = false;
  private added = 0;
  private removed = 0;
  /** Whether what it did is to be told only when the large files are in. */
  hasLarge = false;
  /** Where large files were that it found moved: they stay there until they are read where they are now. */
  readonly moved = new Set<string>();
  /** What the engine threw first; null where nothing. */
  failure: unknown = null;
  /** Ends the run for those who wait for it. @param problem what went wrong, as a sentence; null where nothing did */
  finish: (problem: string | null) => void = () => {};
  /** Resolves to what went wrong. */
  readonly finished = new Promise<string | null>((resolve) => {
    this.finish = resolve;
  });
  private readonly at = Date.now();
  private readonly begin = performance.now();

  /** So many files were added and removed. */
  took(added: number, removed: number): void {
    this.added += added;
    this.removed += removed;
  }

  /** What it did, by now. */
  report() {
    const { at, begin, added, removed } = this;
    return { at, durationMs: performance.now() - begin, added, removed };
  }
}

/** A rebuild could not be done. The message is a sentence. */
export class RebuildFailure extends Told {
  override name = 'RebuildFailure';
}
