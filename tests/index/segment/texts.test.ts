/** Stored text comes back as it was, each paragraph without the others, and takes fewer bytes than it had. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Vocabulary } from '../../../src/index/segment/texts/vocabulary.js';
import { VocabularyWriter } from '../../../src/index/segment/texts/vocabulary-writer.js';
import { type StoredParagraph, StoredTexts, TextWriter } from '../../../src/index/segment/texts.js';

const piece = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('a', 'of', 'the', 'the', 'Zürich', 'x2', 'don’t', 'l’été', 'नमस्ते', '東京', '서울'),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(' ', ' ', '  ', ', ', '. ', '\n', '-', '()', '=>', '`', '\u00a0', '👍🏽', '—'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 90 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('a'.repeat(31), 'b'.repeat(32), 'c'.repeat(33), '-'.repeat(16), '='.repeat(40)),
  },
);
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('').toWellFormed());
const paragraph = fc.tuple(
  fc.constantFrom('prose', 'list', 'quote', 'code', 'table', 'heading'),
  fc.nat(9),
  fc.oneof(fc.nat(300), fc.nat(0x3fffffff)),
  fc.nat(0x3fffffff),
  fc.option(
    fc.record({
      depth: fc.integer({ min: 1, max: 8 }),
      item: fc.constantFrom(null, 'bullet', 'open', 'done', 0, 9, 1e9),
    }),
    {
      nil: undefined,
    },
  ),
  fc.array(fc.constantFrom('Above', 'below the line', '章', ''), { maxLength: 3 }),
  text,
) as fc.Arbitrary<StoredParagraph>;

function stored(paragraphs: readonly StoredParagraph[], joins = true): StoredTexts {
  const { offsets, vocabulary, texts } = frozen(paragraphs, joins);
  return new StoredTexts(Uint32Array.from(offsets), texts, new Vocabulary(vocabulary));
}

function frozen(paragraphs: readonly StoredParagraph[], joins = true) {
  const words = new VocabularyWriter();
  const writer = new TextWriter(words);
  for (const paragraph of paragraphs) writer.add(paragraph);
  const { packed, texts } = words.finish(joins);
  return { ...writer.finish(texts), vocabulary: packed };
}

function prose(...texts: string[]): StoredParagraph[] {
  return texts.map((words) => ['prose', 0, 1, 1, undefined, [], words]);
}

describe('stored text', () => {
  it('comes back as it was, in whatever order it is read', () => {
    fc.assert(
      fc.property(fc.array(paragraph, { maxLength: 60 }), fc.boolean(), (paragraphs, joins) => {
        const texts = stored(paragraphs, joins);
        for (let number = paragraphs.length - 1; number >= 0; number--) {
          expect(texts.read(number)).toEqual(paragraphs[number]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['spaces between words, at the ends, and several', ' a  b c ', 'a', ' ', ''],
    ['words beside other signs', 'a,b (c) d', '¡Hola! ¿qué?', 'x—y', '“q”'],
    [
      'words longer than a piece, and just as long',
      'w'.repeat(32),
      'w'.repeat(33),
      `${'w'.repeat(64)} v`,
      'é'.repeat(100),
    ],
    ['runs of signs longer than a piece', '-'.repeat(100), '| - | - | - | - | - | - |', '. . . . . . . . . . . . . a'],
    ['scripts without spaces, and signs of two code units', '東京都 に 行く', 'a東b', '🇫🇷🇫🇷', '𐐷𐐷 𐐷', 'ﬀ ﬀ'],
    [
      'frequent pairs, also of words and signs, also overlapping',
      ...Array.from({ length: 20 }, () => 'of the of the. of the, of of of the'),
    ],
    [
      'long sentences again and again, and one word',
      ...Array.from({ length: 40 }, (_, i) => `${'a b-c, d '.repeat(i)}${'e'.repeat(i)} ${'f '.repeat(i * 20)}`),
    ],
    ['pairs beside a cut word', ...Array.from({ length: 20 }, () => `${'w'.repeat(33)} of ${'w'.repeat(33)}`)],
  ])('has %s', (_, ...texts) => {
    const read = stored(prose(...texts));
    expect(texts.map((_, number) => read.read(number).at(-1))).toEqual(texts);
  });

  it.each([30_000, 230_000])('has %d different words: more than two bytes can number, more than three', (count) => {
    const words = Array.from({ length: count }, (_, i) => `w${i}`);
    const read = stored(prose(words.join(' '), words.toReversed().join('-')));
    expect(read.read(1).at(-1)).toBe(words.toReversed().join('-'));
    expect(read.read(0).at(-1)).toBe(words.join(' '));
  });

  it('is written in one way alone', () => {
    const paragraphs = prose(
      'one of the words',
      'and of the others',
      'of the',
      'of the',
      'of the',
      'of the of the of the',
    );
    expect(frozen(paragraphs)).toEqual(frozen(paragraphs));
  });

  it('says how many of its entries are joined: all pairs of four words, and the pair of two pairs', () => {
    const paragraphs = prose(...Array.from({ length: 20 }, () => 'one of the words'));
    const joinedOf = (joins: boolean): number => new Vocabulary(frozen(paragraphs, joins).vocabulary).joined;
    expect([joinedOf(true), joinedOf(false)]).toEqual([4, 0]);
  });

  const sentence = 'Nothing in this licence grants you any right to the names of those who wrote the work.';
  const bytesOf = (texts: readonly string[]): number => frozen(prose(...texts)).texts.length;

  it('takes one number for a sentence that recurs', () => {
    // A byte for its number, four for what else is told of a paragraph, and a little for each 16th.
    expect(bytesOf(Array(1000).fill(sentence))).toBeLessThan(1000 * 6);
  });

  it('joins what recurs, also where it comes after more pairs than are counted at a time', () => {
    const names = Array.from({ length: 450 }, (_, i) => `name${i}`);
    const others = names.map((name) => names.map((other) => `${name} ${other}`).join('.\n'));
    const added = bytesOf([...others, ...Array(1000).fill(sentence)]) - bytesOf(others);
    // Half of what its pieces take by themselves.
    expect(added).toBeLessThan(1000 * 16);
  });

  it('takes a third of its bytes, of English that says much the same', () => {
    const sentence = 'The quick brown fox jumps over the lazy dog, and then over number';
    const paragraphs = prose(...Array.from({ length: 500 }, (_, i) => `${sentence} ${i * 7919}.`));
    const bytes = paragraphs.reduce((sum, [, , , , , , words]) => sum + words.length, 0);
    const { vocabulary, texts } = frozen(paragraphs);
    expect(vocabulary.length + texts.length).toBeLessThan(bytes / 3);
  });
});
