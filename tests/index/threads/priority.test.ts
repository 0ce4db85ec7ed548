/** Threads that search give way to the one that answers, and threads that index to both, where each thread has a priority of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { expect, test } from 'vitest';
import { EMPTY } from '../../../src/index/generation.js';
import { parseQuery } from '../../../src/index/query.js';
import { WorkerPool } from '../../../src/index/threads/pool.js';
import { SearchPool } from '../../../src/index/threads/search-pool.js';
import { searchBy } from '../../../src/index/threads/searchers.js';

/** None is lower: where the tests themselves give way to others, threads cannot go as far below them. */
const LOWEST = constants.priority.PRIORITY_LOW;

/** How many threads of this process have a priority; the name, which stands before it in parentheses, may hold spaces. */
function threadsOf(priority: number): number {
  return readdirSync('/proc/self/task').filter((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]) === priority;
  }).length;
}

test.skipIf(process.platform !== 'linux')(
  'threads that search and index give way to the one that answers',
  async () => {
    const own = getPriority();
    const [search, index] = [Math.min(LOWEST, own + 3), Math.min(LOWEST, own + 10)];
    const searching = threadsOf(search);
    const indexing = threadsOf(index);
    const searchers = new SearchPool(1);
    const indexers = new WorkerPool(1);
    await searchBy(searchers, EMPTY, { query: parseQuery('word'), filters: [], match: 'auto', offset: 0, limit: 10 });
    await indexers.run('build', '.', [], { maxBytes: 1 });
    expect(threadsOf(search) - searching).toBe(1);
    expect(threadsOf(index) - indexing).toBe(1);
    expect(getPriority()).toBe(own);
    await Promise.all([searchers.close(), indexers.close()]);
  },
);
