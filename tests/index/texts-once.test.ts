/** Lists with each text once, over a generation: full pages that fit together, and the same hits, counts and match as with all copies. */
import { describe, expect, it } from 'vitest';
import type { SearchRequest } from '../../src/index/engine.js';
import { EMPTY, type Generation } from '../../src/index/generation.js';
import { parseQuery } from '../../src/index/query.js';
import { COPIES_AMONG } from '../../src/index/search/collect/copies.js';
import type { Hit } from '../../src/index/search-types.js';
import { Segment } from '../../src/index/segment.js';
import { SegmentWriter } from '../../src/index/writer.js';
import { readDocumentOf } from '../oracle/documents.js';
import { search } from './search-here.js';

/** Documents with these texts each, dealt to two segments. */
function generationOf(documents: readonly (readonly string[])[]): Generation {
  const segments = [0, 1].map((own) => {
    const writer = new SegmentWriter();
    for (const [i, texts] of documents.entries()) {
      if (i % 2 !== own) continue;
      writer.add(readDocumentOf({ title: '', intro: [...texts], sections: [] }, String(i).padStart(4, '0')));
    }
    return { name: `${own}`, segment: new Segment(writer.freeze()), removed: null };
  });
  return { ...EMPTY, number: 1, segments };
}

const put = (generation: Generation, text: string, more: Partial<SearchRequest> = {}) =>
  search(generation, { query: parseQuery(text), filters: [], match: 'auto', offset: 0, limit: 20, ...more });

const textsOf = (hits: readonly Hit[]): string[] => hits.map(({ paragraph }) => paragraph.text);
const placeOf = ({ document, paragraph }: Hit): string => `${document.path} ${paragraph.ordinal}`;

/** 60 commands, each with five options of which two are the same everywhere. */
const COMMANDS = Array.from({ length: 60 }, (_, i) => [
  'option verbose says more',
  'option color says when',
  ...[1, 2, 3].map((number) => `option ${i}x${number} of command ${i}`),
]);

describe('a list with each text once', () => {
  const generation = generationOf(COMMANDS);

  it.each(['relevance', 'path'] as const)(
    'has full pages of different texts, which fit together, by %s',
    async (sort) => {
      const all = await put(generation, 'option ', { sort, limit: 1000 });
      const pages = [];
      for (let offset = 0; ; offset += 20) {
        const page = await put(generation, 'option ', { sort, textsOnce: true, offset });
        if (page.hits.length === 0) break;
        pages.push(page);
      }
      const listed = pages.flatMap(({ hits }) => hits);
      for (const page of pages) {
        expect([page.totalHits, page.totalDocuments, page.match]).toEqual([300, 60, 'all']);
        expect(page.unlisted).toBe(all.hits.length - listed.length);
      }
      for (const { hits } of pages.slice(0, -1)) expect(hits).toHaveLength(20);
      const first = new Set(all.hits.slice(0, COPIES_AMONG).map(placeOf));
      const inFirst = textsOf(listed.filter((hit) => first.has(placeOf(hit))));
      expect(new Set(inFirst).size).toBe(inFirst.length);
      expect(new Set(listed.map(placeOf)).size).toBe(listed.length);
      // Each is the hit that it is among its copies, and what is missing is named.
      const named = listed.flatMap(({ copies = [] }) =>
        copies.map(({ document, ordinal }) => `${document.path} ${ordinal}`),
      );
      expect(new Set([...listed.map(placeOf), ...named])).toEqual(new Set(all.hits.map(placeOf)));
      expect(listed.length + named.length).toBe(all.hits.length);
      const scores = new Map(all.hits.map((hit) => [placeOf(hit), hit.score]));
      for (const hit of listed) expect(hit.score).toBe(scores.get(placeOf(hit)));
    },
  );

  it('counts as before, and is the plain list where the first page has no copies, or hits are grouped', async () => {
    const more = { facets: ['type'], histogram: true } as const;
    const counted = await put(generation, 'option ', { ...more, textsOnce: true });
    const plain = await put(generation, 'option ', more);
    expect([counted.facets, counted.histogram]).toEqual([plain.facets, plain.histogram]);
    for (const offset of [0, 20, 40]) {
      const once = await put(generation, 'command ', { ...more, offset, textsOnce: true });
      expect(once).toEqual({ ...(await put(generation, 'command ', { ...more, offset })), unlisted: 0 });
    }
    const grouped = await put(generation, 'option ', { group: true, textsOnce: true });
    expect(grouped).toEqual(await put(generation, 'option ', { group: true }));
  });

  it('has the partial matches that it has with all copies, and no others', async () => {
    // 30 have both words, so that no others follow, though they are fewer than are looked at.
    const few = generationOf(Array.from({ length: 300 }, (_, i) => [i < 30 ? 'red fox' : `red hen ${i}`]));
    const page = await put(few, 'red fox ', { textsOnce: true });
    expect(page).toMatchObject({ match: 'all', totalHits: 30, unlisted: 29 });
    expect(textsOf(page.hits)).toEqual(['red fox']);
    // 10 are fewer than a page.
    const fewer = generationOf(Array.from({ length: 300 }, (_, i) => [i < 10 ? 'red fox' : `red hen ${i}`]));
    const mixed = await put(fewer, 'red fox ', { textsOnce: true });
    expect(mixed).toMatchObject({ match: 'any', totalHits: 300, unlisted: 9 });
    expect(mixed.hits.map(({ matchedAll }) => matchedAll)).toEqual([true, ...Array<boolean>(19).fill(false)]);
  });

  it('has the scores that it has with all copies, also where all hits are fewer than a page', async () => {
    const texts = [
      'red fox barn',
      'red fox barn',
      'red fox hay in the barn',
      'red fox hen',
      'a barn',
      'hay',
      'hen',
      'cow',
    ];
    const generation = generationOf(texts.map((text) => [text]));
    const plain = await put(generation, 'red fox ');
    const once = await put(generation, 'red fox ', { textsOnce: true });
    const [first, , ...others] = plain.hits.map(({ score }) => score);
    expect(once.hits.map(({ score }) => score)).toEqual([first, ...others]);
  });

  it('has each paragraph that was found by a title that begins at it, though what stands there is the same', async () => {
    const writer = new SegmentWriter();
    for (const name of ['a', 'b'])
      writer.add(readDocumentOf({ title: 'Harbour', intro: ['menu', 'see below'], before: 1, sections: [] }, name));
    const segments = [{ name: '', segment: new Segment(writer.freeze()), removed: null }];
    const page = await put({ ...EMPTY, number: 1, segments }, 'harbour ', { textsOnce: true });
    expect([page.totalHits, page.unlisted, page.hits.map(placeOf)]).toEqual([2, 0, ['a.txt 2', 'b.txt 2']]);
  });

  it('leaves out none of the copies that stand behind the first page alone, on no page', async () => {
    const generation = generationOf(Array.from({ length: 50 }, (_, i) => [i < 30 ? `red hen ${i}` : 'red fox']));
    for (const offset of [0, 20, 40]) {
      const page = await put(generation, 'red ', { sort: 'path', textsOnce: true, offset });
      expect([page.unlisted, page.hits.length]).toEqual([0, Math.min(20, 50 - offset)]);
    }
  });
});
