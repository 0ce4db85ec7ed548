/** Says when to look at a folder: at what the watcher sees, and by a timer. What is looked at then is up to the indexer. */
import type { FolderLook } from './folder-look.js';
import { pauseBeforeLook } from './next-look.js';
import { TICK } from './read-notes.js';
import { FolderWatcher } from './watch.js';

/** If a look at the whole folder takes less than this, ms, every hint makes one: then lost events do no harm. */
const CHEAP_LOOK = 50;

/** How the last runs went. */
interface LastRuns {
  /** How many in a row failed. */
  failed: number;
  /** Paths of files that are to be read once more. */
  unsettled: readonly string[];
}

export class Follower {
  private watcher: FolderWatcher | null = null;
  private timer: NodeJS.Timeout | null = null;

  /** @param look called with the paths to look at; '' is the whole folder */
  constructor(
    private readonly root: string,
    private readonly folder: FolderLook,
    private readonly look: (paths: Iterable<string>) => void,
  ) {}

  /** Follows the folder until `close`. @param warn told, in sentences, what a person should know */
  start(warn: (sentence: string) => void): void {
    this.watcher ??= new FolderWatcher(this.root, {
      hint: (paths) => this.look(this.folder.duration < CHEAP_LOOK ? [''] : paths),
      limit: warn,
    });
  }

  /** Watches the folders that the last look found. Nothing, where the folder is not followed. */
  async watch(): Promise<void> {
    await this.watcher?.follow(this.folder.folders);
  }

  /** Sets the timer for the next look. */
  wait({ failed, unsettled }: LastRuns): void {
    if (this.watcher === null) return;
    const settling = unsettled.length > 0;
    const { isMissing, duration } = this.folder;
    const looks = { rootMissing: isMissing, watchesAll: this.watcher.complete, failed, duration };
    const pause = settling ? 2 * TICK : pauseBeforeLook(looks);
    this.timer = setTimeout(() => this.look(settling ? unsettled : ['']), pause);
    this.timer.unref();
  }

  /** Stops the timer, as a look begins. */
  stopWaiting(): void {
    if (this.timer !== null) clearTimeout(this.timer);
  }

  close(): void {
    this.watcher?.close();
    this.stopWaiting();
  }
}
