import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { PATIENCE } from './tests/patience.js';
import { TIMES } from './tests/times.js';

const ALL = 'tests/**/*.test.{ts,tsx}';

/** Tests that need a process of their own: one looks at its heap, the other puts functions of Node in place of what was loaded. */
const ALONE = ['tests/faults/{memory,system-calls}.test.ts'];

/**
 * Tests that index in threads or processes, and those that compute for long. Threads that index have the lowest priority: beside as many
 * tests as there are processors they would hardly begin in time.
 */
const HEAVY = [
  'tests/faults/*.test.ts',
  'tests/oracle/*.test.ts',
  'tests/index/{bulk,local,neighbours,writer}.test.ts',
  'tests/index/follow/large-files.test.ts',
  'tests/index/threads/*.test.ts',
  'tests/index/search/plain/find-plain.test.ts',
  'tests/index/segment/kept-contexts.test.ts',
  'tests/index/documents/apart.test.ts',
  'tests/server/catastrophe.test.ts',
  'tests/{cli,start}.test.ts',
];

const processors = availableParallelism();
const FEW = { maxWorkers: Math.max(2, processors - 1), sequence: { groupOrder: 1 } };

export default defineConfig(({ mode }) => ({
  test: {
    // The second reporter prints `N passed, N failed` alone on a line, which is what a script can read.
    reporters: ['default', './tests/count-reporter.ts'],
    // Only what fails ever waits so long: a machine that does much else as well may take thirty times as long as one that does not.
    testTimeout: 300_000 * TIMES,
    hookTimeout: 300_000,
    expect: { poll: { timeout: PATIENCE } },
    // Loading everything anew takes a third of the time of most files. What a test changes for all it puts back.
    isolate: false,
    projects:
      mode === 'screenshots'
        ? // A run of its own: it writes into docs/.
          [{ extends: true, test: { name: 'screenshots', include: ['tests/browser/screenshots.ts'] } }]
        : [
            {
              extends: true,
              test: { ...FEW, name: 'alone', include: ALONE, isolate: true },
            },
            {
              extends: true,
              test: { ...FEW, name: 'heavy', include: HEAVY, exclude: ALONE },
            },
            {
              extends: true,
              test: {
                name: 'light',
                include: [ALL],
                exclude: [...ALONE, ...HEAVY],
                // Browsers and timers are waited for.
                maxWorkers: processors + 1,
                sequence: { groupOrder: 2 },
              },
            },
          ],
  },
}));
