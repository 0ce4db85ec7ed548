/**
 * The heavy work of indexing as plain functions, which run in workers: files to segments, deletions to statistics,
 * several segments to one.
 */
import { isGone } from '../documents/open-file.js';
import { formatOf, isApart } from '../documents/paths.js';
import { type ReadOptions, readDocument } from '../documents/read.js';
import { type Removed, removedWith } from '../generation/removed.js';
import { type Merged, mergeSegments } from '../merge.js';
import { Segment } from '../segment.js';
import type { ReadDocument, SkippedFile } from '../types.js';
import { forgetWords } from '../words/lexicon.js';
import { SegmentWriter } from '../writer.js';
import { PathQueue } from './path-queue.js';
import type { SentSegment } from './sent-segment.js';

/** A batch is frozen at this many paragraphs, which bounds the memory that it takes to some 100 MB (docs/decisions/0016). */
const MAX_BATCH_PARAGRAPHS = 30_000;

/** For a merge of more bytes than this, memory matters: the thread first drops what it knows of words, 20 MB. */
const LARGE_MERGE = 16 << 20;

/** How many files are read at the same time. */
const READ_AHEAD = 8;

/** What is known of a document that stands in a segment. */
export interface BuiltDocument {
  id: string;
  path: string;
  /** Null where the file is to be read again. */
  stamp: string | null;
}

/** The bytes of a segment, in shared memory, and its documents in order. */
export interface Built {
  bytes: Uint8Array;
  documents: BuiltDocument[];
}

/** What was made of some files. */
export interface BuildResult {
  built: Built[];
  /** Files that could not be read. Files that no longer exist are in neither list. */
  skipped: SkippedFile[];
  /** Files that are built, but for a part of their text. */
  partly: SkippedFile[];
}

/** The queue of threads that build one list of files together, and the number of this thread. */
interface Sharing {
  queue: SharedArrayBuffer;
  thread: number;
}

/**
 * Reads files and freezes them into segments. A bad file is skipped and never spoils the others.
 * @param paths in order
 * @param sharing with other threads that are given the same paths: each builds those that it takes first
 */
export async function build(
  root: string,
  paths: readonly string[],
  options: ReadOptions,
  sharing?: Sharing,
): Promise<BuildResult> {
  const result: BuildResult = { built: [], skipped: [], partly: [] };
  const queue = new PathQueue(paths, sharing?.queue);
  let batch = new Batch();
  for await (const read of readAll(root, () => queue.take(sharing?.thread ?? 1), options)) {
    if ('document' in read) {
      batch.add(read);
      const { path, stamp } = read.document;
      if (read.missing !== undefined) result.partly.push({ path, reason: read.missing, stamp });
    } else if (!isGone(read)) result.skipped.push(read);
    if (batch.paragraphs >= MAX_BATCH_PARAGRAPHS) {
      result.built.push(batch.freeze());
      batch = new Batch();
    }
  }
  if (batch.paragraphs > 0) result.built.push(batch.freeze());
  return result;
}

/**
 * Reads files in order, some ahead, so that indexing hardly waits for the disk: reading a file takes nine system calls.
 * Behind one that takes long none is begun: where the work is cut short, all that were begun are waited for.
 */
async function* readAll(
  root: string,
  next: () => string | null,
  options: ReadOptions,
): AsyncGenerator<ReadDocument | SkippedFile> {
  const ahead: { reading: Promise<ReadDocument | SkippedFile>; isLong: boolean }[] = [];
  for (;;) {
    while (ahead.length < READ_AHEAD && !ahead.some(({ isLong }) => isLong)) {
      const path = next();
      if (path === null) break;
      ahead.push({ reading: readDocument(root, path, options), isLong: isApart(formatOf(path) ?? 'txt') });
    }
    const first = ahead.shift();
    if (first === undefined) return;
    yield await first.reading;
  }
}

/** What is removed from a segment when some more of its documents (by number) are. */
export function remove({ bytes, removed }: SentSegment, gone: readonly number[]): Removed {
  return removedWith(new Segment(bytes), removed, gone);
}

/** One segment with the live documents of several, as if they had been indexed together. Null if none is left. */
export function merge(sources: readonly SentSegment[]): Merged | null {
  // A merge analyses nothing.
  if (sources.reduce((sum, { bytes }) => sum + bytes.byteLength, 0) > LARGE_MERGE) forgetWords();
  return mergeSegments(sources.map(({ bytes, removed }) => ({ name: '', segment: new Segment(bytes), removed })));
}

class Batch {
  private readonly writer = new SegmentWriter();
  private readonly documents: BuiltDocument[] = [];

  get paragraphs(): number {
    return this.writer.paragraphCount;
  }

  add(read: ReadDocument): void {
    this.writer.add(read);
    const { id, path, stamp } = read.document;
    this.documents.push({ id, path, stamp });
  }

  freeze(): Built {
    return { bytes: this.writer.freeze(), documents: this.documents };
  }
}
