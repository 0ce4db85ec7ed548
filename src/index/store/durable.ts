/** Writes to the disk so that it lasts: files, each whole or not at all, and the folders that they are in. */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf } from '../errors.js';

/** Writes a temporary file and then renames it. The name lasts once the folder is synced. */
export async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(folder, `${name}.tmp`);
  try {
    const file = await open(temporary, 'w');
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

/** Makes a folder and those above it, if there is none. */
export async function makeFolder(folder: string): Promise<void> {
  const whole = resolve(folder);
  const topmost = await mkdir(whole, { recursive: true });
  if (topmost === undefined) return;
  // From the folder up to the parent of the topmost one that was made.
  for (let at = whole; at.length >= topmost.length; at = dirname(at)) await syncFolder(dirname(at));
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
