/**
 * Generations on disk. A commit writes new segments, then the manifest that names them, each whole or not at all
 * (store/durable.ts), and syncs the folder before and after the manifest. A crash at any moment leaves the last commit.
 * The one before it is kept as a fallback.
 */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { codeOf, messageOf } from './errors.js';
import { BadSegment, identity, OtherVersion } from './segment/format.js';
import { makeFolder, syncFolder, writeWhole } from './store/durable.js';
import {
  filesOf,
  listManifests,
  MANIFEST_VERSION,
  type Manifest,
  type ManifestFile,
  manifestsAmong,
  mayRead,
  readManifest,
  type StoredGeneration,
  type StoredSegment,
} from './store/manifest.js';
import { checkSegment, readSegment } from './store/segment-file.js';

const OURS = /^(?:generation-\d+\.json|segment-\d+-\d+)(?:\.tmp)?$/;
/** How many generations are kept: the live one and the fallback. */
const KEPT = 2;
/** An empty file can be made on a disk that is full. */
const PROBE_BYTES = 16 * 1024;

/** A commit that could not be written; the message says what to do. */
class CommitFailed extends Error {
  override name = 'CommitFailed';
}

export class Store {
  /** Segments that are whole on the disk. */
  private readonly written = new Set<string>();
  /** The files of the generations that are kept, newest first. */
  private kept: (readonly string[])[] = [];
  private constructor(
    private readonly folder: string,
    private newest: number,
    /** Why nothing can be written here; null where it can. */
    readonly readOnly: Error | null,
  ) {}

