/**
 * Turns file events into hints where to look again. A hint may be late, missing or wrong: only a look at the disk
 * decides.
 *
 * One `fs.watch` for each folder that the last scan listed, made anew where another folder took its path. Nothing here
 * discovers folders, so nothing can disagree with the scan (docs/decisions/0001 tells why watchers that discover folders
 * were given up).
 */
import { type FSWatcher, watch } from 'node:fs';
import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { codeOf } from '../errors.js';

/** Hints wait for this much quiet, ms: an editor's save is several events. */
const QUIET = 150;
/** Under constant events they wait no longer than this, ms. */
const LONGEST_WAIT = 1_000;
/** With more hints than this, everything is looked at again. */
const MAX_HINTS = 500;
/** Folders watched before searches get their turn: each costs a system call. */
const FOLDERS_AT_ONCE = 256;

/** Errors by which the system says that it watches no more folders, each with what to do. */
const AT_LIMIT: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'on Linux raise fs.inotify.max_user_watches'],
  ['EMFILE', 'on Linux raise fs.inotify.max_user_instances, elsewhere the limit of open files (ulimit -n)'],
  ['ENFILE', 'raise the limit of files that the whole system may have open'],
  ['ENOMEM', 'leave it more memory'],
]);

interface Watched {
  identity: string;
  handle: FSWatcher;
}

/**
 * `hint` gets the paths to look at again ('' is the whole folder); `limit`, once, a sentence with the fix when the
 * system watches no more folders.
 */
interface WatchListener {
  hint(paths: ReadonlySet<string>): void;
  limit(sentence: string): void;
}

/** Watches the folders it is told to follow, and nothing else. It never throws and never ends the process. */
export class FolderWatcher {
  private readonly watched = new Map<string, Watched>();
  private hints = new Set<string>();
  private firstHintAt = 0;
  private timer: NodeJS.Timeout | null = null;
  private limited = false;
  private closed = false;

  constructor(
    private readonly root: string,
    private readonly listener: WatchListener,
  ) {}

  /** Whether every folder it was told to follow is watched. If not, some changes show only at the next look without a hint. */
  get complete(): boolean {
    return !this.limited;
  }

  /** Watches exactly these folders (path to identity) from now on. */
  async follow(folders: ReadonlyMap<string, string>): Promise<void> {
    for (const [path, { identity, handle }] of this.watched) {
      if (folders.get(path) === identity) continue;
      this.forget(path, handle);
    }
    let taken = 0;
    for (const [path, identity] of folders) {
      if (this.closed) return;
      if (this.watched.has(path)) continue;
      // At the limit, each call tries just one folder, which tells whether there is room again.
      if (!this.open(path, identity)) return;
      if (++taken % FOLDERS_AT_ONCE === 0) await nextTurn();
    }
    this.limited = false;
  }

  close(): void {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    for (const { handle } of this.watched.values()) handle.close();
    this.watched.clear();
  }

  /** False where the system watches no more folders. */
  private open(path: string, identity: string): boolean {
    try {
      const handle = watch(path === '' ? this.root : `${this.root}/${path}`, { persistent: false });
      this.watched.set(path, { identity, handle });
      handle.on('change', (_, name) => this.noticed(path, handle, typeof name === 'string' ? name : null));
      handle.on('error', (error) => this.failed(path, handle, error));
      // Changes between the listing of the folder and this moment made no event.
      this.hint(path);
      return true;
    } catch (error) {
      return this.survive(error);
    }
  }

  private noticed(folder: string, handle: FSWatcher, name: string | null): void {
    // On Linux, an event with the folder's own name says that it was deleted or moved. What takes its path needs a new watch.
    if (name === basename(folder === '' ? this.root : folder)) this.forget(folder, handle);
    // A name that is not valid UTF-8 cannot be looked up; its folder can.
    if (name === null || name.includes('\uFFFD')) this.hint(folder);
    else this.hint(folder === '' ? name : `${folder}/${name}`);
  }

  private failed(path: string, handle: FSWatcher, error: unknown): void {
    // A folder that went away on Windows ends here; the look at its parent finds out what became of it.
    this.forget(path, handle);
    this.hint(path);
    this.survive(error);
  }

  private forget(path: string, handle: FSWatcher): void {
    handle.close();
    if (this.watched.get(path)?.handle === handle) this.watched.delete(path);
  }

  private survive(error: unknown): boolean {
    const code = codeOf(error) ?? '';
    const remedy = AT_LIMIT.get(code);
    if (remedy === undefined) return true;
    if (!this.limited) {
      this.listener.limit(
        `the system watches no more folders (${code}), so changes in some show a few seconds later; ${remedy}`,
      );
    }
    this.limited = true;
    return false;
  }

  private hint(path: string): void {
    if (this.closed) return;
    this.hints.add(path);
    if (this.hints.size > MAX_HINTS) this.hints = new Set(['']);
    const now = performance.now();
    if (this.timer === null) this.firstHintAt = now;
    else clearTimeout(this.timer);
    const wait = Math.min(QUIET, this.firstHintAt + LONGEST_WAIT - now);
    this.timer = setTimeout(() => this.flush(), Math.max(0, wait));
    this.timer.unref();
  }

  private flush(): void {
    const hints = this.hints;
    this.hints = new Set();
    this.timer = null;
    this.listener.hint(hints);
  }
}
