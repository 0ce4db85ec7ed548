/** What a look at the folder means for the index: which paths to read, which to forget, and in what portions. Pure. */

import { textOfStamp } from './documents/open-file.js';
import type { KnownFile } from './engine.js';
import { type FoundFile, isWithin, type Scan } from './scan.js';

export interface Work {
  add: FoundFile[];
  remove: string[];
}

/** A larger file, bytes, may take longer than a second to read: it is not part of a portion. */
export const LARGE_FILE = 1024 * 1024;
/** A portion is committed, and so searchable, before the next is read. */
const LARGEST_BATCH = { bytes: 16 * 1024 * 1024, files: 2_000 };
/** The first portion is small, so that there is something to find early; each one after it is twice as large. */
const FIRST_BATCH = { bytes: 1024 * 1024, files: 125 };

/**
 * What to do so that the engine knows what `seen`, a scan of `scopes`, found. A file is read when its stamp is not the known one or
 * where `mustRead` says so. What a silent disk did not tell is left as it is.
 */
export function difference(
  seen: Scan,
  scopes: ReadonlySet<string>,
  known: ReadonlyMap<string, KnownFile>,
  mustRead: (file: FoundFile, known: KnownFile) => boolean,
): Work {
  const work: Work = { add: [], remove: [] };
  for (const file of seen.files.values()) {
    const before = known.get(file.path);
    if (before === undefined || before.stamp !== file.stamp || mustRead(file, before)) work.add.push(file);
  }
  for (const path of known.keys()) {
    if (!seen.files.has(path) && isWithin(scopes, path) && !isWithin(seen.silent, path)) work.remove.push(path);
  }
  // In the order of paths, whatever the disk's: files of one folder come in together.
  work.add.sort((a, b) => (a.path < b.path ? -1 : 1));
  return work;
}

/** Those of `removed` that are only moved, to where they are not read yet: `unread`. */
export function movedAmong(
  removed: readonly string[],
  known: ReadonlyMap<string, KnownFile>,
  unread: readonly FoundFile[],
): string[] {
  const texts = new Set(unread.map(({ stamp }) => textOfStamp(stamp)));
  return texts.size === 0 ? [] : removed.filter((path) => texts.has(textOfStamp(known.get(path)?.stamp ?? '')));
}

/**
 * `work` in portions of bounded size. What is removed goes with the last one: a folder that was moved is found twice for a moment,
 * never not at all, and a small change is one portion and so one generation.
 */
export function batches(work: Work): Work[] {
  const portions: Work[] = [];
  let limit = FIRST_BATCH;
  let batch: Work = { add: [], remove: [] };
  let bytes = 0;
  for (const file of work.add) {
    if (batch.add.length > 0 && (batch.add.length >= limit.files || bytes + file.size > limit.bytes)) {
      portions.push(batch);
      batch = { add: [], remove: [] };
      bytes = 0;
      limit = twice(limit);
    }
    batch.add.push(file);
    bytes += file.size;
  }
  batch.remove = work.remove;
  portions.push(batch);
  return portions;
}

function twice({ bytes, files }: typeof FIRST_BATCH): typeof FIRST_BATCH {
  return { bytes: Math.min(bytes * 2, LARGEST_BATCH.bytes), files: Math.min(files * 2, LARGEST_BATCH.files) };
}
