/** Makes the next generation from the live one: files that were read come in, others go out, segments are merged. The catalog follows. */

import type { LiveSegment } from '../generation.js';
import { Segment } from '../segment.js';
import type { BuildResult } from '../threads/builder.js';
import type { WorkerPool } from '../threads/pool.js';
import { sentSegment } from '../threads/sent-segment.js';
import type { SkippedFile } from '../types.js';
import type { Catalog } from './catalog.js';
import type { LiveGeneration } from './live-generation.js';
import { removeDocuments, removedSince } from './removals.js';

/** The numbers of a segment's documents where none is left. */
const NO_DOCUMENTS = new Int32Array(0);

export class Commits {
  constructor(
    private readonly pool: WorkerPool,
    private readonly live: LiveGeneration,
    private readonly catalog: Catalog,
  ) {}

  /**
   * Takes in what was read. To be called within a commit.
   * @param replaced paths whose old entries give way to what was read of them, if anything
   */
  async takeIn(replaced: readonly string[], { built, skipped, partly }: BuildResult): Promise<void> {
    const { live, catalog } = this;
    const segments = await removeDocuments(this.pool, live.current.segments, catalog.placesOf(replaced));
    const number = live.nextNumber;
    const added = built.map(({ bytes }, i): LiveSegment => {
      return { name: `segment-${number}-${i}`, segment: new Segment(bytes), removed: null };
    });
    await live.swap({
      number,
      segments: [...segments, ...added],
      skipped: listed(live.current.skipped, replaced, skipped),
      partly: listed(live.current.partly, replaced, partly),
    });
    for (const path of replaced) catalog.forget(path);
    for (const file of skipped) catalog.enterSkipped(file);
    for (const [i, { documents }] of built.entries()) {
      const enter = catalog.enter(`segment-${number}-${i}`);
      for (const [at, document] of documents.entries()) enter(document, at);
    }
  }

  /** Merges some segments into one, and commits that without what was removed from them meanwhile. */
  async merge(these: readonly LiveSegment[]): Promise<void> {
    const names = new Set(these.map(({ name }) => name));
    // After a start, deletions are still being counted, and what is merged takes over their counts.
    const chosen = (await this.live.ready()).segments.filter(({ name }) => names.has(name));
    const merged = await this.pool.run('merge', chosen.map(sentSegment));
    await this.live.commit(async () => {
      const numbers = new Map(chosen.map(({ name }, i) => [name, merged?.numbers[i] ?? NO_DOCUMENTS]));
      const { current, nextNumber: number } = this.live;
      const name = `segment-${number}-0`;
      const others = current.segments.filter((live) => !numbers.has(live.name));
      const segments = merged === null ? [] : [{ name, segment: new Segment(merged.bytes), removed: null }];
      const gone = chosen
        .flatMap((live) => removedSince(live, current.segments).map((old) => numbers.get(live.name)?.[old] ?? -1))
        .filter((document) => document >= 0);
      const kept = await removeDocuments(this.pool, segments, new Map(gone.length > 0 ? [[name, gone]] : []));
      await this.live.swap({ ...current, number, segments: [...others, ...kept] }, merged && name);
      this.catalog.merge(numbers, name);
    });
  }
}

/** A list of files, by path, when what was read of some of them takes the place of what was known. */
function listed(
  before: ReadonlyMap<string, SkippedFile>,
  replaced: readonly string[],
  files: readonly SkippedFile[],
): ReadonlyMap<string, SkippedFile> {
  const after = new Map(before);
  for (const path of replaced) after.delete(path);
  for (const file of files) after.set(file.path, file);
  return after;
}
