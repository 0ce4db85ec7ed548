/** Questions that warm a thread: they end when they are not wanted any more, whatever stands in the folder, and change no answer. */
import { expect, test } from 'vitest';
import type { Generation } from '../../../src/index/generation.js';
import { parseQuery } from '../../../src/index/query.js';
import { answer } from '../../../src/index/threads/answers.js';
import { warmUp } from '../../../src/index/threads/warm-up.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { readDocumentOf } from '../../oracle/documents.js';
import { generationFrom, search } from '../search-here.js';

function generationOf(texts: readonly string[]): Generation {
  const writer = new SegmentWriter();
  for (const [i, text] of texts.entries())
    writer.add(readDocumentOf({ title: '', intro: [text], sections: [] }, String(i).padStart(3, '0')));
  return generationFrom(writer);
}

/** Wanted so many times. */
function times(most: number): { isWanted: () => Promise<boolean>; asked: () => number } {
  let asked = 0;
  return { isWanted: async () => ++asked <= most, asked: () => asked };
}

test('stops at once where it is not wanted any more, and asks nothing of an empty folder', async () => {
  const generation = generationOf(['troops of NATO', '?!', 'NOT AND OR', '北京大学', '"open (quote']);
  // Every kind of question twice.
  const wanted = times(12);
  await warmUp(generation.segments, wanted.isWanted, (asking) => answer(asking, generation, null), Infinity);
  expect(wanted.asked()).toBe(13);
  const never = times(12);
  await warmUp([], never.isWanted, (asking) => answer(asking, generation, null));
  expect(never.asked()).toBe(0);
});

test('answers are the same as without it', async () => {
  const texts = Array.from(
    { length: 60 },
    (_, i) => `border troops ${i % 3 === 0 ? 'of NATO' : 'stood'} w${i % 7} here`,
  );
  const [warm, cold] = [generationOf(texts), generationOf(texts)];
  await warmUp(warm.segments, times(40).isWanted, (asking) => answer(asking, warm, null), Infinity);
  for (const text of ['border nato ', 'w3 troops ', 'tro', '"border troops"']) {
    const request = { query: parseQuery(text), filters: [], match: 'any', offset: 0, limit: 20 } as const;
    expect(await search(warm, request)).toEqual(await search(cold, request));
  }
});
