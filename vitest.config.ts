import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => ({
  test: {
    // `npm run screenshots` is a run of its own: it writes into docs/.
    include: [mode === 'screenshots' ? 'tests/browser/screenshots.ts' : 'tests/**/*.test.{ts,tsx}'],
    // The second reporter prints `N passed, N failed` alone on a line, which is what a script can read.
    reporters: ['default', './tests/count-reporter.ts'],
    // The usual one less than there are cores would be one of two, and half of the time nobody's: 325 s where two take 220.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A machine that does much else as well takes its time.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
}));
