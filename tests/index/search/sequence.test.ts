/** Text that is pasted: paragraphs with the whole question as one phrase come first, and what is found stays the same. */
import { describe, expect, it, test } from 'vitest';
import type { SearchRequest } from '../../../src/index/engine.js';
import { EMPTY, type Generation, withoutDocuments } from '../../../src/index/generation.js';
import { parseQuery } from '../../../src/index/query.js';
import { columnsOf } from '../../../src/index/search/collect/columns.js';
import { halvesOf, MOST_HOLDERS, sequenceOf } from '../../../src/index/search/sequence.js';
import { Segment } from '../../../src/index/segment.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { readDocumentOf } from '../../oracle/documents.js';
import { generationFrom, search } from '../search-here.js';

const SAID = { folder: '', language: 'en', author: [], tags: [], date: [], modifiedAt: 0 };

/** Each text is a document; @param size how many are in a segment */
function generationOf(texts: readonly string[], size = texts.length): Generation {
  const segments = [];
  for (let from = 0; from < texts.length; from += size) {
    const writer = new SegmentWriter();
    for (const [i, text] of texts.slice(from, from + size).entries())
      writer.add(
        readDocumentOf({ title: '', intro: [text], sections: [], said: SAID }, String(from + i).padStart(4, '0')),
      );
    segments.push({ name: `${from}`, segment: new Segment(writer.freeze()), removed: null });
  }
  return { ...EMPTY, number: 1, segments };
}

async function ask(generation: Generation, text: string, more: Partial<SearchRequest> = {}) {
  const request = { filters: [], match: 'auto', offset: 0, limit: 20, ...more } as const;
  return await search(generation, { ...request, query: parseQuery(text) });
}

describe('the sequence of a query', () => {
  it.each<[string, readonly string[] | null]>([
    ['the following attributes', ['the', 'following', 'attributes']],
    ['the following attributes:', ['the', 'following', 'attributes']],
    ['if (the value) is "not set"', ['if', 'the', 'value', 'is', 'not', 'set']],
    ['the end of the day', ['the', 'end', 'of', 'the', 'day']],
    ['state-of-the-art tools', ['state', 'of', 'the', 'art', 'tools']],
    ['select * from it', ['select', 'from', 'it']],
    ['two words', null],
    ['"just one phrase"', null],
    ['state-of-the-art', null],
    ['run it -Confirm now', null],
    ['one two OR three', null],
    ['one two AND three', null],
    ['title:one two three', null],
    ['type:md one two three', null],
    ['one two thr*', null],
    ['one "two three"~2 four', null],
  ])('%s', (text, terms) => {
    expect(sequenceOf(parseQuery(text))?.terms ?? null).toEqual(terms);
  });

  test('of more words than anyone remembers is none', () => {
    const words = Array.from({ length: 65 }, (_, i) => `w${i % 10}`).join(' ');
    expect(sequenceOf(parseQuery(words))).toBeNull();
    expect(sequenceOf(parseQuery(words.slice(3)))?.terms).toHaveLength(64);
  });
});

it.each<[string, readonly string[]]>([
  ['a bee sees', ['a bee', 'bee sees']],
  ['a bee sees red', ['a bee', 'sees red']],
  ['a bee sees red things', ['a bee sees', 'sees red things']],
  ['one Power-Shell two', ['one power', 'shell two']],
])('the halves of %s', (text, halves) => {
  const phrase = sequenceOf(parseQuery(text));
  expect(phrase === null ? [] : halvesOf(phrase).map((half) => half.text)).toEqual(halves);
});

/** A hundred paragraphs where `parent` stands more often, and more of the words, but never in that order. */
const OTHERS = Array.from({ length: 120 }, (_, i) => `parent parent of child ${i % 9}: a parent element`);
const PASTED = `The root, its children ${'and some more words about all kinds of nodes '.repeat(4)} and the parent of it`;

test.each([1, 2, 7])('what was pasted comes first, though %i segments are full of its words', async (parts) => {
  const texts = [...OTHERS, PASTED];
  const generation = generationOf(texts, Math.ceil(texts.length / parts));
  for (const match of ['auto', 'all', 'any'] as const) {
    const { hits, totalHits } = await ask(generation, 'and the parent of it', { match, explain: true });
    expect(totalHits).toBe(texts.length);
    expect(hits[0]?.paragraph.text).toBe(PASTED);
    expect(hits[0]?.reasons).toContainEqual({
      type: 'sequence',
      text: 'and the parent of it',
      score: expect.any(Number),
    });
    for (const { score, reasons = [] } of hits)
      expect(reasons.reduce((sum, reason) => sum + reason.score, 0)).toBeCloseTo(score, 9);
  }
});

