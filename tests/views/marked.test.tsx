/** Marking, for any text and any ranges: nothing lost, nothing marked that should not be, never a tag of the text's own. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { breaksIn } from '../../views/breaks.js';
import { Marked, markedHtml } from '../../views/marked.js';
import { Path } from '../../views/path.js';
import { pieces } from '../../views/pieces.js';
import { HOSTILE } from './data.js';
import { elements, named, textOf } from './html.js';

/** Carriage returns and NUL are changed by every HTML parser, and lone surrogates by UTF-8: no document holds them once read. */
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', 'B', ';', '/', '='), maxLength: 60 }),
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
  test('says the whole text and marks exactly the ranges, with no other element but where names break', () => {
    fc.assert(
      fc.property(marking, ({ text, ranges }) => {
        const html = String(<Marked text={text} ranges={ranges} />);
        expect(textOf(html)).toBe(text);
        expect(named(html, 'mark').map((mark) => mark.text)).toEqual(
          ranges.map(({ start, end }) => text.slice(start, end)),
        );
        expect(elements(html).every(({ name }) => name === 'mark' || name === 'wbr')).toBe(true);
        // Programs get the text as it stands.
        expect(markedHtml(text, ranges)).toBe(html.replaceAll('<wbr>', ''));
      }),
      { numRuns: 500 },
    );
  });

  test.each(HOSTILE)('%s stays text, marked or not', (hostile) => {
    for (const ranges of [[], [{ start: 0, end: hostile.length }], [{ start: 1, end: 4 }]]) {
      const html = String(<Marked text={hostile} ranges={ranges} />);
      expect(textOf(html)).toBe(hostile);
      expect(elements(html).every(({ name }) => name === 'mark' || name === 'wbr')).toBe(true);
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

describe('a long name breaks', () => {
  test.each([
    ['defaultSessionState.Commands_of.the-shell', 'default|Session|State.|Commands_|of.|the-|shell'],
    ['see C:\\Program\\WindowsPowerShell\\Modules.', 'see C:\\|Program\\|Windows|Power|Shell\\|Modules.'],
    ['XMLHttpRequestEventTargetsOf2021Year', 'XML|Http|Request|Event|Targets|Of2021|Year'],
    ['std::filesystem::recursive_directory', 'std::|filesystem::|recursive_|directory'],
    ['.__________________________________', '.__________________________________'],
    ['PSDesiredStateConfiguration', 'PSDesiredStateConfiguration'],
    ['getUserName and other_names.of a short kind', 'getUserName and other_names.of a short kind'],
    ['donaudampfschifffahrtsgesellschaftskapitän', 'donaudampfschifffahrtsgesellschaftskapitän'],
  ])('%s', (text, broken) => {
    const parts = [0, ...breaksIn(text)].map((start, index, starts) => text.slice(start, starts[index + 1]));
    expect(parts.join('|')).toBe(broken);
  });

  test.each([
    [
      'throw new harbourMasterCalculates_theDepth(heightAtHighWater)',
      'throw new harbourMasterCalculates_theDepth(|heightAtHighWater)',
    ],
    [
      'curl http://localhost:3000/very_long/path?with=parameters',
      'curl http://|localhost:3000/|very_long/|path?|with=|parameters',
    ],
  ])('in code, but not its names: %s', (text, broken) => {
    const parts = [0, ...breaksIn(text, false)].map((start, index, starts) => text.slice(start, starts[index + 1]));
    expect(parts.join('|')).toBe(broken);
  });

  test('before a mark, not within its beginning', () => {
    const text = 'Assemblies\\WindowsPowerShell\\3.0';
    const html = String(<Marked text={text} ranges={[{ start: 11, end: 28 }]} />);
    expect(html).toBe('Assemblies\\<wbr><mark>Windows<wbr>Power<wbr>Shell</mark>\\<wbr>3.0');
  });

  test('in a path, which breaks after its slashes anyway', () => {
    expect(String(<Path path="notes/a_very_long_name_of_<a>_file.txt" />)).toBe(
      '<bdi>notes/<wbr>a_<wbr>very_<wbr>long_<wbr>name_<wbr>of_&lt;<wbr>a&gt;_<wbr>file.txt</bdi>',
    );
    expect(textOf(String(<Path path="notes/" />))).toBe('notes/');
  });
});
