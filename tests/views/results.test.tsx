/** What stands around the hits: groups, facets, dates, the reading of the query, corrections, reasons, and pages of one generation. */
import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/index/query.js';
import { MAX_FACET_VALUES } from '../../src/index/search/collect/collect.js';
import type { Copy, FacetCount, FacetName, Filter, Reason } from '../../src/index/search-types.js';
import { stringsOf } from '../../views/language.js';
import { fragment } from '../../views/layout.js';
import { reading } from '../../views/reading.js';
import { Results } from '../../views/search.js';
import { answer, document, HOSTILE, hit, paragraph, question, searchProps } from './data.js';
import { elements, hrefs, named, textOf } from './html.js';

const DAY = 86_400_000;
const render = (overrides: Parameters<typeof searchProps>[0]): string =>
  fragment(<Results {...searchProps(overrides)} />);
const words = (html: string): string => textOf(html).replace(/\s+/g, ' ');
const facets = (counts: Partial<Record<FacetName, FacetCount[]>>): ReadonlyMap<FacetName, FacetCount[]> =>
  new Map(Object.entries(counts) as [FacetName, FacetCount[]][]);

describe('the title of hits of one document that follow one another', () => {
  const marks = [{ start: 2, end: 7 }];
  const titles = (second: Parameters<typeof hit>[0]) =>
    named(render({ answer: answer('title', [hit({ titleHighlights: marks, highlights: marks }), hit(second)]) }), 'h2')
      .filter(({ text }) => text === 'A title')
      .map(({ attributes }) => attributes.class);

  test('is said to the eye once', () => {
    expect(titles({ titleHighlights: marks, highlights: marks })).toEqual(['source', 'unseen']);
  });

  test('is said again where nothing else tells why one is a hit', () => {
    expect(titles({ titleHighlights: marks })).toEqual(['source', 'source']);
    const paragraphBelow = paragraph({ headings: ['Titles'] });
    expect(titles({ titleHighlights: marks, paragraph: paragraphBelow, headingHighlights: [marks] })).toEqual([
      'source',
      'unseen',
    ]);
  });
});

describe('copies', () => {
  const copy = (id: string): Copy => ({ document: document({ id, path: `${id}/notes.md` }), ordinal: 2 });
  const copied = (...ids: string[]): string =>
    render({
      answer: answer('nato', [hit({ copies: ids.map(copy) }), hit()], { totalHits: 99, unlisted: ids.length }),
    });

  test('of a hit are named below it, and lead there', () => {
    const html = copied('b', 'c');
    expect(words(html)).toContain('The same in b/notes.md, c/notes.md');
    expect(hrefs(html)).toEqual(expect.arrayContaining(['/doc/b?q=nato#p2', '/doc/c?q=nato#p2']));
    expect(named(html, 'p').filter(({ attributes }) => attributes.class === 'copies')).toHaveLength(1);
  });

  test('are no way to open the hit by a key: public/keys.js takes its first link without a tabindex', () => {
    const copies = named(copied('b', 'c'), 'a').filter(({ attributes }) => /^\/doc\/[bc]/.test(attributes.href ?? ''));
    expect(copies.map(({ attributes }) => attributes.tabindex)).toEqual(['0', '0']);
  });

  test('are six at most; the others are reached by document', () => {
    const html = copied('b', 'c', 'd', 'e', 'f', 'g', 'h', 'i');
    expect(words(html)).toContain(
      'The same in b/notes.md, c/notes.md, d/notes.md, e/notes.md, f/notes.md, g/notes.md, 2 more documents',
    );
    expect(hrefs(html)).toContain('/?q=nato&group=document');
  });

  test('are hits, but nothing that pages count', () => {
    const html = render({ answer: answer('nato', [hit({ copies: [copy('b')] })], { totalHits: 65, unlisted: 25 }) });
    expect(words(html)).toContain('65 paragraphs in 1 document · 25 of them shown as copies');
    // The line has no room for more: it would be two while copies are found, and one while none are.
    expect(words(html)).not.toContain('for all keys');
    expect(hrefs(html)).toContain('/?q=nato&page=2&generation=3');
    expect(hrefs(html).filter((href) => href.includes('page=3'))).toEqual([]);
    expect(words(render({ answer: answer('nato', [hit()], { unlisted: 0 }) }))).not.toContain('the same text');
  });

  test.each(HOSTILE)('are named by their paths alone: %s', (path) => {
    const hostile = { document: document({ id: 'b', path }), ordinal: 2 };
    const html = render({ answer: answer('nato', [hit({ copies: [hostile] })]) });
    expect(named(html, 'p').find(({ attributes }) => attributes.class === 'copies')?.text).toContain(path);
    expect(elements(html).map(({ name }) => name)).not.toContain('script');
  });
});

