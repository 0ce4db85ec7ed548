/** Leaders: whatever lengths are worth, the best paragraphs of a term are among them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextCount, joint, Saturator } from '../../../src/index/rank.js';
import { Best } from '../../../src/index/search/top.js';
import { ByteReader, ByteWriter } from '../../../src/index/segment/bytes.js';
import { LEADERS, LEAST_OWNERS, Leaders, MOST_LEADERS, skipLeaders } from '../../../src/index/segment/leaders.js';
import { viewOf } from '../../../src/index/segment/packed.js';
import type { ContextInterval } from '../../../src/index/segment/postings.js';
import { documentNumbers, LeaderFinder } from '../../../src/index/write/find-leaders.js';
import { TermPostings } from '../../../src/index/write/term-postings.js';

/** A paragraph with the term, and how often it has it with what is lent. */
interface Owner {
  paragraph: number;
  body: number;
  title: number;
  length: number;
}

/** Writes the leaders of a term, and reads them again. @param firsts the numbers of each document's first paragraph */
function leadersOf(owners: readonly Owner[], context: readonly ContextInterval[] = [], firsts: number[] = [0]) {
  const paragraphs = (owners.at(-1)?.paragraph ?? 0) + 1;
  const lengths = new Uint8Array(paragraphs);
  const term = new TermPostings();
  for (const { paragraph, body, title, length } of owners) {
    lengths[paragraph] = length;
    term.add(paragraph, body, 0, title);
  }
  term.context = context;
  const out = new ByteWriter();
  new LeaderFinder({ lengths, documents: documentNumbers(firsts, paragraphs) }).write(out, term);
  const end = out.length;
  // Reading takes four bytes at once, and four numbers.
  for (let i = 0; i < 32; i++) out.byte(0);
  const skipped = new ByteReader(out.view(), 0);
  skipLeaders(skipped, owners.length);
  expect(skipped.at).toBe(end);
  const leaders = new Leaders();
  leaders.read(new ByteReader(out.view(), 0), viewOf(out.view()), owners.length);
  const { size, documents } = leaders;
  return {
    documents,
    paragraphs: [...leaders.paragraphs.subarray(0, size)],
    counts: [...leaders.counts.subarray(0, size)],
  };
}

/** Many owners, of which most have the term once, as in texts. */
function ownersOf(size: number, seed: number, kinds: number): Owner[] {
  let state = seed;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  let paragraph = -1;
  return Array.from({ length: size }, () => {
    paragraph += 1 + below(40);
    return {
      paragraph,
      body: 1 + (below(3) > 0 ? 0 : below(kinds)),
      title: Number(below(20) === 0),
      length: 8 + below(kinds * 10),
    };
  });
}

describe('leaders', () => {
  it('have the best paragraphs in any collection', () => {
    const context = fc
      .uniqueArray(fc.nat(2000), { maxLength: 8 })
      .map((ends) => ends.sort((a, b) => a - b))
      .map((ends) => ends.map((end, i) => ({ start: ends[i - 1] ?? 0, end, heading: i % 3, title: 1 })))
      .map((intervals) => intervals.filter(({ start, end }) => start < end));
    fc.assert(
      fc.property(
        fc.integer({ min: LEAST_OWNERS, max: 1500 }),
        fc.nat(),
        fc.constantFrom(1, 3, 20),
        context,
        fc.double({ min: 1, max: 400, noNaN: true }),
        (size, seed, kinds, intervals, averageLength) => {
          const owners = ownersOf(size, seed, kinds);
          const counted = owners.map(({ paragraph, body, title, length }) => {
            const above = intervals.find(({ start, end }) => start <= paragraph && paragraph < end);
            const lent = above === undefined ? 0 : contextCount(above.heading, above.title);
            return { paragraph, length, count: joint(body, 0, title) + lent };
          });
          const { paragraphs, counts } = leadersOf(owners, intervals);
          const saturator = new Saturator(averageLength);
          const bestOf = (some: typeof counted) => {
            const best = new Best(LEADERS);
            for (const { paragraph, count, length } of some) best.offer(paragraph, saturator.saturate(count, length));
            return best.sorted();
          };
          const leading = counted.filter(({ paragraph }) => paragraphs.includes(paragraph));
          expect(counts).toEqual(leading.map(({ count }) => count));
          expect(bestOf(leading)).toEqual(bestOf(counted));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are few: of equals only the first, and none that many others beat', () => {
    const owners = Array.from({ length: 1000 }, (_, paragraph) => ({ paragraph, body: 1, title: 0, length: 9 }));
    expect(leadersOf(owners).paragraphs).toEqual(Array.from({ length: LEADERS }, (_, i) => i));
    const longer = owners.map((owner) => ({ ...owner, length: owner.paragraph < 500 ? 10 : 9, body: 2 }));
    expect(leadersOf(longer).paragraphs).toEqual(Array.from({ length: LEADERS }, (_, i) => 500 + i));
  });

  it('are not kept where a count is too large, or where they are too many', () => {
    const owners = ownersOf(300, 1, 3);
    expect(leadersOf(owners).paragraphs.length).toBeGreaterThan(LEADERS);
    const [first, ...others] = owners;
    if (first === undefined) throw new Error('There are owners.');
    expect(leadersOf([{ ...first, body: 256 }, ...others]).paragraphs).toEqual([]);
    expect(leadersOf([{ ...first, body: 255 }, ...others]).counts).toContain(255);
    // The more often a paragraph has the term, the longer it is, so none beats another.
    const steps = (many: number): Owner[] =>
      Array.from({ length: many }, (_, i) => ({
        paragraph: i,
        body: 1 + Math.floor(i / LEADERS),
        title: 0,
        length: 10 + Math.floor(i / LEADERS),
      }));
    expect(leadersOf(steps(MOST_LEADERS)).paragraphs).toHaveLength(MOST_LEADERS);
    expect(leadersOf(steps(MOST_LEADERS + 1)).paragraphs).toEqual([]);
  });

  it('come with the number of documents', () => {
    const owners = Array.from({ length: 300 }, (_, i) => ({ paragraph: i * 2, body: 1, title: 0, length: 9 }));
    expect(leadersOf(owners).documents).toBe(1);
    expect(leadersOf(owners, [], [0, 1, 2, 100, 599]).documents).toBe(3);
    expect(
      leadersOf(
        owners,
        [],
        Array.from({ length: 599 }, (_, i) => i),
      ).documents,
    ).toBe(300);
  });
});
