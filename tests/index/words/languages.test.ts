import { createRequire } from 'node:module';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stemmerOf } from '../../../src/index/words/languages.js';
import { TIMES } from '../../times.js';

/** What the English rules look for in words, and letters between. */
const PARTS = [
  ..."abcdefghilmnoprstuvwxyz19é'".split(''),
  ...'ing ed edly ingly eed eedly ies ied us tional enci anci abli entli izer ization ational ation ator alism aliti alli'.split(
    ' ',
  ),
  ...'fulness ousli ousness iveness iviti biliti bli ogi fulli lessli li alize icate iciti ical ful ness ative al ance'.split(
    ' ',
  ),
  ...'ence er ic able ible ant ement ment ent ism ate iti ous ive ize sion tion gener commun arsen inning outing'.split(
    ' ',
  ),
  ...'skis dying lying tying idly gently ugly early only singly sky news howe atlas cosmos bias andes proceed succeed'.split(
    ' ',
  ),
];

it('stems English as Snowball does, in a library of its own', () => {
  const snowball = createRequire(import.meta.url)('snowball-stemmers').newStemmer('english');
  const stem = stemmerOf('en-GB');
  const words = fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(words, (word) => {
      fc.pre(!/^\d+$/.test(word));
      expect(stem(word)).toBe(snowball.stem(word));
    }),
    { numRuns: 7_000 * TIMES },
  );
});
