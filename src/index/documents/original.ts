/** Opens the file of a document as it is on the disk now, for someone to save. */
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { SkippedFile } from '../types.js';
import { checkPath, openSafely, realRootOf, reasonOf } from './open-file.js';

/** The bytes of a file as it is now. The receiver must read `stream` to its end or destroy it: the file is open until then. */
export interface Original {
  path: string;
  stream: Readable;
  /** How many bytes the stream gives, or fewer if the file gets shorter meanwhile. */
  size: number;
}

/**
 * Opens the file of a document as safely as `readDocument` does. Never throws: whatever is wrong with the file is the
 * reason of the `SkippedFile`.
 */
export async function openOriginal(
  root: string,
  path: string,
  { maxBytes }: { maxBytes: number },
): Promise<Original | SkippedFile> {
  try {
    checkPath(path);
    const realRoot = await realRootOf(root);
    const { file, stats } = await openSafely(realRoot, join(realRoot, path), maxBytes);
    const size = Number(stats.size);
    // If the file grows meanwhile, the rest is cut, as its length has been sent by then.
    const stream = size === 0 ? Readable.from([]) : file.createReadStream({ start: 0, end: size - 1 });
    if (size === 0) await file.close();
    return { path, stream, size };
  } catch (error) {
    return { path, reason: reasonOf(error, path), stamp: null };
  }
}
