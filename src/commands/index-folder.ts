/** `pilcrow index`: reads every file of the folder again. */
import type { Config } from '../config.js';
import { identifyRoot } from '../index/follow/scan.js';
import type { Lock } from '../lock.js';
import { ProgressBar } from '../progress-bar.js';
import { askRunning, followRunning, type StatusBody } from '../remote.js';
import { statusBody } from '../server/json.js';
import { complain, duration, figures, notRead, print } from '../terminal.js';
import { IndexUnavailable, lockOrServer, withIndex } from './open-index.js';

/** Resolves to the exit code. */
export async function indexFolder(config: Config): Promise<number> {
  // First, as a missing folder is a better message than what is wrong with its index.
  await identifyRoot(config.folder);
  const begin = performance.now();
  const taken = await lockOrServer(config);
  const summary = 'url' in taken ? await rebuildThere(taken.url, config) : await rebuildHere(taken.lock, config);
  if (config.json) print(JSON.stringify(summary, null, 2));
  else {
    const left = notRead(summary.skipped.length, summary.partly.length);
    const note = left === '' ? '' : `; ${left}, listed by --json`;
    print(`indexed ${figures(summary.index)} in ${duration(performance.now() - begin)}${note}`);
  }
  return 0;
}

async function rebuildThere(url: string, { token }: Config): Promise<StatusBody> {
  const progress = new ProgressBar(process.stderr);
  let ended = false;
  const rebuilt = askRunning<StatusBody>(url, '/rebuild', { method: 'POST', token }).finally(() => {
    ended = true;
  });
  try {
    // If the progress cannot be asked for, the answer of the rebuild says why.
    const [body] = await Promise.all([rebuilt, followRunning(url, { token }, progress, () => ended).catch(() => {})]);
    return body;
  } finally {
    await progress.stop();
  }
}

async function rebuildHere(lock: Lock | null, config: Config): Promise<StatusBody> {
  return await withIndex(config, lock, async (engine, indexer) => {
    if (engine.problem !== null) throw new IndexUnavailable(`nothing was read. ${engine.problem}`);
    engine.problems.forEach(complain);
    await indexer.rebuild();
    return statusBody(engine.stats(), indexer.status());
  });
}
