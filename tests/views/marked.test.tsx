/** Marking, for any text and any ranges: nothing lost, nothing marked that should not be, never a tag of the text's own. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Marked } from '../../views/marked.js';
import { pieces } from '../../views/pieces.js';
import { HOSTILE } from './data.js';
import { elements, named, textOf } from './html.js';

/** Carriage returns and NUL are changed by every HTML parser, and lone surrogates by UTF-8: no document holds them once read. */
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', ';', '/', '=') }),
  )
  .filter((value) => !/[\0\r]/.test(value) && value.isWellFormed());

const marking = text.chain((value) =>
  fc.record({
    text: fc.constant(value),
    ranges: fc
      .uniqueArray(fc.nat({ max: value.length }), { maxLength: 8 })
      .map((cuts) => cuts.sort((a, b) => a - b))
      .map((cuts) =>
        cuts.flatMap((start, index) =>
          index % 2 === 0 && cuts[index + 1] ? [{ start, end: cuts[index + 1] ?? 0 }] : [],
        ),
      )
      // Ranges stand on word bounds, never inside a character.
      .map((ranges) => ranges.filter(({ start, end }) => value.slice(start, end).isWellFormed())),
  }),
);

describe('Marked', () => {
  test('says the whole text and marks exactly the ranges, with no other element', () => {
    fc.assert(
      fc.property(marking, ({ text, ranges }) => {
        const html = String(<Marked text={text} ranges={ranges} />);
        expect(textOf(html)).toBe(text);
        expect(named(html, 'mark').map((mark) => mark.text)).toEqual(
          ranges.map(({ start, end }) => text.slice(start, end)),
        );
        expect(elements(html).every(({ name }) => name === 'mark')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test.each(HOSTILE)('%s stays text, marked or not', (hostile) => {
    for (const ranges of [[], [{ start: 0, end: hostile.length }], [{ start: 1, end: 4 }]]) {
      const html = String(<Marked text={hostile} ranges={ranges} />);
      expect(textOf(html)).toBe(hostile);
      expect(elements(html).every(({ name }) => name === 'mark')).toBe(true);
    }
  });

  test('pieces join to the text whatever the ranges', () => {
    const range = fc.record({ start: fc.integer({ min: -5, max: 40 }), end: fc.integer({ min: -5, max: 40 }) });
    fc.assert(
      fc.property(fc.string(), fc.array(range), (value, ranges) => {
        expect(
          pieces(value, ranges)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(value);
      }),
    );
  });
});
