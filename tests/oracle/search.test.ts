/** The searcher against the oracle that looks at every paragraph: same hits, counts, scores and order for every kind of query. */
import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SearchRequest, SearchResult } from '../../src/index/engine.js';
import { EMPTY, type Generation, type LiveSegment, withoutDocuments } from '../../src/index/generation.js';
import { mergeSegments } from '../../src/index/merge.js';
import { parseQuery } from '../../src/index/query.js';
import { FACETS } from '../../src/index/search/collect/facets.js';
import type { Hit, Sort } from '../../src/index/search-types.js';
import { Segment } from '../../src/index/segment.js';
import type { ReadDocument } from '../../src/index/types.js';
import { SegmentWriter } from '../../src/index/writer.js';
import { search } from '../index/search-here.js';
import { TIMES } from '../times.js';
import { randomDocument, randomFilters, randomQuery, readDocumentOf } from './documents.js';
import { ScanEngine } from './scan-engine.js';

/** On a machine that does much else, ms. */
const TIMEOUT = 120_000 * TIMES;

/** Documents dealt to segments; those of `gone` are indexed and then removed. */
function generationOf(kept: readonly ReadDocument[], gone: readonly ReadDocument[], segments: number): Generation {
  const all = [...kept, ...gone].sort((a, b) => (a.document.path < b.document.path ? -1 : 1));
  const live: LiveSegment[] = [];
  for (let i = 0; i < segments; i++) {
    const dealt = all.filter((_, j) => j % segments === i);
    const writer = new SegmentWriter();
    for (const read of dealt) writer.add(read);
    const segment = { name: `${i}`, segment: new Segment(writer.freeze()), removed: null };
    const numbers = dealt.flatMap((read, number) => (gone.includes(read) ? [number] : []));
    live.push(numbers.length > 0 ? withoutDocuments(segment, numbers) : segment);
  }
  return { ...EMPTY, number: 1, segments: live };
}

/** As many random numbers as are asked for. */
const randomNumbers = fc.infiniteStream(fc.nat(1 << 20)).map((stream) => (): number => stream.next().value);

/** Word i is about 1 / i as frequent as the first. */
function wordsOf(random: () => number): () => string {
  return () => `w${Math.floor(1.06 ** (random() % 75)) - 1}`;
}

function comparable(result: SearchResult) {
  const hits = (list: readonly Hit[]) =>
    list.map((hit) => ({
      at: `${hit.document.path} ${hit.paragraph.ordinal}`,
      text: hit.paragraph.text,
      headings: hit.paragraph.headings,
      full: hit.matchedAll,
      score: Math.round(hit.score * 1e9) / 1e9,
      copies: hit.copies?.map(({ document, ordinal }) => `${document.path} ${ordinal}`),
    }));
  return {
    hits: hits(result.hits),
    groups: result.groups?.map((group) => ({ hits: hits(group.hits), totalHits: group.totalHits })),
    facets: result.facets && [...result.facets],
    histogram: result.histogram,
    unlisted: result.unlisted,
    around: result.around && hits([result.around.previous, result.around.next].flatMap((hit) => hit ?? [])),
    totalHits: result.totalHits,
    fullHits: result.fullHits,
    totalDocuments: result.totalDocuments,
    match: result.match,
  };
}

test(
  'every query finds what a scan of all paragraphs finds, in the same order, with the same scores',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(randomDocument, { minLength: 1, maxLength: 10 }),
        fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(randomQuery, { minLength: 8, maxLength: 8 }),
        fc.constantFrom('auto' as const, 'all' as const, 'any' as const),
        fc.record({ offset: fc.nat(4), limit: fc.constantFrom(1, 3, 20) }),
        fc.record(
          {
            sort: fc.constantFrom<Sort>('relevance', 'newest', 'oldest', 'path'),
            facets: fc.subarray([...FACETS]),
            histogram: fc.boolean(),
            group: fc.boolean(),
            textsOnce: fc.boolean(),
            around: fc.constantFrom('id-0', 'id-11', 'id-2'),
          },
          { requiredKeys: [] },
        ),
        randomFilters,
        async (randoms, isGone, segments, queries, match, page, collected, filters) => {
          // One stands twice, for copies.
          const documents = [...randoms, ...randoms.slice(0, 1)].map((random, i) =>
            readDocumentOf(random, `${i}`.repeat(1 + (i % 2))),
          );
          const kept = documents.filter((_, i) => isGone[i] !== true);
          const gone = documents.filter((_, i) => isGone[i] === true);
          const generation = generationOf(kept, gone, segments);
          // Merged, it is to the bit what indexing the documents that are left would have written.
          const clean = kept.length === 0 ? undefined : generationOf(kept, [], 1).segments[0]?.segment.bytes;
          deepStrictEqual(mergeSegments(generation.segments)?.bytes, clean);
          const oracle = new ScanEngine('.');
          oracle.load(kept);
          for (const text of queries) {
            const request: SearchRequest = { query: parseQuery(text), filters, match, ...page, ...collected };
            const expected = comparable(await oracle.search(request));
            deepStrictEqual({ text, ...comparable(await search(generation, request)) }, { text, ...expected });
          }
        },
      ),
      { numRuns: 40 * TIMES },
    );
  },
  TIMEOUT,
);

