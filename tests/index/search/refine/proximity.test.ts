/** How near two words stand, against every pair of their places: the engine and the oracle have the same measure, so neither tells of its faults. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearness } from '../../../../src/index/search/refine/proximity.js';

test.each<[a: number[], b: number[], gap: number, ordered: number, near: number, distance: number, why: string]>([
  [[5], [6], 1, 1, 1, 1, 'neighbours'],
  [[5], [7], 1, 1, 1 / 2, 2, 'one place further on than in the query'],
  [[5], [8], 1, 0, 1 / 3, 3, 'two places further on'],
  [[5], [8], 2, 1, 1 / 3, 3, 'one further on, where one stands between them in the query'],
  [[6], [5], 1, 0, 1, 1, 'in the other order'],
  [[5], [5], 1, 0, 0, 0, 'one and the same place'],
  [[5], [13], 1, 0, 1 / 8, 8, 'as far apart as is near'],
  [[13], [5], 1, 0, 1 / 8, 8, 'as far, in the other order'],
  [[5], [14], 1, 0, 0, 0, 'further'],
  [[14], [5], 1, 0, 0, 0, 'further, in the other order'],
])('%j and %j, %i apart in the query: %i in order, %d near, %i apart: %s', (a, b, gap, ordered, near, distance) => {
  expect(nearness(a, a.length, b, b.length, gap)).toEqual({ ordered, near, distance });
});

test('all pairs count, of the places that are told', () => {
  const places = fc.uniqueArray(fc.nat(60), { maxLength: 12 }).map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(places, places, fc.integer({ min: 1, max: 3 }), fc.nat(2), (a, b, gap, more) => {
      const gaps = a.flatMap((first) => b.map((second) => second - first)).filter((d) => d !== 0 && Math.abs(d) <= 8);
      const found = nearness([...a, ...Array(more).fill(0)], a.length, [...b, ...Array(more).fill(0)], b.length, gap);
      expect(found.ordered).toBe(gaps.filter((behind) => behind > 0 && behind <= gap + 1).length);
      expect(found.near).toBeCloseTo(
        gaps.reduce((sum, behind) => sum + 1 / Math.abs(behind), 0),
        9,
      );
      expect(found.distance).toBe(gaps.length === 0 ? 0 : Math.min(...gaps.map(Math.abs)));
    }),
  );
});
