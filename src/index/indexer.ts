/** Keeps a search engine in step with a folder: looks at the disk, compares with what the engine knows, applies the difference. */

import type { SearchEngine } from './engine.js';
import { messageOf } from './errors.js';
import { difference, movedAmong, type Work } from './follow/difference.js';
import { Due } from './follow/due.js';
import { byPath, FolderLook } from './follow/folder-look.js';
import { Follower } from './follow/follower.js';
import { LargeFiles } from './follow/large-files.js';
import { Portions } from './follow/portions.js';
import { Progress } from './follow/progress.js';
import { ReadNotes } from './follow/read-notes.js';
import { type LookRequest, RebuildFailure, Run } from './follow/run.js';
import { FolderUnavailable, type FoundFile, stays } from './follow/scan.js';
import type { IndexerStatus } from './types.js';

/** What an indexer works with. */
interface IndexerOptions {
  engine: SearchEngine;
  /** Absolute path of the folder. */
  root: string;
  /** The path, relative to the root, where Pilcrow itself writes: never looked into. Null where it is elsewhere. */
  ownFolder?: string | null;
  /** Is told, in sentences, what a person should know but need not act on at once. */
  warn?: (sentence: string) => void;
  /** Files of more bytes count as large; for tests. */
  largeFile?: number | undefined;
}

/** A portion is read for this long, ms, before it is cut short: writing a short one takes as long as a full one. */
const MIN_READING = 500;
const STOPPED = 'Pilcrow was stopped before it was done; start it again';

/**
 * The way of a change: what the watcher saw is requested (`request`), looked at and compared with what the engine knows
 * (`look`), and indexed in portions (follow/portions.ts). A request that comes meanwhile cuts the portion short, is looked at,
 * and goes before what is left: an edit does not wait for a folder that was copied. Large files are read one at a time
 * beside everything else. A request resolves when all of it is done.
 *
 * What goes wrong is shown as `status().problem`; the last generation keeps answering, and the next hint or the timer
 * tries again.
 */
export class Indexer {
  private readonly engine: SearchEngine;
  private readonly folder: FolderLook;
  private readonly follower: Follower;
  private readonly large: LargeFiles;
  private readonly due = new Due();
  private readonly portions: Portions;
  private readonly notes = new ReadNotes();
  private readonly progress = new Progress();

  private asked: LookRequest | null = null;
  private run: Run | null = null;
  /** The rebuild that is under way, until its large files are in. */
  private rebuilding: Run | null = null;
  private closed = false;

  private failedRuns = 0;
  private problem: string | null = null;
  /** As they were last made; null where something may have changed since: every answer asks for them. */
  private lists: Pick<IndexerStatus, 'skipped' | 'partly'> | null = null;

  constructor(private readonly options: IndexerOptions) {
    this.engine = options.engine;
    this.engine.onProblem(() => this.progress.changed());
    this.folder = new FolderLook(options.root, options.ownFolder ?? null);
    this.follower = new Follower(options.root, this.folder, (paths) => void this.request(paths));
    this.portions = new Portions(this.engine, this.due, (portion, problem) => this.taken(portion, problem));
    this.large = new LargeFiles({
      engine: this.engine,
      folder: this.folder,
      notes: this.notes,
      failed: (error) => this.failed(error),
      isStopped: () => this.closed,
      isRebuilding: () => this.rebuilding !== null,
      above: options.largeFile,
    });
  }

  /** Follows the folder until `close`. Resolves when what the first look at it found is indexed. */
  async start(): Promise<void> {
    this.follower.start(this.options.warn ?? (() => {}));
    await this.request(['']);
  }

  /** Looks at the whole folder and indexes what changed. */
  async reconcile(): Promise<void> {
    await this.request(['']);
  }

  /** Reads every file again; a call during a rebuild shares it. Rejects with `RebuildFailure` where it could not be done. */
  async rebuild(): Promise<void> {
    const problem = await (this.rebuilding?.finished ?? this.request([''], true));
    if (problem !== null) throw new RebuildFailure(problem);
  }

  /** What it is doing, what it last did, and which files are not searchable. */
  status(): IndexerStatus {
    this.lists ??= {
      skipped: this.folder.skipped(this.engine.skipped().values()),
      partly: byPath(this.engine.partly().values()),
    };
    const { phase, done, total, lastRun, lastRebuild } = this.progress.status(this.left);
    const lasting = this.engine.problem ?? (phase === 'starting' ? this.engine.whyRebuilt : null);
    const problem = this.problem ?? this.large.problem ?? lasting;
    const { skipped, partly } = this.lists;
    // Without copying objects, which took most of its time.
    return { phase, done, total, lastRun, lastRebuild, skipped, partly, problem };
  }

  /** Calls `listener` whenever the status may have changed; returns a function that ends this. */
  onChange(listener: () => void): () => void {
    return this.progress.onChange(listener);
  }

  /** Resolves when the portions and the large file under way are done. The next start finds what is left. */
  async close(): Promise<void> {
    this.closed = true;
    this.follower.close();
    this.asked = null;
    this.portions.interrupt();
    await this.run?.finished;
    await this.large.done();
  }

