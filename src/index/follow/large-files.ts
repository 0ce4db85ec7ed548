/** Reads large files one at a time, beside everything else, so that only those wait for them who asked for everything. */
import { costOf } from '../documents/paths.js';
import type { SearchEngine } from '../engine.js';
import type { FolderLook } from './folder-look.js';
import type { ReadNotes } from './read-notes.js';
import type { FoundFile } from './scan.js';

/** What went wrong, as a sentence; null where nothing did. */
type Outcome = Promise<string | null>;

/** Bytes of text above which a file is large (of a PDF, 64 KiB): it may take longer than a second to read, one of 30 MB half a minute. */
const LARGE_FILE = 4 << 20;
/**
 * A file that changed while it was read, for longer than this, ms, probably changes all the time, as a log does: it is
 * then left alone for so many times as long, or it would be read and written without end.
 */
const LONG_READING = 2_000;
const REST = 4;

interface LargeFilesOptions {
  engine: SearchEngine;
  folder: FolderLook;
  notes: ReadNotes;
  /** Notes what went wrong; returns it as a sentence. */
  failed: (error: unknown) => string;
  /** Whether no more are to be read. */
  isStopped: () => boolean;
  /** Whether every file is read again. */
  isRebuilding: () => boolean;
  /** Instead of `LARGE_FILE`; for tests. */
  above?: number | undefined;
}

export class LargeFiles {
  /** What went wrong with the file that was read last, as a sentence; null where nothing did. */
  problem: string | null = null;
  private readonly above: number;
  /** Files whose turn has not come yet, by path. */
  private readonly waiting = new Map<string, FoundFile>();
  /** The file whose turn it is, as it was when that began. */
  private reading: FoundFile | null = null;
  private last: Outcome = Promise.resolve(null);
  /** Until when files that change all the time are left alone, by path. */
  private readonly resting = new Map<string, number>();

  constructor(private readonly options: LargeFilesOptions) {
    this.above = options.above ?? LARGE_FILE;
  }

  /** How many files are left, the one being read included. */
  get left(): number {
    return this.waiting.size + (this.reading === null ? 0 : 1);
  }

  /** The files that are left, each as it was found. */
  get unread(): FoundFile[] {
    return [...this.waiting.values(), ...(this.reading === null ? [] : [this.reading])];
  }

  isLarge(file: FoundFile): boolean {
    return costOf(file) > this.above;
  }

  /** Whether a file is large and waits to be read, or is being read in this very state. */
  isLeft(file: FoundFile): boolean {
    const { path, stamp } = file;
    if (!this.isLarge(file)) return false;
    return this.waiting.has(path) || (this.reading?.path === path && this.reading.stamp === stamp);
  }

  /** Whether a file changes all the time and is left alone for a while. */
  rests(path: string): boolean {
    return !this.options.isRebuilding() && performance.now() < (this.resting.get(path) ?? 0);
  }

  /**
   * Has a file read after those that wait. If one of those cannot be indexed, as on a full disk, this one is not tried
   * either: a later look finds it again.
   */
  add(file: FoundFile): Outcome {
    const outcome = this.last.then(async (before) => {
      this.waiting.delete(file.path);
      const problem = before ?? (await this.read(file));
      if (this.left === 0) this.last = Promise.resolve(null);
      return problem;
    });
    this.waiting.set(file.path, file);
    this.last = outcome;
    return outcome;
  }

  /** Resolves, when all files added so far are read, to what went wrong with one of them. More may have been added meanwhile. */
  done(): Outcome {
    return this.last;
  }

  private async read(found: FoundFile): Outcome {
    const { engine, folder, notes, failed, isStopped } = this.options;
    const { path } = found;
    // It was found while it was read the last time.
    if (this.rests(path)) return null;
    this.resting.delete(path);
    this.reading = found;
    try {
      const file = await folder.find(path);
      // A file that became small is left to the next run. After a stop, the indexer tells those who wait.
      if (file !== undefined && this.isLarge(file) && !isStopped()) {
        this.reading = file;
        const began = performance.now();
        await engine.apply({ add: [path], remove: [], large: true });
        notes.note([file], engine.known());
        const ended = performance.now();
        const isLong = ended - began > LONG_READING;
        if (isLong && (await folder.find(path))?.stamp !== engine.known().get(path)?.stamp) {
          this.resting.set(path, ended + REST * (ended - began));
        }
      }
      this.problem = null;
    } catch (error) {
      this.problem = failed(error);
    }
    this.reading = null;
    return this.problem;
  }
}
