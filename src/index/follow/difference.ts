/**
 * What a look at the folder means for the index: which paths to read, and which to forget. Pure.
 *
 * The disk decides. “Gone” and “forbidden” are answers: the documents go, too, as nobody may read them any more. An I/O
 * error is no answer: what was known stays. A root that is missing, forbidden or unmounted is no answer either, as the
 * cause is more often a disk that is not there than a wish to forget everything (folder-look.ts). A root that is merely
 * empty is an answer.
 */

import { textOfStamp } from '../documents/open-file.js';
import type { KnownFile } from '../engine.js';
import { type FoundFile, type Scan, stays } from './scan.js';

/** What to do with the files of the folder: which to read (`add`), and which paths to forget (`remove`). */
export interface Work {
  add: FoundFile[];
  remove: string[];
}

/**
 * What to do so that the engine knows what `seen`, a scan of `scopes`, found. A file is read when its stamp is not the
 * known one, or when `mustRead` says so. Paths that the disk gave no answer for are left as they are.
 */
export function difference(
  seen: Scan,
  scopes: ReadonlySet<string>,
  known: ReadonlyMap<string, KnownFile>,
  mustRead: (file: FoundFile) => boolean,
): Work {
  const work: Work = { add: [], remove: [] };
  for (const file of seen.files.values()) {
    const before = known.get(file.path);
    if (before === undefined || before.stamp !== file.stamp || mustRead(file)) work.add.push(file);
  }
  for (const path of known.keys()) {
    if (!seen.files.has(path) && !stays(path, seen, scopes)) work.remove.push(path);
  }
  // In path order, whatever the order on disk: files of one folder are indexed together.
  work.add.sort((a, b) => (a.path < b.path ? -1 : 1));
  return work;
}

/** The paths of `removed` whose files were only moved, and are among `unread` at their new path. */
export function movedAmong(
  removed: readonly string[],
  known: ReadonlyMap<string, KnownFile>,
  unread: readonly FoundFile[],
): string[] {
  const texts = new Set(unread.map(({ stamp }) => textOfStamp(stamp)));
  return texts.size === 0 ? [] : removed.filter((path) => texts.has(textOfStamp(known.get(path)?.stamp ?? '')));
}