test(
  'postings of many blocks are skipped without losing a hit, a count or the order',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        randomNumbers,
        fc.array(fc.array(fc.nat(60), { minLength: 1, maxLength: 4 }), { minLength: 30, maxLength: 30 }),
        async (random, queries) => {
          // Lengths vary, so that blocks differ in what they can be worth.
          const word = wordsOf(random);
          const text = (): string => Array.from({ length: 1 + (random() % 30) }, word).join(' ');
          const texts = (length: number): string[] => Array.from({ length }, text);
          const heading = (): string => `${word()} ${word()}`;
          const documents = Array.from({ length: 1500 }, (_, i) =>
            readDocumentOf(
              { title: heading(), intro: texts(i % 97 === 0 ? 3 : 1), sections: [] },
              String(i).padStart(5, '0'),
            ),
          );
          // Titles and headings lend their words to many paragraphs, which are no hits for those alone.
          const long = Array.from({ length: 12 }, (_, i) =>
            readDocumentOf(
              {
                title: heading(),
                intro: texts(1 + (random() % 100)),
                sections: Array.from({ length: random() % 4 }, () => ({
                  depth: 1 + (random() % 2),
                  heading: heading(),
                  texts: texts(1 + (random() % 60)),
                })),
              },
              String(i).padStart(5, '0'),
            ),
          );
          const single = documents.filter(({ paragraphs }) => paragraphs.length === 1);
          const oracle = new ScanEngine('.');
          const [gone, left] = [documents.slice(0, 200), documents.slice(200)];
          // However documents are dealt to segments, the scan finds the same.
          const expectedOf = new Map<readonly ReadDocument[], ReturnType<typeof comparable>[]>();
          // Several segments: those after the first begin with the worst score of those before.
          for (const [kept, removed, segments] of [
            [single, [], 1],
            [documents, [], 1],
            [single, [], 2],
            [left, gone, 2],
            [long, [], 1],
            [long.slice(2), long.slice(0, 2), 2],
          ] as const) {
            const known = expectedOf.get(kept) ?? [];
            if (!expectedOf.has(kept)) oracle.load(kept);
            expectedOf.set(kept, known);
            const generation = generationOf(kept, removed, segments);
            for (const [i, numbers] of queries.entries()) {
              // `w*` stands for so many words that they count once, `w1*` for few.
              const also = i % 5 === 0 ? 'w*' : i % 5 === 1 ? 'w1*' : '';
              const text = `${numbers.map((number) => `w${number}`).join(' ')} ${also} `;
              const request: SearchRequest = {
                query: parseQuery(i % 7 === 0 ? `"${text.trim()}"${i % 2 === 0 ? '~3' : ''}` : text),
                filters: [],
                match: (['auto', 'all', 'any'] as const)[i % 3] ?? 'auto',
                offset: 0,
                limit: 10,
                sort: (['relevance', 'relevance', 'newest', 'path'] as const)[i % 4] ?? 'relevance',
                group: i % 5 > 2,
              };
              const expected = known[i] ?? comparable(await oracle.search(request));
              known[i] = expected;
              expect({ text, ...comparable(await search(generation, request)) }).toEqual({ text, ...expected });
            }
          }
        },
      ),
      { numRuns: 1 * TIMES },
    );
  },
  TIMEOUT,
);

