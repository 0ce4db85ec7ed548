/** Searching in threads: the same answers, and a thread that dies, hangs or is not waited for harms nobody else. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { show, showDocument } from '../../../src/index/answer.js';
import { type SearchRequest, SearchUnavailable } from '../../../src/index/engine.js';
import { EMPTY, type Generation, withoutDocuments } from '../../../src/index/generation.js';
import { Marker } from '../../../src/index/marker.js';
import { parseQuery } from '../../../src/index/query.js';
import { Segment } from '../../../src/index/segment.js';
import { SAME_THREAD } from '../../../src/index/threads/same-thread.js';
import { SearchPool } from '../../../src/index/threads/search-pool.js';
import { markedBy, type Searchers, searchBy } from '../../../src/index/threads/searchers.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { hitsJson } from '../../../src/server/json.js';
import { readDocumentOf } from '../../oracle/documents.js';
import { generationFrom, search } from '../search-here.js';

const MORTAL = new URL('./mortal-search-worker.mjs', import.meta.url);
const HOLDING = new URL('./holding-search-worker.mjs', import.meta.url);
const COUNTING = new URL('./counting-search-worker.mjs', import.meta.url);
let pool: Searchers = SAME_THREAD;

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

test.each([
  ['a thread', () => new SearchPool(1)],
  ['the thread that asks', () => SAME_THREAD],
])('%s answers as the searcher does, for each generation that it is given', async (_, open) => {
  pool = open();
  const first = generationOf(1, 'nato troops', 'troops alone');
  const second = { ...first, number: 2, segments: first.segments.map((live) => withoutDocuments(live, [0])) };
  const third = { ...second, number: 3, segments: [...second.segments, ...generationOf(3, 'more troops').segments] };
  for (const generation of [first, second, third, first]) {
    for (const text of ['troops', 'nato', '"nato troops"', 'tro*', 'title:title', 'nothing']) {
      expect(await searchBy(pool, generation, asking(text))).toEqual(await search(generation, asking(text)));
    }
  }
});

test('a thread that began before anything was asked answers like any other', async () => {
  pool = new SearchPool(1);
  const generation = generationOf(1, 'nato troops', 'troops alone');
  pool.begin(EMPTY);
  pool.begin(generation);
  pool.follow(generation);
  expect(await searchBy(pool, generation, asking('troops'))).toEqual(await search(generation, asking('troops')));
});

test.each([1, 2, 4])(
  'of %i threads at most two begin before anything is asked, as each keystroke asks twice',
  async (size) => {
    let made = 0;
    const count = (): void => void made++;
    process.on('worker', count);
    pool = new SearchPool(size);
    for (let i = 0; i < 2; i++) pool.begin(generationOf(1, 'nato troops'));
    // The event comes a tick later.
    await delay(50);
    process.off('worker', count);
    expect(made).toBe(Math.min(2, size));
  },
);

test('a thread reads more than fits a message, hits and documents, a lot at a time', async () => {
  pool = new SearchPool(2);
  const writer = new SegmentWriter();
  const paragraphs = Array.from({ length: 450 }, (_, i) => `nato ${'troops '.repeat(i % 7)} ${i}`);
  writer.add(readDocumentOf({ title: 'title', intro: paragraphs, sections: [] }, 'long'));
  writer.add(readDocumentOf({ title: 'title', intro: ['nato'], sections: [] }, 'short'));
  const segment = new Segment(writer.freeze());
  const generation = { ...EMPTY, number: 1, segments: [{ name: 'segment-1-0', segment, removed: null }] };
  const request = { ...asking('nato'), limit: 1000 };
  expect(await searchBy(pool, generation, request)).toEqual(await search(generation, request));
  for (const number of [0, 1]) {
    const { first, end } = segment.paragraphsOf(number);
    const stored = Array.from({ length: end - first }, (_, i) => segment.paragraph(first + i));
    const read = { document: segment.document(number), paragraphs: stored };
    const place = { generation, segment: 0, document: number };
    const { marks } = await searchBy(pool, generation, request);
    expect(await markedBy(pool, place, marks)).toEqual(showDocument(read, marks));
  }
});

test('what is similar to a paragraph comes with that paragraph', async () => {
  pool = new SearchPool(1);
  const generation = generationOf(1, 'nato troops at the border', 'the border and its troops');
  const { paragraph, hits } = await pool.ask(generation, { type: 'similar', segment: 0, paragraph: 1, limit: 5 });
  expect(paragraph.text).toBe('the border and its troops');
  expect(hits.map((hit) => hit.paragraph.text)).toEqual(['nato troops at the border']);
});

test('a thread marks hits and writes them as the server does', async () => {
  pool = new SearchPool(1);
  const generation = generationOf(1, 'nato “troops” & <b>', 'troops alone');
  for (const request of [asking('troops'), asking('nothing'), { ...asking('nato'), explain: true }]) {
    const plain = await searchBy(pool, generation, request);
    const marker = new Marker(plain.marks);
    const shown = plain.hits.map((hit) => show(hit, marker));
    expect(await searchBy(pool, generation, { ...request, as: 'marked' })).toEqual({ ...plain, hits: shown });
    const json = hitsJson(shown, request.query.text);
    expect(await searchBy(pool, generation, { ...request, as: 'json' })).toEqual({ ...plain, hits: [], json });
  }
  const grouped = await searchBy(pool, generation, { ...asking('troops'), group: true, as: 'json' });
  expect(grouped.json).toBeUndefined();
  expect(grouped.groups?.flatMap(({ hits }) => hits)).toEqual(
    (await searchBy(pool, generation, { ...asking('troops'), as: 'marked' })).hits,
  );
});

test('where a thread dies its searches are refused, and the next one is answered by another', async () => {
  pool = new SearchPool(1, MORTAL);
  const generation = generationOf(1, 'nato troops');
  await searchBy(pool, generation, asking('troops'));
  const dying = [searchBy(pool, generation, asking('die')), searchBy(pool, generation, asking('troops'))];
  for (const result of await Promise.allSettled(dying)) {
    expect(result.status === 'rejected' && result.reason).toBeInstanceOf(SearchUnavailable);
  }
  expect((await searchBy(pool, generation, asking('troops'))).totalHits).toBe(1);
});

// Each waits for seconds, so they do at the same time.
describe('threads that let wait', () => {
  test.concurrent('a thread that hangs is given up, and others go on meanwhile', async ({ onTestFinished }) => {
    const pool = new SearchPool(2, MORTAL);
    onTestFinished(() => pool.close());
    const generation = generationOf(1, 'nato troops');
    const hanging = searchBy(pool, generation, asking('hang'));
    hanging.catch(() => undefined);
    for (let i = 0; i < 20; i++) expect((await searchBy(pool, generation, asking('troops'))).totalHits).toBe(1);
    await expect(hanging).rejects.toBeInstanceOf(SearchUnavailable);
    expect((await searchBy(pool, generation, asking('troops'))).totalHits).toBe(1);
  });

  test.concurrent('a thread is not given up for one that goes on, however slowly, to its deadline', async ({
    onTestFinished,
  }) => {
    const pool = new SearchPool(1, new URL('./plodding-search-worker.mjs', import.meta.url));
    onTestFinished(() => pool.close());
    const [first, second, third] = [1, 2, 3].map((number) => generationOf(number, 'nato troops').segments);
    const generation = { ...EMPTY, number: 1, segments: [first, second, third].flatMap((segments) => segments ?? []) };
    const slow = searchBy(pool, generation, { ...asking('nato'), facets: ['type'] });
    await expect(slow).rejects.toThrow('took too long');
  });

  test.concurrent('a thread that takes long to begin is waited for', async ({ onTestFinished }) => {
    const pool = new SearchPool(1, new URL('./slow-search-worker.mjs', import.meta.url));
    onTestFinished(() => pool.close());
    expect((await searchBy(pool, generationOf(1, 'nato troops'), asking('troops'))).totalHits).toBe(1);
  });
});

test('a thread that answered while this one stood still is not given up', async () => {
  pool = new SearchPool(1);
  const generation = generationOf(1, 'nato troops');
  await searchBy(pool, generation, asking('troops'));
  const answered = searchBy(pool, generation, asking('nato'));
  // From there timers come first, and only then what was answered.
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3200));
  expect((await answered).totalHits).toBe(1);
});

test('a search that nobody waits for any more rejects with the reason', async () => {
  pool = new SearchPool(1);
  const controller = new AbortController();
  const search = searchBy(pool, generationOf(1, 'nato'), asking('nato'), controller.signal);
  controller.abort(new Error('gone'));
  await expect(search).rejects.toThrow('gone');
  await expect(searchBy(pool, generationOf(2, 'nato'), asking('nato'), controller.signal)).rejects.toThrow('gone');
  // Servers abort with what they like; it must come back as it was to be told apart from a fault of ours.
  const other = new AbortController();
  const left = searchBy(pool, generationOf(3, 'nato'), asking('nato'), other.signal);
  other.abort('client left');
  await expect(left).rejects.toBe('client left');
});

test('more searches than a thread can do in time are refused at once', async () => {
  pool = new SearchPool(1);
  const generation = generationOf(1, 'nato');
  const asked = await Promise.allSettled(Array.from({ length: 200 }, () => searchBy(pool, generation, asking('nato'))));
  const refused = asked.filter((result) => result.status === 'rejected');
  expect(refused.length).toBe(200 - 64);
  expect(refused[0]?.reason).toBeInstanceOf(SearchUnavailable);
});

test('queries of many words are answered one after another, and others between them', async () => {
  pool = new SearchPool(1);
  const words = Array.from({ length: 20 }, (_, i) => `word${i}`);
  const texts = Array.from({ length: 5_000 }, (_, i) => words.filter((_, at) => (i * 7 + at * at) % 3 > 0).join(' '));
  const writer = new SegmentWriter();
  writer.add(readDocumentOf({ title: 'title', intro: ['rare', ...texts], sections: [] }, '0'));
  const generation = generationFrom(writer);
  // From here on the thread has begun.
  expect((await searchBy(pool, generation, asking('rare'))).totalHits).toBe(1);
  let answered = 0;
  const all = Array.from({ length: 40 }, async (_, i) => {
    const many = { ...asking(`${words.join(' ')} word${i}`), match: 'any' } as const;
    expect((await searchBy(pool, generation, many)).totalHits).toBe(5_000);
    answered++;
  });
  const short = async () => {
    expect((await searchBy(pool, generation, asking('rare'))).totalHits).toBe(1);
    expect(answered).toBeLessThan(10);
  };
  await Promise.all([short(), ...all]);
});

test('hard searches at once wait for each other, so that all are answered, and short ones are not held up', async () => {
  pool = new SearchPool(1, COUNTING);
  const writer = new SegmentWriter();
  const words = ['one', 'two', 'three', 'four'];
  // Each order of the words in turn, so that phrases stand in some paragraphs and not in others.
  const text = (i: number) => Array.from({ length: 20 }, (_, at) => words[(i * (1 + (at >> 2)) + at) % 4]).join(' ');
  for (let d = 0; d < 30; d++) {
    const intro = Array.from({ length: 300 }, (_, i) => text(d * 300 + i));
    writer.add(readDocumentOf({ title: 'title', intro, sections: [] }, `${10 + d}`));
  }
  writer.add(readDocumentOf({ title: 'title', intro: ['rare'], sections: [] }, 'short'));
  const generation = generationFrom(writer);
  // Each of its own, as where a phrase stands is kept for the next one who asks.
  const hard = (i: number) =>
    asking(`("one three two"~${i} OR "four two one"~${i}) ("three one four"~${i} OR "two four three"~${i})`);
  const short = asking('rare');
  expect((await searchBy(pool, generation, short)).totalHits).toBe(1);
  // By the clock of the thread more than 100 ms each: together more than a search may take. More of them would wait, on a busy machine,
  // longer than any may by the clock of the machine.
  let answered = 0;
  const all = Array.from({ length: 30 }, async (_, i) => {
    const { totalHits } = await searchBy(pool, generation, hard(2 + i));
    answered++;
    return totalHits;
  });
  const shortOne = async () => {
    expect((await searchBy(pool, generation, short)).totalHits).toBe(1);
    expect(answered).toBeLessThan(10);
  };
  const [totals] = await Promise.all([Promise.all(all), shortOne()]);
  for (const [i, totalHits] of totals.entries())
    expect([i, totalHits]).toEqual([i, (await searchBy(pool, generation, hard(2 + i))).totalHits]);
  // Nor do short ones hold up a hard one, however many come.
  let isAnswered = false;
  const shortOnes = Array.from({ length: 8 }, async () => {
    while (!isAnswered) await searchBy(pool, generation, { ...asking('one two three'), limit: 50 });
  });
  await searchBy(pool, generation, hard(70)).finally(() => {
    isAnswered = true;
  });
  await Promise.all(shortOnes);
});

test('what nobody waits for any more is not begun, whatever was asked', async () => {
  pool = SAME_THREAD;
  const generation = generationOf(1, 'one');
  const gone = AbortSignal.abort(new Error('gone'));
  const place = { segment: 0, document: 0, from: 0, lot: 1 };
  const marks = { terms: [], prefixes: [], phrases: [] };
  for (const asking of [
    { type: 'suggest', request: { text: 'on', limit: 5 } },
    { type: 'similar', segment: 0, paragraph: 0, limit: 5 },
    { type: 'marked', ...place, marks },
  ] as const)
    await expect(pool.ask(generation, asking, gone)).rejects.toThrow('gone');
});

test('a thread lets go of segments that were merged, however many words were looked for in them', async () => {
  pool = new SearchPool(1, HOLDING);
  const words = Array.from({ length: 20 }, (_, i) => `word${i}`).join(' ');
  const first = generationOf(1, words, words);
  expect((await searchBy(pool, first, { ...asking(words), match: 'all' })).totalHits).toBe(2);
  const second = generationOf(2, 'one');
  const held = async () => (await searchBy(pool, second, asking('held'))).totalHits;
  // The thread warms itself up for a generation for a moment after it has gone.
  await expect.poll(held).toBe(1);
});
