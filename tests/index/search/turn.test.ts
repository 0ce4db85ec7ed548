/** When a search gives others their turn. */
import { expect, test } from 'vitest';
import { type Slices, Turn } from '../../../src/index/search/turn.js';

/** Longer than a slice, ms. */
const LONG = 20;

function* work(turn: Turn, asked: boolean[]): Slices<void> {
  for (let step = 0; step < 2; step++) {
    for (const began = performance.now(); performance.now() - began < LONG; );
    asked.push(turn.isOver());
    if (asked.at(-1) === true) yield;
  }
}

test('what takes long before it is asked for the first time has its turn over then', async () => {
  const turn = new Turn(undefined);
  const asked: boolean[] = [];
  await turn.finish(work(turn, asked));
  expect(asked).toEqual([true, true]);
});
