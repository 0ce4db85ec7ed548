/** A queue of paths for several threads: each takes the next one when it has time, so that none waits for another. */

export class PathQueue {
  /** How many were taken; then for each path, in order, the number of the thread that took it, 0 for none. */
  private readonly taken: Int32Array;

  /** @param shared the part that threads share */
  constructor(
    readonly paths: readonly string[],
    readonly shared = new SharedArrayBuffer((1 + paths.length) * Int32Array.BYTES_PER_ELEMENT),
  ) {
    this.taken = new Int32Array(shared);
  }

  /** The next path, which no other thread gets; null when all are taken. @param thread its number, above 0 */
  take(thread: number): string | null {
    const index = Atomics.add(this.taken, 0, 1);
    const path = this.paths[index];
    if (path === undefined) return null;
    Atomics.store(this.taken, 1 + index, thread);
    return path;
  }

  /** Leaves nothing to take. */
  stop(): void {
    Atomics.store(this.taken, 0, this.paths.length);
  }

  /** The paths that a thread took, in order; for 0 those that none took. */
  takenBy(thread: number): string[] {
    return this.paths.filter((_, index) => Atomics.load(this.taken, 1 + index) === thread);
  }
}
