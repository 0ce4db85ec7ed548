/** Large files that are to be read: one at a time, beside everything else, so that nothing waits for them but who asks for all. */
import type { SearchEngine } from './engine.js';
import type { FolderLook } from './folder-look.js';
import type { ReadNotes } from './read-notes.js';
import type { FoundFile } from './scan.js';

/** What came of it: what went wrong as a sentence, null where nothing did. */
type Outcome = Promise<string | null>;

/** A larger file, bytes, may take longer than a second to read, and 30 MB half a minute. */
const LARGE_FILE = 4 << 20;

export interface LargeFilesOptions {
  engine: SearchEngine;
  folder: FolderLook;
  notes: ReadNotes;
  /** What went wrong, as a sentence. */
  failed: (error: unknown) => string;
  /** Whether no more are to be read. */
  isStopped: () => boolean;
  /** Bytes above which a file is large; for tests. */
  above?: number | undefined;
}

export class LargeFiles {
  /** What went wrong with the one that was read last. */
  problem: string | null = null;
  private readonly above: number;
  /** Those whose turn did not come yet. */
  private readonly waiting = new Map<string, FoundFile>();
  /** The one that is being read, as it was when that began. */
  private reading: FoundFile | null = null;
  private last: Outcome = Promise.resolve(null);
  private count = 0;

  constructor(private readonly options: LargeFilesOptions) {
    this.above = options.above ?? LARGE_FILE;
  }

  /** How many are to be read, the one under way included. */
  get left(): number {
    return this.count;
  }

  /** They themselves, each as it was found. */
  get unread(): FoundFile[] {
    return [...this.waiting.values(), ...(this.reading === null ? [] : [this.reading])];
  }

  isLarge({ size }: FoundFile): boolean {
    return size > this.above;
  }

  /** Whether a file is large and will be read, or is being read, as it is. */
  isLeft(file: FoundFile): boolean {
    const { path, stamp } = file;
    if (!this.isLarge(file)) return false;
    return this.waiting.has(path) || (this.reading?.path === path && this.reading.stamp === stamp);
  }

  /** Has a file read after all others. Where one of those cannot be taken in, as on a full disk, it is not tried either: a later look finds it again. */
  add(file: FoundFile): Outcome {
    const { path } = file;
    const outcome = this.last.then(async (before) => {
      this.waiting.delete(path);
      const problem = before ?? (await this.read(path));
      this.count--;
      if (this.count === 0) this.last = Promise.resolve(null);
      return problem;
    });
    this.count++;
    this.waiting.set(path, file);
    this.last = outcome;
    return outcome;
  }

  /** Resolves when all that are to be read by now were, to what went wrong with one of them. Others may have come meanwhile. */
  done(): Outcome {
    return this.last;
  }

  private async read(path: string): Outcome {
    const { engine, folder, notes, failed, isStopped } = this.options;
    try {
      const file = await folder.find(path);
      // One that is small by now is left to the runs. Who waits for it is told of a stop.
      if (file !== undefined && this.isLarge(file) && !isStopped()) {
        this.reading = file;
        await engine.apply({ add: [path], remove: [], large: true });
        notes.note([file], engine.known());
      }
      this.problem = null;
    } catch (error) {
      this.problem = failed(error);
    }
    this.reading = null;
    return this.problem;
  }
}
