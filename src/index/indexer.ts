/** Keeps a search engine in step with a folder: looks at the disk, compares with what the engine knows, applies the difference. */
import { batches, difference, LARGE_FILE, movedAmong, type Work } from './difference.js';
import type { KnownFile, SearchEngine } from './engine.js';
import { messageOf } from './errors.js';
import { LargeFiles } from './large-files.js';
import { pauseBeforeLook } from './next-look.js';
import { ReadNotes, TICK } from './read-notes.js';
import { FolderUnavailable, type FoundFile, identifyRoot, isWithin, type Scan, scan } from './scan.js';
import type { IndexerStatus, SkippedFile } from './types.js';
import { FolderWatcher } from './watch.js';

export interface IndexerOptions {
  engine: SearchEngine;
  /** Absolute path of the folder. */
  root: string;
  /** Paths, relative to the root, where Pilcrow itself writes: never looked into. */
  ownFolders?: ReadonlySet<string>;
  /** Told, as sentences, what a person should know and need not act on at once. */
  warn?: (sentence: string) => void;
  /** Files of more bytes are read beside all others; for tests. */
  largeFile?: number | undefined;
}

/** A rebuild could not be done. The message is a sentence. */
export class RebuildFailure extends Error {
  override name = 'RebuildFailure';
}

/** A run that has not begun: all that was asked for since the last one began. */
interface Run {
  rebuild: boolean;
  scopes: Set<string>;
  /** Where large files were that it found moved: they stay there until they are read where they are now. */
  moved: readonly string[];
  /** Resolves to what went wrong, null where nothing did. */
  finished: Promise<string | null>;
  finish: (problem: string | null) => void;
}

/** A look at everything that takes less than this, ms, is made at every hint: then a lost event costs nothing. */
const CHEAP_LOOK = 50;
/** After this many portions in a row that the engine could not commit, the rest waits for the next run. */
const MOST_FAILURES = 2;
/** Portions that are under way at the same time: threads read the next one while the last one is written to the disk. */
const OVERLAPPING = 2;
const STOPPED = 'Pilcrow was stopped before it was done; start it again';

/**
 * Runs never overlap; what is asked for during a run is done in one run after it. What goes wrong is `status().problem`: the last generation keeps answering, and it is tried again at the next hint and by the timer.
 *
 * A run leaves the large files that it finds to be read one at a time, beside itself and those after it, so that an edit never waits for
 * them. Who asked for a run waits for those files, too.
 *
 * What the disk says decides. Gone or forbidden is an answer: the documents go too, as nobody may read them any more. No answer (an I/O
 * error) is none: what was known stays. A root that is missing, forbidden or unmounted is no answer either, as it is more often a disk
 * that is not there than a wish to forget everything; a root that is merely empty is an answer.
 */
export class Indexer {
  private readonly engine: SearchEngine;
  private readonly root: string;
  private readonly ownFolders: ReadonlySet<string>;
  private readonly warn: (sentence: string) => void;
  private readonly largeFile: number;
  private readonly large = new LargeFiles((path) => this.readLarge(path));
  /** The large file that is being read, as it was when that began. */
  private reading: FoundFile | null = null;
  private readonly listeners = new Set<() => void>();

  private running: Run | null = null;
  private next: Run | null = null;
  /** The rebuild that is under way, until its large files are in. */
  private rebuilding: Run | null = null;
  private watcher: FolderWatcher | null = null;
  private timer: NodeJS.Timeout | null = null;
  private closed = false;

  private rootIdentity: string | null = null;
  private folders: ReadonlyMap<string, string> = new Map();
  private passedOver: ReadonlyMap<string, SkippedFile> = new Map();
  private readonly notes = new ReadNotes();
  private lookDuration = 0;
  private rootMissing = false;
  private failedRuns = 0;

