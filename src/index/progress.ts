/** How far the indexer is: files that are taken in by the run under way, and large ones beside it. */
import type { IndexerStatus } from './types.js';

export class Progress {
  done = 0;
  total = 0;
  /** Whether the first look at the folder is over. */
  started = false;
  /** Whether a run takes something in. */
  private taking = false;

  get phase(): IndexerStatus['phase'] {
    return !this.started ? 'starting' : this.total > 0 ? 'indexing' : 'idle';
  }

  /** A run takes so many files in. @param left large files that are to be read */
  begin(files: number, left: number): void {
    this.count(left);
    this.taking = true;
    this.total += files;
  }

  /** The run is over. */
  end(): void {
    this.taking = false;
  }

  /** What runs that ended left undone is not counted any longer; nothing is where nothing is left. */
  recount(left: number): void {
    if (!this.taking) this.count(left);
  }

  private count(left: number): void {
    if (left === 0) this.done = 0;
    this.total = left === 0 ? 0 : this.done + left;
  }
}
