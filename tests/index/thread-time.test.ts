/** The time that a thread ran, where the system tells it. */
import { platform } from 'node:process';
import { expect, it } from 'vitest';
import { ownThread, timeOf } from '../../src/index/thread-time.js';

it('counts what a thread does, and not what it waits', async () => {
  const thread = ownThread();
  if (platform !== 'linux') return void expect(timeOf(thread)).toBeNull();
  const since = (before: number | null): number => (timeOf(thread) ?? 0) - (before ?? 0);
  // Any may collect what other tests left.
  const waits: number[] = [];
  while (waits.length < 3 && !waits.some((ms) => ms < 90)) {
    const before = timeOf(thread);
    await new Promise((resolve) => setTimeout(resolve, 100));
    waits.push(since(before));
  }
  expect(Math.min(...waits)).toBeLessThan(90);
  const before = timeOf(thread);
  // Else this never ends.
  while (since(before) < 50) Math.sqrt(since(before));
});

it('knows nothing of threads that are none', () => {
  expect(timeOf(null)).toBeNull();
  expect(timeOf('0')).toBeNull();
});