  private started = false;
  /** Whether a run takes something in. */
  private taking = false;
  private done = 0;
  private total = 0;
  private lastRun: IndexerStatus['lastRun'] = null;
  private lastRebuild: NonNullable<IndexerStatus['lastRebuild']> | null = null;
  private problem: string | null = null;
  /** What went wrong with the large file that was read last. */
  private largeProblem: string | null = null;
  private skipped: readonly SkippedFile[] | null = null;

  constructor(options: IndexerOptions) {
    this.engine = options.engine;
    this.root = options.root;
    this.ownFolders = options.ownFolders ?? new Set();
    this.warn = options.warn ?? (() => {});
    this.largeFile = options.largeFile ?? LARGE_FILE;
  }

  /** Follows the folder from now on, until `close`. Resolves when the first look at it is indexed. */
  async start(): Promise<void> {
    this.watcher ??= new FolderWatcher(this.root, {
      hint: (paths) => void this.request(this.lookDuration < CHEAP_LOOK ? [''] : paths),
      limit: this.warn,
    });
    await this.request(['']);
  }

  /** Looks at the whole folder and takes in what changed. */
  async reconcile(): Promise<void> {
    await this.request(['']);
  }

  /**
   * Reads every file again, while the last generation keeps answering. A call during a rebuild shares it.
   * Rejects with `RebuildFailure` where it could not be done: who asked for it waits for the answer.
   */
  async rebuild(): Promise<void> {
    const problem = await (this.rebuilding?.finished ?? this.request([''], true));
    if (problem !== null) throw new RebuildFailure(problem);
  }

  /** What it is doing, what it last did, and which files are not searchable. */
  status(): IndexerStatus {
    const { started, done, total, lastRun, lastRebuild } = this;
    this.skipped ??= skippedFiles(this.passedOver, this.engine.known());
    return {
      phase: !started ? 'starting' : total > 0 ? 'indexing' : 'idle',
      done,
      total,
      skipped: this.skipped,
      lastRun,
      lastRebuild,
      problem: this.problem ?? this.largeProblem ?? this.engine.problem ?? null,
    };
  }

  /** Calls `listener` whenever the status may have changed; returns the way to stop that. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Ends after the portions and the large file under way. What is left is found at the next start. */
  async close(): Promise<void> {
    this.closed = true;
    this.watcher?.close();
    if (this.timer !== null) clearTimeout(this.timer);
    this.next?.finish(STOPPED);
    this.next = null;
    await this.running?.finished;
    await this.large.done();
  }

  private request(scopes: Iterable<string>, rebuild = false): Promise<string | null> {
    if (this.closed) return Promise.resolve(STOPPED);
    this.next ??= newRun();
    this.next.rebuild ||= rebuild;
    for (const path of scopes) this.next.scopes.add(path);
    const { finished } = this.next;
    if (this.running === null) void this.runAll();
    return finished;
  }

  private async runAll(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    for (let run = this.next; run !== null; run = this.next) {
      this.next = null;
      this.running = run;
      if (run.rebuild) this.rebuilding = run;
      const problem = await this.perform(run);
      void this.finishLater(run, problem);
    }
    this.running = null;
    this.waitForTimer();
  }

