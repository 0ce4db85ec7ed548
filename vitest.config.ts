import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    // The second reporter prints `N passed, N failed` alone on a line, which is what a script can read.
    reporters: ['default', './tests/count-reporter.ts'],
    testTimeout: 20_000,
    hookTimeout: 120_000,
  },
});
