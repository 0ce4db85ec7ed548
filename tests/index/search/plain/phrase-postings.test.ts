/** The postings of phrases, against what the texts of each paragraph say. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyze } from '../../../../src/index/analyze.js';
import { EMPTY } from '../../../../src/index/generation.js';
import { parseQuery } from '../../../../src/index/query.js';
import { contextCount, jointCount } from '../../../../src/index/rank.js';
import { Narrowing } from '../../../../src/index/search/collect/narrow.js';
import { find } from '../../../../src/index/search/find.js';
import { phraseOccurrences } from '../../../../src/index/search/phrase-positions.js';
import { boundPhrases, postingsOfPhrase } from '../../../../src/index/search/plain/phrase-postings.js';
import { Plan } from '../../../../src/index/search/plan.js';
import { Turn } from '../../../../src/index/search/turn.js';
import type { Field } from '../../../../src/index/search-types.js';
import { rank } from '../../../../src/index/searcher.js';
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

/** The joint count of a phrase at a paragraph by the texts that it owns and those above it, and whether it owns any. */
function countsIn(
  segment: Segment,
  paragraph: number,
  { wordings, slop, field }: { wordings: string[][]; slop: number; field: Field },
): [count: number, owns: boolean] {
  const { headings, opens, text, ordinal } = segment.paragraph(paragraph);
  const { title } = segment.document(segment.documentOf(paragraph));
  const texts = [
    { in: 'body', owned: true, text } as const,
    ...headings.map((text, i) => ({ in: 'heading', owned: i >= headings.length - opens, text }) as const),
    { in: 'title', owned: ordinal === 1, text: title } as const,
  ].filter((one) => field === 'any' || one.in === field);
  let [own, above] = [0, 0];
  for (const wording of wordings) {
    const counts = { body: 0, heading: 0, title: 0 };
    let further = 0;
    for (const one of texts) {
      const tokens = analyze(one.text, null);
      const lists = wording.map((term) => tokens.flatMap((token) => (token.term === term ? [token.position] : [])));
      const found = phraseOccurrences(lists, slop).length;
      if (one.owned) counts[one.in] += found;
      else further += found;
    }
    own = Math.max(own, jointCount(counts));
    above = Math.max(above, contextCount(further, 0));
  }
  return [own + above, own > 0];
}

test('a phrase has the paragraphs and counts that its texts tell, owned or lent', () => {
  fc.assert(
    fc.property(fc.array(document, { minLength: 1, maxLength: 6 }), phrase, (documents, asked) => {
      const writer = new SegmentWriter();
      for (const [i, document] of documents.entries()) writer.add(readDocumentOf(document, String(i)));
      const segment = new Segment(writer.freeze());
      const { size, paragraphs, counts, owned } = postingsOfPhrase(segment, { ...asked, worth: 2 });
      const found = Array.from({ length: size }, (_, i) => [paragraphs[i], counts[i], owned?.[i] !== 0]);
      const all = Array.from({ length: segment.paragraphCount }, (_, paragraph) => paragraph);
      const expected = all.map((paragraph) => [paragraph, ...countsIn(segment, paragraph, asked)]);
      expect(found).toEqual(expected.filter(([, count]) => count !== 0));
      expect(postingsOfPhrase(segment, { ...asked, worth: 1 }).paragraphs).toBe(paragraphs);
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

test.each([{ group: true }, { sort: 'newest' as const }, { explain: true }])(
  'nor where a phrase is all of a question, which goes through windows for %j',
  async (asked) => {
    const writer = new SegmentWriter();
    writer.add(readDocumentOf({ title: 't', intro: ['a b'], sections: [] }, '1'));
    const segment = new Segment(writer.freeze());
    const postingsOf = (...terms: string[]) =>
      postingsOfPhrase(segment, { wordings: [terms], slop: 0, field: 'any', worth: 1 });
    const known = postingsOf('a', 'b');
    const generation = { ...EMPTY, segments: [{ name: 's', segment, removed: null }] };
    const ask = () =>
      rank(generation, { query: parseQuery('"a b"'), filters: [], match: 'auto', offset: 0, limit: 10, ...asked });
    await ask();
    expect(postingsOf('a', 'b')).toBe(known);
    postingsOf('a', 'x'.repeat(1 << 19));
    await ask();
    expect(postingsOf('a', 'b')).not.toBe(known);
  },
);

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
