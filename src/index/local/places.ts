/**
 * Where the documents of the live generation stand, by their ids. The documents of a loaded generation are entered into
 * the catalog in the background: searches do not need it.
 */

import type { KnownFile } from '../engine.js';
import type { DocumentPlace } from '../generation.js';
import type { StoredGeneration } from '../store/manifest.js';
import type { Catalog } from './catalog.js';
import type { LiveGeneration } from './live-generation.js';
import { Steps } from './steps.js';

export class Places {
  private entering = new Steps(null);

  constructor(
    private readonly live: LiveGeneration,
    private readonly catalog: Catalog,
  ) {}

  /**
   * Begins to enter a loaded generation, which is the live one. Commits wait for that. A file that would be read in another
   * way today is read again.
   */
  enter({ skipped, maxFileBytes, language }: StoredGeneration): void {
    const { reading } = this.live;
    const sameLimit = maxFileBytes === reading.maxBytes;
    for (const { path, stamp } of skipped) this.catalog.enterSkipped({ path, stamp: sameLimit ? stamp : null });
    const sameLanguage = language === reading.language;
    const isAsBefore = (size: number): boolean => sameLanguage && size <= reading.maxBytes;
    this.entering = new Steps(
      this.catalog.enterSegments(this.live.current.segments, isAsBefore, (name) => this.live.leaveOut(name)),
    );
    void this.live.commit(() => this.entering.done);
  }

  /** The path of a document; undefined where its id is unknown. */
  async pathOf(id: string): Promise<string | undefined> {
    await this.entering.done;
    return this.catalog.pathOf(id);
  }

  /** Null where the id is unknown. */
  async placeOf(id: string): Promise<DocumentPlace | null> {
    await this.entering.done;
    const generation = await this.live.ready();
    const place = this.catalog.placeOf(this.catalog.pathOf(id) ?? '');
    const segment = generation.segments.findIndex(({ name }) => name === place?.segment);
    return place === null || segment < 0 ? null : { generation, segment, document: place.number };
  }

  /** Every file that is known, by path. What is not entered yet is entered at once. */
  known(): ReadonlyMap<string, KnownFile> {
    this.entering.finish();
    return this.catalog.known;
  }

  /** Enters no more. */
  stop(): void {
    this.entering.stop();
  }
}
