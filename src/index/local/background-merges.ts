/**
 * Decides when segments are merged: after a commit where there are too many, and in a quiet moment those of about one
 * size. One merge at a time.
 */

import { messageOf } from '../errors.js';
import type { Commits } from './commits.js';
import type { LiveGeneration } from './live-generation.js';
import { chooseIdleMerge, chooseMerge } from './merge-policy.js';

/** A quiet moment begins after this long without a change, ms. */
const IDLE_MS = 3000;

/** Keeps segments few. Searches and commits go on meanwhile. */
export class BackgroundMerges {
  /** Why the last merge failed, as a sentence; null where it did not, or none is due any more. */
  problem: string | null = null;
  private merging: Promise<void> | null = null;
  private idle: NodeJS.Timeout | null = null;
  private closed = false;

  /** @param onProblem called when `problem` changes */
  constructor(
    private readonly live: LiveGeneration,
    private readonly commits: Commits,
    private readonly onProblem: () => void,
  ) {}

  /** A change comes in: this is no quiet moment. */
  disturb(): void {
    if (this.idle !== null) clearTimeout(this.idle);
  }

  /** Schedules the work of a quiet moment for when no change has come in for a while. */
  waitForIdle(): void {
    this.disturb();
    if (this.closed) return;
    this.idle = setTimeout(() => this.begin(true), IDLE_MS);
    this.idle.unref();
  }

  /** Begins the merge that is due, unless one is under way. @param isIdle whether this is a quiet moment */
  begin(isIdle = false): void {
    if (this.merging !== null || this.closed) return;
    const { live, commits } = this;
    const chosen = (isIdle ? chooseIdleMerge : chooseMerge)(live.current.segments);
    if (chosen.length === 0 && isIdle) this.tell(null);
    if (chosen.length === 0 && !(isIdle && live.holdsMerged)) return;
    this.merging = (chosen.length > 0 ? commits.merge(chosen) : live.dropMerged())
      // A merge only saves time later: one that fails is tried again after the next commit.
      .then(() => null, failed)
      .then((problem) => {
        this.merging = null;
        // One that is cut short by the end is no problem.
        if (!this.closed) this.tell(problem);
        if (problem === null) this.begin(isIdle);
        // The quiet moment may have come while this was under way.
        if (!isIdle && this.merging === null) this.waitForIdle();
      });
  }

  /** Waits until no merge is under way or due, those of a quiet moment included. */
  async settled(): Promise<void> {
    while (this.merging !== null) await this.merging;
    this.begin(true);
    while (this.merging !== null) await this.merging;
  }

  /** Begins nothing more. Resolves when the merge under way has ended. */
  async close(): Promise<void> {
    this.closed = true;
    this.disturb();
    await this.merging;
  }

  private tell(problem: string | null): void {
    if (this.problem === problem) return;
    this.problem = problem;
    this.onProblem();
  }
}

function failed(error: unknown): string {
  return `The parts of the index cannot be merged, and searches get slower with each change: ${messageOf(error)}. It is tried again after the next change; if it keeps failing, pilcrow index makes the index anew.`;
}
