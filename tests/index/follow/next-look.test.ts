/** When the folder is looked at again without a hint: seldom where that is dear, often where nothing else tells of changes. */
import { expect, test } from 'vitest';
import { pauseBeforeLook } from '../../../src/index/follow/next-look.js';

const QUIET = { rootMissing: false, watchesAll: true, failed: 0, duration: 10 };

test.each([
  ['a small folder that is watched', {}, 5_000],
  ['one that takes long, a hundredth of the time', { duration: 200 }, 20_000],
  ['a huge one, each minute', { duration: 5_000 }, 60_000],
  ['a small one that is not watched', { watchesAll: false }, 1_000],
  ['one that takes long and is not watched, a tenth of the time', { watchesAll: false, duration: 200 }, 2_000],
  ['after three failures', { failed: 3 }, 40_000],
  ['after many', { failed: 2_000 }, 60_000],
  ['a folder that is missing, whatever went wrong', { rootMissing: true, failed: 9, duration: 5_000 }, 500],
])('%s', (_, looks, pause) => {
  expect(pauseBeforeLook({ ...QUIET, ...looks })).toBe(pause);
});
