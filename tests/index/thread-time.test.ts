/** The time that a thread ran, where the system tells it. */
import { platform } from 'node:process';
import { expect, it } from 'vitest';
import { ownThread, timeOf } from '../../src/index/thread-time.js';

it('counts what a thread does, and not what it waits', async () => {
  const thread = ownThread();
  const before = timeOf(thread);
  if (platform !== 'linux') return void expect(before).toBeNull();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const waited = (timeOf(thread) ?? 0) - (before ?? 0);
  expect(waited).toBeLessThan(90);
  const used = (): number => (timeOf(thread) ?? 0) - (before ?? 0) - waited;
  while (used() < 50) Math.sqrt(used());
  expect(used()).toBeGreaterThanOrEqual(50);
});

it('knows nothing of threads that are none', () => {
  expect(timeOf(null)).toBeNull();
  expect(timeOf('0')).toBeNull();
});