test.each([
  ['a word left out', 'children and the parent it', ['the parent it', 'children and the']],
  ['two words swapped', 'the children its and the parent of it', ['and the parent of it']],
])('with %s, half of it is enough to come first', async (_, text) => {
  const whole = `The root, its children ${'and some more words about all kinds of nodes '.repeat(4)}`;
  const right = `${whole} its children and the parent of it`;
  const others = OTHERS.map((other) => `${other}, its children`);
  for (const size of [others.length + 1, 30]) {
    const { hits } = await ask(generationOf([...others, right], size), text, { explain: true });
    expect(hits[0]?.paragraph.text).toBe(right);
    const { score, reasons = [] } = hits[0] ?? { score: 0 };
    expect(reasons.some(({ type }) => type === 'sequence')).toBe(true);
    expect(reasons.reduce((sum, reason) => sum + reason.score, 0)).toBeCloseTo(score, 9);
  }
});

test('half of it makes no hit of what lacks a word, or has all that tells from its headings alone', async () => {
  const writer = new SegmentWriter();
  const sections = [
    { depth: 1, heading: 'Parent nodes', texts: ['first', 'it is of the kind', 'a parent of some nodes'] },
  ];
  writer.add(readDocumentOf({ title: '', intro: ['it has some of the parent'], sections, said: SAID }, '0'));
  const generation = generationFrom(writer);
  const { hits } = await ask(generation, 'of the parent nodes', { match: 'all' });
  expect(hits.map(({ paragraph }) => paragraph.text)).toEqual(['first', 'a parent of some nodes']);
});

test('what owns parts of a compound alone, and has the whole of it from a title, is listed once and not raised', async () => {
  const writer = new SegmentWriter();
  const sections = [{ depth: 1, heading: 'Other', texts: ['user-name'] }];
  writer.add(readDocumentOf({ title: 'nato a nato-userName', intro: ['nato'], sections, said: SAID }, '0'));
  const generation = generationFrom(writer);
  const { hits } = await ask(generation, 'nato a nato-userName', { match: 'any', explain: true });
  expect(hits.map(({ paragraph }) => paragraph.text)).toEqual(['nato', 'user-name']);
  expect(hits[1]?.reasons?.map(({ type }) => type)).not.toContain('sequence');
});

/** As many of the words as the others have, and less often, but all in the order of a text of which one word was changed. */
const CHANGED = 'among all kinds of nodes and so the parent of this element';

