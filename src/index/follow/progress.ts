/** How far the indexer is and what it did last, for its status. */

import type { IndexerStatus } from '../types.js';
import type { Run } from './run.js';

type Reported = Pick<IndexerStatus, 'phase' | 'done' | 'total' | 'lastRun' | 'lastRebuild'>;

export class Progress {
  /** Whether the first look at the folder is indexed. */
  private started = false;
  /** Files indexed since nothing was left the last time. */
  private done = 0;
  private lastRun: Reported['lastRun'] = null;
  private lastRebuild: Reported['lastRebuild'] = null;
  private readonly listeners = new Set<() => void>();

  /** @param left files that are still to be indexed */
  status(left: number): Reported {
    const { done, lastRun, lastRebuild } = this;
    const total = done + left;
    return { phase: !this.started ? 'starting' : total > 0 ? 'indexing' : 'idle', done, total, lastRun, lastRebuild };
  }

  /** Calls `listener` whenever the status may have changed; returns a function that ends this. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.listeners) listener();
  }

  taken(files: number): void {
    this.done += files;
    this.changed();
  }

  /** Notes a run that succeeded. */
  record(run: Run): void {
    const report = run.report();
    const { at, durationMs, added, removed } = report;
    if (added + removed > 0 || run.rebuild || this.lastRun === null) this.lastRun = report;
    if (run.rebuild) this.lastRebuild = { at, durationMs };
  }

  /** Notes the end of a run. @param left files that are still to be indexed */
  ended(left: number): void {
    this.started = true;
    if (left === 0) this.done = 0;
    this.changed();
  }
}
