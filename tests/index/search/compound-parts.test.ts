/** The parts of compounds are told by what is alive, whatever was asked of other generations before. */
import { describe, expect, it } from 'vitest';
import { EMPTY, type LiveSegment, withoutDocuments } from '../../../src/index/generation.js';
import { Marker } from '../../../src/index/marker.js';
import { parseQuery } from '../../../src/index/query.js';
import { compoundParts } from '../../../src/index/search/compound-parts.js';
import { Segment } from '../../../src/index/segment.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { readDocumentOf } from '../../oracle/documents.js';
import { search } from '../search-here.js';

const PARTS = [['power', 'shell']];

/** A segment of documents of one paragraph each. */
function liveOf(...texts: string[]): LiveSegment {
  const writer = new SegmentWriter();
  for (const [i, text] of texts.entries())
    writer.add(readDocumentOf({ title: 'A', intro: [text], sections: [] }, String(i)));
  return { name: '0', segment: new Segment(writer.freeze()), removed: null };
}

describe('compoundParts', () => {
  it.each([
    ['as a compound writes them', ['PowerShell runs', 'powershell runs'], PARTS],
    ['not as words that merely stand side by side', ['power shell runs', 'powershell runs'], []],
    ['not where only its parts are known', ['a power', 'a shell'], []],
  ])('finds the parts of a word %s', (_, texts, parts) => {
    expect(compoundParts([liveOf(...texts)], 'powershell')).toEqual(parts);
  });

  it.each([['before'], ['after']])('knows nothing of a deleted paragraph, asked %s it was deleted', (asked) => {
    const live = liveOf('PowerShell runs', 'powershell runs', 'a power', 'a shell');
    const without = withoutDocuments(live, [0]);
    if (asked === 'before') expect(compoundParts([live], 'powershell')).toEqual(PARTS);
    expect(compoundParts([without], 'powershell')).toEqual([]);
    expect(compoundParts([live], 'powershell')).toEqual(PARTS);
  });

  it('asks a segment that has none but once, and others still', () => {
    const none = liveOf('powershell runs', 'a power', 'a shell');
    for (let time = 0; time < 2; time++) {
      expect(compoundParts([none], 'powershell')).toEqual([]);
      expect(compoundParts([none, liveOf('PowerShell runs')], 'powershell')).toEqual(PARTS);
    }
  });
});

describe('with any word enough', () => {
  const generation = { ...EMPTY, number: 1, segments: [liveOf('an order', 'number 123', 'ORDER-123', 'other')] };
  it.each([
    ['a compound alone is one thing', 'ORDER-123', ['ORDER-123']],
    [
      'the parts of one among other words are words, and marked',
      'ORDER-123 other',
      ['ORDER-123', 'an', 'number', 'other'],
    ],
  ])('%s', async (_, text, found) => {
    const asked = { query: parseQuery(text), filters: [], match: 'any', offset: 0, limit: 20 } as const;
    const { hits, marks } = await search(generation, asked);
    expect(hits.map(({ paragraph }) => paragraph.text.split(' ')[0])).toEqual(expect.arrayContaining(found));
    expect(hits).toHaveLength(found.length);
    const marker = new Marker(marks);
    for (const { paragraph } of hits) expect(marker.mark(paragraph.text, 'body', 'en').ranges).not.toEqual([]);
  });
});
