/** Looks at the folder on the disk: what is in it now, and what is passed over. The root tells whether it can be looked at at all. */
import type { SkippedFile } from '../types.js';
import { FolderUnavailable, type FoundFile, identifyRoot, type Scan, scan, stays } from './scan.js';

export class FolderLook {
  /** The folders to watch, by path, with the identity of each. */
  folders: ReadonlyMap<string, string> = new Map();
  /** Whether the last look failed because the folder is missing. */
  isMissing = false;
  /** How long the last look at the whole folder took, ms. */
  duration = 0;
  private identity: string | null = null;
  private passedOver: ReadonlyMap<string, SkippedFile> = new Map();

  /** @param ownFolder a path, relative to the root, where Pilcrow itself writes: never looked into; null where it is elsewhere */
  constructor(
    private readonly root: string,
    private readonly ownFolder: string | null,
  ) {}

  /**
   * What is at some paths; `''` is the whole folder. If the root became another folder meanwhile, everything is looked
   * at again, and `''` is added to `scopes`.
   * @throws FolderUnavailable
   */
  async look(scopes: Set<string>): Promise<Scan> {
    try {
      this.isMissing = false;
      for (;;) {
        const begin = performance.now();
        // The root is checked first: without that, a missing one would look as if all its files had been deleted.
        const identity = await this.checkRoot();
        const seen = await scan(this.root, scopes, this.ownFolder);
        if (scopes.has('')) this.duration = performance.now() - begin;
        // The root may also go away during the scan.
        if ((await identifyRoot(this.root)) === identity) {
          const holds = (path: string): boolean => stays(path, seen, scopes);
          this.passedOver = replaced(this.passedOver, seen.skipped, holds);
          this.folders = replaced(this.folders, seen.folders, holds);
          return seen;
        }
        scopes.add('');
      }
    } catch (error) {
      this.isMissing = error instanceof FolderUnavailable;
      throw error;
    }
  }

  /** A file as it is now; undefined where it is gone, or is not to be indexed. */
  async find(path: string): Promise<FoundFile | undefined> {
    const { files } = await scan(this.root, new Set([path]), this.ownFolder);
    return files.get(path);
  }

  /** All files that are not searchable, with their reasons, in the order of paths. @param unread those that the engine skipped */
  skipped(unread: Iterable<SkippedFile>): SkippedFile[] {
    return byPath([...this.passedOver.values(), ...unread]);
  }

  /** The identity of the root. Rejects with `FolderUnavailable` where the root cannot be looked at. */
  private async checkRoot(): Promise<string> {
    const identity = await identifyRoot(this.root);
    const onOtherDisk = this.identity !== null && diskOf(this.identity) !== diskOf(identity);
    if (onOtherDisk) {
      const { files, skipped } = await scan(this.root, new Set(['']), this.ownFolder);
      // An unmounted disk leaves an empty mount point behind.
      if (files.size + skipped.size === 0) {
        throw new FolderUnavailable(
          `the folder ${this.root} is empty and not on the disk it was on; mount that disk, or restart Pilcrow if it is meant to be empty`,
        );
      }
    }
    this.identity = identity;
    return identity;
  }
}

/** Files in the order of their paths. */
export function byPath(files: Iterable<SkippedFile>): SkippedFile[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function replaced<T>(
  before: ReadonlyMap<string, T>,
  seen: ReadonlyMap<string, T>,
  holds: (path: string) => boolean,
): ReadonlyMap<string, T> {
  const after = new Map(seen);
  for (const [path, value] of before) if (!after.has(path) && holds(path)) after.set(path, value);
  return after;
}

function diskOf(identity: string): string {
  return identity.slice(0, identity.indexOf(':'));
}
