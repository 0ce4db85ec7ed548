/** The parts of compounds are told by what is alive, whatever was asked of other generations before. */
import { describe, expect, it } from 'vitest';
import type { LiveSegment } from '../../../src/index/generation.js';
import { withoutDocuments } from '../../../src/index/generation.js';
import { compoundParts } from '../../../src/index/search/compound-parts.js';
import { Segment } from '../../../src/index/segment.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { readDocumentOf } from '../../oracle/documents.js';

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
