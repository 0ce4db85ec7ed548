/**
 * What is known of each path of the folder: its stamp, or in which segment its document stands and under which number.
 * A merge renumbers all documents of its segments at once; numbers are kept by batch, so that a merge changes a few
 * lists and not every document.
 */

import type { KnownFile } from '../engine.js';
import type { LiveSegment } from '../generation.js';
import { kept } from '../kept.js';
import type { BuiltDocument } from '../threads/builder.js';
import type { SkippedFile } from '../types.js';

/** The segment where a document stands, and its number there. */
interface Place {
  segment: string;
  number: number;
}

/** Documents that were entered together, and so are merged together. */
interface Batch {
  segment: string;
  /** By the number that a document was entered with: its number now, -1 where it is gone. Null until the first merge. */
  numbers: Int32Array | null;
  /** How many of them are still in the catalog. */
  documents: number;
}

interface Entry extends KnownFile {
  /** Null where it is skipped. */
  document: { id: string; batch: Batch; number: number } | null;
}

/** Documents entered per step: half a millisecond, and after a start, when nothing of it is compiled, some three times that. */
const SLICE = 128;

export class Catalog {
  private readonly entries = new Map<string, Entry>();
  /** Paths by the ids of their documents. */
  private readonly paths = new Map<string, string>();
  /** Batches with documents left, by segment. */
  private readonly batches = new Map<string, Set<Batch>>();

  get known(): ReadonlyMap<string, KnownFile> {
    return this.entries;
  }

  /** The path of a document; undefined where its id is unknown. */
  pathOf(id: string): string | undefined {
    return this.paths.get(id);
  }

  /** Where the document of a path stands; null where it has none. */
  placeOf(path: string): Place | null {
    const document = this.entries.get(path)?.document ?? null;
    if (document === null) return null;
    const { batch, number } = document;
    const now = batch.numbers === null ? number : (batch.numbers[number] ?? -1);
    return now < 0 ? null : { segment: batch.segment, number: now };
  }

  /** Where the documents of these paths stand: their numbers, by segment. */
  placesOf(paths: Iterable<string>): Map<string, number[]> {
    const places = new Map<string, number[]>();
    for (const path of new Set(paths)) {
      const place = this.placeOf(path);
      if (place !== null) kept(places, place.segment, () => []).push(place.number);
    }
    return places;
  }

  /** Begins a batch of documents of a segment; the returned function enters one of them with its number. */
  enter(segment: string): (document: BuiltDocument, number: number) => void {
    const batch: Batch = { segment, numbers: null, documents: 0 };
    return ({ id, path, stamp }, number) => {
      if (batch.documents++ === 0) this.keep(batch);
      this.forget(path);
      this.entries.set(path, { stamp, document: { id, batch, number } });
      this.paths.set(id, path);
    };
  }

  /**
   * Enters the live documents of loaded segments, some per step.
   * @param isAsBefore whether a file of this size would be read the same way today; if not, it is entered without
   *   its stamp, so that it is read again
   * @param leaveOut called for segments whose documents cannot be listed: none of them is entered
   */
  *enterSegments(
    segments: readonly LiveSegment[],
    isAsBefore: (bytes: number) => boolean,
    leaveOut: (segment: string) => void,
  ): Generator<void> {
    for (const live of segments) {
      try {
        yield* this.enterSegment(live, isAsBefore);
      } catch {
        for (const [path, { document }] of this.entries) if (document?.batch.segment === live.name) this.forget(path);
        leaveOut(live.name);
      }
    }
  }

  private *enterSegment(
    { name, segment, removed }: LiveSegment,
    isAsBefore: (bytes: number) => boolean,
  ): Generator<void> {
    const enter = this.enter(name);
    for (let from = 0; from < segment.documentCount; from += SLICE) {
      yield;
      for (const { number, id, path, stamp, size } of segment.documents.list(from, from + SLICE)) {
        if (removed?.documents.has(number) === true) continue;
        enter({ id, path, stamp: isAsBefore(size) ? stamp : null }, number);
      }
    }
  }

  enterSkipped({ path, stamp }: Pick<SkippedFile, 'path' | 'stamp'>): void {
    this.forget(path);
    this.entries.set(path, { stamp, document: null });
  }

  forget(path: string): void {
    const document = this.entries.get(path)?.document ?? null;
    this.entries.delete(path);
    if (document === null) return;
    this.paths.delete(document.id);
    const { batch } = document;
    batch.documents--;
    if (batch.documents > 0) return;
    const others = this.batches.get(batch.segment);
    others?.delete(batch);
    if (others?.size === 0) this.batches.delete(batch.segment);
  }

  private keep(batch: Batch): void {
    kept(this.batches, batch.segment, () => new Set()).add(batch);
  }

  /**
   * Notes that segments were merged into one.
   * @param numbers by the name of each segment, the new number of each of its documents; -1 where it is gone
   */
  merge(numbers: ReadonlyMap<string, Int32Array>, into: string): void {
    for (const [segment, renumbered] of numbers) {
      const batches = this.batches.get(segment) ?? [];
      this.batches.delete(segment);
      for (const batch of batches) {
        batch.numbers = batch.numbers?.map((number) => renumbered[number] ?? -1) ?? renumbered;
        batch.segment = into;
        this.keep(batch);
      }
    }
  }
}
