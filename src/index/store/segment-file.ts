/** Reads the files of segments, and makes sure that each is the one that the manifest names. */
import { join } from 'node:path';
import { codeOf } from '../errors.js';
import { BadSegment, checksum, identity, OtherVersion } from '../segment/format.js';
import { newSharedBuffer } from '../segment/texts/pages.js';
import { Segment } from '../segment.js';
import type { NamedSegment } from './manifest.js';
import { openToRead } from './read-whole.js';

/** Bytes of a segment that are read and checked at once: 2 ms. */
const READ_BYTES = 1 << 22;

/**
 * The bytes of a segment, in memory that threads can share.
 * @throws BadSegment if they are not what the manifest names, OtherVersion if they are of another version
 */
export async function readSegment(folder: string, named: NamedSegment): Promise<Uint8Array> {
  return await blaming(named, async () => {
    const bytes = new Uint8Array(newSharedBuffer(named.length), 0, named.length);
    const { crc, told } = await sumUp(folder, named, bytes);
    if (crc !== told) throw new BadSegment('Its bytes are not those that were written.');
    if (told !== named.checksum) throw new BadSegment('It is whole, but of another commit.');
    new Segment(bytes, false);
    return bytes;
  });
}

/** Makes sure that a file is what the manifest names, with little memory. @throws BadSegment if it is not */
export async function checkSegment(folder: string, named: NamedSegment): Promise<void> {
  await blaming(named, async () => {
    const { crc, told } = await sumUp(folder, named, null);
    if (crc !== told || crc !== named.checksum) throw new BadSegment('Its bytes are not those that were written.');
  });
}

/** Adds the name of the file to errors about a segment. */
async function blaming<Result>({ name }: NamedSegment, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OtherVersion) throw error;
    if (error instanceof BadSegment) throw new BadSegment(`The file ${name} is damaged. ${error.message}`);
    if (codeOf(error) === 'ENOENT') throw new BadSegment(`The file ${name} is missing.`);
    throw error;
  }
}

/**
 * The checksum of a segment's file (`crc`), and the one that its header states (`told`). Reads a part at a time, so
 * that other work gets its turn.
 * @param into gets the bytes; null if each part may overwrite the one before
 */
async function sumUp(
  folder: string,
  { name, length }: NamedSegment,
  into: Uint8Array | null,
): Promise<{ crc: number; told: number }> {
  const file = await openToRead(join(folder, name));
  try {
    const { size } = await file.stat();
    if (size !== length) throw new BadSegment(`It has ${size} bytes instead of ${length}.`);
    const window = into ?? new Uint8Array(Math.min(length, READ_BYTES));
    let crc = 0;
    let told = 0;
    for (let at = 0; at < length; ) {
      const start = into === null ? 0 : at;
      const { bytesRead } = await file.read(window, start, Math.min(length - at, READ_BYTES), at);
      if (bytesRead === 0) throw new BadSegment('It was cut while it was read.');
      const part = window.subarray(start, start + bytesRead);
      if (at === 0) told = identity(part).checksum;
      crc = checksum(part, crc, at);
      at += bytesRead;
    }
    return { crc, told };
  } finally {
    await file.close();
  }
}