  private get left(): number {
    return this.due.size + this.large.left;
  }

  private request(scopes: Iterable<string>, rebuild = false): Promise<string | null> {
    if (this.closed) return Promise.resolve(STOPPED);
    this.asked ??= { scopes: new Set(), rebuild: false };
    this.asked.rebuild ||= rebuild;
    for (const path of scopes) this.asked.scopes.add(path);
    this.portions.interrupt();
    return (this.run ?? this.begin()).finished;
  }

  private begin(): Run {
    const run = new Run();
    this.run = run;
    void this.perform(run);
    return run;
  }

  private async perform(run: Run): Promise<void> {
    this.follower.stopWaiting();
    let problem: string | null = null;
    try {
      for (let asked = this.asked; asked !== null; asked = this.asked) {
        this.asked = null;
        const lookedAt = performance.now();
        await this.look(asked, run);
        if (this.closed) break;
        // Indexing goes on for as long as the look took, so that looks never take more than half of the time.
        const taking = this.portions.takeIn(Math.max(MIN_READING, performance.now() - lookedAt));
        if (this.asked !== null) this.portions.interrupt();
        const failure = await taking;
        run.failure ??= failure;
      }
      if (run.failure !== null) throw run.failure;
      // With large files left, whether commits work again is not known until they are read.
      if (this.large.left === 0) {
        this.failedRuns = 0;
        this.large.problem = null;
      }
    } catch (error) {
      // The next look at the whole folder finds it again.
      this.due.clear();
      problem = this.failed(error);
    }
    this.problem = problem;
    this.run = null;
    void this.finish(run, problem);
    if (this.asked !== null) this.begin();
    else if (!this.closed) {
      const unsettled = problem === null ? this.notes.unsettledPaths().filter((path) => !this.large.rests(path)) : [];
      this.follower.wait({ failed: this.failedRuns, unsettled });
    }
  }

  /** Compares what is in the folder with what the engine knows. What differs is due; large files of it are read beside everything else. */
  private async look({ scopes, rebuild }: LookRequest, run: Run): Promise<void> {
    if (rebuild) this.rebuilding = run;
    run.rebuild ||= rebuild;
    const { isMissing } = this.folder;
    const seen = await this.folder.look(scopes);
    // It is back, however long what changed meanwhile takes to read.
    if (isMissing) this.problem = null;
    const holds = (path: string): boolean => stays(path, seen, scopes);
    this.lists = null;
    this.notes.forget((path) => !seen.files.has(path) && !holds(path));
    // Watching begins before reading, so that changes during the reading make hints.
    await this.follower.watch();
    const known = this.engine.known();
    const mustRead = (file: FoundFile): boolean => rebuild || this.due.has(file.path) || this.notes.isUnsettled(file);
    const { add, remove } = difference(seen, scopes, known, mustRead);
    const readable = add.filter((file) => rebuild || !this.notes.isUnreadable(file));
    const large = readable.filter((file) => this.large.isLarge(file) && !this.large.rests(file.path));
    const moved = movedAmong(remove, known, [...large, ...this.large.unread]);
    for (const path of moved) run.moved.add(path);
    const small = readable.filter((file) => !this.large.isLarge(file));
    this.due.put({ add: small, remove: remove.filter((path) => !moved.includes(path)) }, holds);
    for (const file of large) if (!this.large.isLeft(file)) void this.addLarge(file, run);
    // A look at the whole folder found again what could not be indexed; in a rebuild, one that reads all again.
    if (scopes.has('') && rebuild === run.rebuild) run.failure = null;
    if (this.left > 0) this.progress.changed();
  }

  private taken({ add, remove }: Work, problem: unknown): void {
    if (problem === null) {
      this.notes.note(add, this.engine.known());
      this.run?.took(add.length, remove.length);
    }
    this.lists = null;
    this.progress.taken(add.length + remove.length);
  }

  /** Has a large file read beside everything else. */
  private async addLarge(file: FoundFile, run: Run): Promise<void> {
    run.hasLarge = true;
    run.took(1, 0);
    const problem = await this.large.add(file);
    this.lists = null;
    this.progress.taken(1);
    // The file may have changed meanwhile without a hint.
    if (problem === null) void this.request([file.path]);
    else this.progress.ended(this.left);
  }

  /** Ends a run when all large files are indexed, or something went wrong. */
  private async finish(run: Run, failed: string | null): Promise<void> {
    let problem = failed ?? (run.hasLarge || run.rebuild ? await this.large.done() : null);
    if (problem === null && !this.closed) this.progress.record(run);
    problem ??= await this.large.done();
    if (problem === null && run.moved.size > 0) problem = await this.request(run.moved);
    if (this.rebuilding === run) this.rebuilding = null;
    this.progress.ended(this.left);
    run.finish(this.closed ? STOPPED : problem);
  }

  private failed(error: unknown): string {
    this.failedRuns++;
    const remedy = error instanceof FolderUnavailable ? 'until then' : 'it is tried again by itself, and until then';
    return `${messageOf(error)}; ${remedy} the last index keeps answering`;
  }
}