describe('documents', () => {
  const group = (id: string, totalHits: number) => {
    const own = document({ id, title: `Of ${id}`, path: `${id}.md` });
    const hits = [1, 4].map((ordinal) =>
      hit({ document: own, paragraph: paragraph({ ordinal, text: `${id} ${ordinal}` }) }),
    );
    return { document: own, titleHighlights: [{ start: 0, end: 2 }], hits, totalHits };
  };

  test('stand with their best passages below them, and a way to all of them', () => {
    const asked = question({ group: true, sort: 'newest', filters: [{ name: 'type', value: 'md' }] });
    const html = render({
      question: asked,
      answer: answer('nato', [], { groups: [group('a', 14), group('b', 2)], totalHits: 16, totalDocuments: 2 }),
    });
    expect(named(html, 'h2').map(({ text }) => text)).toEqual(expect.arrayContaining(['Of a', 'Of b']));
    expect(named(html, 'p').filter(({ attributes }) => attributes.class?.startsWith('passage'))).toHaveLength(4);
    expect(words(html)).toContain('12 more in this document');
    // All of them: paragraphs again, of this document alone, in the same order and with the same filters.
    expect(hrefs(html)).toContain('/?q=nato&type=md&document=a&sort=newest');
    expect(hrefs(html).filter((href) => href.includes('document=b'))).toEqual([]);
    expect(hrefs(html)).toContain('/doc/a?q=nato&type=md&sort=newest&group=document#p4');
  });

  test.each(['*', 'type:md', '* -ships'])('are leafed through by their first paragraphs alone: %s', (q) => {
    const html = render({
      question: question({ q, group: true }),
      answer: answer(q, [], { groups: [group('a', 14), group('b', 2)], totalHits: 16, totalDocuments: 2 }),
    });
    const passages = named(html, 'p').filter(({ attributes }) => attributes.class?.startsWith('passage'));
    expect(passages.map(({ text }) => text)).toEqual(['a 1', 'b 1']);
    expect(words(html)).not.toContain('more in this document');
  });

  test('are what pages count', () => {
    const html = render({
      question: question({ group: true, hitsPerPage: 10 }),
      answer: answer('nato', [], { groups: [group('a', 300)], totalHits: 300, totalDocuments: 25 }),
    });
    expect(hrefs(html)).toContain('/?q=nato&group=document&hitsPerPage=10&page=3&generation=3');
    expect(hrefs(html).filter((href) => href.includes('page=4'))).toEqual([]);
  });

  test('a document that the list is narrowed to is called by its title', () => {
    const filters = [{ name: 'document', value: 'd1' }] as const;
    const html = render({ question: question({ filters }), answer: answer('nato', [hit()]) });
    expect(words(html)).toContain('document: A title');
    expect(hrefs(html)).toContain('/?q=nato');
  });
});

