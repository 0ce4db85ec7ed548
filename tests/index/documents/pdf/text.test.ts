/** What only print needs is taken off a line of a PDF; what files really have, as text programs get it. */
import { expect, it } from 'vitest';
import { mended } from '../../../../src/index/documents/pdf/text.js';

it.each([
  [
    'lam and alef that were turned about',
    'حقوق اإلنسان واألسرة واالعتراف باإلنسان',
    'حقوق الإنسان والأسرة والاعتراف بالإنسان',
  ],
  ['words with an alef before a lam', 'قال السلام على حالة المال وألف', 'قال السلام على حالة المال وألف'],
  ['an acute that was typed for an apostrophe', 'that´s Peter´s, na´sladuje', 'that´s Peter´s, naśladuje'],
  ['accents of old fonts of TeX', 'citt`a dell’arte, `a la mode, caf´e', 'città dell’arte, à la mode, café'],
  [
    'quotes that open with a back tick, and back ticks',
    "the `impossible' `ed’ of `uname -r`",
    "the `impossible' `ed’ of `uname -r`",
  ],
])('%s', (_what, text, expected) => {
  expect(mended(text)).toBe(expected);
});
