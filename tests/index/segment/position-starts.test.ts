/** What is told of positions, against the positions themselves. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  IN_HEADING,
  IN_TITLE,
  LEFT_BITS,
  leftOf,
  PositionStarts,
  SURE_BIT,
} from '../../../src/index/segment/position-starts.js';
import { FIELD_GAP } from '../../../src/index/segment/postings.js';

/** The positions of a posting, and where the last one stands. */
const posting = fc
  .record({
    positions: fc
      .uniqueArray(fc.oneof(fc.nat({ max: 8 }), fc.nat({ max: 600 })), { minLength: 1, maxLength: 5 })
      .map((some) => some.sort((a, b) => a - b)),
    above: fc.constantFrom(0 as const, 0 as const, IN_HEADING, IN_TITLE),
  })
  .map(({ positions, above }) => {
    const last = (positions.pop() ?? 0) + (above === 0 ? 0 : FIELD_GAP);
    return { positions: [...positions, last], above };
  });
type Posting = typeof posting extends fc.Arbitrary<infer Some> ? Some : never;

/** What is told of two postings. */
function tell(...postings: [Posting, Posting]): [told: number, other: number] {
  const starts = new PositionStarts(new DataView(new ArrayBuffer(8)), 2);
  starts.makeRoom();
  for (const [place, { positions, above }] of postings.entries())
    starts.tellFew(place, positions, positions.length, above);
  const told = new Int32Array(2);
  starts.gather(Int32Array.of(0, 1), 2, told);
  return [told[0] ?? 0, told[1] ?? 0];
}

function isFew({ positions, above }: Posting): boolean {
  return positions.length <= 3 && (positions.at(-1) ?? 0) - (above === 0 ? 0 : FIELD_GAP) < 512;
}

test('which of few positions are left is told by both postings, or everything is left', () => {
  fc.assert(
    fc.property(posting, posting, fc.integer({ min: -4, max: 4 }), (first, second, distance) => {
      const left = leftOf(...tell(first, second), distance);
      const met = first.positions.map((one) => second.positions.includes(one + distance));
      const bits = met.reduce((sum, one, i) => sum + (one ? 1 << i : 0), 0);
      // What is found in a title or heading is to be looked at.
      const sure = first.above !== 0 && met.at(-1) === true ? 0 : SURE_BIT;
      expect(left).toBe(isFew(first) && isFew(second) ? bits | sure : LEFT_BITS);
    }),
    { numRuns: 1000 },
  );
});