  /**
   * Opens a folder of generations, making it where there is none. Where it cannot be written, what it holds can still be loaded. The
   * index of another user, who alone can read it, is not written over.
   */
  static async open(folder: string): Promise<Store> {
    let newest = 0;
    let readOnly: Error | null = null;
    try {
      await makeFolder(folder);
      await probe(folder);
      const [live] = await listManifests(folder);
      newest = live?.number ?? 0;
      if (live !== undefined) await mayRead(folder, live.name);
    } catch (error) {
      readOnly = error instanceof Error ? error : new Error(String(error));
    }
    return new Store(folder, newest, readOnly);
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
    let generation: StoredGeneration | null = null;
    let ofOthers = 0;
    let mayBeWhole = false;
    const found = await listManifests(this.folder).catch((error: unknown) => {
      // A folder that is not there is no problem: there was no index.
      if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') {
        mayBeWhole = true;
        problems.push(`The index in ${this.folder} cannot be read (${messageOf(error)}); look after its disk.`);
      }
      return [];
    });
    for (const [i, { name, number }] of found.entries()) {
      try {
        const manifest = await readManifest(this.folder, name);
        const segments = await Promise.all(
          manifest.segments.map(async (named): Promise<StoredSegment> => {
            return { name: named.name, removed: named.removed, bytes: await readSegment(this.folder, named) };
          }),
        );
        generation = { ...manifest, segments };
        for (const segment of segments) this.written.add(segment.name);
        this.kept = [filesOf(manifest), ...(await this.fallback(found.slice(i + 1)))];
        break;
      } catch (error) {
        // It was told when the store was opened.
        if (this.readOnly !== null && codeOf(error) === 'EACCES') continue;
        // A disk that cannot be read now may be readable later: only what is damaged for certain is removed.
        if (!(error instanceof BadSegment)) mayBeWhole = true;
        if (error instanceof OtherVersion) ofOthers++;
        problems.push(`Generation ${number} cannot be used. ${messageOf(error)}`);
      }
    }
    if (this.readOnly === null && !mayBeWhole) await this.sweep().catch(() => {});
    // An index of another version is not broken.
    if (ofOthers > 0 && ofOthers === found.length)
      return { generation, problems: [`The index in ${this.folder} was made by another version of Pilcrow.`] };
    return { generation, problems };
  }

  /** Makes a generation the one that the next start finds. Rejects with `CommitFailed` where it cannot; the last one then stays. */
  async commit(generation: StoredGeneration): Promise<void> {
    const { number, committedAt, skipped, partly, maxFileBytes, language } = generation;
    const segments = generation.segments.map(({ name, bytes, removed }) => ({ name, removed, ...identity(bytes) }));
    const manifest: Manifest = {
      version: MANIFEST_VERSION,
      number,
      committedAt,
      maxFileBytes,
      language,
      segments,
      skipped,
      partly,
    };
    const json = Buffer.from(JSON.stringify(manifest));
    const name = `generation-${number}.json`;
    let fresh: readonly StoredSegment[] = [];
    try {
      // The folder may have been removed.
      await makeFolder(this.folder);
      const there = await readdir(this.folder);
      this.refuseOthers(there);
      this.noticeLosses(new Set(there));
      fresh = generation.segments.filter(({ name }) => !this.written.has(name));
      this.newest = Math.max(this.newest, number);
      for (const segment of fresh) await writeWhole(this.folder, segment.name, segment.bytes);
      if (fresh.length > 0) await syncFolder(this.folder);
      await writeWhole(this.folder, name, Buffer.concat([Buffer.from(`${crc32(json)}\n`), json]));
      await syncFolder(this.folder);
    } catch (error) {
      if (error instanceof CommitFailed) throw error;
      await this.undo(
        name,
        fresh.map((segment) => segment.name),
      );
      throw new CommitFailed(`the index could not be written to ${this.folder}: ${remedy(error)}`, { cause: error });
    }
    for (const segment of fresh) this.written.add(segment.name);
    this.kept = [filesOf(manifest), ...this.kept].slice(0, KEPT);
    // The commit is done; what cannot be removed now is removed after the next one.
    await this.sweep().catch(() => {});
  }

  /**
   * Removes the fallback generation: after a large merge it has the same documents, and the disk holds their bytes
   * twice. Before that, the manifest of the live generation and the given segments of it are read back and must be
   * whole.
   */
  async dropFallback(segments: ReadonlySet<string>): Promise<void> {
    const [live = []] = this.kept;
    const [name = ''] = live;
    const { segments: named } = await readManifest(this.folder, name);
    for (const one of named) if (segments.has(one.name)) await checkSegment(this.folder, one);
    this.kept = [live];
    await this.sweep();
  }

  /** The files of the first of these generations whose manifest is whole: the fallback. */
  private async fallback(older: readonly ManifestFile[]): Promise<(readonly string[])[]> {
    for (const { name } of older) {
      try {
        return [filesOf(await readManifest(this.folder, name))];
      } catch {
        // The next older one.
      }
    }
    return [];
  }

  /** Notices files that were deleted from the folder, so that they are written again: all of them are in memory. */
  private noticeLosses(there: ReadonlySet<string>): void {
    for (const name of this.written) if (!there.has(name)) this.written.delete(name);
    this.kept = this.kept.filter((files) => files.every((name) => there.has(name)));
  }

  /** A second process would remove the files of the first. The lock of the command line prevents that; this is for those who bypass it. */
  private refuseOthers(there: readonly string[]): void {
    const [last] = manifestsAmong(there);
    if (last !== undefined && last.number > this.newest) {
      throw new CommitFailed(
        `another process writes the index in ${this.folder}; stop one of them, and start this one again`,
      );
    }
  }

  /** Undoes a failed commit, so that retries do not fill a full disk further. The manifest goes first, as it names the segments. */
  private async undo(manifest: string, segments: readonly string[]): Promise<void> {
    try {
      await rm(join(this.folder, manifest), { force: true });
      await syncFolder(this.folder);
      for (const name of segments) await rm(join(this.folder, name), { force: true });
    } catch {
      // The sweep after the next commit, or at the next start, removes them.
    }
  }

  /** Removes files that no kept generation needs. Files of others stay. */
  private async sweep(): Promise<void> {
    const needed = new Set(this.kept.flat());
    const names = (await readdir(this.folder)).filter((name) => OURS.test(name) && !needed.has(name));
    // Manifests first, so that an interruption never leaves one without its segments.
    for (const name of names.sort()) {
      await rm(join(this.folder, name), { force: true });
      this.written.delete(name);
    }
  }
}

/** Rejects where the folder cannot be written, or its disk has no room for a small commit. */
async function probe(folder: string): Promise<void> {
  const path = join(folder, 'segment-0-0.tmp');
  try {
    await writeFile(path, Buffer.alloc(PROBE_BYTES));
  } finally {
    await rm(path, { force: true });
  }
}

function remedy(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return 'there is no room left; make some on its disk, or choose another place with --data';
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return 'it is read-only; make it writable for the user who runs Pilcrow, or choose another place with --data';
    default:
      return `${messageOf(error)}; look after its disk, or choose another place with --data`;
  }
}
