/** Paragraphs like one: what tells it, what is left out, and what comes last. */
import { describe, expect, it, test } from 'vitest';
import { type LiveSegment, withoutDocuments } from '../../src/index/generation.js';
import { tellingWords } from '../../src/index/help/telling.js';
import { Segment } from '../../src/index/segment.js';
import { similar } from '../../src/index/similar.js';
import { stemKey } from '../../src/index/words/term-keys.js';
import { SegmentWriter } from '../../src/index/writer.js';
import { readDocumentOf } from '../oracle/documents.js';

const TEXTS = [
  'The spring tide fills the harbour twice a day',
  'A neap tide hardly fills the harbour at all',
  'The spring tide fills the harbour twice a day.',
  'Nothing of the sea: a train leaves the station twice a day',
  'A station has trains and a clock',
  'Harbour masters wait for the spring tide',
  ...Array.from({ length: 30 }, (_, i) => `The day was as the day before${' and before'.repeat(i)}`),
];

function segmentsOf(count: number): LiveSegment[] {
  return Array.from({ length: count }, (_, part) => {
    const writer = new SegmentWriter();
    for (const [i, text] of TEXTS.entries()) {
      if (i % count !== part) continue;
      writer.add(readDocumentOf({ title: 'The', intro: [text], sections: [] }, String(i).padStart(2, '0')));
    }
    return { name: `${part}`, segment: new Segment(writer.freeze()), removed: null };
  });
}

function like(segments: readonly LiveSegment[], limit = 10): string[] {
  const [live] = segments;
  if (live === undefined) return [];
  return similar(segments, { live, paragraph: 0 }, limit).map(
    (place) => place.live.segment.paragraph(place.paragraph).text,
  );
}

describe.each([1, 2, 3])('similar, in %i segments', (count) => {
  const found = like(segmentsOf(count));

  it('finds those with the telling words first, and not itself', () => {
    expect(found.slice(0, 2)).toEqual([TEXTS[1], TEXTS[5]]);
    expect(found).not.toContain(TEXTS[0]);
  });

  it('puts a near-duplicate last', () => {
    expect(found.at(-1)).toBe(TEXTS[2]);
  });

  it('keeps to the limit', () => {
    expect(like(segmentsOf(count), 1)).toEqual([TEXTS[1]]);
  });
});

test('deleted paragraphs are not found, and those behind them are', () => {
  const left = segmentsOf(1).map((live) => withoutDocuments(live, [5, 2]));
  expect(like(left)[0]).toBe(TEXTS[1]);
  expect(like(left)).not.toContain(TEXTS[5]);
});

test('telling words are rare here, frequent there, and in more than one paragraph', () => {
  const words = tellingWords(segmentsOf(1), ['the day of the spring spring tide, unheard'], null, 9);
  expect(words.map(({ key }) => key)).toEqual(['spring', 'tide'].map(stemKey));
});
