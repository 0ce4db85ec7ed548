/** The postings of phrases, against what the nodes of windows say of each paragraph. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseQuery } from '../../../../src/index/query.js';
import { Saturator } from '../../../../src/index/rank.js';
import { Narrowing } from '../../../../src/index/search/collect/narrow.js';
import { find } from '../../../../src/index/search/find.js';
import type { Flat } from '../../../../src/index/search/plain/flat.js';
import { boundPhrases, postingsOfPhrase } from '../../../../src/index/search/plain/phrase-postings.js';
import { Plan } from '../../../../src/index/search/plan.js';
import { Turn } from '../../../../src/index/search/turn.js';
import { leafOf } from '../../../../src/index/search/windows/plan-nodes.js';
import { addBit, hasBit } from '../../../../src/index/segment/bits.js';
import { Segment } from '../../../../src/index/segment.js';
import { SegmentWriter } from '../../../../src/index/writer.js';
import { randomDocument, readDocumentOf } from '../../../oracle/documents.js';
import { TIMES } from '../../../times.js';

const document = randomDocument.map(({ title, intro, sections }) => ({ title, intro, sections }));
const term = fc.constantFrom('nato', 'troops', 'user', 'name', 'username', 'a', 'x', 'nowhere');
/** The first words again and again, so that they meet in texts, in headings of several depths, and across them. */
const phrase = fc.record({
  wordings: fc.array(fc.array(term, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  slop: fc.constantFrom(0, 0, 2),
  field: fc.constantFrom('any' as const, 'any' as const, 'heading' as const, 'title' as const),
});

test('a phrase has the paragraphs and counts that windows find, owned or lent', () => {
  fc.assert(
    fc.property(fc.array(document, { minLength: 1, maxLength: 6 }), phrase, (documents, asked) => {
      const writer = new SegmentWriter();
      for (const [i, document] of documents.entries()) writer.add(readDocumentOf(document, String(i)));
      const segment = new Segment(writer.freeze());
      const saturator = new Saturator(segment.lengthSum / segment.paragraphCount);
      const postings = postingsOfPhrase(segment, { ...asked, worth: 2 });
      const node = leafOf({ type: 'phrase', ...asked, worth: 2 }, segment, saturator);
      const [owned, matched] = [new Uint32Array(128), new Uint32Array(128).fill(0xffffffff)];
      node.enter(0);
      node.addOwned(owned);
      node.narrow(matched);
      const wanted = new Uint32Array(128);
      for (let paragraph = 0; paragraph < segment.paragraphCount; paragraph++) addBit(wanted, paragraph);
      const scores = new Float64Array(4096);
      node.score(wanted, scores);
      const all = Array.from({ length: segment.paragraphCount }, (_, paragraph) => paragraph);
      const expected = all
        .filter((paragraph) => hasBit(matched, paragraph))
        .map((paragraph) => [paragraph, hasBit(owned, paragraph), scores[paragraph]]);
      const foundIn = ({ size, paragraphs, counts, owned }: Flat) =>
        Array.from({ length: size }, (_, i) => {
          const paragraph = paragraphs[i] ?? -1;
          const score = 2 * saturator.saturate(counts[i] ?? 0, segment.lengths[paragraph] ?? 1);
          return [paragraph, owned?.[i] !== 0, score];
        });
      expect(foundIn(postings)).toEqual(expected);
      expect(postingsOfPhrase(segment, { ...asked, worth: 1 })).toBe(postings);
    }),
    { numRuns: 50 * TIMES },
  );
});

test('phrases that stand nowhere are not kept without end', () => {
  const writer = new SegmentWriter();
  writer.add(readDocumentOf({ title: 't', intro: ['a b'], sections: [] }, '1'));
  const segment = new Segment(writer.freeze());
  const postingsOf = (...terms: string[]) => {
    const postings = postingsOfPhrase(segment, { wordings: [terms], slop: 0, field: 'any', worth: 1 });
    boundPhrases(segment);
    return postings;
  };
  const known = postingsOf('a', 'b');
  for (let i = 0; i < 100; i++) postingsOf('a', `x${i}`);
  expect(postingsOf('a', 'b')).toBe(known);
  for (let i = 0; i < 20_000; i++) postingsOf('a', `y${i}`);
  expect(postingsOf('a', 'b')).not.toBe(known);
});

class ShortTurn extends Turn {
  override isOver(): boolean {
    return true;
  }
}

/** Each phrase may take long, and so may the planning of a mistyped word; a query may have thirty: a thread would seem to hang. */
test('others get their turn between the clauses that are planned, and between the phrases that are looked for', () => {
  const turn = new ShortTurn(undefined);
  const writer = new SegmentWriter();
  writer.add(readDocumentOf({ title: 't', intro: ['a b c d', 'e f'], sections: [] }, '1'));
  const live = { name: 's', segment: new Segment(writer.freeze()), removed: null };
  const generation = { number: 1, segments: [live], skipped: new Map(), partly: new Map(), committedAt: null };
  const plan = new Plan([live], parseQuery('"a b" "c d" "e f" -"b c d"'));
  expect([...plan.finish(turn)].length).toBe(4);
  const narrowing = new Narrowing([], []);
  const work = find({ generation, plan, narrowing, collects: false, turn }, 'any', 10, false);
  let slices = 1;
  let step = work.next();
  for (; step.done !== true; step = work.next()) slices++;
  expect(slices).toBe(5);
  expect(step.value.hits).toBe(1);
});