  /** Resolves to what went wrong, null where nothing did. The large files are not in then. */
  private async perform(run: Run): Promise<string | null> {
    const { rebuild, scopes } = run;
    const at = Date.now();
    const begin = performance.now();
    this.rootMissing = false;
    try {
      // Without a look at the root, one that went away would look as if all files in it had been deleted.
      const identity = await this.checkRoot();
      const seen = await scan(this.root, scopes, this.ownFolders);
      if (scopes.has('')) this.lookDuration = performance.now() - begin;
      // It may go away at any moment of the scan, too.
      if ((await identifyRoot(this.root)) !== identity) {
        scopes.add('');
        return await this.perform(run);
      }
      this.remember(seen, scopes);
      // The watch begins before the reading, so that what changes meanwhile makes a hint.
      await this.watcher?.follow(this.folders);
      const work = difference(seen, scopes, this.engine.known(), (file) => rebuild || this.notes.isUnsettled(file));
      const readable = work.add.filter((file) => rebuild || !this.notes.isUnreadable(file));
      const add = readable.filter((file) => !this.isLeft(file));
      const isLarge = ({ size }: FoundFile): boolean => size > this.largeFile;
      const large = add.filter(isLarge);
      const small = add.filter((file) => !isLarge(file));
      run.moved = movedAmong(work.remove, this.engine.known(), readable.filter(isLarge));
      const remove = work.remove.filter((path) => !run.moved.includes(path));
      const changes = add.length + remove.length;
      if (changes > 0) {
        this.recount();
        this.taking = true;
        this.total += changes;
        this.changed();
      }
      for (const { path } of large) void this.takeLarge(path);
      await this.take({ add: small, remove }, at);
      const note = (problem: string | null): void => {
        if (problem !== null || this.closed) return;
        const durationMs = performance.now() - begin;
        if (changes > 0 || rebuild || this.lastRun === null) {
          this.lastRun = { at, durationMs, added: add.length, removed: remove.length };
        }
        if (rebuild) this.lastRebuild = { at, durationMs };
      };
      if (large.length > 0 || rebuild) void this.large.done().then(note);
      else note(null);
      this.problem = null;
      // Whether a large file can be committed by now is known when it was read.
      if (this.large.left === 0) {
        this.failedRuns = 0;
        this.largeProblem = null;
      }
      return null;
    } catch (error) {
      this.rootMissing = error instanceof FolderUnavailable;
      this.problem = this.failed(error);
      return this.problem;
    } finally {
      this.taking = false;
    }
  }

  /** Whether a file is large and will be read, or is being read, as it is. */
  private isLeft({ path, stamp, size }: FoundFile): boolean {
    if (size <= this.largeFile) return false;
    return this.large.isWaiting(path) || (this.reading?.path === path && this.reading.stamp === stamp);
  }

  /** Has a large file read, beside all else. */
  private async takeLarge(path: string): Promise<void> {
    const problem = await this.large.add(path);
    this.done++;
    this.skipped = null;
    if (!this.taking) this.recount();
    this.changed();
    // What happened to it meanwhile made a hint, or not.
    if (problem === null) void this.request([path]);
  }

  /** Resolves to what went wrong, null where nothing did. */
  private async readLarge(path: string): Promise<string | null> {
    if (this.closed) return STOPPED;
    const lookedAt = Date.now();
    try {
      const { files } = await scan(this.root, new Set([path]), this.ownFolders);
      const file = files.get(path);
      // One that is small by now is left to the runs.
      if (file !== undefined && file.size > this.largeFile) {
        this.reading = file;
        await this.engine.apply({ add: [path], remove: [], large: true });
        this.notes.note([file], this.engine.known(), lookedAt);
      }
      this.failedRuns = 0;
      this.largeProblem = null;
    } catch (error) {
      this.largeProblem = this.failed(error);
    }
    this.reading = null;
    return this.largeProblem;
  }

  private failed(error: unknown): string {
    const missing = error instanceof FolderUnavailable;
    if (!missing) this.failedRuns++;
    const remedy = missing ? 'until then' : 'it is tried again by itself, and until then';
    return `${messageOf(error)}; ${remedy} the last index keeps answering`;
  }

  /** A run is over when its large files are in, or something went wrong. */
  private async finishLater(run: Run, failed: string | null): Promise<void> {
    let problem = failed ?? (await this.large.done());
    if (problem === null && run.moved.length > 0) problem = await this.request(run.moved);
    this.started = true;
    if (this.rebuilding === run) this.rebuilding = null;
    if (!this.taking) this.recount();
    this.changed();
    run.finish(this.closed ? STOPPED : problem);
  }

  /** What runs that ended left undone is not counted any longer; nothing is where nothing is left. */
  private recount(): void {
    const { left } = this.large;
    if (left === 0) this.done = 0;
    this.total = left === 0 ? 0 : this.done + left;
  }

