/** What is suggested, against a look at every paragraph; and that nothing typed is too much. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { analyzeWords } from '../../src/index/analyze.js';
import { type LiveSegment, withoutDocuments } from '../../src/index/generation.js';
import { MAX_QUERY_LENGTH } from '../../src/index/query.js';
import { collectionOf } from '../../src/index/search/collection.js';
import { Segment } from '../../src/index/segment.js';
import { suggest } from '../../src/index/suggest.js';
import type { ReadDocument } from '../../src/index/types.js';
import { fold } from '../../src/index/words/fold.js';
import { SegmentWriter } from '../../src/index/writer.js';
import { randomDocument, readDocumentOf } from '../oracle/documents.js';

function segmentsOf(documents: readonly ReadDocument[], count = 1): LiveSegment[] {
  const inOrder = [...documents].sort((a, b) => (a.document.path < b.document.path ? -1 : 1));
  return Array.from({ length: count }, (_, i) => {
    const writer = new SegmentWriter();
    for (const [j, read] of inOrder.entries()) if (j % count === i) writer.add(read);
    return { name: `${i}`, segment: new Segment(writer.freeze()), removed: null };
  });
}

const documents = [
  readDocumentOf(
    {
      title: 'Central Asia in 2021',
      intro: ['NATO troops stood in Central Asia. NATO trains left.', 'The nato treaty: a NATO treaty of 1949.'],
      sections: [
        { depth: 1, heading: 'Treaties of the alliance', texts: ['Zürich signed no treaty.', 'Trains are late'] },
      ],
    },
    '1',
  ),
  readDocumentOf(
    {
      title: 'A history of trains',
      intro: ['Trains of Zürich. The train to Zürich is red, and trams of Zürich too.', '北京大学在北京'],
      sections: [],
    },
    '2',
  ),
  readDocumentOf(
    { title: 'Names', intro: ['getUserName and e-mail', 'get away: a user used it, usage', 'पढ़ते'], sections: [] },
    '4',
  ),
  readDocumentOf({ title: '-type:md "quoted" OR', intro: ['a treadmill'], sections: [] }, '3'),
];
const segments = segmentsOf(documents);

function suggested(text: string, limit = 8): string[] {
  return suggest(segments, { text, limit }).map((one) => `${one.kind}: ${one.text}`);
}

describe('completes', () => {
  it.each([
    [
      'from words that follow, most often first',
      'nato tr',
      ['query: nato treaty', 'query: nato trains', 'query: nato troops'],
    ],
    [
      'what stands before it stays as it was typed',
      'type:md "of the" NATO  tre',
      ['query: type:md "of the" NATO  treaty'],
    ],
    ['behind an operator, a parenthesis, a sign', '(nato OR tro', ['query: (nato OR troops']],
    ['as the text writes it', 'zür', ['query: Zürich']],
    ['folded', 'ZUR', ['query: Zürich']],
    ['the next word behind a space', 'central ', ['query: central Asia']],
    ['titles by words in their order', 'history tr', ['query: history trains', 'title: A history of trains']],
    ['headings', 'treaties al', ['query: treaties alliance', 'heading: Treaties of the alliance']],
    ['parts of a name', 'getUs', ['query: getUser']],
    ['a word of a title', 'nato title:TRA', ['query: nato title:trains']],
    ['a word of a heading', 'heading:al', ['query: heading:alliance']],
    ['a lone character of a script without spaces', '北', ['query: 北京']],
  ])('%s: %s', (_, text, expected) => {
    expect(suggested(text)).toEqual(expect.arrayContaining(expected));
  });

  it.each([
    ['an open quotation that is closed', '"nato tr"'],
    ['a filter’s value', 'author:tr'],
    ['a field whose titles have no such word', 'title:treat'],
    ['several words of a field', 'title:a/tr'],
    ['an excluded field', '-title:tr'],
    ['excluded words', 'nato -tr'],
    ['beginnings asked for', 'tr*'],
    ['near spellings asked for', 'trin~'],
    ['nothing', ''],
    ['signs', '((('],
    ['unknown beginnings', 'qqqq'],
    ['parts of a name that stand behind no such part', 'tramUs'],
    ['what is too long', 'nato '.repeat(250)],
  ])('nothing for %s', (_, text) => {
    expect(suggested(text)).toEqual([]);
  });

  it('never a word that stands behind another word alone', () => {
    expect(suggested('nato tr').join()).not.toContain('treadmill');
  });

  it('nothing that only stands in the same paragraph as the parts of a name', () => {
    expect(suggested('getUs')).toEqual(['query: getUser']);
  });

  it('a title with signs of the query language is not offered, as it would ask for something else', () => {
    expect(suggested('quot').join()).not.toContain('type:md');
  });
});

test('what was not typed yet is highlighted', () => {
  const parts = suggest(segments, { text: 'history of zu', limit: 8 })
    .concat(suggest(segments, { text: 'history tra', limit: 8 }))
    .map(({ text, highlights }) => highlights.map(({ start, end }) => text.slice(start, end)));
  expect(parts).toContainEqual(['rich']);
  expect(parts).toContainEqual(['A ', ' of ', 'ins']);
  // A vowel sign alone would stand on a circle.
  expect(suggest(segments, { text: 'पढ़त', limit: 8 })[0]?.highlights).toEqual([{ start: 3, end: 5 }]);
});

test('behind a stop word, words that follow come first, and frequent ones after them', () => {
  const said = { folder: '', language: 'en', author: [], tags: [], date: [], modifiedAt: 0 };
  const intro = ['how to instantiate it', 'install this', 'you can install that'];
  const english = segmentsOf([readDocumentOf({ title: 'x', intro, sections: [], said }, '1')]);
  const texts = suggest(english, { text: 'how to ins', limit: 8 }).map(({ text }) => text);
  expect(texts).toEqual(['how to instantiate', 'how to install']);
  expect(suggest(english, { text: 'can ins', limit: 8 }).map(({ text }) => text)).toEqual([
    'can install',
    'can instantiate',
  ]);
});

test('of fields names are suggested whole, each once, and what title or heading has alone', () => {
  const sections = [{ depth: 1, heading: 'Power of PowerShell', texts: ['poor powder'] }];
  const read = readDocumentOf({ title: 'A PowerShell tour', intro: ['a poem'], sections }, '1');
  const texts = (text: string): string[] => suggest(segmentsOf([read]), { text, limit: 8 }).map((one) => one.text);
  expect(texts('title:po')).toEqual(['title:PowerShell']);
  expect(texts('heading:po')).toEqual(['heading:Power', 'heading:PowerShell']);
  expect(texts('heading:power')).toEqual(['heading:PowerShell']);
  expect(suggest(segmentsOf([read]), { text: 'heading:po', limit: 1 })).toEqual([
    { kind: 'query', text: 'heading:Power', highlights: [{ start: 10, end: 13 }] },
  ]);
});

test('what filters leave out suggests nothing', () => {
  const said = { folder: '', language: 'en', author: [], tags: [], date: [], modifiedAt: 0 };
  const read = ['trolls trot', 'trams trot'].map((text, i) =>
    readDocumentOf({ title: text, intro: [text], sections: [], said: { ...said, tags: [`tag${i}`] } }, `${i}`),
  );
  const tagged = segmentsOf(read);
  const texts = (text: string): string[] => suggest(tagged, { text, limit: 8 }).map((one) => one.text);
  expect(texts('tag:tag1 tr')).toEqual(['tag:tag1 trot', 'tag:tag1 trams']);
  expect(texts('tag:tag0 trolls tr')).toEqual(['tag:tag0 trolls trot']);
  expect(texts('tag:tag1 title:tr')).toEqual(['tag:tag1 title:trot', 'tag:tag1 title:trams']);
  expect(texts('tag:tag2 tr')).toEqual([]);
  expect(
    suggest(
      tagged.map((live) => withoutDocuments(live, [1])),
      { text: 'tag:tag1 tr', limit: 8 },
    ),
  ).toEqual([]);
});

test('what is excluded suggests nothing', () => {
  const read = ['trolls trot', 'trams trot', 'trams of trolls'].map((text, i) =>
    readDocumentOf({ title: `T${i}`, intro: [text], sections: [] }, `${i}`),
  );
  for (const count of [1, 2]) {
    const some = segmentsOf(read, count).map((live) => withoutDocuments(live, []));
    const texts = (text: string): string[] => suggest(some, { text, limit: 8 }).map((one) => one.text);
    expect(texts('-trams tr')).toEqual(['-trams trolls', '-trams trot']);
    expect(texts('-"trams of" tr')).toEqual(['-"trams of" trams', '-"trams of" trolls', '-"trams of" trot']);
    expect(texts('-trams -trot tr')).toEqual([]);
    expect(texts('-trams title:t')).toEqual(['-trams title:T0']);
  }
});

test('deleted paragraphs suggest nothing', () => {
  const left = segments.map((live) => withoutDocuments(live, [0]));
  expect(suggest(left, { text: 'nato tr', limit: 8 }).map(({ text }) => text)).not.toContain('nato troops');
  expect(suggest(left, { text: 'central as', limit: 8 })).toEqual([]);
});

/** The last words of everything in the text that goes on like this, by looking at all of it. */
function scan(read: readonly ReadDocument[], before: string, prefix: string): Set<string> {
  const found = new Set<string>();
  for (const { text, headings, opens } of read.flatMap(({ paragraphs }) => paragraphs)) {
    for (const part of [text, ...headings.slice(headings.length - opens)]) {
      const tokens = analyzeWords(part);
      for (const [i, { term }] of tokens.entries()) {
        if (tokens[i - 1]?.term === before && term !== prefix && term.startsWith(prefix)) found.add(term);
      }
    }
  }
  return found;
}

