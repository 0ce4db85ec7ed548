/**
 * Generations on disk. A commit writes new segments, then the manifest that names them, each as temporary file, fsync, rename,
 * fsync of the folder: a crash at any moment leaves the last commit. The one before it is kept to fall back to.
 */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { BadSegment, Segment } from './segment.js';
import type { SkippedFile } from './types.js';

/** Manifest versions: 1 (November 2026) the first. */
const MANIFEST_VERSION = 1;
const MANIFEST = /^generation-(\d+)\.json$/;
const OURS = /^(?:generation-\d+\.json|segment-\d+-\d+)(?:\.tmp)?$/;
/** Generations that are kept: the live one, and one to fall back to. */
const KEPT = 2;

export interface StoredSegment {
  /** Its file's name. */
  name: string;
  bytes: Uint8Array;
  /** Numbers of the documents that are gone from it. */
  removed: readonly number[];
}

export interface StoredGeneration {
  number: number;
  /** ms since 1970. */
  committedAt: number;
  segments: readonly StoredSegment[];
  skipped: readonly SkippedFile[];
}

interface Manifest extends Omit<StoredGeneration, 'segments'> {
  version: number;
  segments: { name: string; removed: readonly number[] }[];
}

export class Store {
  /** The names that are on disk, whole. */
  private readonly written = new Set<string>();
  private constructor(
    private readonly folder: string,
    private newest: number,
  ) {}

  /** Opens a folder of generations, making it where there is none. Rejects where it cannot be written. */
  static async open(folder: string): Promise<Store> {
    await mkdir(folder, { recursive: true });
    const probe = join(folder, 'segment-0-0.tmp');
    await (await open(probe, 'w')).close();
    await rm(probe);
    const numbers = (await manifests(folder)).map(({ number }) => number);
    return new Store(folder, Math.max(0, ...numbers));
  }

  /** The number for the next commit: above every one that was ever used, broken ones included. */
  get nextNumber(): number {
    return this.newest + 1;
  }

  /**
   * The newest generation that is whole; null where there is none. `problems` tells, as sentences, what was found broken on the way.
   * Files of commits that never ended are removed.
   */
  async load(): Promise<{ generation: StoredGeneration | null; problems: string[] }> {
    const problems: string[] = [];
    for (const { name, number } of await manifests(this.folder)) {
      try {
        const generation = await this.read(name);
        for (const segment of generation.segments) this.written.add(segment.name);
        await this.sweep(number);
        return { generation, problems };
      } catch (error) {
        problems.push(`Generation ${number} cannot be used. ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    await this.sweep(0);
    return { generation: null, problems };
  }

  /** Makes a generation the one that the next start finds. Rejects where it cannot be written; the last one then stays. */
  async commit(generation: StoredGeneration): Promise<void> {
    this.newest = Math.max(this.newest, generation.number);
    for (const { name, bytes } of generation.segments) {
      if (this.written.has(name)) continue;
      await this.write(name, bytes);
      this.written.add(name);
    }
    const manifest: Manifest = {
      version: MANIFEST_VERSION,
      ...generation,
      segments: generation.segments.map(({ name, removed }) => ({ name, removed })),
    };
    const json = JSON.stringify(manifest);
    await this.write(`generation-${generation.number}.json`, Buffer.from(`${crc32(json)}\n${json}`));
    await this.sweep(generation.number);
  }

  private async read(name: string): Promise<StoredGeneration> {
    const text = await readFile(join(this.folder, name), 'utf8');
    const [sum, json = ''] = text.split('\n', 2);
    if (String(crc32(json)) !== sum) throw new BadSegment('Its manifest is damaged.');
    const manifest = JSON.parse(json) as Manifest;
    if (manifest.version !== MANIFEST_VERSION) throw new BadSegment('It was written by another version of Pilcrow.');
    const segments: StoredSegment[] = [];
    for (const stored of manifest.segments) {
      const bytes = await readShared(join(this.folder, stored.name));
      if (!new Segment(bytes).intact()) throw new BadSegment(`The file ${stored.name} is damaged.`);
      segments.push({ ...stored, bytes });
    }
    return { ...manifest, segments };
  }

  private async write(name: string, bytes: Uint8Array): Promise<void> {
    const temporary = join(this.folder, `${name}.tmp`);
    try {
      const file = await open(temporary, 'w');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, join(this.folder, name));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(this.folder);
  }

  /** Removes what neither the generation `live` nor the one before it needs. Files that are not ours stay. */
  private async sweep(live: number): Promise<void> {
    const kept = (await manifests(this.folder)).filter(({ number }) => number <= live).slice(0, KEPT);
    const needed = new Set(kept.map(({ name }) => name));
    for (const { name } of kept) {
      const text = await readFile(join(this.folder, name), 'utf8');
      for (const [segment] of text.matchAll(/segment-\d+-\d+/g)) needed.add(segment);
    }
    for (const name of await readdir(this.folder)) {
      if (!OURS.test(name) || needed.has(name)) continue;
      await rm(join(this.folder, name), { force: true });
      this.written.delete(name);
    }
  }
}

/** Manifests in a folder, newest first. */
async function manifests(folder: string): Promise<{ name: string; number: number }[]> {
  return (await readdir(folder))
    .flatMap((name) => {
      const number = MANIFEST.exec(name)?.[1];
      return number === undefined ? [] : [{ name, number: Number(number) }];
    })
    .sort((a, b) => b.number - a.number);
}

/** A file's bytes in memory that threads can share. */
async function readShared(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(new SharedArrayBuffer(size));
    for (let at = 0; at < size; ) {
      const { bytesRead } = await file.read(bytes, at, Math.min(size - at, 1 << 24), at);
      if (bytesRead === 0) throw new BadSegment('The file was cut while it was read.');
      at += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/** Makes a rename last. Some systems (Windows) cannot sync a folder and need not. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  try {
    await handle?.sync().catch(() => {});
  } finally {
    await handle?.close();
  }
}
