/** Words that are known are let go when asked, those without a language too: they take up to 20 MB each. */
import { expect, test } from 'vitest';
import { forgetWords, lexiconOf } from '../../../src/index/words/lexicon.js';

test.each([['en'], ['de'], [null]])('words in %s are let go, and learnt again alike', (language) => {
  const before = lexiconOf(language);
  const known = before.form('running');
  expect(lexiconOf(language).form('running')).toBe(known);
  forgetWords();
  const learnt = lexiconOf(language).form('running');
  expect(learnt).not.toBe(known);
  expect(learnt).toEqual(known);
});
