/** Opens files of the folder safely: follows no link, reads nothing outside the folder, and no more than the limit. */
import { type BigIntStats, closeSync, constants, fstatSync, openSync, read, realpathSync, statSync } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import { promisify } from 'node:util';
import { codeOf } from '../errors.js';
import type { SkippedFile } from '../types.js';
import { exclusionReason } from './paths.js';

/** The reason for a file that was there when the folder was listed, but is not any more: it counts as removed, not as skipped. */
const GONE = 'gone: it was removed before it could be read';

/** Whether a skipped file is one that no longer exists. */
export function isGone(file: SkippedFile): boolean {
  return file.reason === GONE;
}

/** Size, times and inode of a file in one opaque string: see `Document.stamp`. */
export function stampOf(stats: BigIntStats): string {
  return `${stats.size}-${stats.mtimeNs}-${stats.ctimeNs}-${stats.ino}`;
}

/** The part of a stamp that stays the same when the file is only renamed. */
export function textOfStamp(stamp: string): string {
  const [size, written, , inode] = stamp.split('-');
  return `${size}-${written}-${inode}`;
}

const LINK = 'a symbolic link; Pilcrow does not follow links, so put the file itself into the folder';

/** Not `gone`: an unmounted folder must not look like one whose files were all removed. */
const UNREACHABLE = 'the folder that holds it cannot be reached';

/** A reason not to index a file, which becomes that of a `SkippedFile` (`reasonOf`). */
export class Skip extends Error {}

/** Reasons that files of several formats have: the list of skipped files has each reason once. */
export const EMPTY = 'empty: no text to search';
export const PROTECTED = 'protected by a password; save it without one to search it';

const TOO_MANY_OPEN = 'too many files are open; raise the limit of open files (ulimit -n)';

/** Whether a file was not read as this process has too many files open, which says nothing about that file. */
export function isNotToBlame(file: SkippedFile): boolean {
  return file.reason === TOO_MANY_OPEN;
}

/** The real path of the folder. @throws Skip if it cannot be reached */
export async function realRootOf(root: string): Promise<string> {
  return await realpath(root).catch(() => {
    throw new Skip(UNREACHABLE);
  });
}

/** As `realRootOf`, synchronously. */
export function realRootNow(root: string): string {
  try {
    return realpathSync.native(root);
  } catch {
    throw new Skip(UNREACHABLE);
  }
}

/** @throws Skip if a path, relative to the folder, does not lead to a document inside it */
export function checkPath(path: string): void {
  const segments = path.split('/');
  if (path.includes('\0') || segments.some((name) => name === '' || name === '.' || name === '..')) {
    throw new Skip('not a path inside the folder');
  }
  const reason = exclusionReason(path);
  if (reason !== null) throw new Skip(reason);
}

/** Why something that is no regular file is not read; null for a regular file. */
export function kindReason(stats: BigIntStats): string | null {
  if (stats.isFile()) return null;
  if (stats.isSymbolicLink()) return LINK;
  if (stats.isDirectory()) return 'a folder, not a file';
  if (stats.isFIFO()) return 'a named pipe, not a file';
  if (stats.isSocket()) return 'a socket, not a file';
  return 'a device, not a file';
}

/** @throws Skip if it is no regular file. It must not be opened then: opening a pipe waits for its writer forever */
export function checkKind(stats: BigIntStats): void {
  const reason = kindReason(stats);
  if (reason !== null) throw new Skip(reason);
}

/** Why the system refuses a path; null if it does not, or if the path is not to blame (a broken disk, too many open files). */
export function systemReason(code: string): string | null {
  switch (code) {
    case 'ELOOP':
      return LINK;
    case 'EACCES':
    case 'EPERM':
      return 'permission denied; make it readable for the user who runs Pilcrow';
    case 'ENAMETOOLONG':
      return 'its path is too long for the system; shorten its name or move it up';
    default:
      return null;
  }
}

