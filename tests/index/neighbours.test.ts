/** Lists of neighbours: a merged segment that has them answers phrases as one without, and every one of them is where the text has it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { EMPTY, type LiveSegment, withoutDocuments } from '../../src/index/generation.js';
import { mergeSegments } from '../../src/index/merge.js';
import { parseQuery } from '../../src/index/query.js';
import { checksum, HEADER } from '../../src/index/segment/format.js';
import { areKept, leastOwners, MIN_PARAGRAPHS } from '../../src/index/segment/neighbours.js';
import { Segment } from '../../src/index/segment.js';
import type { ReadDocument } from '../../src/index/types.js';
import { verifySegment } from '../../src/index/verify/verify-segment.js';
import { isNeighboursKey, neighboursKey } from '../../src/index/words/term-keys.js';
import { SegmentWriter } from '../../src/index/writer.js';
import { readDocumentOf } from '../oracle/documents.js';
import { TIMES } from '../times.js';
import { search } from './search-here.js';

const SEED = Date.now() % 1_000_000;
console.log(`neighbours: seed ${SEED}`);
let state = SEED;
function random(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

/** The first are frequent, the last are not; some have stems, diacritics, parts, or sort behind what begins with a surrogate. */
const WORDS = ['the', 'of', 'zürich', 'used', 'uses', 'read-only', '豈', '𝕏', 'iPhone', ...'abcdefghijklmnopq'];
const word = (): string => WORDS[Math.floor(WORDS.length ** (random(10_000) / 10_000)) - 1] ?? 'the';
const words = (most: number): string => Array.from({ length: 1 + random(most) }, word).join(' ');
/** Many texts begin with the one and end with the other: two frequent words which are never side by side. */
const sentence = (): string => `${random(3) === 0 ? 'alpha ' : ''}${words(9)}${random(3) === 0 ? ' omega' : ''}`;

const GONE = 10;

/** Headings are of few words: those lend to the paragraphs below, others do not. */
function longDocument(name: string): ReadDocument {
  const sections = Array.from({ length: 3 }, () => {
    const texts = Array.from({ length: 20 }, sentence);
    return { depth: 1 + random(2), heading: random(2) === 0 ? 'the used k' : 'of', texts };
  });
  return readDocumentOf({ title: 'title', intro: [], sections }, name);
}

/** Of one paragraph, which owns all that stands above it. */
function shortDocument(name: string): ReadDocument {
  return readDocumentOf(
    { title: words(4), intro: [], sections: [{ depth: 1, heading: words(4), texts: [sentence()] }] },
    name,
  );
}

function segmentOf(documents: readonly ReadDocument[], name: string): LiveSegment {
  const writer = new SegmentWriter();
  for (const document of documents) writer.add(document);
  return { name, segment: new Segment(writer.freeze()), removed: null };
}

describe.each([
  { what: 'long documents', documentOf: longDocument, paragraphs: 60 },
  { what: 'documents of one paragraph', documentOf: shortDocument, paragraphs: 1 },
])('neighbours in $what', ({ documentOf, paragraphs }) => {
  let without: LiveSegment;
  let merged: LiveSegment;

  beforeAll(() => {
    const count = GONE + Math.ceil(MIN_PARAGRAPHS / paragraphs);
    const documents = Array.from({ length: count }, (_, i) => documentOf(String(i).padStart(5, '0')));
    const intro = ['alpha omega', 'rarely seldom'];
    documents.push(readDocumentOf({ title: 'title', intro, sections: [] }, '99999'));
    const gone = Array.from({ length: GONE }, (_, i) => i);
    const half = count >> 1;
    const sources = [
      withoutDocuments(segmentOf(documents.slice(0, half), '0'), gone),
      segmentOf(documents.slice(half), '1'),
    ];
    const bytes = mergeSegments(sources)?.bytes;
    if (bytes === undefined) throw new Error('Nothing was left.');
    merged = { name: '2', segment: new Segment(bytes), removed: null };
    without = segmentOf(documents.slice(GONE), '3');
  });

  it('are kept where many paragraphs were merged', () => {
    expect(without.segment.neighbours.exist).toBe(false);
    expect(merged.segment.neighbours.exist).toBe(true);
    expect(merged.segment.paragraphCount).toBeGreaterThanOrEqual(MIN_PARAGRAPHS);
  });

  it('are kept of two frequent words, not of two rare ones', () => {
    const { segment } = merged;
    const owners = (term: string): number => segment.owners(segment.termNumber(term));
    const listOf = (a: string, b: string) => segment.neighbours.number(a, owners(a), b, owners(b));
    expect(listOf('the', 'of')).toBe(segment.termNumber(neighboursKey('the', 'of')));
    expect(listOf('豈', 'the')).toBeGreaterThan(0);
    expect(listOf('rarely', 'seldom')).toBeNull();
    // Words that never follow each other: what has a list would be in it.
    expect(segment.neighbours.number('the', segment.paragraphCount, 'nowhere', segment.paragraphCount)).toBe(-1);
    expect(areKept(leastOwners(6000), 6000, 6000)).toBe(true);
    expect(areKept(leastOwners(6000) - 1, 6000, 6000)).toBe(false);
  });

  it('leave every other byte of the terms as it was', () => {
    const [a, b] = [merged.segment, without.segment];
    for (let term = 0; term < b.termCount; term++) {
      expect(a.term(term)).toBe(b.term(term));
      expect(a.owners(term)).toBe(b.owners(term));
    }
    for (let term = b.termCount; term < a.termCount; term++) expect(isNeighboursKey(a.term(term))).toBe(true);
  });

  it('answer phrases as positions do: the same hits, counts and scores in the same order', async () => {
    const shapes = [
      () => `"${word()} ${word()}"`,
      () => `"${word()} ${word()} ${word()}"`,
      () => `"${word()} ${word()} ${word()} ${word()}"`,
      () => `"${word()} ${word()}"~${random(3)}`,
      () => `title:"${word()} ${word()}"`,
      () => `"${word()} ${word()}" ${word()}`,
      () => `"${word()} ${word()}" -${word()}`,
      () => `"the the" OR "${word()} of"`,
    ];
    for (let i = 0; i < 60 * TIMES; i++) {
      const text = shapes[i % shapes.length]?.() ?? '';
      const request = { query: parseQuery(text), filters: [], match: 'auto' as const, offset: 0, limit: 30 };
      const [found, expected] = await Promise.all(
        [merged, without].map(async (live) => {
          const result = await search({ ...EMPTY, number: 1, segments: [live] }, request);
          const hits = result.hits.map((hit) => `${hit.document.path} ${hit.paragraph.ordinal} ${hit.score}`);
          return { text, hits, totalHits: result.totalHits, totalDocuments: result.totalDocuments };
        }),
      );
      expect(found).toEqual(expected);
    }
  });

  it('are compared with the text by verify', () => {
    const { bytes } = merged.segment;
    const { segment } = merged;
    const term = segment.termNumber(neighboursKey('alpha', 'omega'));
    expect(segment.owners(term)).toBe(1);
    // Behind how many own it stands the gap to the first of them, whose bit 1 is a paragraph.
    const copy = Uint8Array.from(bytes);
    const at = segment.postings.byteOffset - bytes.byteOffset + segment.offsetOf(term) + 1;
    copy[at] = (copy[at] ?? 0) ^ 2;
    new Uint32Array(copy.buffer)[HEADER.checksum] = checksum(copy);
    // That is all there is: what is whole has nothing wrong.
    expect(verifySegment(copy)).toEqual([
      expect.stringContaining(`“${segment.term(term)}” are not those of the stored text`),
    ]);
  });
});
