/** When segments are merged: after a commit where there are too many, and in a quiet moment those of about one size. One merge at a time. */
import type { LiveSegment } from './generation.js';
import { chooseIdleMerge, chooseMerge } from './merge-policy.js';

/** After so long without a change, ms, segments of about one size are merged. */
const IDLE_MS = 3000;

/** What is merged, and by whom. */
export interface Merging {
  segments(): readonly LiveSegment[];
  /** Makes one segment of these, and commits it. */
  merge(chosen: readonly LiveSegment[]): Promise<void>;
  /** Whether the disk still holds what was merged. */
  mayDrop(): boolean;
  /** Takes that off the disk. */
  drop(): Promise<void>;
}

/** Keeps segments few. Searches and commits go on meanwhile. */
export class BackgroundMerges {
  private merging: Promise<void> | null = null;
  private idle: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(private readonly engine: Merging) {}

  /** A change comes: this is no quiet moment. */
  disturb(): void {
    if (this.idle !== null) clearTimeout(this.idle);
  }

  /** What is to be done in a quiet moment is done when there was no change for a while. */
  waitForIdle(): void {
    this.disturb();
    if (this.closed) return;
    this.idle = setTimeout(() => this.begin(chooseIdleMerge), IDLE_MS);
    this.idle.unref();
  }

  /** Begins what is due, unless something is under way. */
  begin(choose: typeof chooseMerge = chooseMerge): void {
    if (this.merging !== null || this.closed) return;
    const { engine } = this;
    const isIdle = choose === chooseIdleMerge;
    const chosen = choose(engine.segments());
    if (chosen.length === 0 && !(isIdle && engine.mayDrop())) return;
    this.merging = (chosen.length > 0 ? engine.merge(chosen) : engine.drop())
      // A merge only saves time later: one that fails is tried again after the next commit.
      .then(
        () => true,
        () => false,
      )
      .then((done) => {
        this.merging = null;
        if (done) this.begin(choose);
        // The quiet moment may have come while this was under way.
        if (!isIdle && this.merging === null) this.waitForIdle();
      });
  }

  /** Waits until nothing is under way or due, in a quiet moment either. */
  async settled(): Promise<void> {
    while (this.merging !== null) await this.merging;
    this.begin(chooseIdleMerge);
    while (this.merging !== null) await this.merging;
  }

  /** Nothing begins any more. Resolves when what is under way has ended. */
  async close(): Promise<void> {
    this.closed = true;
    this.disturb();
    await this.merging;
  }
}