  /** The identity of the root. Rejects with `FolderUnavailable` where it cannot be followed now. */
  private async checkRoot(): Promise<string> {
    const identity = await identifyRoot(this.root);
    const onOtherDisk = this.rootIdentity !== null && diskOf(this.rootIdentity) !== diskOf(identity);
    if (onOtherDisk) {
      const { files, skipped } = await scan(this.root, new Set(['']), this.ownFolders);
      // The mount point that an unmounted disk leaves behind.
      if (files.size + skipped.size === 0) {
        throw new FolderUnavailable(
          `the folder ${this.root} is empty and not on the disk it was on; mount that disk, or restart Pilcrow if it is meant to be empty`,
        );
      }
    }
    this.rootIdentity = identity;
    return identity;
  }

  private remember(seen: Scan, scopes: ReadonlySet<string>): void {
    const stays = (path: string) => !isWithin(scopes, path) || isWithin(seen.silent, path);
    this.passedOver = replaced(this.passedOver, seen.skipped, stays);
    this.folders = replaced(this.folders, seen.folders, stays);
    this.skipped = null;
    this.notes.forget((path) => !seen.files.has(path) && !stays(path));
  }

  private async take(work: Work, lookedAt: number): Promise<void> {
    if (work.add.length + work.remove.length === 0) return;
    let failure: unknown = null;
    let failures = 0;
    const apply = async ({ add, remove }: Work): Promise<void> => {
      try {
        await this.engine.apply({ add: add.map((file) => file.path), remove });
        failures = 0;
        this.notes.note(add, this.engine.known(), lookedAt);
      } catch (error) {
        failure ??= error;
        failures++;
      }
      this.done += add.length + remove.length;
      this.skipped = null;
      this.changed();
    };
    const underWay: Promise<void>[] = [];
    for (const portion of batches(work)) {
      if (underWay.length >= OVERLAPPING) await underWay.shift();
      if (this.closed || failures >= MOST_FAILURES) break;
      underWay.push(apply(portion));
    }
    await Promise.all(underWay);
    if (failure === null) return;
    // The engine may have no room for new text and still be able to forget, and what was deleted must not stay findable.
    if (work.remove.length > 0 && !this.closed) await this.engine.apply({ add: [], remove: work.remove });
    throw failure;
  }

  private waitForTimer(): void {
    if (this.closed || this.watcher === null) return;
    const unsettled = this.problem === null ? this.notes.unsettledPaths() : [];
    const settling = unsettled.length > 0;
    const { rootMissing, failedRuns: failed, lookDuration: duration } = this;
    const looks = { rootMissing, watchesAll: this.watcher.complete, failed, duration };
    const pause = settling ? 2 * TICK : pauseBeforeLook(looks);
    this.timer = setTimeout(() => void this.request(settling ? unsettled : ['']), pause);
    this.timer.unref();
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}

function newRun(): Run {
  let finish: Run['finish'] = () => {};
  const finished = new Promise<string | null>((resolve) => {
    finish = resolve;
  });
  return { rebuild: false, scopes: new Set(), moved: [], finished, finish };
}

function replaced<T>(
  before: ReadonlyMap<string, T>,
  seen: ReadonlyMap<string, T>,
  stays: (path: string) => boolean,
): ReadonlyMap<string, T> {
  const after = new Map(seen);
  for (const [path, value] of before) if (!after.has(path) && stays(path)) after.set(path, value);
  return after;
}

function skippedFiles(
  passedOver: ReadonlyMap<string, SkippedFile>,
  known: ReadonlyMap<string, KnownFile>,
): SkippedFile[] {
  const files = [...passedOver.values()];
  for (const { skipped } of known.values()) if (skipped !== null) files.push(skipped);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function diskOf(identity: string): string {
  return identity.slice(0, identity.indexOf(':'));
}
