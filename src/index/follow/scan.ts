/** Scans the folder: which files are in it, with which stamps, and what is passed over and why. Lists folders and never opens a file. */

import { type BigIntStats, constants } from 'node:fs';
import { access, lstat, readdir, stat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { kindReason, stampOf, systemReason } from '../documents/open-file.js';
import { exclusionReason } from '../documents/paths.js';
import { codeOf, UserError } from '../errors.js';
import type { SkippedFile } from '../types.js';

/** A file that is to be indexed, as a scan found it. */
export interface FoundFile {
  path: string;
  stamp: string;
  /** Bytes. */
  size: number;
  /** When its content or its attributes last changed, by the disk's clock, ms. */
  changedAt: number;
  /** When the look that found it began, by the clock of this process, ms. */
  lookedAt: number;
}

/** What a scan found. */
export interface Scan {
  /** Files to index, by path. */
  files: ReadonlyMap<string, FoundFile>;
  /** What is not to be indexed, by path; an excluded folder is one entry. */
  skipped: ReadonlyMap<string, SkippedFile>;
  /** Every folder that was listed, with the identity it had: the same path can become another folder. The root's path is ''. */
  folders: ReadonlyMap<string, string>;
  /** Paths the disk gave no answer for (an I/O error): nothing can be said of them, nor of what is below them. */
  silent: ReadonlySet<string>;
}

/** The folder itself cannot be looked at. The message is a sentence with the fix. */
export class FolderUnavailable extends UserError {
  override name = 'FolderUnavailable';
}

/** Entries looked at in one go: enough to keep the disk busy, few enough that a search waits for a few ms at most. */
const ENTRIES_AT_ONCE = 128;

/** Errors that say that a path is not there. A folder on the way that is no longer a folder means the same. */
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR']);

/** The identity of the root, which differs when another folder, or another disk, is at the same path. Rejects with `FolderUnavailable`. */
export async function identifyRoot(root: string): Promise<string> {
  try {
    // `stat`, not `lstat`: the folder that was named may itself be a link. Below it none is followed.
    const stats = await stat(root, { bigint: true });
    if (!stats.isDirectory())
      throw new FolderUnavailable(`${root} is not a folder; name the folder that holds the documents`);
    await access(root, constants.R_OK | constants.X_OK);
    return identityOf(stats);
  } catch (error) {
    throw rootUnavailable(root, error);
  }
}

/** Whether `path` or a folder it lies in is in `scopes`; the scope '' is the whole folder. */
function isWithin(scopes: ReadonlySet<string>, path: string): boolean {
  if (scopes.size === 0) return false;
  if (scopes.has('') || scopes.has(path)) return true;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (scopes.has(path.slice(0, end))) return true;
  }
  return false;
}

/** Whether what was known of a path still holds after a scan of `scopes`: that did not reach it, or the disk gave no answer. */
export function stays(path: string, { silent }: Scan, scopes: ReadonlySet<string>): boolean {
  return !isWithin(scopes, path) || isWithin(silent, path);
}

/**
 * Looks at `scopes` (paths, each with all that is below it; '' is the whole folder) and at nothing else.
 * The path `ownFolder` is Pilcrow's own and passed over. Rejects with `FolderUnavailable` where the root cannot be listed.
 */
export async function scan(root: string, scopes: ReadonlySet<string>, ownFolder: string | null): Promise<Scan> {
  const scanner = new Scanner(root, ownFolder);
  const pending = await Promise.all(minimal(scopes).map((scope) => firstUnfollowed(root, scope)));
  while (pending.length > 0) {
    // From the end: going depth first keeps the pending list short.
    const found = await Promise.all(pending.splice(-ENTRIES_AT_ONCE).map((path) => scanner.look(path)));
    for (const paths of found) for (const path of paths) pending.push(path);
    await nextTurn();
  }
  return scanner;
}

/** Takes in one path after another. */
class Scanner implements Scan {
  readonly files = new Map<string, FoundFile>();
  readonly skipped = new Map<string, SkippedFile>();
  readonly folders = new Map<string, string>();
  readonly silent = new Set<string>();
  private readonly begunAt = Date.now();

  constructor(
    private readonly root: string,
    private readonly ownFolder: string | null,
  ) {}

