/** Words of stored paragraphs, counted from the numbers of their vocabulary: to be those that analysing their texts gives. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyzeWords } from '../../../../src/index/analyze.js';
import { WordBook } from '../../../../src/index/search/refine/paragraph-words.js';
import { Segment } from '../../../../src/index/segment.js';
import { stemKey } from '../../../../src/index/words/term-keys.js';
import { SegmentWriter } from '../../../../src/index/writer.js';
import { readDocumentOf } from '../../../oracle/documents.js';
import { TIMES } from '../../../times.js';

const PIECES = [
  ...[
    'troops',
    'Troops',
    'the',
    'of',
    'NATO',
    'getUserName',
    'x1',
    '42',
    'naïve',
    'ﬁ',
    'état',
    'do',
    'n',
    't',
    's',
    'l',
    'avion',
  ],
  ...[
    ' ',
    ' ',
    ' ',
    '  ',
    ', ',
    '. ',
    '.',
    '-',
    '_',
    "'",
    '’',
    '＇',
    '/',
    '(',
    ') ',
    '+',
    '++',
    '#',
    '\n',
    '–',
    ' — ',
    '“',
    '” ',
    '…',
    '€',
  ],
  ...[
    '北京',
    '大',
    'ไทย',
    '한국',
    'ｶﾞ',
    '👍',
    '👍🏽',
    '👩\u200d🚀',
    '🇩🇪',
    '©',
    '™',
    '1\ufe0f\u20e3',
    '\u00ad',
    '\u2060',
    '\u200d',
    '\u0301',
    'Ⅷ',
    'w'.repeat(40),
  ],
];

test.each(['en', 'fr', 'de', null])('of any text, in %s', (language) => {
  const texts = fc.array(
    fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 30 }).map((all) => `a${all.join('')}`),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(texts, (intro) => {
      // Written several times, so that frequent pairs become entries of their own.
      const all = Array.from({ length: 5 }, () => intro).flat();
      const said = { folder: '', language: language ?? '', author: [], tags: [], date: [], modifiedAt: 0 };
      const writer = new SegmentWriter();
      writer.add(readDocumentOf({ title: 'L’avion of troops', intro: all, sections: [], said }, '0'));
      const segment = new Segment(writer.freeze());
      const book = new WordBook();
      const words = book.wordsOf(segment, language);
      for (let number = 0; number < segment.paragraphCount; number++) {
        const { ordinal, text } = segment.paragraph(number);
        const title = ordinal === 1 ? segment.document(0).title : '';
        const stored = segment.documents.title(0);
        expect(stored.language).toBe(language);
        const { numbers, counts } = words.count(number, ordinal === 1 ? stored.title : null);
        const found = Array.from(numbers, (key, i): [string, number] => [book.keys[key] ?? '', counts[i] ?? 0]);
        expect(new Map(found)).toEqual(analysed([text, title], language));
        expect(new Set(numbers).size).toBe(numbers.length);
      }
    }),
    { numRuns: 20 * TIMES },
  );
});

function analysed(texts: readonly string[], language: string | null): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { term, stem, stop } of texts.flatMap((text) => analyzeWords(text, language))) {
    if (stop || /^\d+$/.test(term)) continue;
    const key = stemKey(stem ?? term);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
