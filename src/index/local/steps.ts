/** Work done in small steps in the background, or all at once when somebody needs the result. */
import { setImmediate as nextTurn } from 'node:timers/promises';

export class Steps {
  /** Resolves when all is done or stopped. */
  readonly done: Promise<void>;

  /** @param left does a step each time it is advanced; null where there is nothing to do */
  constructor(private left: Iterator<void> | null) {
    this.done = this.doInBackground();
  }

  /** Does the rest at once. */
  finish(): void {
    while (this.left?.next().done === false);
    this.left = null;
  }

  /** Drops the rest. */
  stop(): void {
    this.left = null;
  }

  private async doInBackground(): Promise<void> {
    while (this.left?.next().done === false) await nextTurn();
    this.left = null;
  }
}
