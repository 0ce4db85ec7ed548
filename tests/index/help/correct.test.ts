/** What is corrected and what never is, and that the answer says so. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type SearchRequest, SearchUnavailable } from '../../../src/index/engine.js';
import { type Generation, withoutDocuments } from '../../../src/index/generation.js';
import { alternative, correct } from '../../../src/index/help/correct.js';
import { rankMeant } from '../../../src/index/help/meant.js';
import { MAX_QUERY_LENGTH, parseQuery } from '../../../src/index/query.js';
import { rank } from '../../../src/index/searcher.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { randomQuery, readDocumentOf } from '../../oracle/documents.js';
import { generationFrom } from '../search-here.js';

function generationOf(...texts: string[]): Generation {
  const writer = new SegmentWriter();
  for (const [i, text] of texts.entries()) {
    writer.add(readDocumentOf({ title: 'title', intro: [text], sections: [] }, String(i).padStart(3, '0')));
  }
  return generationFrom(writer);
}

const generation = generationOf(
  'NATO troops in Central Asia',
  'The alliance sent troops, and troops left',
  'A database of the alliance',
  'The data base of an army; a data base again',
  'Straße und Brücke in Zürich',
  'Straßen',
  'Strassen ohne Eszett',
  'Strassen',
  'Большая каша',
  'information retrieval',
  'an elephant house',
  'an elephant trunk',
  'a cat within the house',
  '北京大学',
  'b2b2c',
  'RFC 2616, Python 3.11',
  'call toString() of a list',
  'getUserName, X-Forwarded-For, XForwardedFor',
  'move the rock to the list of lists and plans',
  'lists and plans: plans for lists, an insoluble knot',
  ...Array.from({ length: 5 }, () => 'a plan'),
  ...Array.from({ length: 50 }, () => 'search engines search'),
  'seerch engines',
);
const { segments } = generation;

function correctionOf(text: string): string | null {
  return correct(segments, parseQuery(text))?.correction.text ?? null;
}

function asking(text: string, overrides: Partial<SearchRequest> = {}): SearchRequest {
  return { query: parseQuery(text), filters: [], match: 'auto', offset: 0, limit: 10, ...overrides };
}

describe('corrects words that the index lacks', () => {
  it.each([
    ['a letter too few', 'nato trops', 'nato troops'],
    ['a letter too many', 'alliiance', 'alliance'],
    ['another letter', 'allience', 'alliance'],
    ['two letters swapped', 'tropos nato', 'troops nato'],
    ['two edits, in a long word', 'infromtion', 'information'],
    ['the first letter', 'xlliance', 'alliance'],
    ['with the diacritics of the text, typed', 'zürihc', 'zürich'],
    ['or not', 'zurihc', 'zürich'],
    ['as most of the text spells it', 'Strasssen', 'Strassen'],
    ['in capitals', 'ZURIHC', 'ZÜRICH'],
    ['another script', 'большая кашша', 'большая каша'],
    ['two words', 'allience trops', 'alliance troops'],
    ['one word written as two', 'an ele phant', 'an elephant'],
    ['two words written as one', 'centralasia', 'central asia'],
    ['a word and a number written as one', 'RFC2616 ', 'RFC 2616 '],
    ['also as part of a compound', 'python3.11 ', 'python 3.11 '],
    ['what stands around stays', '(nato OR allience) -cat "the army"', '(nato OR alliance) -cat "the army"'],
    ['punctuation stays', 'nato, trops!', 'nato, troops!'],
    ['in a compound with hyphens', 'central-asya', 'central-asia'],
    ['the neighbours decide', 'cat houze', 'cat house'],
    ['in a name, as a whole', 'totSring', 'toString'],
    ['in a name, a letter too few', 'getUsrName', 'getUserName'],
    ['in a name, another capital', 'getIserName', 'getUserName'],
    ['in a name, with its hyphens', 'x-forwraded-for', 'x-forwarded-for'],
    ['in a name of known parts', 'the centralAsya', 'the centralAsia'],
    ['two letters swapped rather than one too many', 'plasn', 'plans'],
    ['a short word with another first letter beside its neighbour', 'rove the', 'move the'],
    ['the first two letters swapped', 'omve', 'move'],
    ['capitals stay', 'NATO TROPS Allience', 'NATO TROOPS Alliance'],
  ])('%s: %s', (_, typed, expected) => {
    expect(correctionOf(typed)).toBe(expected);
  });
});

describe('leaves alone', () => {
  it.each([
    ['known words', 'nato troops'],
    ['words in quotes', '"nato trops"'],
    ['a field’s value', 'title:trops'],
    ['a filter’s value', 'author:trops'],
    ['beginnings', 'trops*'],
    ['near spellings', 'trops~'],
    ['excluded words', 'nato -trops'],
    ['excluded words, spelt out', 'nato NOT trops'],
    ['an excluded parenthesis', 'nato NOT (trops)'],
    ['words of three letters', 'nat0 cta'],
    ['numbers and words with digits', '12345 b2b2d'],
    ['a word and a number that nowhere stand together', 'python2616 rfc261 '],
    ['an unfinished word', 'nato tro'],
    ['pairs of characters', '北京大雪'],
    ['what is near nothing', 'qqqqqqqq'],
    ['short words with another first letter', 'love sock'],
    ['long words with another beginning', 'unresoluble'],
    ['names whose parts stand together nowhere', 'dataTrops'],
    ['nothing', ''],
    ['overlong words', 'a'.repeat(900)],
  ])('%s: %s', (_, typed) => {
    expect(correctionOf(typed)).toBeNull();
  });
});

test('an unfinished word is corrected as soon as it is finished', () => {
  expect(correctionOf('nato troop')).toBeNull();
  expect(correctionOf('nato troop ')).toBe('nato troops ');
});

test('no word is corrected to one that only deleted paragraphs have', () => {
  const [live] = generationOf('troops', 'nato').segments;
  const left = live === undefined ? [] : [withoutDocuments(live, [0])];
  expect(correct(left, parseQuery('trops '))).toBeNull();
});

test('the hits are those of the corrected words, and the answer says so', async () => {
  const { totalHits, match, correction, marks } = await rankMeant(generation, asking('nato trops'));
  expect(correction).toEqual({
    kind: 'applied',
    text: 'nato troops',
    words: [{ from: 'trops', to: 'troops' }],
  });
  expect({ totalHits, match }).toEqual({ totalHits: 2, match: 'any' });
  expect(marks.terms.map(({ term }) => term)).toEqual(['nato', 'troops']);
});

test('nothing is corrected to what finds nothing, unless that is for a filter', async () => {
  // Both parts are words of the folder, which stand together nowhere.
  const without = await rankMeant(generation, asking('alliamce-trops'));
  expect(without).toMatchObject({ totalHits: 0, correction: null });
  const filtered = await rankMeant(generation, asking('trops lang:de'));
  expect(filtered).toMatchObject({ totalHits: 0, correction: { text: 'troops lang:de' } });
});

test('verbatim undoes it', async () => {
  const { totalHits, correction } = await rankMeant(generation, asking('trops', { verbatim: true }));
  expect({ totalHits, correction }).toEqual({ totalHits: 0, correction: null });
});

test('a typo that the text has too is found as it is, and the frequent word offered', async () => {
  const ranking = await rankMeant(generation, asking('seerch'));
  expect(ranking.totalHits).toBe(1);
  expect(ranking.correction).toEqual({ kind: 'offered', text: 'search', words: [{ from: 'seerch', to: 'search' }] });
  expect(alternative(segments, parseQuery('elephant'))).toBeNull();
});

test.each([
  ['troops/nato', 'troops nato'],
  ['troops::nato', 'troops nato'],
  ['troops:"nato', null],
  ['alliance[troops]', 'alliance troops'],
  ['the houseCat', 'the house Cat'],
  ['list<toString>', 'list toString'],
  ['python v3.11', 'python 3.11'],
  ['elephant++', 'elephant'],
  ['nato .troops', 'nato troops'],
  ['C#', null],
  ['trunk-elephant house/cat', null],
  ['troops/qqqq', null],
  ['"troops/nato"', null],
  ['troops -nato/qqqq', null],
])('of a name that stands nowhere its words are offered, if they stand together: %s', async (typed, expected) => {
  const { correction } = await rankMeant(generation, asking(typed));
  expect(correction?.text ?? null).toBe(expected);
});

test.each([
  ['call -toString', 'call toString'],
  ['-call toString', 'call toString'],
  ['nato OR (call -toString)', 'nato OR (call toString)'],
  ['call -toString -nato list', 'call toString -nato list'],
  ['elephant -"house"', null],
  ['elephant -"house', null],
  ['house -elephant', null],
  ['elephant NOT house', null],
  ['troops -left', null],
])(
  'what a hyphen leaves out is offered as a word, if it stands beside its neighbour somewhere: %s',
  async (typed, expected) => {
    const { correction } = await rankMeant(generation, asking(typed));
    expect(correction?.text ?? null).toBe(expected);
  },
);

test('where there is no time to tell whether another query finds more, none is offered', async () => {
  let searches = 0;
  const stop = {
    throwIfAborted: (): void => {
      if (searches++ > 0) throw new SearchUnavailable('too long');
    },
  };
  expect(await rankMeant(generation, asking('seerch'), stop)).toMatchObject({ totalHits: 1, correction: null });
});

test('nothing is offered that finds no more', async () => {
  const { correction } = await rankMeant(generation, asking('seerch title:nothing', { match: 'all' }));
  expect(correction).toBeNull();
});

test('queries of known words are answered as ever, and whatever is typed is answered', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(randomQuery, fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ unit: 'grapheme' })),
      async (text) => {
        const request = asking(text);
        const { correction, ...ranking } = await rankMeant(generation, request);
        if (correction?.kind === 'applied') {
          expect(correction.text.length).toBeLessThanOrEqual(MAX_QUERY_LENGTH);
          expect(correction.words.length).toBeGreaterThan(0);
        } else {
          expect(ranking).toEqual(await rank(generation, request));
        }
      },
    ),
  );
});