describe('facets', () => {
  test.each([
    ['hits', answer('nato', [hit()]), [], true],
    ['nothing', answer('nato', []), [], false],
    [
      'nothing, but by what can be undone',
      answer('nato', [], { facets: facets({ type: [{ value: 'txt', hits: 3 }] }) }),
      [{ name: 'type', value: 'md' }],
      true,
    ],
    ['nothing in a span of time', answer('nato', []), [{ name: 'after', value: '2021' }], true],
    ['nothing anywhere', answer('nato', []), [{ name: 'type', value: 'md' }], false],
  ] as const)(
    'stand beside %s only where there is a choice, and so does the link to them',
    (_, found, filters, isOffered) => {
      const html = render({ question: question({ filters }), answer: found });
      expect(hrefs(html).includes('#narrow')).toBe(isOffered);
      expect(named(html, 'aside').map(({ text }) => text !== '')).toEqual(isOffered ? [true] : []);
    },
  );

  test('a folder that lies deep is told by the ends of its path', () => {
    const deep = Array.from({ length: 9 }, (_, i) => `folder number ${i + 1}`).join('/');
    const folder = [deep, 'a/b/c/d/e/f'].map((value) => ({ value, hits: 1 }));
    const html = render({ answer: answer('nato', [hit()], { totalHits: 3, facets: facets({ folder }) }) });
    expect(words(html)).toContain('folder number 1/…/folder number 8/folder number 9');
    expect(words(html)).toContain('a/b/c/d/e/f');
    expect(hrefs(html)).toContain(`/?q=nato&folder=${new URLSearchParams({ x: deep }).toString().slice(2)}`);
  });

  const type = [
    { value: 'md', hits: 1200 },
    { value: 'txt', hits: 1 },
  ];

  test('each value adds itself beside the others, and takes itself away', () => {
    const filters = [
      { name: 'type', value: 'md' },
      { name: 'tag', value: 'a b' },
    ] as const;
    const tag = [
      { value: 'a b', hits: 3 },
      { value: 'c&d', hits: 2 },
    ];
    const html = render({
      question: question({ filters }),
      answer: answer('nato', [hit()], { facets: facets({ type, tag }) }),
    });
    const links = new Map(
      named(html, 'a').map(({ text, attributes }) => [text.trim().replace(/\s+/g, ' '), attributes]),
    );
    expect(links.get('Text 1 paragraph')?.href).toBe('/?q=nato&type=md&tag=a+b&type=txt');
    expect(links.get('c&d 2 paragraphs')?.href).toBe('/?q=nato&type=md&tag=a+b&tag=c%26d');
    expect(links.get('Markdown 1,200 paragraphs')).toMatchObject({ href: '/?q=nato&tag=a+b', 'aria-current': 'true' });
    expect(links.get('a b 3 paragraphs')).toMatchObject({ href: '/?q=nato&type=md', 'aria-current': 'true' });
  });

  test('choosing one begins on the first page', () => {
    const asked = question({ page: 3, generation: 3 });
    const html = render({
      question: asked,
      answer: answer('nato', [hit()], { facets: facets({ type }), totalHits: 99 }),
    });
    expect(hrefs(html)).toContain('/?q=nato&type=txt');
    expect(hrefs(html)).toContain('/?q=nato&sort=path');
    expect(hrefs(html)).toContain('/?q=nato&group=document');
  });

  test('one value that all hits have is no choice, many are folded', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ value: `author ${index}`, hits: 9 - index }));
    const one = [{ value: 'md', hits: 3 }];
    const counted = facets({ type: one, author: many, tag: [{ value: 'x', hits: 2 }] });
    const html = render({ answer: answer('nato', [hit()], { totalHits: 3, facets: counted }) });
    const headings = named(html, 'h2').map(({ text }) => text);
    expect(headings).toContain('Author');
    expect(headings).not.toContain('Type');
    // One of three hits is without the tag.
    expect(headings).toContain('Tag');
    expect(named(html, 'summary').map(({ text }) => text)).toEqual(['3 more']);
    // A fold with one value in it takes the room of the value.
    const seven = render({
      answer: answer('nato', [hit()], { totalHits: 3, facets: facets({ author: many.slice(0, 7) }) }),
    });
    expect(named(seven, 'summary')).toEqual([]);
    expect(textOf(seven)).toContain('author 6');
  });

  test('a folder that has all its hits in another is no choice of its own, unless it is chosen', () => {
    const folder = ['src', 'src/main', 'src/main/java', 'src-old'].map((value) => ({ value, hits: 2 }));
    const counted = answer('nato', [hit()], { totalHits: 4, facets: facets({ folder }) });
    const shown = (filters: readonly Filter[]): string[] =>
      hrefs(render({ question: question({ filters }), answer: counted })).filter((href) => /folder=[^&]*$/.test(href));
    expect(shown([])).toEqual(['/?q=nato&folder=src%2Fmain%2Fjava', '/?q=nato&folder=src-old']);
    expect(shown([{ name: 'folder', value: 'src' }])).toContain('/?q=nato&folder=src&folder=src%2Fmain%2Fjava');
    const one = answer('nato', [hit()], { totalHits: 2, facets: facets({ folder: folder.slice(0, 3) }) });
    expect(textOf(render({ answer: one }))).not.toContain('Folder');
  });

  test('what is chosen is not folded away, and a facet without values has no heading', () => {
    const author = Array.from({ length: 9 }, (_, index) => ({ value: `author ${index}`, hits: 9 - index }));
    const filters = [
      { name: 'author', value: 'author 8' },
      { name: 'tag', value: 'none' },
    ] as const;
    const html = render({
      question: question({ filters }),
      answer: answer('nato', [hit()], { facets: facets({ author }) }),
    });
    const seen = html.slice(0, html.indexOf('<details id="more-author"'));
    expect(named(seen, 'a').map(({ attributes }) => attributes.id)).toContain('by-author-author%208');
    expect(named(html, 'summary').map(({ text }) => text)).toEqual(['2 more']);
    expect(named(html, 'h2').map(({ text }) => text)).not.toContain('Tag');
  });

  test('where not all values are counted, more of them are not all', () => {
    const tag = Array.from({ length: MAX_FACET_VALUES }, (_, index) => ({ value: `tag ${index}`, hits: 1 }));
    const html = render({ answer: answer('nato', [hit()], { facets: facets({ tag }) }) });
    expect(named(html, 'summary').map(({ text }) => text)).toEqual(['The next 94']);
  });

  test('a folder breaks into lines after its slashes', () => {
    const folder = [{ value: 'notes/2021', hits: 2 }];
    const html = render({ answer: answer('nato', [hit()], { totalHits: 3, facets: facets({ folder }) }) });
    expect(words(html)).toContain('notes/2021');
    expect(html).toContain('notes/<wbr>2021');
  });

  test('languages and types have their names, whatever a document calls them', () => {
    const language = [
      { value: 'de', hits: 2 },
      { value: 'x<y', hits: 1 },
      { value: '__proto__', hits: 1 },
    ];
    const html = render({ answer: answer('nato', [hit()], { facets: facets({ language }) }) });
    for (const name of ['German', 'x<y', '__proto__']) expect(words(html)).toContain(`${name} `);
  });

  test.each(HOSTILE)('%s is text as a value, and its link leads here', (hostile) => {
    const tag = [
      { value: hostile, hits: 2 },
      { value: 'x', hits: 1 },
    ];
    const html = render({ answer: answer('nato', [hit()], { facets: facets({ tag }) }) });
    const link = named(html, 'a').find(({ attributes }) => attributes.id?.startsWith('by-tag'));
    expect(link?.text).toContain(hostile);
    expect(new URL(link?.attributes.href ?? '', 'http://x').searchParams.get('tag')).toBe(hostile);
    expect(elements(html).some(({ attributes }) => 'hx-get' in attributes)).toBe(false);
  });
});