test(
  'passages of documents are chosen by the scores that the closer look gave them, also where there are fewer documents than are wanted',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        randomNumbers,
        fc.array(fc.array(fc.nat(4), { minLength: 2, maxLength: 3 }), { minLength: 8, maxLength: 8 }),
        async (random, queries) => {
          const word = wordsOf(random);
          // Most hits are in a few documents, and those of the others are worth so little that they are not among the best.
          const documents = Array.from({ length: 8 }, (_, i) => {
            const [texts, words] = i < 3 ? [200, 30] : [2, 120];
            const text = (): string => Array.from({ length: words - (random() % 20) }, word).join(' ');
            return readDocumentOf({ title: word(), intro: Array.from({ length: texts }, text), sections: [] }, `${i}`);
          });
          const oracle = new ScanEngine('.');
          oracle.load(documents);
          const generation = generationOf(documents, [], 1);
          for (const numbers of queries) {
            const query = parseQuery(`${numbers.map((number) => `w${number}`).join(' ')} `);
            const request: SearchRequest = { query, filters: [], match: 'auto', offset: 0, limit: 10, group: true };
            const expected = comparable(await oracle.search(request));
            expect(comparable(await search(generation, request))).toEqual(expected);
          }
        },
      ),
      { numRuns: 2 * TIMES },
    );
  },
  TIMEOUT,
);

test('a paragraph with several words of one clause is worth all of them, where enough others were found before', async () => {
  const said = { folder: '', language: null, author: [], tags: [], date: [], modifiedAt: 0 };
  const section = (...texts: string[]) => [{ depth: 1 as const, heading: 'nato', texts }];
  const documents = [section('nato'), section('nato'), [], section('nato', 'nato')].map((sections, i) =>
    readDocumentOf({ title: 'nato', intro: i === 2 ? ['nato'] : [], sections, said }, `${i}`.repeat(1 + (i % 2))),
  );
  const oracle = new ScanEngine('.');
  oracle.load(documents);
  for (const text of ['na* (nato OR nato)', 'na* (nato OR nat)', 'nato (nato OR nat*)']) {
    for (const limit of [1, 2, 3, 4]) {
      const request: SearchRequest = { query: parseQuery(text), filters: [], match: 'all', offset: 0, limit };
      const expected = comparable(await oracle.search(request));
      expect(comparable(await search(generationOf(documents, [], 3), request))).toEqual(expected);
    }
  }
});

test('a beginning that leads is counted where it stands, also where a heading lends the other word', async () => {
  const said = { folder: '', language: null, author: [], tags: [], date: [], modifiedAt: 0 };
  const sections = [{ depth: 1 as const, heading: 'nato', texts: ['troop nato', 'troops', 'troops troop'] }];
  const documents = [readDocumentOf({ title: 'nato', intro: [], sections, said }, '0')];
  const oracle = new ScanEngine('.');
  oracle.load(documents);
  for (const text of ['nato tr*', 'tr* nato']) {
    const request: SearchRequest = { query: parseQuery(text), filters: [], match: 'all', offset: 0, limit: 3 };
    const expected = comparable(await oracle.search(request));
    expect(comparable(await search(generationOf(documents, [], 1), request))).toEqual(expected);
  }
});

test('a phrase is found however its compounds are written', async () => {
  const texts = [
    'The PowerShell Gallery has it.',
    'the powershell gallery',
    'the Power-Shell gallery',
    'power shell gallery',
    'Windows PowerShell gallery, a power-shell',
    'gallery of shells, power',
    'New-PSDrive cmdlet',
    'the newpsdrive cmdlet',
    'an email server, not an e-mail-server',
    'an e-mail server',
    'so it goes',
    'so I-T goes',
    'the new PSDrive cmdlet',
    'a new psdrive cmdlet',
    'the Remove-PSDrive-New cmdlet',
    'the PowerShell-Docs repository',
    'at PowerShell/Azure-Docs-Shell',
    ...Array.from({ length: 100 }, () => 'it'),
  ];
  const documents = [readDocumentOf({ title: 'x', intro: texts, sections: [] }, '0')];
  const oracle = new ScanEngine('.');
  oracle.load(documents);
  const generation = generationOf(documents, [], 1);
  const found = async (text: string): Promise<number[]> => {
    const request: SearchRequest = { query: parseQuery(text), filters: [], match: 'all', offset: 0, limit: 30 };
    const result = await search(generation, request);
    expect({ text, ...comparable(result) }).toEqual({ text, ...comparable(await oracle.search(request)) });
    return result.hits.map(({ paragraph }) => paragraph.ordinal).sort((a, b) => a - b);
  };
  for (const name of ['powershell', 'PowerShell', 'power-shell', 'POWERSHELL']) {
    expect(await found(`"${name} gallery"`)).toEqual([1, 2, 3, 4, 5]);
    expect(await found(`"the ${name} gallery"`)).toEqual([1, 2, 3]);
    expect(await found(`"windows ${name}"`)).toEqual([5]);
    expect(await found(`"${name} server"`)).toEqual([]);
    expect(await found(`gallery -"${name} gallery"`)).toEqual([6]);
  }
  // Hardly ever written in parts, a word is no compound.
  expect(await found('"so it goes"')).toEqual([11]);
  for (const name of ['New-PSDrive', 'newpsdrive']) expect(await found(`"${name} cmdlet"`)).toEqual([7, 8, 13, 14]);
  for (const name of ['new PSDrive', 'new psdrive']) expect(await found(`"${name} cmdlet"`)).toEqual([7, 13, 14]);
  expect(await found('psdrive')).toEqual([7, 13, 14, 15]);
  expect(await found('"remove psdrive"')).toEqual([15]);
  expect(await found('"Remove-PSDrive-New cmdlet"')).toEqual([15]);
  for (const name of ['PowerShell-Docs', 'powershell-docs', 'Power-Shell-Docs'])
    expect(await found(`"the ${name} repository"`)).toEqual([16]);
  // What was typed without quotes, too.
  for (const name of ['PowerShell/Azure-Docs-Shell', 'powershell/azure-docs-shell', 'power-shell/azuredocsshell'])
    expect(await found(name)).toEqual([17]);
  expect(await found('powershell-gallery')).toEqual([1, 2, 3, 4, 5]);
  expect(await found('"email server"')).toEqual([9, 10]);
  expect(await found('"e-mail server"')).toEqual([9, 10]);
});

