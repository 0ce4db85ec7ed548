/** Copies: what is one, and that a list with each text once loses no hit and shows none twice, whatever its pages. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  COPIES_AMONG,
  haveCopies,
  type Listed,
  pageOfTexts,
  type Seen,
} from '../../../../src/index/search/collect/copies.js';

interface TestHit extends Omit<Seen['paragraph'], 'headings'> {
  document: string;
  headings: string[];
  byTitle: boolean;
}

const look = (hit: TestHit): Seen => ({ document: hit.document, paragraph: hit, isByTitle: () => hit.byTitle });

const hit = (document: string, overrides: Partial<TestHit> = {}): TestHit => ({
  document,
  kind: 'prose',
  headings: ['Food'],
  text: 'Nato salad.',
  byTitle: false,
  ...overrides,
});

const once = (hits: readonly TestHit[]) => pageOfTexts(hits, { offset: 0, limit: hits.length }, look);
/** The documents of each hit that is listed: its own, then those of its copies. */
const documentsIn = (page: readonly Listed<TestHit>[]): string[] =>
  page.map(({ hit, copies }) => [hit, ...copies].map(({ document }) => document).join(' '));

describe('a copy', () => {
  test.each([
    ['is the same text in another document', [hit('a'), hit('b'), hit('c')], ['a b c']],
    ['may stand far behind', [hit('a'), hit('x', { text: 'Soup.' }), hit('b')], ['a b', 'x']],
    ['may stand below other headings further up', [hit('a'), hit('b', { headings: ['Of b', 'Food'] })], ['a b']],
    ['needs the same heading', [hit('a'), hit('b', { headings: ['Drink'] })], ['a', 'b']],
    ['needs a heading where the other has one', [hit('a'), hit('b', { headings: [] })], ['a', 'b']],
    ['needs the same text', [hit('a'), hit('b', { text: 'Nato soup.' })], ['a', 'b']],
    ['is of the same kind', [hit('a'), hit('b', { kind: 'quote' })], ['a', 'b']],
    ['is none in the same document', [hit('a'), hit('a')], ['a', 'a']],
    ['is named once a document', [hit('a'), hit('b'), hit('b'), hit('c')], ['a b c']],
    ['is none of a paragraph found by its title alone', [hit('a', { byTitle: true }), hit('b')], ['a', 'b']],
    ['may be found by its title alone itself', [hit('a'), hit('b', { byTitle: true })], ['a b']],
    ['is of the first alone', [hit('a'), hit('a'), hit('b'), hit('a')], ['a b', 'a', 'a']],
  ])('%s', (_, hits, expected) => {
    expect(documentsIn(once(hits).page)).toEqual(expected);
    expect(once(hits).unlisted).toBe(hits.length - expected.length);
    expect(haveCopies(hits, look)).toBe(hits.length > expected.length);
  });
});

it('is looked for among the first hits alone', () => {
  const others = (count: number): TestHit[] =>
    Array.from({ length: count }, (_, i) => hit(`${i}`, { text: `Soup ${i}.` }));
  expect(once([hit('a'), ...others(COPIES_AMONG - 2), hit('b')]).unlisted).toBe(1);
  expect(once([hit('a'), ...others(COPIES_AMONG - 1), hit('b')]).unlisted).toBe(0);
});

test('pages put together are the whole list, in which every hit is listed once, or counted as a copy of one before it', () => {
  const few = fc.record({
    document: fc.constantFrom('a', 'b', 'c'),
    headings: fc.subarray(['Food', 'Drink']),
    text: fc.constantFrom('Salad.', 'Soup.', 'Tea.'),
    byTitle: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(few, { maxLength: COPIES_AMONG + 60, size: 'max' }),
      fc.integer({ min: 1, max: 100 }),
      (drawn, limit) => {
        const hits = drawn.map(({ document, ...more }) => hit(document, more));
        const whole = once(hits);
        const pages = Array.from({ length: Math.ceil((hits.length - whole.unlisted) / limit) }, (_, number) => {
          const offset = number * limit;
          // A page needs no more of the list than this.
          return pageOfTexts(hits.slice(0, offset + limit + COPIES_AMONG), { offset, limit }, look);
        });
        expect(pages.flatMap(({ page }) => page)).toEqual(whole.page);
        for (const { page, unlisted } of pages.slice(0, -1))
          expect([page.length, unlisted]).toEqual([limit, whole.unlisted]);

        const listed = new Map(whole.page.map((entry, at) => [entry.hit, { ...entry, at }]));
        expect(listed.size).toBe(hits.length - whole.unlisted);
        // In the order of the hits.
        expect([...listed.keys()]).toEqual(hits.filter((hit) => listed.has(hit)));
        for (const hit of hits.filter((hit) => !listed.has(hit))) {
          const first = hits.find(({ text, headings }) => text === hit.text && headings.at(-1) === hit.headings.at(-1));
          const copies = first && listed.get(first)?.copies.map(({ document }) => document);
          expect(first?.document).not.toBe(hit.document);
          expect(copies?.filter((document) => document === hit.document)).toHaveLength(1);
        }
      },
    ),
  );
});
