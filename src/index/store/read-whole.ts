/** Reads files of a data folder, which may hold something else in place of one: a named pipe, a device. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Opens a file to read it. A named pipe is opened as well, and not waited for until somebody writes to it. */
export async function openToRead(path: string): Promise<FileHandle> {
  return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
}

/** The bytes of a file; none of what is no file, as a device may never end. Rejects with the error of the system. */
export async function readWhole(path: string): Promise<Buffer> {
  const file = await openToRead(path);
  try {
    return (await file.stat()).isFile() ? await file.readFile() : Buffer.alloc(0);
  } finally {
    await file.close();
  }
}
