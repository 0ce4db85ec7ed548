/** A queue that threads share: each path is taken once, in order, and who took it is known when that thread is gone. */
import { expect, test } from 'vitest';
import { PathQueue } from '../../../src/index/threads/path-queue.js';

test('two ends of one queue take each path once, in order, and see who took what', () => {
  const paths = Array.from({ length: 50 }, (_, i) => `${String(i).padStart(2, '0')}.txt`);
  const here = new PathQueue(paths);
  const there = new PathQueue(paths, here.shared);
  const taken: [string[], string[]] = [[], []];
  for (let i = 0; i < 40; i++) {
    const first = i % 3 > 0;
    taken[first ? 0 : 1].push((first ? here : there).take(first ? 1 : 2) ?? '');
  }
  expect([...taken[0], ...taken[1]].sort()).toEqual(paths.slice(0, 40));
  expect([there.takenBy(1), here.takenBy(2), here.takenBy(0)]).toEqual([...taken, paths.slice(40)]);
  for (let i = 40; i < 50; i++) expect(here.take(1)).toBe(paths[i]);
  expect([here.take(1), there.take(2), there.take(2)]).toEqual([null, null, null]);
  expect(here.takenBy(0)).toEqual([]);
});
