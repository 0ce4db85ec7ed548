/** Where the positions of often read words begin is kept within a limit, those found first let go of, and told as it is in the postings. */
import { expect, test } from 'vitest';
import { KeptStarts } from '../../../src/index/segment/kept-starts.js';
import { Segment } from '../../../src/index/segment.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { readDocumentOf } from '../../oracle/documents.js';

const WORDS = ['amber', 'basalt', 'cobalt'] as const;
const PARAGRAPHS = 100;

function segmentOf(): Segment {
  const writer = new SegmentWriter();
  const intro = Array.from({ length: PARAGRAPHS }, (_, i) => `${WORDS.join(' ')} ${i}`);
  writer.add(readDocumentOf({ title: 'title', intro, sections: [] }, 'a'));
  return new Segment(writer.freeze());
}

/** Reads positions of a word as often as it takes to have them found. */
function readOften(starts: KeptStarts, segment: Segment, term: number): void {
  for (let i = 0; i < 4; i++) expect(starts.of(term, segment.cursor(term))?.read(0, [])).toBe(0);
  expect(starts.of(term, segment.cursor(term))?.isKnown).toBe(true);
}

test('what was found first is let go of, and found again once it is read again', () => {
  const segment = segmentOf();
  const terms = WORDS.map((word) => segment.termNumber(word));
  const [amber = -1, basalt = -1, cobalt = -1] = terms;
  // Two words of 100 postings have room.
  const starts = new KeptStarts(2 * 4 * PARAGRAPHS);
  const kept = () => terms.filter((term) => starts.known(term) !== null);
  readOften(starts, segment, amber);
  readOften(starts, segment, basalt);
  expect(kept()).toEqual([amber, basalt]);
  readOften(starts, segment, cobalt);
  expect(kept()).toEqual([basalt, cobalt]);
  readOften(starts, segment, amber);
  expect(kept()).toEqual([amber, cobalt]);
  const into: number[] = [];
  const [cursor, told] = [segment.cursor(cobalt), starts.known(cobalt)];
  for (let place = 0; place < PARAGRAPHS; place++) {
    cursor.next();
    const positions: number[] = [];
    const size = cursor.readPositions(positions);
    // Of a last block that is shorter, what is not few is not told.
    expect(told?.read(place, into)).toBe(size);
    expect(into.slice(0, size)).toEqual(positions.slice(0, size));
  }
});

test('a word that has no room alone is kept all the same', () => {
  const segment = segmentOf();
  const starts = new KeptStarts(1);
  const amber = segment.termNumber('amber');
  readOften(starts, segment, amber);
  expect(starts.known(amber)).not.toBeNull();
});