describe('dates', () => {
  const january = Date.UTC(2021, 0, 1);
  const histogram = {
    unit: 'month',
    buckets: [
      { start: january, end: january + 31 * DAY, hits: 10 },
      { start: january + 31 * DAY, end: january + 59 * DAY, hits: 0 },
      { start: january + 59 * DAY, end: january + 90 * DAY, hits: 1 },
    ],
  } as const;

  test.each([
    [0, [], false],
    [1, [], false],
    [2, [], true],
    [0, [{ name: 'after', value: '2021' }], true],
  ] as const)('of %i documents, with the filters %j, can be narrowed: %j', (totalDocuments, filters, offers) => {
    const found = answer('nato', totalDocuments > 0 ? [hit()] : [], { totalDocuments });
    const html = render({ question: question({ filters }), answer: found });
    expect(named(html, 'input').some(({ attributes }) => attributes.type === 'date')).toBe(offers);
  });

  test('each bar says its span and its hits, and leads to it in place of another span', () => {
    const filters = [
      { name: 'after', value: '2020' },
      { name: 'type', value: 'md' },
    ] as const;
    const html = render({ question: question({ filters }), answer: answer('nato', [hit()], { histogram }) });
    const bars = named(html, 'a').filter(({ attributes }) => attributes.id?.startsWith('time-'));
    expect(bars.map(({ attributes }) => [attributes['aria-label'], attributes.href])).toEqual([
      ['Jan 2021: 10 paragraphs', '/?q=nato&type=md&after=2021-01-01&before=2021-02-01'],
      ['Mar 2021: 1 paragraph', '/?q=nato&type=md&after=2021-03-01&before=2021-04-01'],
    ]);
    const heights = named(html, 'rect').filter(({ attributes }) => attributes.class === 'bar');
    expect(heights.map(({ attributes }) => Number(attributes.height))).toEqual([40, 4]);
  });

  test('the form shows the span and keeps the rest of the question', () => {
    const filters = [
      { name: 'after', value: '2021' },
      { name: 'before', value: '2021-10' },
      { name: 'tag', value: 't' },
    ] as const;
    const asked = question({ filters, sort: 'path', group: true, page: 2 });
    const html = render({ question: asked, answer: answer('nato', [hit()]) });
    const fields = named(html, 'input').map(({ attributes }) => `${attributes.name}=${attributes.value}`);
    expect(fields).toEqual(['q=nato', 'tag=t', 'sort=path', 'group=document', 'after=2021-01-01', 'before=2021-10-01']);
  });
});

