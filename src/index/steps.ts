/** Work in small steps: it is done in the background, or at once where somebody cannot wait for it. */
import { setImmediate as nextTurn } from 'node:timers/promises';

export class Steps {
  /** Resolves when all is done, or it was stopped. */
  readonly done: Promise<void>;

  /** @param left a step at a time; null where there is nothing to do */
  constructor(private left: Iterator<void> | null) {
    this.done = this.doInBackground();
  }

  /** Does at once what is left. */
  finish(): void {
    while (this.left?.next().done === false);
    this.left = null;
  }

  /** What is left is not done. */
  stop(): void {
    this.left = null;
  }

  private async doInBackground(): Promise<void> {
    while (this.left?.next().done === false) await nextTurn();
    this.left = null;
  }
}
