/** The manifest of a generation on disk, which names its segments: a line with a checksum, then JSON. */
import { access, constants, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { codeOf } from '../errors.js';
import { BadSegment, OtherVersion } from '../segment/format.js';
import type { SkippedFile } from '../types.js';
import { readWhole } from './read-whole.js';

/**
 * Manifest versions, all of November 2026: 1 the first; 2 has the length and checksum of each segment; 3 the size limit
 * for files; 4 the default language; 5 which documents were read in part.
 */
export const MANIFEST_VERSION = 5;
const MANIFEST = /^generation-(\d{1,15})\.json$/;

/** A segment with its bytes in memory. */
export interface StoredSegment {
  /** The name of its file. */
  name: string;
  bytes: Uint8Array;
  /** The numbers of its deleted documents. */
  removed: readonly number[];
}

/** A generation with its segments in memory, as it is written and read back. */
export interface StoredGeneration {
  number: number;
  /** ms since 1970. */
  committedAt: number;
  segments: readonly StoredSegment[];
  skipped: readonly SkippedFile[];
  /** Documents of which a part could not be read. */
  partly: readonly SkippedFile[];
  /** The size limit for files, in bytes: with another one, other files are skipped. */
  maxFileBytes: number;
  /** The default language, for documents that neither declare theirs nor tell it by their words. */
  language: string | null;
}

/** What a manifest says of a segment. The checksum tells a file that is whole but not the right one (swapped, or from a backup). */
export interface NamedSegment {
  name: string;
  length: number;
  checksum: number;
  removed: readonly number[];
}

/** What the file of a generation says. */
export interface Manifest extends Omit<StoredGeneration, 'segments'> {
  version: number;
  segments: readonly NamedSegment[];
}

/** A manifest in a folder: the name of its file, and the number of its generation. */
export interface ManifestFile {
  name: string;
  number: number;
}

/** Manifests in a folder, newest first. */
export async function listManifests(folder: string): Promise<ManifestFile[]> {
  return manifestsAmong(await readdir(folder));
}

/** The manifests among the names in a folder, newest first. */
export function manifestsAmong(names: readonly string[]): ManifestFile[] {
  return names
    .flatMap((name) => {
      const number = MANIFEST.exec(name)?.[1];
      return number === undefined ? [] : [{ name, number: Number(number) }];
    })
    .sort((a, b) => b.number - a.number);
}

/** @throws BadSegment if the manifest is damaged or of another generation, OtherVersion if it is of another version */
export async function readManifest(folder: string, name: string): Promise<Manifest> {
  return parseManifest(await readWhole(join(folder, name)), Number(MANIFEST.exec(name)?.[1]));
}

/** @throws BadSegment as `readManifest` */
export function parseManifest(bytes: Buffer, number: number): Manifest {
  const end = bytes.indexOf(0x0a);
  const json = bytes.subarray(end + 1);
  if (end < 0 || bytes.subarray(0, end).toString('latin1') !== String(crc32(json))) {
    throw new BadSegment('Its manifest is damaged.');
  }
  const manifest = JSON.parse(json.toString()) as Manifest;
  if (manifest.version !== MANIFEST_VERSION) throw new OtherVersion();
  if (manifest.number !== number) throw new BadSegment('Its manifest is that of another generation.');
  return manifest;
}

/** The names of all files of a generation. */
export function filesOf({ number, segments }: Manifest): string[] {
  return [`generation-${number}.json`, ...segments.map(({ name }) => name)];
}

/** Rejects where the manifest of an index cannot be read, as by anybody but the user whose it is. */
export async function mayRead(folder: string, name: string): Promise<void> {
  const path = join(folder, name);
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    if (codeOf(error) !== 'EACCES') throw error;
    throw new Error(`it has the index of user ${(await stat(path)).uid}, who alone can read it`);
  }
}