describe('the reading of a query', () => {
  const en = stringsOf('en');
  test.each([
    ['nato troops', null],
    ['"nato troops" -russia', '“nato troops” side by side · without “russia”'],
    ['"nato troops"~1 moon', '“nato troops” with at most 1 word between and “moon”'],
    ['nato OR otan', '“nato” or “otan”'],
    ['nato AND (otan OR seato) -moon', '“nato” and (“otan” or “seato”) · without “moon”'],
    ['(nato OR otan) moon -(sun OR star)', '(“nato” or “otan”) and “moon” · without (“sun” or “star”)'],
    ['title:nato type:md', '“nato” in the title · type: Markdown'],
    ['afghan* natoo~', 'words that begin with “afghan” and words like “natoo”'],
    ['*', 'every paragraph'],
    ['getUserName state-of-the-art', null],
    ['getUserName OR otan', '“getUserName” or “otan”'],
    ['nato -e-mail', '“nato” · without “e-mail”'],
    ['title:e-mail', '“e-mail” in the title'],
    ['* lang:de', 'every paragraph · language: German'],
  ])('%s', (q, read) => {
    expect(reading(parseQuery(q), false, en)).toBe(read);
  });
});

describe('a correction', () => {
  const words = [{ from: 'natoo', to: 'nato' }];

  test('that was applied says so, and leads back to what was typed', () => {
    const correction = { kind: 'applied', text: 'nato troops', words } as const;
    const html = render({
      question: question({ q: 'natoo troops', filters: [{ name: 'type', value: 'md' }] }),
      answer: answer('nato troops', [hit()], { correction }),
    });
    expect(textOf(html).replace(/\s+/g, ' ')).toContain(
      'Showing results for nato troops. Search instead for natoo troops',
    );
    expect(hrefs(html)).toContain('/?q=natoo+troops&type=md&verbatim=true');
    // The reader marks what was searched, and leads back to it.
    expect(hrefs(html)).toContain('/doc/d1?q=nato+troops&type=md#p3');
  });

  test('that is offered is one click away', () => {
    const correction = { kind: 'offered', text: 'nato', words } as const;
    const html = render({ question: question({ q: 'natoo' }), answer: answer('natoo', [], { correction }) });
    expect(textOf(html)).toContain('Did you mean nato');
    expect(hrefs(html)).toContain('/?q=nato');
  });
});

