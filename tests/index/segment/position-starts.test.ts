/** What is told of positions, against the positions themselves. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEFT_BITS, leftOf, PositionStarts, SURE_BIT } from '../../../src/index/segment/position-starts.js';

const positions = fc
  .uniqueArray(fc.oneof(fc.nat({ max: 8 }), fc.nat({ max: 1100 })), { minLength: 1, maxLength: 5 })
  .map((some) => some.sort((a, b) => a - b));

/** What is told of two postings. */
function tell(first: readonly number[], second: readonly number[]): [told: number, other: number] {
  const starts = new PositionStarts(new DataView(new ArrayBuffer(8)), 2);
  starts.makeRoom();
  starts.tellFew(0, first, first.length);
  starts.tellFew(1, second, second.length);
  const told = new Int32Array(2);
  starts.gather(Int32Array.of(0, 1), 2, told);
  return [told[0] ?? 0, told[1] ?? 0];
}

test('which of few positions are left is told by both postings, or everything is left', () => {
  fc.assert(
    fc.property(positions, positions, fc.integer({ min: -4, max: 4 }), (first, second, distance) => {
      const left = leftOf(...tell(first, second), distance);
      const isFew = [first, second].every((some) => some.length <= 3 && (some.at(-1) ?? 0) < 1024);
      const bits = first.reduce((sum, one, i) => sum + (second.includes(one + distance) ? 1 << i : 0), 0);
      expect(left).toBe(isFew ? bits | SURE_BIT : LEFT_BITS);
    }),
    { numRuns: 500 },
  );
});
