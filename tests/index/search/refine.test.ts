/** The order of the best hits: words near each other, exact forms, words that the best have in common; and the reasons for it. */
import { describe, expect, it, test } from 'vitest';
import type { SearchRequest } from '../../../src/index/engine.js';
import type { Generation } from '../../../src/index/generation.js';
import { parseQuery } from '../../../src/index/query.js';
import type { Reason } from '../../../src/index/search-types.js';
import type { BlockKind } from '../../../src/index/types.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { readDocumentOf } from '../../oracle/documents.js';
import { generationFrom, search } from '../search-here.js';

const SAID = { folder: '', language: 'en', author: [], tags: [], date: [], modifiedAt: 0 };

/** One segment; each text is a document, in their order. @param kindOf the kind of each text */
function generationOf(texts: readonly string[], kindOf: (i: number) => BlockKind = () => 'prose'): Generation {
  const writer = new SegmentWriter();
  for (const [i, text] of texts.entries()) {
    const name = String(i).padStart(4, '0');
    const { document, paragraphs } = readDocumentOf({ title: '', intro: [text], sections: [], said: SAID }, name);
    writer.add({ document, paragraphs: paragraphs.map((paragraph) => ({ ...paragraph, kind: kindOf(i) })) });
  }
  return generationFrom(writer);
}

async function ask(generation: Generation, text: string, more: Partial<SearchRequest> = {}) {
  const request = { filters: [], match: 'any', offset: 0, limit: 20, ...more } as const;
  return await search(generation, { ...request, query: parseQuery(text) });
}

async function found(texts: readonly string[], query: string): Promise<string[]> {
  const { hits } = await ask(generationOf(texts), query);
  return hits.map(({ paragraph }) => paragraph.text);
}

describe('what comes first', () => {
  it.each([
    {
      why: 'words side by side before words apart',
      query: 'border troops ',
      first: 'six border troops stood here and saw nothing else all day',
      second: 'six troops stood here and saw nothing else all day border',
    },
    {
      why: 'the order of the query before the other',
      query: 'border troops ',
      first: 'one border troops two',
      second: 'one troops border two',
    },
    {
      why: 'the word as it was typed before its other forms',
      query: 'troops ',
      first: 'red troops',
      second: 'blue troop',
    },
    {
      why: 'the spelling with diacritics, where it is typed',
      query: 'Zürich ',
      first: 'red Zürich',
      second: 'blue Zurich',
    },
    {
      why: 'the spelling without them, where that is typed',
      query: 'Zurich ',
      first: 'red Zurich',
      second: 'blue Zürich',
    },
    {
      why: 'the last word as it was typed before a form of it, which is no completion besides',
      query: 'nato region',
      first: 'nato in the region',
      second: 'nato is regional',
    },
  ])('$why', async ({ query, first, second }) => {
    // The other one stands first among equals, by its path.
    expect(await found([second, first, 'and more besides', 'nothing'], query)).toEqual([first, second]);
  });

  test('words that an unfinished one may become where they stand without it, also behind its own forms', async () => {
    const generation = generationOf(['it is regional', 'regionwide', 'regionwide in the region']);
    const textsFor = async (query: string): Promise<string[]> =>
      (await ask(generation, query)).hits.map(({ paragraph }) => paragraph.text);
    expect(await textsFor('region')).toEqual(['regionwide in the region', 'it is regional', 'regionwide']);
    expect(await textsFor('region ')).toEqual(['regionwide in the region', 'it is regional']);
  });

  test('of partial matches those that have words in common with the best', async () => {
    const texts = [
      'lens glass',
      'lens cataract',
      'lens crystalline cataract surgery',
      'crystalline lens cataract eye',
      'salt',
      'wine glass',
    ];
    const order = await found(texts, 'crystalline lens ');
    expect(order.indexOf('lens cataract')).toBeLessThan(order.indexOf('lens glass'));
  });
});

test('pages fit together, whichever is asked for first', async () => {
  const generation = generationOf(
    Array.from({ length: 700 }, (_, i) => `nato ${i % 3 === 0 ? 'troops' : 'x'.repeat(1 + (i % 7))} w${i % 11} troop`),
  );
  const whole = await ask(generation, 'nato troops w3 ', { limit: 400 });
  for (const offset of [0, 90, 240, 310]) {
    const page = await ask(generation, 'nato troops w3 ', { offset, limit: 20 });
    expect(page.hits).toEqual(whole.hits.slice(offset, offset + 20));
  }
});

