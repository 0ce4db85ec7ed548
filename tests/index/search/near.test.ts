/** The walk over the dictionary against a table of edit distances, word by word. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/index/analyze.js';
import { MAX_NEAR_LENGTH, nearWords, oneEditAway } from '../../../src/index/search/near.js';
import { Segment } from '../../../src/index/segment.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { readDocumentOf } from '../../oracle/documents.js';

function segmentOf(words: readonly string[]): Segment {
  const writer = new SegmentWriter();
  writer.add(readDocumentOf({ title: 'title', intro: [words.join(' ')], sections: [] }, '0'));
  return new Segment(writer.freeze());
}

/** Restricted Damerau-Levenshtein by its table, on code points. */
function distanceOf(a: string, b: string): number {
  const [x, y] = [[...a], [...b]];
  const rows: number[][] = [y.map((_, j) => j).concat(y.length)];
  for (let i = 1; i <= x.length; i++) {
    const row = [i];
    for (let j = 1; j <= y.length; j++) {
      const cost = x[i - 1] === y[j - 1] ? 0 : 1;
      let least = Math.min((rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (rows[i - 1]?.[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && x[i - 1] === y[j - 2] && x[i - 2] === y[j - 1]) {
        least = Math.min(least, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    rows.push(row);
  }
  return rows[x.length]?.[y.length] ?? Number.NaN;
}

function found(segment: Segment, word: string, edits: number): [string, number][] {
  return nearWords(segment, word, edits).map(({ number, distance }) => [segment.term(number), distance]);
}

describe('nearWords', () => {
  const segment = segmentOf(['search', 'seerch', 'serach', 'sea', 'research', 'каша', 'кажа', 'straße']);

  it.each([
    ['serch', 1, ['search', 'seerch', 'serach']],
    ['saerch', 1, ['search', 'seerch']],
    ['search', 0, ['search']],
    ['serach', 1, ['search', 'serach']],
    ['каща', 1, ['кажа', 'каша']],
    ['strasze', 1, ['strasse']],
    ['', 2, []],
    ['x'.repeat(MAX_NEAR_LENGTH + 1), 2, []],
  ])('%s within %i: %j', (word, edits, expected) => {
    expect(found(segment, word, edits).map(([term]) => term)).toEqual(expected);
  });

  it('finds what a comparison with every word finds, in any script', () => {
    const letter = fc.constantFrom('a', 'b', 'c', 'é', 'ж', '𐐷', 'ß');
    const word = fc.array(letter, { minLength: 1, maxLength: 7 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 250 }),
        word,
        fc.constantFrom(0, 1, 2, 3),
        (words, asked, edits) => {
          const dictionary = segmentOf(words);
          const terms = [...new Set(analyze(`title ${words.join(' ')}`).map(({ term }) => term))];
          const expected = terms
            .map((term): [string, number] => [term, distanceOf(asked, term)])
            .filter(([, distance]) => distance <= edits);
          expect(new Map(found(dictionary, asked, edits))).toEqual(new Map(expected));
        },
      ),
    );
  });
});

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : 1);

describe('oneEditAway', () => {
  /** The words that are found, first by a walk and then, when the letter was often asked for, by their ends. */
  function foundBoth(segment: Segment, word: string): string[][] {
    const terms = (): string[] => oneEditAway(segment, word).map((number) => segment.term(number));
    const walked = terms();
    const ends = segment.wordEnds([...word][0] ?? '');
    for (let asked = 0; ends.like(word) === null; asked++) if (asked > 1000) throw new Error('It always walks.');
    return [walked, terms()];
  }

  it('finds edits at every place of a word, and not the word itself', () => {
    const word = 'abcdef';
    const near = ['aabcdef', 'abbdef', 'abcdeef', 'abcdefg', 'abcdfe', 'abced', 'abcedf', 'abdef', 'acbdef', 'agcdef'];
    const others = ['abcdef', 'bcdef', 'bacdef', 'abcfed', 'abdcfe', 'acbdfe', 'abcd', 'abcdefgh', 'zbcdef'];
    const segment = segmentOf([...near, ...others, 'abcde', 'abcdf']);
    const expected = [...near, 'abcde', 'abcdf'].filter((term) => distanceOf(word, term) === 1).sort(byCodeUnits);
    expect(foundBoth(segment, word)).toEqual([expected, expected]);
  });

  it('finds what a comparison with every word finds, in any script', () => {
    const letter = fc.constantFrom('a', 'b', 'c', 'A', 'ж', '𐐷', 'ß');
    const word = fc.array(letter, { minLength: 4, maxLength: 8 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 250 }), word, (words, asked) => {
        const segment = segmentOf(words);
        const expected = [...new Set(analyze(`title ${words.join(' ')}`).map(({ term }) => term))]
          .filter((term) => [...term][0] === [...asked][0] && distanceOf(asked, term) === 1)
          .sort((a, b) => segment.termNumber(a) - segment.termNumber(b));
        expect(foundBoth(segment, asked)).toEqual([expected, expected]);
      }),
    );
  });

  it('walks where too many words end alike', () => {
    const words: string[] = [];
    for (let i = 0; i < 6000; i++) words.push(`a${i.toString(36).padStart(4, '0')}zz`);
    const segment = segmentOf([...words, 'a00zz']);
    const ends = segment.wordEnds('a');
    for (let asked = 0; asked < 1000; asked++) ends.like('a0001z');
    expect(ends.like('a0001zz')).toBeNull();
    expect(oneEditAway(segment, 'a000zz').map((number) => segment.term(number))).toContain('a0001zz');
    expect(oneEditAway(segment, 'a000zz').map((number) => segment.term(number))).toContain('a00zz');
  });
});
