/** Glancing finds every token that analysing the whole text finds, of those that are wanted. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/index/analyze.js';
import { Glance } from '../../src/index/glance.js';
import type { Token } from '../../src/index/types.js';
import { keepsBeginnings, stemmerOf, stopWordsOf } from '../../src/index/words/languages.js';
import { TIMES } from '../times.js';

const word = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('run', 'Running', 'dying', 'skis', 'HTMLParser', 'getUserName', 'net', 'v1', '2', '000'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'Élan',
      'ﬁne',
      '東京都',
      '👍🏽',
      '🇫🇷',
      'l’avion',
      "don't",
      'Ａpp',
      'İstanbul',
      'ß',
      'naïve',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
);
const joint = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  '  ',
  '\n',
  '\t',
  '-',
  '_',
  '.',
  ',',
  ', ',
  '. ',
  '.NET ',
  '++ ',
  '# ',
  '(',
  '“',
  '\u00a0',
  '\u200b',
  '\u200c',
  '\u00ad',
  '\u2011',
);
const text = fc.array(fc.tuple(word, joint), { maxLength: 12 }).map((parts) => parts.flat().join(''));
const language = fc.constantFrom(null, 'en', 'de', 'fr', 'tr', 'ga', 'ru', 'zh', 'en-GB');

describe('glancing', () => {
  it('finds all that analysing finds, in the same places and order', () => {
    fc.assert(
      fc.property(text, language, fc.infiniteStream(fc.nat(6)), (written, tag, picks) => {
        const tokens = analyze(written, tag);
        const picked = tokens.filter(() => picks.next().value === 0);
        const words = new Set(picked.map((token) => token.stem ?? token.term));
        const wanted = ({ term, stem }: Token): boolean => words.has(term) || (stem !== null && words.has(stem));
        const places = (of: readonly Token[]) => of.filter(wanted).map((token) => ({ ...token, position: null }));
        expect(places(new Glance(words).tokens(written, tag))).toEqual(places(tokens));
      }),
      { numRuns: 700 * TIMES },
    );
  });

  it('finds words by their beginnings', () => {
    const found = new Glance(['tro']).tokens('Troops in the tropics, subTropical', 'en');
    expect(found.map(({ term }) => term)).toEqual(expect.arrayContaining(['troops', 'tropics', 'tropical']));
  });

  it('passes over what begins otherwise', () => {
    expect(new Glance(['zebra']).tokens('one two three', 'en')).toEqual([]);
  });

  it('looks at all words of a language whose stemmer changes beginnings', () => {
    // Czech: `c` before an ending is `k` without it, the second letter of a short word too.
    expect(new Glance(['bk']).tokens('aaa bcee', 'cs').map(({ term }) => term)).toContain('bcee');
  });

  it.each(['ca', 'da', 'de', 'en', 'es', 'eu', 'fr', 'hu', 'it', 'nb', 'nl', 'pt', 'ro', 'sl', 'sv'])(
    'holds for the stemmer of %s: it keeps beginnings',
    (tag) => {
      expect(keepsBeginnings(tag)).toBe(true);
      const stem = stemmerOf(tag);
      /** As much of the beginning as the stem has left. */
      const kept = (word: string) => {
        const left = stem(word).slice(0, 2);
        return [word, left.replace('y', 'i'), word.slice(0, left.length).replace('y', 'i')];
      };
      const expectKept = (word: string): void => {
        expect(kept(word)[1], word).toBe(kept(word)[2]);
      };
      for (const stopWord of stopWordsOf(tag)) if (/^[a-z]{2}/.test(stopWord)) expectKept(stopWord);
      fc.assert(fc.property(fc.stringMatching(/^[a-z]{1,9}$/), expectKept), { numRuns: 500 });
    },
  );
});
