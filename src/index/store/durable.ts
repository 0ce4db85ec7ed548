/** Writes to the disk so that it lasts: files, each whole or not at all, and the folders that they are in. */
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf } from '../errors.js';

/** The mode of a file that tells others, where a folder is for them as well, whose it is. */
export const FOR_OTHERS = 0o644;

/**
 * Writes a temporary file and then renames it. The name lasts once the folder is synced.
 * @param mode for this user alone, if it is not told, as an index has the text of documents
 */
export async function writeWhole(folder: string, name: string, bytes: Uint8Array, mode = 0o600): Promise<void> {
  const temporary = join(folder, `${name}.tmp`);
  try {
    const file = await open(temporary, 'w', mode);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

/**
 * Makes a folder and those above it, if there is none, for this user alone: an index holds the text of documents.
 * One by one, as Node's `recursive` never ends where none can be made, such as in `/proc`.
 */
export async function makeFolder(folder: string): Promise<void> {
  const whole = resolve(folder);
  const missing: string[] = [];
  for (let at = whole; !(await isFolder(at)); at = dirname(at)) {
    missing.unshift(at);
    // The disk of a path, on Windows, may itself be missing.
    if (at === dirname(at)) break;
  }
  for (const path of missing) {
    try {
      await mkdir(path, { mode: 0o700 });
    } catch (error) {
      // Another process may have made it meanwhile.
      if (codeOf(error) !== 'EEXIST' || !(await isFolder(path))) throw error;
    }
  }
  for (const path of missing.reverse()) await syncFolder(dirname(path));
}

/** Whether there is a folder. What else is there, and a link to nothing, is told when a folder is made in its place. */
async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}

/** Makes the renames in a folder last. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder and need not.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network disks cannot sync a folder; a disk that fails must not pass for one of them.
    if (codeOf(error) !== 'EINVAL' && codeOf(error) !== 'ENOTSUP') throw error;
  } finally {
    await handle.close();
  }
}