/** Open without following a link or waiting for a pipe: the file may have been replaced since it was looked at. */
const SAFELY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Opens and reads a file. Only its bytes are awaited, as they may have to come from the disk; everything else the
 * system has in memory by now (see `readDocument`), and awaiting that as well made indexing 60,000 files of one
 * paragraph take 24 to 32 s instead of 12 to 14.
 */
export async function readSafely(
  realRoot: string,
  full: string,
  maxBytes: number,
): Promise<{ stats: BigIntStats; bytes: Uint8Array }> {
  const file = openSync(full, SAFELY);
  try {
    const stats = fstatSync(file, { bigint: true });
    const real = realpathSync.native(full);
    checkOpened(realRoot, full, { stats, real, there: statSync(full, { bigint: true }) }, maxBytes);
    return { stats, bytes: await readBytes(file, Number(stats.size), maxBytes) };
  } finally {
    closeSync(file);
  }
}

/** Opens a file without blocking the thread, for callers that read it themselves while answering requests. */
export async function openSafely(
  realRoot: string,
  full: string,
  maxBytes: number,
): Promise<{ file: FileHandle; stats: BigIntStats }> {
  const file = await open(full, SAFELY);
  try {
    const stats = await file.stat({ bigint: true });
    const real = await realpath(full);
    checkOpened(realRoot, full, { stats, real, there: await stat(full, { bigint: true }) }, maxBytes);
    return { file, stats };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** What the system says of an open file: its own stats, the real path of its name, and the stats of what is now at that name. */
interface Opened {
  stats: BigIntStats;
  real: string;
  there: BigIntStats;
}

/** O_NOFOLLOW only guards the last name of a path: the open file must also be the one at its real path, inside the root. */
function checkOpened(realRoot: string, full: string, { stats, real, there }: Opened, maxBytes: number): void {
  checkKind(stats);
  const prefix = realRoot.endsWith(sep) ? realRoot : realRoot + sep;
  if (real !== full || !real.startsWith(prefix)) throw new Skip(`below ${LINK}`);
  if (there.ino !== stats.ino || there.dev !== stats.dev) throw new Skip('replaced while it was opened');
  checkSize(stats.size, maxBytes);
}

function checkSize(size: bigint | number, maxBytes: number): void {
  if (size <= maxBytes) return;
  throw new Skip(
    `too large: ${megabytes(Number(size))}, the limit is ${megabytes(maxBytes)}; raise --max-file-size to index it`,
  );
}

function megabytes(bytes: number): string {
  return bytes < 100_000 ? `${bytes} bytes` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const readFrom = promisify(read);

/** The bytes of a file that had `size` bytes a moment ago. It may have grown since, but not above the limit. */
export async function readBytes(file: number, size: number, maxBytes: number): Promise<Uint8Array> {
  // One byte more than expected, so that growth shows.
  let buffer = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await readFrom(file, buffer, length, buffer.length - length, length);
    length += bytesRead;
    checkSize(length, maxBytes);
    // All expected bytes and not one more, or an earlier end: files on a network may come in pieces.
    if (bytesRead === 0 || (length === size && length < buffer.length)) return buffer.subarray(0, length);
    if (length === buffer.length) {
      buffer = Buffer.concat([buffer], Math.min(buffer.length * 2, maxBytes + 1));
    }
  }
}

/** Why a file is not indexed, as a sentence for its owner: for anything thrown here or while its text is read. */
export function reasonOf(error: unknown, path: string): string {
  if (error instanceof Skip) return error.message;
  const code = codeOf(error);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return path.includes('\ufffd') ? 'its name is not valid UTF-8; rename it' : GONE;
    case 'EMFILE':
    case 'ENFILE':
      return TOO_MANY_OPEN;
    default:
      if (code === null) return 'its text could not be parsed';
      return systemReason(code) ?? `the system could not read it (${code}); check its disk, the next start tries again`;
  }
}

/** Whether what was thrown tells of the file as it is. If not, as of a disk that fails, the same file may be readable later. */
export function isLasting(error: unknown): boolean {
  const isSystems = error instanceof Error && 'errno' in error;
  return !isSystems || systemReason(codeOf(error) ?? '') !== null;
}
