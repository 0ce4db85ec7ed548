/** `pilcrow search`: prints the hits of one query, after indexing what changed in the folder. */
import type { Config } from '../config.js';
import { ask } from '../index/ask.js';
import { FolderUnavailable, identifyRoot } from '../index/follow/scan.js';
import type { Indexer } from '../index/indexer.js';
import type { LocalEngine } from '../index/local.js';
import { SAME_THREAD } from '../index/threads/same-thread.js';
import type { Lock } from '../lock.js';
import { ProgressBar } from '../progress-bar.js';
import { askRunning, followRunning } from '../remote.js';
import { searchBody } from '../server/json.js';
import { plainSearch } from '../server/plain-search.js';
import { complain, hitCount, hitLines, print, readingLines, type SearchBody, showsColour } from '../terminal.js';
import { lockOrServer, withIndex } from './open-index.js';

/** Resolves to the exit code: 1 if nothing was found. */
export async function search(config: Config): Promise<number> {
  await identifyRoot(config.folder).catch((error: unknown) => {
    if (!(error instanceof FolderUnavailable)) throw error;
    throw new FolderUnavailable(`${error.message}; words to search stand in quotes: pilcrow search "nato troops"`);
  });
  const taken = await lockOrServer(config);
  const body = 'url' in taken ? await searchThere(taken.url, config) : await searchHere(taken.lock, config);
  if (config.json) print(JSON.stringify(body, null, 2));
  else {
    process.stdout.write(hitLines(body, showsColour(process.stdout, process.env)));
    for (const line of [...readingLines(body), hitCount(body)]) process.stderr.write(`${line}\n`);
  }
  return body.totalHits > 0 ? 0 : 1;
}

/** Waits for the first look of a server, which knows nothing of a new folder right after its start. */
async function searchThere(url: string, config: Config): Promise<SearchBody> {
  const progress = new ProgressBar(process.stderr);
  try {
    await followRunning(url, config, progress, ({ phase }) => phase !== 'starting');
  } finally {
    await progress.stop();
  }
  const parameters = new URLSearchParams({ q: config.query, hitsPerPage: String(config.limit) });
  return await askRunning<SearchBody>(url, `/search?${parameters}`, config);
}

async function searchHere(lock: Lock | null, config: Config): Promise<SearchBody> {
  const work = async (engine: LocalEngine, indexer: Indexer, progress: ProgressBar): Promise<SearchBody> => {
    engine.problems.forEach(complain);
    await indexer.reconcile();
    await progress.stop();
    const { problem } = indexer.status();
    if (problem !== null && problem !== engine.problem) complain(problem);
    const input = plainSearch(config.query, config.limit);
    return searchBody(input, await ask(engine, input), engine.stats(), indexer.status());
  };
  return await withIndex(config, lock, work, SAME_THREAD);
}
