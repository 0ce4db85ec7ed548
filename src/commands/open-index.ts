/** Opens the index that a command works on: its lock, its engine and its indexer. */

import { isAbsolute, relative, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config.js';
import { UserError } from '../index/errors.js';
import { Indexer } from '../index/indexer.js';
import { LocalEngine } from '../index/local.js';
import type { Searchers } from '../index/threads/searchers.js';
import { type Lock, takeLock } from '../lock.js';
import { ProgressBar } from '../progress-bar.js';
import { beforeSignals } from '../signals.js';
import { complain } from '../terminal.js';
import { otherFolder, takeOver, trueName } from '../whose-index.js';

/** A command cannot work on the index; the message is a sentence that names the fix. */
export class IndexUnavailable extends UserError {
  override name = 'IndexUnavailable';
}

/** How long a command waits for another process that works on the same index, ms. */
const WAIT_FOR_LOCK = 10_000;

/**
 * The lock of the index, or the address of the server that holds it. Waits a while for a process that holds it for
 * other work. The lock is null if the folder cannot be written: then nothing is kept there, and the engine says so.
 * @throws IndexUnavailable if that process does not end in time, or serves another folder; if the index would be kept
 *   right among the documents
 */
export async function lockOrServer(config: Config): Promise<{ lock: Lock | null } | { url: string; pid: number }> {
  const { dataDir, folder } = config;
  if ((await trueName(dataDir)) === (await trueName(folder))) {
    throw new IndexUnavailable(`${dataDir} is the folder of the documents by another name; choose another with --data`);
  }
  const begin = performance.now();
  for (;;) {
    const taken = await takeLock(dataDir);
    if ('lock' in taken) return taken;
    const { pid, url } = taken.holder;
    if (url !== null) {
      const other = await otherFolder(config);
      if (other === null) return { url, pid };
      throw new IndexUnavailable(
        `the index in ${dataDir} is that of ${other}, which Pilcrow serves at ${url}; give ${folder} another --data`,
      );
    }
    if (performance.now() - begin > WAIT_FOR_LOCK) {
      throw new IndexUnavailable(`process ${pid} is working on the index in ${dataDir}; try again when it is done`);
    }
    await delay(100);
  }
}

/**
 * Opens an index, does one piece of work while showing its progress, closes the index and releases the lock. The work
 * says what is wrong with the index.
 * @param searchers for work that searches
 */
export async function withIndex<Result>(
  config: Config,
  lock: Lock | null,
  work: (engine: LocalEngine, indexer: Indexer, progress: ProgressBar) => Promise<Result>,
  searchers?: Searchers,
): Promise<Result> {
  const forget = beforeSignals(() => lock?.release());
  try {
    const engine = await openEngine(config, complain, searchers);
    const progress = new ProgressBar(process.stderr);
    const indexer = new Indexer(await indexerOptions(config, engine));
    indexer.onChange(() => {
      const { done, total } = indexer.status();
      progress.update(done, total);
    });
    try {
      return await work(engine, indexer, progress);
    } finally {
      await progress.stop();
      await indexer.close();
      await engine.close();
    }
  } finally {
    lock?.release();
    forget();
  }
}

/**
 * Opens the index, and makes it that of the folder.
 * @param tell is told, as a sentence, of which other folder it was
 * @param searchers for what searches in other ways than by threads
 */
export async function openEngine(
  config: Config,
  tell: (sentence: string) => void,
  searchers?: Searchers,
): Promise<LocalEngine> {
  const { folder, dataDir, maxFileBytes, language } = config;
  const engine = await LocalEngine.open({ root: folder, dataDir, maxFileBytes, language, searchers });
  // Where it cannot be kept, it stays that of the other one.
  const takenOver = engine.problem === null ? await takeOver(config) : null;
  if (takenOver !== null) tell(takenOver);
  return engine;
}

/** The options of an indexer for a command. */
export async function indexerOptions({ folder, dataDir }: Config, engine: LocalEngine) {
  // Each may be named by a link.
  const path = relative(await trueName(folder), await trueName(dataDir));
  // An index within the folder of documents must not be indexed itself.
  const inside = !isAbsolute(path) && path.split(sep)[0] !== '..';
  return { engine, root: folder, ownFolder: inside ? path.replaceAll(sep, '/') : null };
}