test('all words that follow are found, and where there are any, no other is offered but after a stop word', () => {
  const word = fc.constantFrom('nato', 'nat', 'troops', 'the', 'a', 'zurich', 'x');
  fc.assert(
    fc.property(
      fc.array(randomDocument, { minLength: 1, maxLength: 3 }),
      word,
      word.chain((w) => fc.nat(w.length - 1).map((n) => w.slice(0, n + 1))),
      fc.integer({ min: 1, max: 2 }),
      (randoms, before, prefix, count) => {
        const read = randoms.map((random, i) => readDocumentOf(random, `${i}`));
        const expected = scan(read, before, prefix);
        const segments = segmentsOf(read, count);
        const answer = suggest(segments, { text: `${before} ${prefix}`, limit: 20 });
        const queries = answer.filter(({ kind }) => kind === 'query');
        const words = new Set(queries.map(({ text }) => fold(text.slice(before.length + 1))));
        // `x` is a stop word in German, too.
        if (expected.size > 0 && !collectionOf(segments).isStop(before)) expect(words).toEqual(expected);
        expect([...words]).toEqual(expect.arrayContaining([...expected]));
        expect(queries.every(({ text }) => text.startsWith(`${before} `))).toBe(true);
      },
    ),
  );
});

test('whatever is typed is answered, within the limit, with ranges inside the text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc
          .array(fc.constantFrom('nato', '"', '(', ')', '-', 'tr', 'zür', 'title:', '*', 'OR', '\ud800', '北京'), {
            maxLength: 12,
          })
          .map((parts) => parts.join(' ')),
      ),
      fc.integer({ min: -1, max: 50 }),
      (text, limit) => {
        const answer = suggest(segments, { text, limit });
        expect(answer.length).toBeLessThanOrEqual(Math.max(0, Math.min(20, limit)));
        for (const one of answer) {
          expect(one.text.length).toBeLessThanOrEqual(MAX_QUERY_LENGTH);
          expect(one.highlights.every(({ start, end }) => start >= 0 && start < end && end <= one.text.length)).toBe(
            true,
          );
        }
        expect(new Set(answer.map((one) => one.text)).size).toBe(answer.length);
      },
    ),
  );
});
