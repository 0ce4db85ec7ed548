/** Where phrases stand: by table, and against the definition put into the plainest code. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactOccurrences, occurrencesButOne, phraseOccurrences } from '../../../src/index/search/phrase-positions.js';

/** Positions of the words of `phrase` in `text`, one list a word. */
function listsOf(text: string, phrase: string): number[][] {
  const words = text.split(' ');
  return phrase.split(' ').map((word) => words.flatMap((other, position) => (other === word ? [position] : [])));
}

const table: { why: string; text: string; phrase: string; slop: number; want: number[][] }[] = [
  {
    why: 'side by side',
    text: 'a b a b',
    phrase: 'a b',
    slop: 0,
    want: [
      [0, 1],
      [2, 3],
    ],
  },
  { why: 'not in another order', text: 'b a', phrase: 'a b', slop: 5, want: [] },
  { why: 'not with a gap', text: 'a x b', phrase: 'a b', slop: 0, want: [] },
  { why: 'as near as asked', text: 'a x b', phrase: 'a b', slop: 1, want: [[0, 2]] },
  { why: 'gaps add up', text: 'a x b x c', phrase: 'a b c', slop: 1, want: [] },
  { why: 'gaps add up', text: 'a x b x c', phrase: 'a b c', slop: 2, want: [[0, 2, 4]] },
  {
    why: 'two places can share an end',
    text: 'a a b',
    phrase: 'a b',
    slop: 1,
    want: [
      [0, 2],
      [1, 2],
    ],
  },
  { why: 'a repeated word needs two places', text: 'a', phrase: 'a a', slop: 9, want: [] },
  {
    why: 'a repeated word',
    text: 'a a a',
    phrase: 'a a',
    slop: 0,
    want: [
      [0, 1],
      [1, 2],
    ],
  },
  {
    why: 'to be or not to be',
    text: 'to be or not to be',
    phrase: 'to be',
    slop: 0,
    want: [
      [0, 1],
      [4, 5],
    ],
  },
  { why: 'one word', text: 'a b a', phrase: 'a', slop: 0, want: [[0], [2]] },
  { why: 'a word that is not there', text: 'a b', phrase: 'a z', slop: 9, want: [] },
];

describe('phraseOccurrences', () => {
  it.each(table)('$why: $phrase ~$slop in $text', ({ text, phrase, slop, want }) => {
    expect(phraseOccurrences(listsOf(text, phrase), slop)).toEqual(want);
  });

  it('of no words is nowhere', () => {
    expect(phraseOccurrences([], 0)).toEqual([]);
  });

  /** From each place of the first word: the first way, trying all in order, that keeps within the slop. */
  function naive(lists: readonly number[][], slop: number): number[][] {
    const [first = [], ...others] = lists;
    const ways = (start: number): number[][] =>
      others.reduce(
        (begun: number[][], list) =>
          begun.flatMap((way) => list.filter((at) => at > (way.at(-1) ?? start)).map((at) => [...way, at])),
        [[start]],
      );
    return first.flatMap((start) => {
      const fitting = ways(start).filter((way) => (way.at(-1) ?? start) - start - others.length <= slop);
      return fitting.slice(0, 1);
    });
  }

  it('equals its definition', () => {
    const word = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 14 }),
        fc.array(word, { minLength: 1, maxLength: 4 }),
        fc.nat(6),
        (text, phrase, slop) => {
          const lists = listsOf(text.join(' '), phrase.join(' '));
          expect(phraseOccurrences(lists, slop)).toEqual(naive(lists, slop));
          const begins: number[] = [];
          const sizes = lists.map((list) => list.length);
          expect(exactOccurrences(lists, sizes, begins)).toBe(begins.length);
          expect(begins.map((i) => lists[0]?.[i])).toEqual(naive(lists, 0).map(([start]) => start));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('occurrencesButOne', () => {
  const begins = (text: string, phrase: string): number[] => {
    const lists = listsOf(text, phrase);
    const found: number[] = [];
    const count = occurrencesButOne(
      lists,
      lists.map((list) => list.length),
      found,
    );
    return found.slice(0, count).sort((a, b) => a - b);
  };

  it.each<[string, string, string, number[]]>([
    ['another word', 'a b x d', 'a b c d', [0]],
    ['all words', 'a b c d', 'a b c d', [0]],
    ['another first, before the text begins', 'b c d', 'a b c d', [-1]],
    ['another last', 'x a b c', 'a b c d', [1]],
    ['twice', 'a x c a b x', 'a b c', [0, 3]],
    ['not two others', 'a x y d', 'a b c d', []],
    ['not with one word more or less', 'a b x c d', 'a b c d e', []],
    ['a repeated word', 'a a x', 'a a a', [-1, 0]],
  ])('%s: %s', (_, text, phrase, want) => {
    expect(begins(text, phrase)).toEqual(want);
  });

  it('far down in a long text', () => {
    const text = `${'x '.repeat(20_000)}a b x d`;
    expect(begins(text, 'a b c d')).toEqual([20_000]);
    expect(begins('a b x d', 'a b c d')).toEqual([0]);
  });

  it('equals its definition', () => {
    const word = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 14 }), fc.array(word, { minLength: 3, maxLength: 5 }), (text, phrase) => {
        const starts = Array.from({ length: text.length + phrase.length }, (_, i) => i - phrase.length);
        const others = (start: number): string[] => phrase.filter((one, i) => text[start + i] !== one);
        expect(begins(text.join(' '), phrase.join(' '))).toEqual(starts.filter((start) => others(start).length < 2));
      }),
      { numRuns: 2000 },
    );
  });
});