test('a phrase is counted where it stands and above, where headings lend all its words', async () => {
  const phrase = fc.constantFrom('nato troop', 'troop nato', 'nato nato troop', 'nato x troop', 'nato', 'the');
  const text = fc.array(phrase, { minLength: 1, maxLength: 3 }).map((some) => some.join(' '));
  // Where a heading has no text, it begins with the next.
  const section = fc.record({
    depth: fc.integer({ min: 1, max: 3 }),
    heading: phrase,
    texts: fc.array(text, { maxLength: 5 }),
  });
  const intro = fc.array(text, { minLength: 1, maxLength: 2 });
  const document = fc.record({ title: phrase, intro, sections: fc.array(section) });
  const query = fc.constantFrom(
    '"nato troop"',
    '"troop nato"',
    '"nato nato"',
    '"nato troop"~1',
    '"nato x troop"',
    'title:"nato troop"',
    'heading:"nato troop"',
    '"nato troop" OR "nato nato"',
    'the "nato troop"',
    'x AND heading:"nato nato"',
    '(the AND "nato troop") OR x',
  );
  // Of three occurrences in headings that begin together, only the first reaches further down.
  const together = {
    title: 'nato troop',
    intro: ['nato troop'],
    sections: [
      { depth: 1, heading: 'nato troop', texts: [] },
      { depth: 2, heading: 'nato nato troop', texts: ['nato troop'] },
      { depth: 2, heading: 'nato troop', texts: ['nato troop'] },
    ],
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(document, { minLength: 1, maxLength: 4 }),
      query,
      fc.integer({ min: 1, max: 3 }),
      async (some, text, segments) => {
        const documents = some.map((document, i) => readDocumentOf(document, `${i}`));
        const oracle = new ScanEngine('.');
        oracle.load(documents);
        const request: SearchRequest = { query: parseQuery(text), filters: [], match: 'all', offset: 0, limit: 30 };
        const expected = comparable(await oracle.search(request));
        expect(comparable(await search(generationOf(documents, [], segments), request))).toEqual(expected);
      },
    ),
    { numRuns: 80 * TIMES, examples: [[[together], '"nato troop"~1', 1]] },
  );
});

test('a phrase is counted above where the window that its heading begins in was skipped', async () => {
  const filler = Array.from({ length: 5000 }, () => 'x');
  const sections = [
    { depth: 1, heading: 'nato troop', texts: filler },
    { depth: 2, heading: 'troop nato troop', texts: [...filler, 'the'] },
    { depth: 1, heading: 'troop', texts: ['the', 'nato troop the'] },
  ];
  const documents = ['0', '1'].map((name) => readDocumentOf({ title: 'nato', intro: [], sections }, name));
  const oracle = new ScanEngine('.');
  oracle.load(documents);
  for (const text of ['the "nato troop"', 'the AND ("nato troop" OR (x AND nato))']) {
    const request: SearchRequest = { query: parseQuery(text), filters: [], match: 'all', offset: 0, limit: 9 };
    const expected = comparable(await oracle.search(request));
    expect(comparable(await search(generationOf(documents, [], 1), request))).toEqual(expected);
    expect(expected.totalHits).toBe(4);
  }
});