  /** Takes in one path and returns the paths below it that are to be looked at next. */
  async look(path: string): Promise<string[]> {
    const { root } = this;
    let stats: BigIntStats;
    try {
      stats = await (path === '' ? stat(root, { bigint: true }) : lstat(absolute(root, path), { bigint: true }));
    } catch (error) {
      this.noteFailure(path, error);
      return [];
    }
    const stamp = stampOf(stats);
    if (path === this.ownFolder) this.skip(path, 'Pilcrow keeps its own index here', stamp);
    else if (stats.isDirectory()) return await this.list(path, identityOf(stats), stamp);
    else {
      const reason = kindReason(stats) ?? exclusionReason(path);
      if (reason !== null) this.skip(path, reason, stamp);
      else {
        const [size, lookedAt] = [Number(stats.size), this.begunAt];
        this.files.set(path, { path, stamp, size, changedAt: changedAt(stats), lookedAt });
      }
    }
    return [];
  }

  private async list(path: string, identity: string, stamp: string): Promise<string[]> {
    const reason = path === '' ? null : exclusionReason(`${path}/`);
    if (reason !== null) {
      this.skip(path, reason, stamp);
      return [];
    }
    try {
      const names = await readdir(absolute(this.root, path));
      this.folders.set(path, identity);
      return names.map((name) => (path === '' ? name : `${path}/${name}`));
    } catch (error) {
      this.noteFailure(path, error);
      return [];
    }
  }

  private noteFailure(path: string, error: unknown): void {
    if (path === '') throw rootUnavailable(this.root, error);
    const code = codeFromDisk(error);
    const refusal = systemReason(code);
    if (NOT_THERE.has(code)) {
      // Node shows bytes that it cannot decode as U+FFFD, and no file on the disk has such a name.
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (name.includes('\uFFFD')) this.skip(path, 'its name is not valid UTF-8; rename it');
    } else if (refusal !== null) {
      this.skip(path, refusal);
    } else {
      this.skip(path, `the disk does not answer for it (${code}); ${remedyFor(code)}, it is tried again by itself`);
      this.silent.add(path);
    }
  }

  private skip(path: string, reason: string, stamp: string | null = null): void {
    this.skipped.set(path, { path, reason, stamp });
  }
}

/** The scopes without those that are inside another one. */
function minimal(scopes: ReadonlySet<string>): string[] {
  if (scopes.has('')) return [''];
  return [...scopes].filter((scope) => {
    const slash = scope.lastIndexOf('/');
    return slash < 0 || !isWithin(scopes, scope.slice(0, slash));
  });
}

/**
 * `path`, or the first folder on the way to it that a walk from the root would not have entered: a link, an excluded
 * name, something that is gone. So a look at one path gives the same result as a look at everything.
 */
async function firstUnfollowed(root: string, path: string): Promise<string> {
  for (let end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
    const ancestor = path.slice(0, end);
    if (exclusionReason(`${ancestor}/`) !== null) return ancestor;
    try {
      if (!(await lstat(absolute(root, ancestor))).isDirectory()) return ancestor;
    } catch {
      return ancestor;
    }
  }
  return path;
}

function absolute(root: string, path: string): string {
  return path === '' ? root : `${root}/${path}`;
}

/** With the time of creation, as a new folder often gets the inode number of one that was just deleted. */
function identityOf(stats: BigIntStats): string {
  return `${stats.dev}:${stats.ino}:${stats.birthtimeNs}`;
}

function changedAt(stats: BigIntStats): number {
  return Math.max(Number(stats.mtimeNs / 1_000_000n), Number(stats.ctimeNs / 1_000_000n));
}

function rootUnavailable(root: string, error: unknown): FolderUnavailable {
  if (error instanceof FolderUnavailable) return error;
  const code = codeFromDisk(error);
  if (code === 'ENOENT')
    return new FolderUnavailable(`the folder ${root} is missing; create it, or mount its disk, or name another`);
  if (code === 'ENOTDIR')
    return new FolderUnavailable(`${root} is not a folder; name the folder that holds the documents`);
  if (systemReason(code) !== null) {
    return new FolderUnavailable(
      `the folder ${root} cannot be read; give the user that runs Pilcrow permission to read it (${code})`,
    );
  }
  return new FolderUnavailable(`the folder ${root} does not answer (${code}); ${remedyFor(code)}`);
}

function remedyFor(code: string): string {
  return code === 'EMFILE' || code === 'ENFILE' ? 'raise the limit of open files (ulimit -n)' : 'check its disk';
}

/** The code of an error of the file system. Any other error is a bug, not an answer of the disk, and is thrown. */
function codeFromDisk(error: unknown): string {
  const code = codeOf(error);
  if (code === null) throw error;
  return code;
}
