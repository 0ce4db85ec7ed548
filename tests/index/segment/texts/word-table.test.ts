/** Words are found by hashes that nobody who writes a document can foresee. */
import { expect, test } from 'vitest';
import { hashOf } from '../../../../src/index/segment/texts/word-table.js';

test('words of one FNV-1a hash have different ones', () => {
  const words = ['ffaowhhaa', 'mxsdhijaa', 'yadpkwkaa', 'scgdjkqaa'];
  expect(new Set(words.map((word) => hashOf(word, 0, word.length))).size).toBe(words.length);
});