test('copies among the best hits tell no more of what was meant than one of them', async () => {
  const copies = Array.from({ length: 12 }, () => 'nato nato troops troops listing');
  const generation = generationOf([...copies, 'nato troops borders', 'nato borders treaty', 'troops treaty x y z w']);
  const { hits } = await ask(generation, 'nato troops', { explain: true, match: 'any' });
  const texts = hits.flatMap(({ reasons = [] }) => reasons.flatMap((r) => (r.type === 'related' ? r.texts : [])));
  expect(texts).toEqual(expect.arrayContaining(['listing', 'borders', 'treaty']));
});

test.each(['code', 'table', 'list'] as const)(
  '%s among the best hits tells nothing of what was meant',
  async (kind) => {
    const texts = ['nato troops listing', 'nato troops borders', 'nato treaty listing', 'troops at borders'];
    const related = async (first: BlockKind): Promise<string[]> => {
      const generation = generationOf(texts, (i) => (i === 0 || i === 2 ? first : 'prose'));
      const { hits } = await ask(generation, 'nato troops', { explain: true });
      return hits.flatMap(({ reasons = [] }) => reasons.flatMap((r) => (r.type === 'related' ? r.texts : [])));
    };
    expect(await related('prose')).toContain('listing');
    expect(await related(kind)).not.toContain('listing');
    expect(await related(kind)).toContain('borders');
  },
);

describe('repeats of a word', () => {
  const texts = [
    'provider provider provider alias drive path item content function variable registry certificate',
    'A provider gives access to data: a provider is a module',
  ];

  it.each<[BlockKind, string]>([
    ['code', 'A'],
    ['list', 'A'],
    ['table', 'A'],
    ['prose', 'provider'],
    ['quote', 'provider'],
  ])('in %s: %s comes first', async (kind, first) => {
    const generation = generationOf(texts, (i) => (i === 0 ? kind : 'prose'));
    const { hits } = await ask(generation, 'provider ', { match: 'all', explain: true });
    expect(hits[0]?.paragraph.text.split(' ')[0]).toBe(first);
    for (const { score, reasons = [] } of hits)
      expect(reasons.reduce((sum, reason) => sum + reason.score, 0)).toBeCloseTo(score, 9);
    const repeats = hits.flatMap(({ reasons = [] }) => reasons.filter(({ type }) => type === 'repeats'));
    expect(repeats).toMatchObject(first === 'A' ? [{ text: 'provider' }] : []);
  });
});

describe('reasons', () => {
  const generation = generationOf([
    'Border troops of NATO, border troops',
    'state-of-the-art troops in Zürich',
    'troop Zurich',
    'the art of the state',
    'NATO borders Zürich',
    'nothing of it',
  ]);

  it.each([
    'border troops',
    'Zürich troops',
    'state-of-the-art troops ',
    '"border troops" nato',
    'zür* troops',
    'troops',
  ])('sum to the score: %s', async (text) => {
    for (const match of ['any', 'all'] as const) {
      const { hits } = await ask(generation, text, { explain: true, match });
      expect(hits.length).toBeGreaterThan(0);
      for (const { score, reasons = [] } of hits) {
        expect(reasons.reduce((sum, reason) => sum + reason.score, 0)).toBeCloseTo(score, 9);
      }
    }
  });

  test('say how often a word stands where, how rare it is, and what else counted', async () => {
    const { hits } = await ask(generation, 'border troops', { explain: true });
    const reasons: readonly Reason[] = hits[0]?.reasons ?? [];
    expect(reasons.map(({ type }) => type)).toEqual(['word', 'word', 'exact', 'exact', 'near', 'related']);
    expect(reasons[0]).toMatchObject({
      text: 'border',
      counts: { body: 2, heading: 0, title: 0, above: 0 },
      rarity: Math.log(1 + 4.5 / 2.5),
    });
    expect(reasons[4]).toMatchObject({ text: 'border troops', distance: 1 });
  });

  test('name a word with the signs that it was typed with', async () => {
    const { hits } = await ask(generationOf(['templates of C++', 'a C']), 'C++', { explain: true });
    expect(hits[0]?.reasons?.[0]).toMatchObject({ text: 'c++' });
  });

  test('are not given where nobody asks', async () => {
    const { hits } = await ask(generation, 'border troops');
    expect(hits.every((hit) => !('reasons' in hit))).toBe(true);
  });
});
