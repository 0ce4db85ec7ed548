import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCodePoints } from '../../../src/index/segment/code-points.js';
import { BY_CODE_POINTS, BY_CODE_UNITS, sortByText, type TextOrder } from '../../../src/index/segment/sort-texts.js';

const sorted = (texts: readonly string[], order: TextOrder = BY_CODE_POINTS): (string | undefined)[] => {
  const numbers = Uint32Array.from(texts.keys());
  sortByText(numbers, texts, order);
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
        expect(sorted(texts, BY_CODE_UNITS)).toEqual(texts.toSorted());
      }),
    );
  });

  it('leaves equal texts in their order', () => {
    const texts = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 'even' : 'odd'));
    const numbers = Uint32Array.from(texts.keys()).reverse();
    sortByText(numbers, texts, BY_CODE_UNITS);
    expect(Array.from(numbers)).toEqual([
      ...Array.from({ length: 50 }, (_, i) => 98 - 2 * i),
      ...Array.from({ length: 50 }, (_, i) => 99 - 2 * i),
    ]);
  });

  it('sorts texts that begin alike for long', () => {
    const texts = Array.from({ length: 100 }, (_, i) => 'x'.repeat(10_000) + ((i * 37) % 100));
    expect(sorted(texts)).toEqual(texts.toSorted(compareCodePoints));
  });
});
