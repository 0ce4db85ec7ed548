/** Plain text that was printed, with names and numbers at the edges of its pages. */
import { describe, expect, it } from 'vitest';
import { readText } from '../../../../src/index/documents/text.js';
import { inTime } from '../../../in-time.js';

const TIDES = ['Spring', 'Summer', 'Autumn', 'Winter'];

/** Each page begins with the end of the sentence that the one before it ends in. */
function page(tide: string, i: number): string[] {
  return [
    `   the boat of ${TIDES[i - 1] ?? 'Lee'}.`,
    '',
    ...['One.', 'Two.'].flatMap((more) => [`   ${tide} ${more}`, '']),
    `   ${tide} tide lifts all boats, also those of people who do not look`,
    '   at the water, which is what most of them live by and wait for with',
  ];
}

function read(pages: readonly (readonly string[])[]) {
  return readText(`Tides\n\n${pages.map((lines) => lines.join('\n')).join('\f')}`).blocks;
}

const SENTENCE =
  'tide lifts all boats, also those of people who do not look at the water, which is what most of them live by and wait for with';

describe('pages of plain text', () => {
  it.each<[why: string, above: (number: number) => string[], below: (number: number) => string[]]>([
    [
      'names and numbers, as standards have them',
      () => ['', 'RFC 9999                The Tides              November 1985', ''],
      (number) => ['', `Lee                                           [Page ${number}]`, ''],
    ],
    ['numbers alone', () => [], (number) => ['', `- ${number + 4} -`]],
    [
      'the name of a part above a number',
      (number) => [`Chapter ${number}: On Tides`, '', `${number + 20}`, ''],
      () => [],
    ],
  ])('lose what repeats at their edges: %s', (_why, above, below) => {
    const blocks = read(TIDES.map((tide, i) => [...above(i), ...page(tide, i), ...below(i)]));
    expect(blocks.map(({ text }) => text)).toEqual([
      'the boat of Lee.',
      ...TIDES.slice(0, -1).flatMap((tide) => [
        `${tide} One.`,
        `${tide} Two.`,
        `${tide} ${SENTENCE} the boat of ${tide}.`,
      ]),
      ...['Winter One.', 'Winter Two.', `Winter ${SENTENCE}`],
    ]);
  });

  it('leave out no line of a paragraph over two of them', () => {
    const blocks = read(TIDES.slice(0, 3).map((tide, i) => [...page(tide, i), '', `${i + 1}`, '']));
    const { text = '', lineOffsets = [] } = blocks.find(({ lines }) => lines[0] === 9) ?? {};
    expect(lineOffsets.map((offset) => text.slice(offset).split(' ', 2).join(' '))).toEqual([
      'Spring tide',
      'at the',
      ...['the boat', 'the boat', 'the boat'],
    ]);
  });

  it('keep their lines', () => {
    const blocks = read(TIDES.slice(0, 3).map((tide, i) => [...page(tide, i), '', `${i + 1}`, '']));
    expect(blocks.map(({ text, lines }) => [text.split(' ', 2).join(' '), ...lines])).toEqual([
      ['the boat', 3, 3],
      ['Spring One.', 5, 5],
      ['Spring Two.', 7, 7],
      ['Spring tide', 9, 13],
      ['Summer One.', 15, 15],
      ['Summer Two.', 17, 17],
      ['Summer tide', 19, 23],
      ['Autumn One.', 25, 25],
      ['Autumn Two.', 27, 27],
      ['Autumn tide', 29, 30],
    ]);
  });

  it('keep what only some have, and numbers that do not count', () => {
    const blocks = read([
      [...page('Spring', 0), '', 'See page 1.', '', '7'],
      [...page('Summer', 1), '', 'See page 2.', '', '7'],
      [...page('Autumn', 2), '', '9', '', 'See here.', '', '7'],
    ]);
    const texts = blocks.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['See page 1.', 'See page 2.', '9', '7']));
  });

  it('keep headings that only their numbers tell apart, as news of releases have them', () => {
    const releases = ['1.8', '1.6', '1.5', '1.2'].map((release) => `Changes in ${release}`);
    const blocks = read(TIDES.map((tide, i) => ['', releases[i] ?? '', '', ...page(tide, i).slice(2), '', 'Ebb.']));
    expect(blocks.map(({ text }) => text)).toEqual(expect.arrayContaining(releases));
  });

  it('are none where form feeds part a line or two', () => {
    expect(readText(`Tides\n\n${'Ebb.\n\f'.repeat(4)}`).blocks.length).toBe(4);
  });

  it.each(['\f', 'a\f', 'a\n\f', 'a\n\nb\n\nc\n\n1\n\f', '\n\n\n\n\n\n\n\n\f'])(
    'take no more than linear time: %j',
    (unit) => {
      inTime(1_500, () => readText(unit.repeat(3e5 / unit.length)));
    },
  );
});
