/** What MiniSearch wrote is all there: from our postings MiniSearch's own formula gives MiniSearch's hits, counts and scores. */
import fc from 'fast-check';
import MiniSearch from 'minisearch';
import { expect, test } from 'vitest';
import { analyze } from '../../src/index/analyze.js';
import { END } from '../../src/index/segment/postings.js';
import { Segment } from '../../src/index/segment.js';
import { SegmentWriter } from '../../src/index/writer.js';
import { TIMES } from '../times.js';
import { readDocumentOf } from './documents.js';

const FIELDS = ['title', 'body'] as const;
/** MiniSearch's constants: BM25+ with these. */
const [K, B, D] = [1.2, 0.7, 0.5];

const WORDS = ['nato', 'natos', 'troops', 'border', 'the', 'a', 'zurich', 'x1', '__proto__', 'constructor', 'zebra'];
const words = (most: number) => fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: most });
const corpus = fc.array(fc.record({ title: words(4), body: words(15) }), { minLength: 1, maxLength: 40 });

function termsOf(text: string): string[] {
  return analyze(text).map(({ term }) => term);
}

/** MiniSearch's score of every document, from nothing but what the segment stores. */
function scores(segment: Segment, query: readonly string[], all: boolean): Map<number, number> {
  const count = segment.paragraphCount;
  const lengths = FIELDS.map((field) =>
    Array.from({ length: count }, (_, i) => {
      return new Set(termsOf(field === 'title' ? segment.document(i).title : segment.paragraph(i).text)).size;
    }),
  );
  const averages = lengths.map((list) => list.reduce((sum, length) => sum + length, 0) / count);
  const found = new Map<number, { score: number; terms: number }>();
  for (const term of query) {
    const number = segment.termNumber(term);
    if (number < 0) continue;
    const postings: { paragraph: number; counts: number[] }[] = [];
    const cursor = segment.cursor(number);
    for (let paragraph = cursor.next(); paragraph < END; paragraph = cursor.next()) {
      cursor.loadCounts();
      postings.push({ paragraph, counts: FIELDS.map((field) => cursor[field][cursor.at] ?? 0) });
    }
    for (const { paragraph, counts } of postings) {
      const entry = found.get(paragraph) ?? { score: 0, terms: 0 };
      found.set(paragraph, entry);
      entry.terms++;
      for (const [field, frequency] of counts.entries()) {
        if (frequency === 0) continue;
        const matching = postings.filter((posting) => (posting.counts[field] ?? 0) > 0).length;
        const rarity = Math.log(1 + (count - matching + 0.5) / (matching + 0.5));
        const length = (lengths[field]?.[paragraph] ?? 0) / (averages[field] ?? 1);
        entry.score += rarity * (D + (frequency * (K + 1)) / (frequency + K * (1 - B + B * length)));
      }
    }
  }
  const kept = [...found].filter(([, { terms }]) => !all || terms === query.length);
  return new Map(kept.map(([paragraph, { score, terms }]) => [paragraph, score * terms]));
}

test('random words over random documents score as MiniSearch scores them, joined by OR and by AND', () => {
  let compared = 0;
  fc.assert(
    fc.property(corpus, fc.array(words(5), { minLength: 20, maxLength: 20 }), (texts, queries) => {
      const writer = new SegmentWriter();
      const miniSearch = new MiniSearch<{ id: number; title: string; body: string }>({
        fields: [...FIELDS],
        tokenize: termsOf,
        processTerm: (term) => term,
      });
      for (const [id, { title, body }] of texts.entries()) {
        const text = { title: title.join(' '), body: body.join(' ') };
        writer.add(
          readDocumentOf({ title: text.title, intro: [text.body], sections: [] }, String(id).padStart(4, '0')),
        );
        miniSearch.add({ id, ...text });
      }
      const segment = new Segment(writer.freeze());
      for (const query of queries) {
        const distinct = [...new Set(query.flatMap(termsOf))];
        for (const combineWith of ['OR', 'AND'] as const) {
          const expected = miniSearch.search(distinct.join(' '), { combineWith });
          const found = scores(segment, distinct, combineWith === 'AND');
          expect(found.size).toBe(expected.length);
          for (const { id, score } of expected) expect(found.get(Number(id))).toBeCloseTo(score, 9);
          compared++;
        }
      }
    }),
    { numRuns: 40 * TIMES },
  );
  expect(compared).toBeGreaterThanOrEqual(1_600 * TIMES);
});
