/** A path, an address or a name that is still being typed finds what it may become, and nothing else once it stands somewhere. */
import { expect, it } from 'vitest';
import { EMPTY, type LiveSegment, withoutDocuments } from '../../../src/index/generation.js';
import { Marker } from '../../../src/index/marker.js';
import { parseQuery } from '../../../src/index/query.js';
import { Segment } from '../../../src/index/segment.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { readDocumentOf } from '../../oracle/documents.js';
import { search } from '../search-here.js';

const TEXTS = [
  'install @hono/node-server now',
  'a node for the server, by Hono',
  'ser otro node hono',
  'call std::vector here',
  'at 12:30 sharp',
  'gone/docs here',
  'docs are gone',
];

/** The texts in one segment, but for one that was deleted. */
function live(): LiveSegment {
  const writer = new SegmentWriter();
  for (const [i, text] of TEXTS.entries())
    writer.add(readDocumentOf({ title: '', intro: [text], sections: [] }, String(i)));
  return withoutDocuments({ name: '0', segment: new Segment(writer.freeze()), removed: null }, [5]);
}

it.each<[string, number[]]>([
  ['@hono/node-ser', [0]],
  ['install @hono/node-ser', [0]],
  ['@hono/node-server', [0]],
  ['@hono/nod', [0]],
  ['std::vec', [3]],
  ['std::vec now', []],
  ['hono/ser', []],
  ['otro/node/ho', [2]],
  ['12:3', []],
  ['at 12:30 sh', [4]],
  ['ps/12:30/sh', []],
  // Only a deleted paragraph has it side by side.
  ['gone/docs', []],
  ['gone/doc', []],
])('%s', async (text, found) => {
  const generation = { ...EMPTY, number: 1, segments: [live()] };
  const asked = { query: parseQuery(text), filters: [], match: 'all', offset: 0, limit: 20 } as const;
  const { hits, marks } = await search(generation, asked);
  expect(hits.map(({ paragraph }) => TEXTS.indexOf(paragraph.text)).sort((a, b) => a - b)).toEqual(found);
  const marker = new Marker(marks);
  for (const { paragraph } of hits) expect(marker.mark(paragraph.text, 'body', 'en').ranges).not.toEqual([]);
});
