/** Searching in threads: the same answers, and a thread that dies, hangs or is not waited for harms nobody else. */
import { afterEach, expect, test } from 'vitest';
import { type SearchRequest, SearchUnavailable } from '../../src/index/engine.js';
import { EMPTY, type Generation, withoutDocuments } from '../../src/index/generation.js';
import { rankMeant } from '../../src/index/meant.js';
import { parseQuery } from '../../src/index/query.js';
import { SearchPool } from '../../src/index/search-pool.js';
import { Segment } from '../../src/index/segment.js';
import { SegmentWriter } from '../../src/index/writer.js';
import { readDocumentOf } from '../oracle/documents.js';

const MORTAL = new URL('./mortal-search-worker.mjs', import.meta.url);
let pool: SearchPool;

afterEach(() => pool.close());

function generationOf(number: number, ...texts: string[]): Generation {
  const writer = new SegmentWriter();
  for (const [i, text] of texts.entries()) {
    writer.add(readDocumentOf({ title: 'title', intro: [text], sections: [] }, `${i}`));
  }
  const segment = new Segment(writer.freeze());
  return { ...EMPTY, number, segments: [{ name: `segment-${number}-0`, segment, removed: null }] };
}

function asking(text: string): SearchRequest {
  return { query: parseQuery(text), filters: [], match: 'auto', offset: 0, limit: 10 };
}

test('a thread answers as the searcher does, for each generation that it is given', async () => {
  pool = new SearchPool(1);
  const first = generationOf(1, 'nato troops', 'troops alone');
  const second = { ...first, number: 2, segments: first.segments.map((live) => withoutDocuments(live, [0])) };
  const third = { ...second, number: 3, segments: [...second.segments, ...generationOf(3, 'more troops').segments] };
  for (const generation of [first, second, third, first]) {
    for (const text of ['troops', 'nato', '"nato troops"', 'tro*', 'title:title', 'nothing']) {
      const { ranked, ...expected } = await rankMeant(generation, asking(text));
      const { hits, ...found } = await pool.rank(generation, asking(text));
      expect(found).toEqual(expected);
      expect(hits).toEqual(
        ranked.map(({ live, paragraph, score, full }) => {
          return { segment: generation.segments.indexOf(live), paragraph, score, full };
        }),
      );
    }
  }
});

test('a thread that began before anything was asked answers like any other', async () => {
  pool = new SearchPool(1);
  const generation = generationOf(1, 'nato troops', 'troops alone');
  pool.begin(EMPTY);
  pool.begin(generation);
  pool.follow(generation);
  const { ranked } = await rankMeant(generation, asking('troops'));
  const { hits } = await pool.rank(generation, asking('troops'));
  expect(hits.map(({ paragraph, score }) => [paragraph, score])).toEqual(
    ranked.map(({ paragraph, score }) => [paragraph, score]),
  );
});

test('where a thread dies its searches are refused, and the next one is answered by another', async () => {
  pool = new SearchPool(1, MORTAL);
  const generation = generationOf(1, 'nato troops');
  await pool.rank(generation, asking('troops'));
  const dying = [pool.rank(generation, asking('die')), pool.rank(generation, asking('troops'))];
  for (const result of await Promise.allSettled(dying)) {
    expect(result.status === 'rejected' && result.reason).toBeInstanceOf(SearchUnavailable);
  }
  expect((await pool.rank(generation, asking('troops'))).totalHits).toBe(1);
});

test('a thread that hangs is given up, and others go on meanwhile', async () => {
  pool = new SearchPool(2, MORTAL);
  const generation = generationOf(1, 'nato troops');
  const hanging = pool.rank(generation, asking('hang'));
  hanging.catch(() => undefined);
  for (let i = 0; i < 20; i++) expect((await pool.rank(generation, asking('troops'))).totalHits).toBe(1);
  await expect(hanging).rejects.toBeInstanceOf(SearchUnavailable);
  expect((await pool.rank(generation, asking('troops'))).totalHits).toBe(1);
});

test('a search that nobody waits for any more rejects with the reason', async () => {
  pool = new SearchPool(1);
  const controller = new AbortController();
  const search = pool.rank(generationOf(1, 'nato'), asking('nato'), controller.signal);
  controller.abort(new Error('gone'));
  await expect(search).rejects.toThrow('gone');
  await expect(pool.rank(generationOf(2, 'nato'), asking('nato'), controller.signal)).rejects.toThrow('gone');
  // Servers abort with what they like; it must come back as it was to be told apart from a fault of ours.
  const other = new AbortController();
  const left = pool.rank(generationOf(3, 'nato'), asking('nato'), other.signal);
  other.abort('client left');
  await expect(left).rejects.toBe('client left');
});

test('more searches than a thread can do in time are refused at once', async () => {
  pool = new SearchPool(1);
  const generation = generationOf(1, 'nato');
  const asked = await Promise.allSettled(Array.from({ length: 200 }, () => pool.rank(generation, asking('nato'))));
  const refused = asked.filter((result) => result.status === 'rejected');
  expect(refused.length).toBe(200 - 64);
  expect(refused[0]?.reason).toBeInstanceOf(SearchUnavailable);
});
