/** Threads that index give way to those that search, where each thread has a priority of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { expect, test } from 'vitest';
import { WorkerPool } from '../../../src/index/threads/pool.js';

/** The priority of every thread of this process; the name, which stands before it in parentheses, may hold spaces. */
function priorities(): number[] {
  return readdirSync('/proc/self/task').map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  });
}

test.skipIf(process.platform !== 'linux')(
  'a thread of the pool gives way, the thread that answers does not',
  async () => {
    const { PRIORITY_BELOW_NORMAL } = constants.priority;
    const own = getPriority();
    const before = priorities().filter((priority) => priority === PRIORITY_BELOW_NORMAL).length;
    const pool = new WorkerPool(1);
    await pool.run('build', '.', [], { maxBytes: 1 });
    const after = priorities().filter((priority) => priority === PRIORITY_BELOW_NORMAL).length;
    expect(after - before).toBe(1);
    expect(getPriority()).toBe(own);
    await pool.close();
  },
);
