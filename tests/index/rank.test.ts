/** The lengths that scores are computed with fit into a byte, and differ little from what they stand for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthCode, lengthOf, paragraphLength, Saturator } from '../../src/index/rank.js';

describe('paragraphLength', () => {
  it.each([
    ['nothing that counts', 0, 0, 8],
    ['a label', 2, 0, 8],
    ['a label below a heading', 2, 5, 13],
    ['a sentence', 9, 0, 9],
    ['a text below a heading', 40, 5, 45],
  ])('takes %s (%i different terms, %i above) for %i', (_, text, above, length) => {
    expect(paragraphLength(text, above)).toBe(length);
  });
});

describe('lengthCode', () => {
  it.each([
    [0, 1],
    [1, 1],
    [30, 30],
    [160, 160],
    [169, 160],
    [170, 170],
    [65_535, 65_535],
    [10_000_000, 65_535],
  ])('keeps %i as %i', (length, kept) => {
    expect(lengthOf(lengthCode(length))).toBe(kept);
  });

  it('keeps order, fits into a byte, is never 0, and rounds down by less than a 15th', () => {
    const length = fc.integer({ min: 1, max: 65_535 });
    fc.assert(
      fc.property(length, length, (a, b) => {
        const [shorter, longer] = [lengthCode(Math.min(a, b)), lengthCode(Math.max(a, b))];
        expect(shorter).toBeLessThanOrEqual(longer);
        expect(shorter).toBeGreaterThan(0);
        expect(longer).toBeLessThan(256);
        const kept = lengthOf(lengthCode(a));
        expect(kept).toBeLessThanOrEqual(a);
        expect(kept).toBeGreaterThan(a - a / 15);
      }),
    );
  });

  it('gives every code back', () => {
    for (let code = 1; code < 256; code++) expect(lengthCode(lengthOf(code))).toBe(code);
  });
});

describe('Saturator.of', () => {
  it('stays the same while documents come and go', () => {
    const before = Saturator.of(3_500_000, 100_000);
    expect(Saturator.of(3_500_400, 100_010)).toBe(before);
    expect(Saturator.of(3_499_600, 99_990)).toBe(before);
    expect(Saturator.of(4_000_000, 100_000)).not.toBe(before);
  });

  it('saturates as by the exact average, within 1.1 %', () => {
    const count = fc.integer({ min: 1, max: 1000 });
    const code = fc.integer({ min: 1, max: 255 });
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(100_000), count, code, (words, paragraphs, count, code) => {
        const exact = new Saturator(Math.max(1, words) / Math.max(1, paragraphs)).saturate(count, code);
        const ratio = Saturator.of(words, paragraphs).saturate(count, code) / exact;
        expect(Math.abs(ratio - 1)).toBeLessThan(0.011);
      }),
    );
  });
});
