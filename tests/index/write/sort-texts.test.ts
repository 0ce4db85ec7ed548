import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCodePoints } from '../../../src/index/segment/code-points.js';
import { sortByText } from '../../../src/index/write/sort-texts.js';

const sorted = (texts: readonly string[]): (string | undefined)[] => {
  const numbers = Uint32Array.from(texts.keys());
  sortByText(numbers, texts);
  return Array.from(numbers, (number) => texts[number]);
};

describe('sorting by text', () => {
  it('gives the order of code points, which is not that of code units', () => {
    const texts = ['\u{1f600}', '\uffff', '\ue000', 'z', '', '\u{10fffc}a', '\ud7ff', '\u{1f600}a', 'za', '\0'];
    const many = Array.from({ length: 8 }, (_, i) => texts.map((text) => text + 'é'.repeat(i))).flat();
    expect(sorted(many)).toEqual(many.toSorted(compareCodePoints));
    expect(sorted(many)).not.toEqual(many.toSorted());
  });

  it('is the order of comparing, whatever the texts share', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.string({ unit: fc.constantFrom('a', 'b', '\u{10fffc}', '\uffff'), maxLength: 9 }),
      fc.nat(50).map((length) => 'a'.repeat(length)),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 300 }), (texts) => {
        expect(sorted(texts)).toEqual(texts.toSorted(compareCodePoints));
      }),
    );
  });

  it('sorts texts that begin alike for long', () => {
    const texts = Array.from({ length: 100 }, (_, i) => 'x'.repeat(10_000) + ((i * 37) % 100));
    expect(sorted(texts)).toEqual(texts.toSorted(compareCodePoints));
  });
});
