import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { split } from '../../src/index/split.js';
import type { Block, ParsedDocument } from '../../src/index/types.js';
import { TIMES } from '../times.js';

const document = (blocks: Block[]): ParsedDocument => ({ title: 'Title', language: null, metadata: new Map(), blocks });
const heading = (level: number, text: string): Block => ({ kind: 'heading', level, text, lines: [1, 1] });
const prose = (text: string): Block => ({ kind: 'prose', text, lines: [2, 2] });

const trails: [why: string, blocks: Block[], expected: [string, string[], number][]][] = [
  ['no heading', [prose('a')], [['a', [], 0]]],
  [
    'a heading opens once',
    [heading(2, 'A'), prose('a'), prose('b')],
    [
      ['a', ['A'], 1],
      ['b', ['A'], 0],
    ],
  ],
  ['both of two open', [heading(2, 'A'), heading(3, 'B'), prose('b')], [['b', ['A', 'B'], 2]]],
  [
    'only the inner opens',
    [heading(2, 'A'), prose('a'), heading(3, 'B'), prose('b')],
    [
      ['a', ['A'], 1],
      ['b', ['A', 'B'], 1],
    ],
  ],
  [
    'a same or outer level ends a section',
    [heading(2, 'A'), heading(4, 'B'), prose('b'), heading(3, 'C'), prose('c'), heading(2, 'D'), prose('d')],
    [
      ['b', ['A', 'B'], 2],
      ['c', ['A', 'C'], 1],
      ['d', ['D'], 1],
    ],
  ],
  [
    'an empty section is a paragraph',
    [heading(2, 'A'), heading(2, 'B'), prose('b')],
    [
      ['A', [], 0],
      ['b', ['B'], 1],
    ],
  ],
  [
    'below its parents, which it opens',
    [heading(2, 'A'), heading(3, 'B'), heading(2, 'C')],
    [
      ['B', ['A'], 1],
      ['C', [], 0],
    ],
  ],
  ['nothing at all: the title', [], [['Title', [], 0]]],
  ['white space is nothing', [prose(' \n')], [['Title', [], 0]]],
];