test('hits in the order of dates say the date they are ordered by', () => {
  const own = document({ metadata: new Map([['date', ['2021-10-01']]]), modifiedAt: DAY });
  const other = document({ id: 'd2', path: 'b.txt', modifiedAt: DAY });
  const found = answer('nato', [hit({ document: own }), hit({ document: own }), hit({ document: other })]);
  const html = render({ question: question({ sort: 'newest' }), answer: found });
  expect(words(html)).toContain('Oct 1, 2021 · a.txt');
  expect(words(html)).toContain('Jan 2, 1970 · b.txt');
  expect(words(html).match(/Oct 1/g)).toHaveLength(1);
  expect(words(render({ answer: found }))).not.toContain('Oct 1');
});

test('reasons are said in words, with their worth', () => {
  const reasons: Reason[] = [
    { type: 'word', text: 'nato', counts: { body: 3, heading: 0, title: 1, above: 2 }, rarity: 6.25, score: 4.317 },
    { type: 'near', text: 'nato troops', distance: 2, score: 0.5 },
    { type: 'exact', text: 'nato', score: 0.25 },
    { type: 'related', texts: ['alliance', 'army'], score: 0.1 },
  ];
  const html = render({
    question: question({ explain: true }),
    answer: answer('nato', [hit({ score: 5.167, reasons })]),
  });
  for (const part of [
    'Why it stands here: 5.17',
    '“nato” 3 times in the paragraph, once in the title, twice further up; rarity 6.25 4.32',
    '“nato troops” near each other, 2 words apart 0.5',
    '“nato” exactly as it was typed 0.25',
    'words that the best hits share: alliance, army 0.1',
  ]) {
    expect(words(html)).toContain(part);
  }
  const plain = render({ answer: answer('nato', [hit(), hit()]) });
  expect(words(plain)).not.toContain('Why it stands here');
  expect(hrefs(plain)).toContain('/?q=nato&explain=true');
});

describe('a page of another generation than the one before it', () => {
  const shown = answer('nato', [hit()], { totalHits: 99, generation: 8, offset: 20 });

  test('says so, and leads to the first page of the new list', () => {
    const html = render({ question: question({ page: 2, generation: 7 }), answer: shown });
    expect(words(html)).toContain('The documents have changed since the page before');
    const notice = named(html, 'a').find(({ text }) => text.startsWith('Begin again'));
    expect(notice?.attributes.href).toBe('/?q=nato');
    // The pages from here on are of the new list.
    expect(hrefs(html)).toContain('/?q=nato&page=3&generation=8');
  });

  test('and nothing where it is the same, or where nobody knows', () => {
    for (const generation of [8, null]) {
      const html = render({ question: question({ page: 2, generation }), answer: shown });
      expect(words(html)).not.toContain('since the page before');
    }
  });
});

test('the list can be taken along as it is, all pages of it', () => {
  const asked = question({
    filters: [{ name: 'tag', value: 't' }],
    sort: 'newest',
    page: 4,
    group: true,
    explain: true,
  });
  const html = render({ question: asked, answer: answer('nato', [hit()]) });
  expect(hrefs(html)).toEqual(
    expect.arrayContaining([
      '/export?q=nato&tag=t&sort=newest&format=csv',
      '/export?q=nato&tag=t&sort=newest&format=jsonl',
      '/export?q=nato&tag=t&sort=newest&format=md',
      '/feed?q=nato&tag=t',
    ]),
  );
});
