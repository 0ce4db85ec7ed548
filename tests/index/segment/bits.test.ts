/** Sets of numbers as bits hold what a set of numbers holds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addBit, addRange, countBits, forEachBit, hasBit, nextBit } from '../../../src/index/segment/bits.js';

const SIZE = 160;
const place = fc.nat({ max: SIZE });

test('ranges and single numbers', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(place, place), { maxLength: 4 }),
      fc.array(fc.nat({ max: SIZE - 1 })),
      (ranges, more) => {
        const bits = new Uint32Array(SIZE / 32);
        const numbers = new Set<number>();
        for (const [start, end] of ranges) {
          addRange(bits, start, end);
          for (let i = start; i < end; i++) numbers.add(i);
        }
        for (const number of more) {
          addBit(bits, number);
          numbers.add(number);
        }
        const found: number[] = [];
        forEachBit(bits, (number) => found.push(number));
        const wanted = [...numbers].sort((a, b) => a - b);
        expect(found).toEqual(wanted);
        expect(countBits(bits)).toBe(wanted.length);
        for (let i = 0; i < SIZE; i++) {
          expect(hasBit(bits, i)).toBe(numbers.has(i));
          expect(nextBit(bits, i)).toBe(wanted.find((number) => number >= i) ?? 0x7fffffff);
        }
      },
    ),
  );
});