describe('split', () => {
  it.each(trails)('headings: %s', (_why, blocks, expected) => {
    const paragraphs = split(document(blocks)).paragraphs;
    expect(paragraphs.map(({ text, headings, opens }) => [text, headings, opens])).toEqual(expected);
    expect(paragraphs.map((paragraph) => paragraph.ordinal)).toEqual(paragraphs.map((_, index) => index + 1));
  });

  it.each<[string, Block[], number | undefined, number]>([
    ['below its heading', [prose('Menu'), prose(''), prose('A'), heading(2, 'B'), prose('C')], 3, 3],
    ['nowhere said', [prose('Menu'), prose('A')], undefined, 1],
    ['with nothing below it', [prose('Menu'), prose('A')], 2, 1],
  ])('the title begins %s', (_why, blocks, titleAt, expected) => {
    expect(split({ ...document(blocks), titleAt }).titleAt).toBe(expected);
  });

  it('cuts long prose at ends of sentences', () => {
    const text = 'It was e.g. so. And "so on!" It went? '.repeat(100).trim();
    const pieces = split(document([prose(text)])).paragraphs.map((paragraph) => paragraph.text);
    expect(pieces.length).toBeGreaterThan(2);
    for (const piece of pieces) expect(piece).toMatch(/^(?:It|And)\b.*(?:so\.|on!"|went\?)$/);
  });

  it.each<[why: string, kind: Block['kind'], sentence: string, end: RegExp]>([
    [
      'not behind titles and initials',
      'prose',
      'Then Mr. Darcy met J. R. Smith and St. Clare in No. 7 there. ',
      /there\.$/,
    ],
    [
      'nor behind numbers of days',
      'prose',
      'So war das in der Stadt Bonn am 3. Oktober noch lange Zeit danach für die Leute gewesen. ',
      /gewesen\.$/,
    ],
    ['in Hindi', 'prose', 'यह एक वाक्य है। ', /।$/],
    ['at clauses where no sentence ends', 'prose', 'what is said of it; and so on with it ', /of it;$/],
    ['in Chinese, too', 'prose', '我们看到了一只猫，', /，$/],
    ['in a long cell', 'table', 'It goes on with this. ', /this\.$/],
  ])('cuts at places where a reader pauses: %s', (_why, kind, sentence, end) => {
    const pieces = split(document([{ ...prose(sentence.repeat(300).trim()), kind }])).paragraphs.map(
      ({ text }) => text,
    );
    expect(pieces.length).toBeGreaterThan(2);
    for (const piece of pieces.slice(0, -1)) expect(piece).toMatch(end);
  });

  it('cuts Chinese at its full stops', () => {
    const pieces = split(document([prose('我们看到了一只猫。'.repeat(400))])).paragraphs.map(
      (paragraph) => paragraph.text,
    );
    for (const piece of pieces) expect(piece.endsWith('。')).toBe(true);
  });

  it('cuts code at line ends, and knows the lines', () => {
    const lines = Array.from({ length: 300 }, (_, index) => `  line ${index + 11}.`);
    const block: Block = { kind: 'code', text: lines.join('\n'), lines: [11, 310] };
    const paragraphs = split(document([block])).paragraphs;
    expect(paragraphs.length).toBeGreaterThan(2);
    for (const { text, lines: range } of paragraphs) {
      expect(text).toMatch(/^ {2}line /);
      expect([text.match(/\d+/)?.[0], text.match(/(\d+)\.$/)?.[1]]).toEqual(range.map(String));
    }
  });

  it('follows line starts that skip lines', () => {
    const text = Array.from({ length: 300 }, (_, index) => `row ${index * 2 + 5}.`).join('\n');
    const lineStarts = Array.from({ length: 300 }, (_, index) => index * 2 + 5);
    for (const piece of split(document([{ kind: 'table', text, lines: [5, 603], lineStarts }])).paragraphs) {
      expect(piece.lines[0]).toBe(Number(piece.text.match(/\d+/)?.[0]));
    }
  });

  it('cuts between characters where there is nothing else', () => {
    const family = '👩‍👩‍👧‍👦';
    const pieces = split(document([prose(family.repeat(1_000))])).paragraphs.map((paragraph) => paragraph.text);
    for (const piece of pieces) expect(piece.replaceAll(family, '')).toBe('');
    const marks = split(document([prose('\u0301'.repeat(10_000))])).paragraphs;
    expect(marks.map((paragraph) => paragraph.text).join('')).toHaveLength(10_000);
  });

  it('keeps every character, in order, in pieces of bounded length with lines in order', () => {
    const word = fc.constantFrom(
      'word',
      'A.',
      'end.',
      ' ',
      '\n',
      '。',
      '😀',
      'e\u0301',
      'x'.repeat(700),
      '\n\n  ',
      '!"',
    );
    const kind = fc.constantFrom<Block['kind']>('prose', 'list', 'quote', 'code', 'table');
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 2_000, size: 'max' }), kind, (words, blockKind) => {
        const text = words.join('');
        const parsed = document([{ kind: blockKind, text, lines: [10, 40] }]);
        const paragraphs = split(parsed).paragraphs;
        const kept = paragraphs
          .map((paragraph) => paragraph.text)
          .join('')
          .replaceAll(/\s/g, '');
        expect(kept).toBe(text.trim() === '' ? 'Title' : text.replaceAll(/\s/g, ''));
        let line = text.trim() === '' ? 1 : 10;
        for (const paragraph of paragraphs) {
          expect(paragraph.text.length).toBeLessThanOrEqual(2_000);
          expect(paragraph.text).not.toMatch(/^[\udc00-\udfff]/);
          expect(paragraph.lines[0]).toBeGreaterThanOrEqual(line);
          expect(paragraph.lines[1]).toBeGreaterThanOrEqual(paragraph.lines[0]);
          expect(paragraph.lines[1]).toBeLessThanOrEqual(40);
          line = paragraph.lines[0];
        }
      }),
      { numRuns: 70 * TIMES },
    );
  });
});
