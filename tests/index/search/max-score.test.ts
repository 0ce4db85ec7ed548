/** MaxScore over blocks, which lists that are too long to be unpacked whole need, against sums over all of them. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Saturator } from '../../../src/index/rank.js';
import { unpacked } from '../../../src/index/search/flat.js';
import { FlatList } from '../../../src/index/search/flat-list.js';
import { WordList } from '../../../src/index/search/list.js';
import { tableOf } from '../../../src/index/search/make-table.js';
import { maxScore } from '../../../src/index/search/max-score.js';
import { findPlain } from '../../../src/index/search/plain.js';
import { type List, PlainSearch } from '../../../src/index/search/plain-search.js';
import { TableList } from '../../../src/index/search/table-list.js';
import { Best } from '../../../src/index/search/top.js';
import { takeCursor } from '../../../src/index/segment/cursor.js';
import { Segment } from '../../../src/index/segment.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { readDocumentOf } from '../../oracle/documents.js';

const WORDS = 60;

/** Word i is about 1 / i as frequent as the first; lengths vary, so that blocks differ in what they can be worth. */
function segmentOf(seed: number): Segment {
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const word = (): string => `w${Math.floor(WORDS ** (random(1000) / 1000)) - 1}`;
  const writer = new SegmentWriter();
  for (let i = 0; i < 6000; i++) {
    const text = Array.from({ length: 1 + random(25) }, word).join(' ');
    writer.add(readDocumentOf({ title: word(), intro: [text], sections: [] }, String(i).padStart(5, '0')));
  }
  return new Segment(writer.freeze());
}

it('finds the best paragraphs with any word, however its lists are kept', () => {
  const segment = segmentOf(1);
  const saturator = new Saturator(segment.lengthSum / segment.paragraphCount);
  const place = { segment, removed: null, passing: null, collects: false };
  const word = fc.record({
    // The last of the words is in no text.
    number: fc.nat(WORDS - 2),
    worth: fc.double({ min: 0.5, max: 9, noNaN: true }),
    flat: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), fc.constantFrom(1, 10, 300), (words, wanted) => {
      const asked = words.map(({ number, ...word }) => ({ ...word, term: segment.termNumber(`w${number}`) }));
      expect(asked.every(({ term }) => term >= 0)).toBe(true);
      const lists = asked.map(({ term, worth, flat }, clause): List => {
        const cursor = takeCursor(segment, term);
        const table = tableOf(segment, [term]);
        if (table !== null) return new TableList(table, clause, worth, segment, saturator);
        return flat && clause > 0
          ? new FlatList(unpacked(cursor), true, clause, worth, segment.lengths, saturator)
          : new WordList(cursor, term, clause, worth, segment, saturator);
      });
      const search = new PlainSearch(place, lists, saturator, lists.length, lists.length === 1, new Best(wanted));
      maxScore(search, null, false);
      const clauses = asked.map(({ term, worth }) => [{ type: 'word' as const, term, worth }]);
      const summed = findPlain(place, clauses, saturator, 'any', wanted, Number.NEGATIVE_INFINITY);
      const found = search.best.sorted();
      expect(found).toEqual(summed?.best.sorted());
      expect(found.map(({ paragraph }) => search.isFull(paragraph))).toEqual(
        found.map(({ paragraph }) => summed?.isFull(paragraph)),
      );
      for (const list of lists) list.end();
    }),
    { numRuns: 300 },
  );
});
