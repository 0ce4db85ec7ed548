/** What deletions take away is counted in two ways, which must agree; and it is what tells a segment from one that never had the documents. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countInLists } from '../../../src/index/generation/count-in-lists.js';
import { countInTexts } from '../../../src/index/generation/count-in-texts.js';
import { removedWith, uncounted } from '../../../src/index/generation/removed.js';
import { frequency, type LiveSegment, totals, withoutDocuments } from '../../../src/index/generation.js';
import { mergeSegments } from '../../../src/index/merge.js';
import { countOf } from '../../../src/index/segment/list-counts.js';
import { MIN_PARAGRAPHS } from '../../../src/index/segment/neighbours.js';
import { Segment } from '../../../src/index/segment.js';
import type { ReadDocument } from '../../../src/index/types.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { randomDocument, readDocumentOf } from '../../oracle/documents.js';
import { TIMES } from '../../times.js';

function segmentOf(documents: readonly ReadDocument[]): Segment {
  const writer = new SegmentWriter();
  for (const document of documents) writer.add(document);
  return new Segment(writer.freeze());
}

function liveOf(segment: Segment) {
  return { name: '0', segment, removed: null };
}

/** In path order. */
const someDocuments = fc
  .array(randomDocument, { minLength: 1, maxLength: 12 })
  .map((all) => all.map((random, i) => readDocumentOf(random, String(i).padStart(4, '0'))))
  .map((all) => all.sort((a, b) => (a.document.path < b.document.path ? -1 : 1)));

describe('what is removed', () => {
  it('is counted in lists as in texts', () => {
    fc.assert(
      fc.property(someDocuments, fc.infiniteStream(fc.boolean()), (documents, chosen) => {
        const segment = segmentOf(documents);
        const gone = documents.flatMap((_, i) => (chosen.next().value === true ? [i] : []));
        const inTexts = countInTexts(segment, gone);
        const inLists = countInLists(segment, uncounted(segment, gone).paragraphs);
        expect(inLists).toEqual(inTexts);
      }),
      { numRuns: 20 * TIMES },
    );
  });

  it('is counted in the lists of a merged segment, too, which has neighbours and long lists', () => {
    const words = ['the', 'of', 'used', 'uses', 'zürich', 'iPhone', 'read-only', '東京都', '𝕏', 'don’t'];
    const textOf = (i: number): string =>
      Array.from({ length: 1 + (i % 7) }, (_, j) => words[(i * (j + 3) + (i >> 3)) % words.length]).join(' ');
    const long = Array.from({ length: 300 }, (_, d) => {
      const texts = Array.from({ length: 60 }, (_, i) => textOf(d * 60 + i));
      const sections = [
        { depth: 1, heading: textOf(d), texts: texts.slice(0, 20) },
        { depth: 2, heading: textOf(d + 5), texts: texts.slice(20) },
      ];
      return readDocumentOf({ title: textOf(d + 1), intro: [], sections }, String(d).padStart(5, '0'));
    });
    const bytes = mergeSegments([liveOf(segmentOf(long.slice(0, 100))), liveOf(segmentOf(long.slice(100)))])?.bytes;
    const segment = new Segment(bytes ?? new Uint8Array());
    expect(segment.paragraphCount).toBeGreaterThan(MIN_PARAGRAPHS);
    expect(segment.neighbours.exist).toBe(true);
    const gone = long.flatMap((_, i) => (i % 7 === 0 ? [i] : []));
    expect(countInLists(segment, uncounted(segment, gone).paragraphs)).toEqual(countInTexts(segment, gone));
  });

  it('leaves the statistics of a segment that never had it, however often documents go', () => {
    fc.assert(
      fc.property(someDocuments, fc.infiniteStream(fc.nat(2)), (documents, dealt) => {
        const steps = documents.map(() => dealt.next().value);
        const numbersOf = (step: number): number[] => steps.flatMap((of, i) => (of === step ? [i] : []));
        const whole = segmentOf(documents);
        const left = [
          withoutDocuments(withoutDocuments(liveOf(whole), numbersOf(0)), [...numbersOf(1), ...numbersOf(0)]),
        ];
        const kept = documents.filter((_, i) => steps[i] === 2);
        const clean = [liveOf(segmentOf(kept))];
        expect(totals(left)).toEqual(totals(clean));
        const keys = Array.from({ length: whole.termCount }, (_, number) => whole.term(number));
        const frequencies = (of: readonly LiveSegment[]) => new Map(keys.map((key) => [key, frequency(of, key)]));
        expect(frequencies(left)).toEqual(frequencies(clean));
      }),
      { numRuns: 20 * TIMES },
    );
  });

  it('is few numbers where few documents go, and can be asked for any list', () => {
    const documents = Array.from({ length: 200 }, (_, i) =>
      readDocumentOf({ title: `title ${i}`, intro: [`word${i} common`], sections: [] }, String(i).padStart(4, '0')),
    );
    const segment = segmentOf(documents);
    const { frequencies } = removedWith(segment, null, [7]);
    expect(frequencies.lists.length).toBeLessThan(12);
    const counts = Array.from({ length: segment.termCount }, (_, list) => countOf(frequencies, list));
    expect(counts[segment.termNumber('word7')]).toBe(1);
    expect(counts[segment.termNumber('common')]).toBe(1);
    expect(counts[segment.termNumber('word8')]).toBe(0);
  });
});
