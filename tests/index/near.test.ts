/** Terms one edit away: walking the dictionary finds what comparing every term finds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearTerms } from '../../src/index/near.js';
import { Segment } from '../../src/index/segment.js';
import { SegmentWriter } from '../../src/index/writer.js';
import { readDocumentOf } from '../oracle/documents.js';

// Few letters, of one to three bytes, so that beginnings are shared by many words and neighbours are often equal.
const word = fc
  .array(fc.constantFrom('a', 'b', 'я', 'ж', 'ߏ', 'ꦀ'), { minLength: 1, maxLength: 6 })
  .map((letters) => letters.join(''));

/** Everything that one edit makes of a word, with any letter of the dictionary, but for its first letter. */
function edited(text: string, letters: ReadonlySet<string>): Set<string> {
  const from = [...text];
  const made = new Set<string>();
  for (let i = 0; i <= from.length; i++) {
    const [before, after] = [from.slice(0, i).join(''), from.slice(i)];
    made.add(before + after.slice(1).join(''));
    for (const letter of letters) {
      made.add(before + letter + after.join(''));
      made.add(before + letter + after.slice(1).join(''));
    }
    made.add(before + (after[1] ?? '') + (after[0] ?? '') + after.slice(2).join(''));
  }
  made.delete(text);
  return new Set([...made].filter((other) => [...other][0] === from[0]));
}

test('a walk finds what one edit makes, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { minLength: 1, maxLength: 400 }),
      fc.array(word, { minLength: 30 }),
      (words, asked) => {
        const writer = new SegmentWriter();
        writer.add(readDocumentOf({ title: words[0] ?? '', intro: [words.join(' ')], sections: [] }, '1'));
        const segment = new Segment(writer.freeze());
        const terms = Array.from({ length: segment.termCount }, (_, number) => segment.term(number));
        const letters = new Set(terms.join(''));
        for (const text of [...asked, ...words.slice(0, 30)]) {
          const expected = edited(text, letters);
          const found = nearTerms(segment, text).map((number) => segment.term(number));
          expect({ text, found }).toEqual({ text, found: terms.filter((term) => expected.has(term)) });
        }
      },
    ),
    { numRuns: 40 },
  );
});