describe('with a word changed, all others in their order are enough to come before what has as many words', () => {
  test.each<[string, string, string]>([
    ['another word', 'so the parent of green element', 'so the parent of … element'],
    ['a word of no text', 'so the parent of thiz13 element', 'so the parent of … element'],
    ['the first', 'zz1 the parent of this element', '… the parent of this element'],
    ['the last', 'so the parent of this child', 'so the parent of this …'],
    ['one of four', 'the parent zz9 this', 'the parent … this'],
    ['a word that others have', 'and so the child of this element', 'and so the … of this element'],
  ])('%s', async (_, text, said) => {
    const others = OTHERS.slice(0, 60).map((other) => `${other}, child child`);
    for (const size of [others.length + 1, 30]) {
      const { hits } = await ask(generationOf([...others, CHANGED], size), text, { explain: true, verbatim: true });
      const hit = hits.find(({ paragraph }) => paragraph.text === CHANGED);
      expect(hit?.matchedAll).toBe(false);
      expect(hits.find(({ matchedAll }) => !matchedAll)).toBe(hit);
      expect(hit?.reasons).toContainEqual({ type: 'sequence', text: said, score: expect.any(Number) });
      expect((hit?.reasons ?? []).reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(hit?.score ?? 0, 9);
    }
  });

  test.each<[string, string]>([
    ['two others', 'so the parent zz8 zz9 element'],
    ['two of three words', 'kinds zz8 nodes'],
    ['in another order', 'element this zz9 parent the'],
  ])('but not %s', async (_, text) => {
    // So few that it is among the best that are looked at.
    const { hits } = await ask(generationOf([...OTHERS.slice(0, 60), CHANGED]), text, {
      explain: true,
      verbatim: true,
      limit: 70,
    });
    expect(hits.map(({ paragraph }) => paragraph.text)).toContain(CHANGED);
    expect(hits.flatMap(({ reasons = [] }) => reasons.filter(({ type }) => type === 'sequence'))).toEqual([]);
  });
});

test('where any word was asked for, all words but one count no more', async () => {
  const generation = generationOf([...OTHERS.slice(0, 60), CHANGED]);
  const { hits } = await ask(generation, 'so the parent of green element', { match: 'any', explain: true, limit: 70 });
  expect(hits.map(({ paragraph }) => paragraph.text)).toContain(CHANGED);
  expect(hits.flatMap(({ reasons = [] }) => reasons.filter(({ type }) => type === 'sequence'))).toEqual([]);
});

test('in another order it is words alone', async () => {
  const { hits } = await ask(generationOf([...OTHERS, PASTED]), 'it of parent the and', { explain: true });
  expect(hits.flatMap(({ reasons = [] }) => reasons.filter(({ type }) => type === 'sequence'))).toEqual([]);
});

test.each<[string, string, { verbatim?: boolean }, number, number, number]>([
  ['it', 'the parent of it', {}, 500, 3, 90],
  ['all words of it but one', 'zz9 the parent of it', { verbatim: true }, 1500, 2, 190],
])('pages fit together where many paragraphs have %s', async (_, text, wishes, count, every, size) => {
  const texts = Array.from({ length: count }, (_, i) =>
    i % every === 0
      ? `see the parent of it ${'w '.repeat(i % 17)}`
      : `it is of a parent${' parent'.repeat(i % 5)} and it`,
  );
  for (const each of [count, size]) {
    const generation = generationOf(texts, each);
    const whole = await ask(generation, text, { limit: 400, ...wishes });
    expect(whole.totalHits).toBe(count);
    for (const offset of [0, 20, 90, 240, 310]) {
      const page = await ask(generation, text, { offset, ...wishes });
      expect(page.hits).toEqual(whole.hits.slice(offset, offset + 20));
    }
  }
});

test('deleted paragraphs neither count nor come', async () => {
  const generation = generationOf([PASTED, ...OTHERS, `${PASTED} again`]);
  const scoresIn = async (some: Generation, query: string): Promise<number[]> => {
    const { hits } = await ask(some, query, { explain: true });
    const reasons = hits.flatMap(({ reasons = [] }) => reasons);
    return reasons.flatMap((reason) => (reason.type === 'sequence' ? [reason.score] : []));
  };
  const both = await scoresIn(generation, 'and the parent of it');
  expect(both).toHaveLength(2);
  const [live] = generation.segments;
  if (live === undefined) throw new Error('There is a segment.');
  const fewer = { ...generation, segments: [withoutDocuments(live, [0])] };
  const one = await scoresIn(fewer, 'and the parent of it');
  expect(one).toHaveLength(1);
  // The fewer have it, the more it is worth.
  expect(one[0]).toBeGreaterThan(both[1] ?? 0);
});

test('what stands in very many paragraphs tells none of them from the others, in however many segments', async () => {
  const of = async (many: number, size: number): Promise<number> => {
    const texts = Array.from({ length: MOST_HOLDERS + 200 }, (_, i) =>
      i < many ? 'see the parent of it' : 'it is a parent',
    );
    const { hits } = await ask(generationOf(texts, size), 'the parent of it', { explain: true });
    return hits.filter(({ reasons = [] }) => reasons.some(({ type }) => type === 'sequence')).length;
  };
  for (const size of [5000, 1500]) {
    expect(await of(MOST_HOLDERS, size)).toBe(20);
    expect(await of(MOST_HOLDERS + 1, size)).toBe(0);
  }
});

test('of what stands in very many paragraphs the deleted do not count, however many there are', async () => {
  const texts = Array.from({ length: MOST_HOLDERS + 300 }, (_, i) =>
    i < MOST_HOLDERS + 100 ? 'see the parent of it' : 'it is a parent',
  );
  const [whole] = generationOf(texts).segments;
  if (whole === undefined) throw new Error('There is a segment.');
  // On a busy machine that alone takes longer than a search may.
  while (columnsOf(whole.segment).step());
  // Of those that are left, the last stands behind more than the limit.
  const filters = [{ name: 'path', value: String(MOST_HOLDERS + 99) }] as const;
  const reasonsWithout = async (many: number): Promise<string[]> => {
    const gone = Array.from({ length: many }, (_, i) => i);
    const generation = { ...EMPTY, number: 1, segments: [withoutDocuments(whole, gone)] };
    const { hits } = await ask(generation, 'the parent of it', { explain: true, filters });
    expect(hits).toHaveLength(1);
    return hits.flatMap(({ reasons = [] }) => reasons.map(({ type }) => type));
  };
  expect(await reasonsWithout(100)).toContain('sequence');
  expect(await reasonsWithout(99)).not.toContain('sequence');
});
