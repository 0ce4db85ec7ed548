/** Notes about files beyond what the engine knows: which to read once more, and which not to try again. */
import type { KnownFile } from '../engine.js';
import type { FoundFile } from './scan.js';

/**
 * A file written twice within one tick of the disk's clock can have the same stamp both times. So a file that changed
 * less than this, ms, before it was read is read once more later.
 */
export const TICK = 100;

export class ReadNotes {
  /** Files to read once more whatever their stamp is, with the stamp that the scan saw. */
  private readonly unsettled = new Map<string, string>();
  /** Files that the engine could not even look at, with the stamp that the scan saw: not tried again until it changes. */
  private readonly unreadable = new Map<string, string>();

  /** Paths of the files that are read once more. */
  unsettledPaths(): string[] {
    return [...this.unsettled.keys()];
  }

  isUnsettled({ path }: FoundFile): boolean {
    return this.unsettled.has(path);
  }

  isUnreadable({ path, stamp }: FoundFile): boolean {
    return this.unreadable.get(path) === stamp;
  }

  /**
   * Notes files that the engine was given.
   * @param known what the engine knows afterwards
   */
  note(files: readonly FoundFile[], known: ReadonlyMap<string, KnownFile>): void {
    for (const { path, stamp, changedAt, lookedAt } of files) {
      const stampRead = known.get(path)?.stamp ?? null;
      if (stampRead === null) this.unreadable.set(path, stamp);
      else this.unreadable.delete(path);
      // The file changed between the scan and the reading. Noted once per stamp, in case a disk never gives the same stamp twice.
      const changedSince = stampRead !== null && stampRead !== stamp && this.unsettled.get(path) !== stamp;
      if (Math.abs(lookedAt - changedAt) < TICK || changedSince) this.unsettled.set(path, stamp);
      else this.unsettled.delete(path);
    }
  }

  /** Forgets files that are gone. */
  forget(isGone: (path: string) => boolean): void {
    for (const notes of [this.unsettled, this.unreadable]) {
      for (const path of notes.keys()) if (isGone(path)) notes.delete(path);
    }
  }
}
