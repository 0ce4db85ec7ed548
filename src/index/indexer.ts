/** Keeps a search engine in step with a folder: looks at the disk, compares with what the engine knows, applies the difference. */
import { difference, movedAmong, type Work } from './difference.js';
import type { SearchEngine } from './engine.js';
import { messageOf, Told } from './errors.js';
import { FolderLook, stays } from './folder-look.js';
import { LargeFiles } from './large-files.js';
import { pauseBeforeLook } from './next-look.js';
import { takeIn } from './portions.js';
import { Progress } from './progress.js';
import { ReadNotes, TICK } from './read-notes.js';
import { FolderUnavailable, type FoundFile, type Scan } from './scan.js';
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
export class RebuildFailure extends Told {
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
  private readonly warn: (sentence: string) => void;
  private readonly folder: FolderLook;
  private readonly large: LargeFiles;
  private readonly listeners = new Set<() => void>();

  private running: Run | null = null;
  private next: Run | null = null;
  /** The rebuild that is under way, until its large files are in. */
  private rebuilding: Run | null = null;
  private watcher: FolderWatcher | null = null;
  private timer: NodeJS.Timeout | null = null;
  private closed = false;

  private readonly notes = new ReadNotes();
  private failedRuns = 0;

  private readonly progress = new Progress();
  private lastRun: IndexerStatus['lastRun'] = null;
  private lastRebuild: NonNullable<IndexerStatus['lastRebuild']> | null = null;
  private problem: string | null = null;
  private skipped: readonly SkippedFile[] | null = null;

  constructor(options: IndexerOptions) {
    this.engine = options.engine;
    this.root = options.root;
    this.warn = options.warn ?? (() => {});
    this.folder = new FolderLook(this.root, options.ownFolders ?? new Set());
    this.large = new LargeFiles({
      find: (path) => this.folder.find(path),
      take: (file, lookedAt) => this.takeLarge(file, lookedAt),
      failed: (error) => this.failed(error),
      above: options.largeFile,
    });
  }

  /** Follows the folder from now on, until `close`. Resolves when the first look at it is indexed. */
  async start(): Promise<void> {
    this.watcher ??= new FolderWatcher(this.root, {
      hint: (paths) => void this.request(this.folder.duration < CHEAP_LOOK ? [''] : paths),
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
    const { lastRun, lastRebuild } = this;
    const { phase, done, total } = this.progress;
    this.skipped ??= this.folder.skipped(this.engine.known());
    const problem = this.problem ?? this.large.problem ?? this.engine.problem ?? null;
    return { phase, done, total, skipped: this.skipped, lastRun, lastRebuild, problem };
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
    const at = Date.now();
    const begin = performance.now();
    try {
      const { scopes } = run;
      const { seen, lookedAt } = await this.folder.look(scopes);
      this.skipped = null;
      this.notes.forget((path) => !seen.files.has(path) && !stays(path, seen, scopes));
      // The watch begins before the reading, so that what changes meanwhile makes a hint.
      await this.watcher?.follow(this.folder.folders);
      const { small, large, remove } = this.workOf(run, seen);
      const added = small.length + large.length;
      if (added + remove.length > 0) {
        this.progress.begin(added + remove.length, this.large.left);
        this.changed();
      }
      for (const { path } of large) void this.addLarge(path);
      await this.take({ add: small, remove }, lookedAt);
      const note = (problem: string | null): void => {
        if (problem !== null || this.closed) return;
        const durationMs = performance.now() - begin;
        if (added + remove.length > 0 || run.rebuild || this.lastRun === null)
          this.lastRun = { at, durationMs, added, removed: remove.length };
        if (run.rebuild) this.lastRebuild = { at, durationMs };
      };
      if (large.length > 0 || run.rebuild) void this.large.done().then(note);
      else note(null);
      this.problem = null;
      // Whether a large file can be committed by now is known when it was read.
      if (this.large.left === 0) {
        this.failedRuns = 0;
        this.large.problem = null;
      }
      return null;
    } catch (error) {
      this.problem = this.failed(error);
      return this.problem;
    } finally {
      this.progress.end();
    }
  }

  /** What is to be taken in, and what to be forgotten but for what was only moved to where it takes long to read. */
  private workOf(run: Run, seen: Scan): { small: FoundFile[]; large: FoundFile[]; remove: string[] } {
    const known = this.engine.known();
    const { add, remove } = difference(seen, run.scopes, known, (file) => run.rebuild || this.notes.isUnsettled(file));
    const readable = add.filter((file) => run.rebuild || !this.notes.isUnreadable(file));
    const large = readable.filter((file) => this.large.isLarge(file));
    const moved = movedAmong(remove, known, large);
    run.moved = moved;
    return {
      small: readable.filter((file) => !this.large.isLarge(file)),
      large: large.filter((file) => !this.large.isLeft(file)),
      remove: remove.filter((path) => !moved.includes(path)),
    };
  }

  /** Has a large file read, beside all else. */
  private async addLarge(path: string): Promise<void> {
    const problem = await this.large.add(path);
    this.progress.done++;
    this.skipped = null;
    this.progress.recount(this.large.left);
    this.changed();
    // What happened to it meanwhile made a hint, or not.
    if (problem === null) void this.request([path]);
  }

  private async takeLarge(file: FoundFile, lookedAt: number): Promise<void> {
    // Who waits for it is told of the stop.
    if (this.closed) return;
    await this.engine.apply({ add: [file.path], remove: [], large: true });
    this.notes.note([file], this.engine.known(), lookedAt);
    this.failedRuns = 0;
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
    this.progress.started = true;
    if (this.rebuilding === run) this.rebuilding = null;
    this.progress.recount(this.large.left);
    this.changed();
    run.finish(this.closed ? STOPPED : problem);
  }

  private async take(work: Work, lookedAt: number): Promise<void> {
    await takeIn(this.engine, work, {
      taken: ({ add, remove }, problem) => {
        if (problem === null) this.notes.note(add, this.engine.known(), lookedAt);
        this.progress.done += add.length + remove.length;
        this.skipped = null;
        this.changed();
      },
      isStopped: () => this.closed,
    });
  }

  private waitForTimer(): void {
    if (this.closed || this.watcher === null) return;
    const unsettled = this.problem === null ? this.notes.unsettledPaths() : [];
    const settling = unsettled.length > 0;
    const { isMissing, duration } = this.folder;
    const looks = { rootMissing: isMissing, watchesAll: this.watcher.complete, failed: this.failedRuns, duration };
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
