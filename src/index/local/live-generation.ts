/** The live generation, in memory and on disk: each commit swaps in the next one in one assignment. */

import { uncounted } from '../generation/removed.js';
import { EMPTY, type Generation, type LiveSegment } from '../generation.js';
import { Segment } from '../segment.js';
import type { StoredGeneration } from '../store/manifest.js';
import type { Store } from '../store.js';
import type { WorkerPool } from '../threads/pool.js';
import { countRemovals } from './removals.js';

export class LiveGeneration {
  private generation: Generation = EMPTY;
  /** Resolves when the deletions of a loaded generation are counted again, which searches wait for; null when nothing is to be counted. */
  private counted: Promise<void> | null = null;
  private commits: Promise<void> = Promise.resolve();
  /** The segment that the last commit made by a merge; what it was merged from is still on the disk. Null where it was none. */
  private merged: string | null = null;

  /**
   * @param store where generations are kept; null for memory alone
   * @param reading how files are read: the limit of their size, and the default language
   * @param follow told of each generation that is committed
   */
  constructor(
    private readonly store: Store | null,
    private readonly pool: WorkerPool,
    readonly reading: { maxBytes: number; language: string | null },
    private readonly follow: (generation: Generation) => void,
  ) {}

  /** As it is now; its deletions may not be counted yet. */
  get current(): Generation {
    return this.generation;
  }

  /** As it is once its deletions are counted. */
  async ready(): Promise<Generation> {
    if (this.counted !== null) await this.counted;
    return this.generation;
  }

  /** Whether the disk still holds what the last commit merged. */
  get holdsMerged(): boolean {
    return this.merged !== null;
  }

  /** The number for the next commit. */
  get nextNumber(): number {
    return this.store?.nextNumber ?? this.generation.number + 1;
  }

  /** Continues from a loaded generation. */
  resume({ number, segments, skipped, partly, committedAt }: StoredGeneration): void {
    const live = segments.map(({ name, bytes, removed }): LiveSegment => {
      const segment = new Segment(bytes, false);
      return { name, segment, removed: removed.length > 0 ? uncounted(segment, removed) : null };
    });
    this.generation = {
      number,
      segments: live,
      skipped: new Map(skipped.map((file) => [file.path, file])),
      partly: new Map(partly.map((file) => [file.path, file])),
      committedAt,
    };
    if (live.some(({ removed }) => removed !== null)) this.counted = this.count(live);
  }

  /** Drops a segment whose documents cannot be listed: its files are read again, and must not be found twice. */
  leaveOut(name: string): void {
    const { generation } = this;
    this.generation = { ...generation, segments: generation.segments.filter((live) => live.name !== name) };
  }

  /** Runs the work of one commit after another. One that fails leaves the generation as it was and does not stop the next. */
  commit(work: () => Promise<void>): Promise<void> {
    const done = this.commits.then(async () => {
      await this.counted;
      await work();
    });
    this.commits = done.catch(() => {});
    return done;
  }

  /**
   * Writes a generation and makes it the live one, within a commit.
   * @param merged the segment that was made of others; null where none was
   */
  async swap(
    { number, segments, skipped, partly }: Omit<Generation, 'committedAt'>,
    merged: string | null = null,
  ): Promise<void> {
    const committedAt = Date.now();
    await this.store?.commit({
      maxFileBytes: this.reading.maxBytes,
      language: this.reading.language,
      number,
      committedAt,
      segments: segments.map(({ name, segment, removed }) => ({
        name,
        bytes: segment.bytes,
        removed: [...(removed?.documents ?? [])],
      })),
      skipped: [...skipped.values()],
      partly: [...partly.values()],
    });
    this.generation = { number, segments, skipped, partly, committedAt };
    this.merged = merged;
    this.follow(this.generation);
  }

  /** Frees the disk of what was merged, in a quiet moment. */
  dropMerged(): Promise<void> {
    return this.commit(async () => {
      const { merged } = this;
      this.merged = null;
      // If the new segment is not whole on the disk, what it was made of stays until the next commit.
      if (merged !== null) await this.store?.dropFallback(new Set([merged])).catch(() => {});
    });
  }

  /** Resolves when all commits have ended. */
  async close(): Promise<void> {
    await this.commits;
  }

  private async count(segments: readonly LiveSegment[]): Promise<void> {
    const counted = new Map((await countRemovals(this.pool, segments)).map((live) => [live.name, live]));
    const { generation } = this;
    this.generation = { ...generation, segments: generation.segments.map((live) => counted.get(live.name) ?? live) };
    this.counted = null;
  }
}
