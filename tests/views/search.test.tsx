/** The search page in each of its states. */
import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/index/query.js';
import type { Filter } from '../../src/index/search-types.js';
import { FORMATS } from '../../src/index/types.js';
import { LANGUAGE_TAGS, stringsOf } from '../../views/language.js';
import { page } from '../../views/layout.js';
import { searchHref } from '../../views/links.js';
import { Results, SearchPage } from '../../views/search.js';
import { waysFrom } from '../../views/ways.js';
import { answer, document, HOSTILE, hit, IDLE, paragraph, question, STATS, searchProps } from './data.js';
import { elements, hrefs, named, textOf } from './html.js';

const render = (overrides: Parameters<typeof searchProps>[0]): string =>
  page(<SearchPage {...searchProps(overrides)} />);
const fragment = (overrides: Parameters<typeof searchProps>[0]): string =>
  String(<Results {...searchProps(overrides)} />);

describe('hits', () => {
  test.each([
    ['pdf', [12, 12], 'page 12'],
    ['pdf', [12, 13], 'pages 12–13'],
    ['txt', [12, 12], 'line 12'],
    ['epub', [1, 1], null],
    ['pptx', [4, 4], 'slide 4'],
  ] as const)('a hit of a %s at %j stands at %s', (format, lines, place) => {
    const html = fragment({
      answer: answer('x', [hit({ document: document({ format }), paragraph: paragraph({ lines }) })]),
    });
    expect(named(html, 'span').find(({ attributes }) => attributes.class === 'lines')?.text ?? null).toBe(place);
  });

  test('a hit shows its title, place, lines, path, headings and marked words', () => {
    const shown = hit({
      document: document({ title: 'On NATO', path: 'news/a.txt' }),
      titleHighlights: [{ start: 3, end: 7 }],
      paragraph: paragraph({ headings: ['Part', 'Chapter'], text: 'NATO troops', lines: [5, 7] }),
      snippet: { text: 'NATO troops', highlights: [{ start: 0, end: 4 }] },
    });
    const html = fragment({ answer: answer('nato', [shown]) });
    expect(named(html, 'mark').map((mark) => mark.text)).toEqual(['NATO', 'NATO']);
    expect(hrefs(html)).toContain('/doc/d1?q=nato#p3');
    for (const words of [
      'news/a.txt › Part › Chapter',
      '¶ 3 of 9',
      'lines 5–7',
      '1 paragraph in 1 document',
      '1.2 ms',
    ]) {
      expect(textOf(html).replace(/\s+/g, ' ')).toContain(words);
    }
    // Signs are for the eye alone: the names are words of their own without them.
    const heard = html.replace(/<span[^>]* aria-hidden="true">[^<]*<\/span>/g, '');
    expect(textOf(heard).replace(/\s+/g, ' ')).toContain('news/a.txt Part Chapter');
  });

  test('paragraphs of one document in a row keep their headings for screen readers and one link each in the tab order', () => {
    const html = fragment({ answer: answer('nato', [hit(), hit({ paragraph: paragraph({ ordinal: 4 }) })]) });
    const list = named(html.replace(/<aside.*<\/aside>/s, ''), 'h2');
    expect(list.map(({ text }) => text)).toEqual(['A title', 'A title']);
    const reachable = named(html, 'a').filter(
      ({ attributes }) => attributes.href?.startsWith('/doc/d1?') && attributes.tabindex !== '-1',
    );
    expect(reachable.map(({ attributes }) => attributes.href)).toEqual(['/doc/d1?q=nato#p3', '/doc/d1?q=nato#p4']);
    // What is like a hit has a stop of its own, which the keys that go from hit to hit pass over.
    const like = named(html, 'a').filter(({ attributes }) => attributes.href?.includes('/similar'));
    expect(like.map(({ attributes }) => [attributes.href, attributes.tabindex])).toEqual([
      ['/doc/d1/similar?p=3', '0'],
      ['/doc/d1/similar?p=4', '0'],
    ]);
  });

  test('says where the partial hits begin, and numbers on through them', () => {
    const hits = [hit(), hit({ matchedAll: false, document: document({ id: 'd2' }) })];
    const html = fragment({ answer: answer('nato troops', hits, { match: 'any', offset: 20 }) });
    expect(textOf(html)).toContain('No more paragraphs have all the words; these have some of them.');
    expect(named(html, 'ol').map(({ attributes }) => attributes.start)).toEqual(['21', '22']);
  });

  test('says how many have all the words, which is what a filter told that was chosen', () => {
    const tally = (fullHits: number, filters: Filter[], unlisted = 0): string =>
      textOf(
        fragment({
          question: question({ q: 'nato troops', filters }),
          answer: answer('nato troops', [hit()], { match: 'any', totalHits: 131, fullHits, unlisted }),
        }),
      );
    const chosen: Filter[] = [{ name: 'type', value: 'md' }];
    expect(tally(17, chosen)).toContain('131 paragraphs in 1 document · 17 with all words');
    // Copies are told of all, not of these.
    expect(tally(17, chosen, 5)).toContain('1 document · 5 of them shown as copies · 17 with all words');
    expect(tally(0, chosen)).not.toContain('with all words');
    expect(tally(17, [])).not.toContain('with all words');
  });

  test('says so where no paragraph has all the words, and nothing where any was asked for', () => {
    const hits = [hit({ matchedAll: false })];
    const auto = fragment({ answer: answer('nato troops', hits, { match: 'any' }) });
    expect(textOf(auto)).toContain('No paragraph has all the words');
    // Who listens hears it with the count.
    const heard = elements(auto).filter(({ attributes }) => 'data-announce' in attributes);
    expect(heard.map(({ text }) => text)).toEqual([
      '1 paragraph in 1 document',
      'No paragraph has all the words; these have some of them.',
    ]);
    const any = fragment({
      question: question({ match: 'any' }),
      answer: answer('nato troops', hits, { match: 'any' }),
    });
    expect(textOf(any)).not.toContain('all the words;');
  });

  test('a table stands in its columns, and as its lines where what was cut out of it has none', () => {
    const shown = (text: string): string => {
      const highlights = [{ start: text.indexOf('NATO'), end: text.indexOf('NATO') + 4 }];
      return fragment({
        answer: answer('nato', [hit({ paragraph: paragraph({ kind: 'table', text }), snippet: { text, highlights } })]),
      });
    };
    const whole = shown('who | what\nNATO | troops');
    expect(named(whole, 'td').map(({ text }) => text)).toEqual(['who', 'what', 'NATO', 'troops']);
    expect(named(whole, 'mark').map(({ text }) => text)).toEqual(['NATO']);
    const cut = shown('…what\nNATO | troops');
    expect(named(cut, 'pre').map(({ text }) => text)).toEqual(['…what\nNATO | troops']);
    expect(named(cut, 'mark').map(({ text }) => text)).toEqual(['NATO']);
  });

  test('notes are shown, with names as code', () => {
    const html = fragment({ answer: answer('x', [hit()], { notes: ['`foo` is not a field.'] }) });
    expect(named(html, 'code').map(({ text }) => text)).toEqual(['foo']);
  });

  test.each(HOSTILE)('%s is text wherever it stands', (hostile) => {
    const shown = hit({
      document: document({ title: hostile, path: hostile, id: hostile }),
      paragraph: paragraph({ text: hostile, headings: [hostile] }),
      snippet: { text: hostile, highlights: [{ start: 0, end: 3 }] },
      titleHighlights: [{ start: 0, end: 2 }],
    });
    const html = render({
      question: question({ q: hostile, filters: [{ name: 'path', value: hostile }] }),
      answer: answer('x', [shown], { notes: [hostile] }),
    });
    const clean = render({
      question: question({ q: 'x', filters: [{ name: 'path', value: 'x' }] }),
      answer: answer('x', [{ ...shown, paragraph: paragraph({ headings: ['x'] }) }], { notes: ['x'] }),
    });
    const names = (markup: string): Set<string> => new Set(elements(markup).map(({ name }) => name));
    expect(names(html)).toEqual(names(clean));
    expect(elements(html).flatMap(({ attributes }) => Object.keys(attributes))).not.toContain('onerror');
    for (const href of hrefs(html)) expect(href).toMatch(/^(\/|#)/);
    // Nothing of a document may act as htmx.
    const live = elements(html).filter(({ attributes }) => 'hx-get' in attributes);
    expect(live.map(({ attributes }) => attributes.id)).toEqual(['search']);
  });
});

describe('the address', () => {
  test('pager and chips keep the words and the filters', () => {
    const asked = question({
      q: 'a b',
      page: 2,
      filters: [{ name: 'type', value: 'md' }],
      match: 'any',
      hitsPerPage: 10,
    });
    const html = render({ question: asked, answer: answer('a b', [hit()], { totalHits: 35, offset: 10 }) });
    expect(hrefs(html)).toContain('/?q=a+b&type=md&match=any&hitsPerPage=10&page=3&generation=3');
    expect(hrefs(html)).toContain('/?q=a+b&match=any&hitsPerPage=10');
    expect(named(html, 'a').find(({ text }) => text === 'Remove all')?.attributes.href).toBe('/?q=a+b&hitsPerPage=10');
    const current = named(html, 'a').filter(({ attributes }) => attributes['aria-current'] === 'page');
    expect(current.map(({ text }) => text)).toEqual(['2']);
  });

  test.each([
    [499, 20_000, false],
    [500, 20_000, true],
    [500, 10_000, false],
    [3, 41, false],
  ])('page %i of %i hits says that others are not listed: %j', (page, totalHits, says) => {
    const html = fragment({ question: question({ page }), answer: answer('nato', [hit()], { totalHits }) });
    expect(textOf(html).includes('Only the first 10,000 are listed.')).toBe(says);
    expect(hrefs(html).some((href) => href.includes('page=501'))).toBe(false);
  });

  test('what is taken away alone is not offered twice', () => {
    const asked = question({ filters: [{ name: 'tag', value: 'x' }] });
    expect(textOf(render({ question: asked, answer: answer('nato', []) }))).not.toContain('Remove all');
  });

  test('every page leads to the ways to ask', () => {
    const [way] = hrefs(render({ answer: answer('nato', []) })).filter((href) => href.startsWith('/#'));
    expect(elements(render({ samples: ['nato'] })).map(({ attributes }) => `/#${attributes.id}`)).toContain(way);
  });

  test('every page leads to every document, where there is one', () => {
    const all = '/?q=*&group=document';
    expect(named(render({}), 'a').find(({ attributes }) => attributes.href === all)?.text).toBe(
      '1,234 paragraphs in 2 documents',
    );
    // While the first documents come in, the foot of the page stays as it was loaded.
    const empty = render({ stats: { ...STATS, paragraphs: 0, documents: 0 } });
    expect(hrefs(empty)).not.toContain(all);
    expect(textOf(empty)).not.toContain('0 paragraphs');
  });

  test('the form keeps filters, match and page size, and never the page', () => {
    const asked = question({ page: 2, filters: [{ name: 'tag', value: 'x' }], match: 'all', hitsPerPage: 50 });
    const html = render({ question: asked, answer: answer('nato', [hit()]) });
    const form = /<form id="search".*?<\/form>/s.exec(html)?.[0] ?? '';
    const fields = named(form, 'input').map(({ attributes }) => `${attributes.name}=${attributes.value}`);
    expect(fields).toEqual(['q=nato', 'tag=x', 'match=all', 'hitsPerPage=50']);
  });
});

test.each([
  ['nato', 1, 'nato – letters – Pilcrow'],
  ['nato', 3, 'nato – Page 3 – letters – Pilcrow'],
  ['', 2, 'Page 2 – letters – Pilcrow'],
])('the title of “%s”, page %i, tells it from the others; the feed is of all pages', (q, number, title) => {
  const props = { question: question({ q, page: number }), answer: answer('nato', [hit()]) };
  for (const html of [render(props), fragment(props)])
    expect(named(html, 'title').map(({ text }) => text)).toEqual([title]);
  const feeds = elements(render(props)).filter(({ attributes }) => attributes.rel === 'alternate');
  expect(feeds.map(({ attributes }) => attributes.title)).toEqual(q === '' ? [] : ['nato – letters – Pilcrow']);
});

describe('without hits', () => {
  test('an empty query says what there is and offers searches', () => {
    const html = render({ question: question({ q: ' ' }), samples: ['Afghanistan', 'Russia Advises'] });
    expect(named(html, 'h1')[0]?.text).toBe('Search 1,234 paragraphs in 2 documents.');
    expect(hrefs(html)).toEqual(expect.arrayContaining(['/?q=Afghanistan', '/?q=%22russia+advises%22', '/?q=afghan*']));
  });

  test('an empty folder says how to begin', () => {
    const html = render({ question: question({ q: '' }), stats: { ...STATS, documents: 0, paragraphs: 0 } });
    expect(textOf(html)).toContain(
      'Put text, Markdown, HTML, PDF, Word, PowerPoint, OpenDocument or EPUB files into the folder.',
    );
    expect(hrefs(html).filter((href) => href.includes('q='))).toEqual([]);
  });

  test.each(LANGUAGE_TAGS)('%s names every format: those who begin do not know what is read', (tag) => {
    const { add, examples } = stringsOf(tag).empty;
    const names = FORMATS.map(stringsOf(tag).reader.format);
    // They are filters, too.
    expect(new Set(names).size).toBe(names.length);
    for (const [i, format] of FORMATS.entries()) {
      // The files of one program, or standard, are named as one.
      expect(add.toLowerCase()).toContain(names[i]?.split(/[ -]/)[0]?.toLowerCase());
      if (format !== 'md') expect(examples.type.split(/[ ,]+/)).toContain(format);
    }
  });

  test('who knows no word to begin with can leaf through the documents', () => {
    const links = named(render({ question: question({ q: '' }) }), 'a');
    const leadsTo = (text: string) => links.find((link) => link.text === text)?.attributes.href;
    expect(leadsTo('Documents, newest first')).toBe('/?q=*&sort=newest&group=document');
    expect(leadsTo('Documents, by folder')).toBe('/?q=*&sort=path&group=document');
  });

  test.each([
    ['"green cheese"', 'Nothing found for “green cheese”'],
    ['"green cheese', 'Nothing found for “green cheese”'],
    ['green "cheese', 'Nothing found for “green "cheese”'],
  ])('%s is said with one pair of quotes', (q, says) => {
    const html = fragment({ question: question({ q }), answer: answer(q, []) });
    expect(named(html, 'h2')[0]?.text).toBe(says);
  });

  test('ways on depend on what was asked', () => {
    const asked = question({ q: '"green cheese" moon -sun type:md', match: 'all' });
    const ways = waysFrom(asked, parseQuery(asked.q)).map(({ kind, question }) => [kind, searchHref(question)]);
    expect(ways).toEqual([
      ['anyWord', '/?q=%22green+cheese%22+moon+-sun+type%3Amd&match=any'],
      ['withoutQuotes', '/?q=green+cheese+moon+-sun+type%3Amd&match=all'],
      ['withoutExclusions', '/?q=%22green+cheese%22+moon+type%3Amd&match=all'],
      ['withoutFilters', '/?q=%22green+cheese%22+moon+-sun&match=all'],
      ['wordsAlone', '/?q=green+cheese+moon'],
      ['similar', '/?q=moon%7E+type%3Amd&match=all'],
      ['beginnings', '/?q=moo*+type%3Amd&match=all'],
    ]);
  });

  test.each([
    ['nato', [], 'No paragraph has what you asked for.'],
    ['nato type:md', [], 'With these filters, no paragraph has what you asked for.'],
    ['nato', [{ name: 'tag', value: 'x' }], 'With these filters, no paragraph has what you asked for.'],
  ] as const)('of %s with %j it is said that “%s”', (q, filters, says) => {
    expect(textOf(fragment({ question: question({ q, filters }), answer: answer(q, []) }))).toContain(says);
  });

  test('a page past the end leads to the first', () => {
    const html = fragment({ question: question({ page: 9 }), answer: answer('nato', [], { totalHits: 3 }) });
    expect(textOf(html)).toContain('There is no page 9');
    expect(textOf(html)).not.toContain('to the hits');
    expect(hrefs(html)).toContain('/?q=nato');
    const far = fragment({ question: question({ page: 99 }), answer: answer('nato', [], { totalHits: 491 }) });
    const pages = named(far, 'a').flatMap(
      ({ attributes }) => /^Page (\d+)$/.exec(attributes['aria-label'] ?? '')?.[1] ?? [],
    );
    expect(pages).toEqual(['1', '23', '24', '25']);
  });

  test('an error is said in place, with the words still in the field', () => {
    const html = render({ question: question({ q: 'too long' }), error: { detail: 'Too long.', inQuery: true } });
    expect(textOf(html)).toContain('This search cannot be answered');
    expect(textOf(html)).toContain('Shorten the query');
    expect(named(html, 'input')[0]?.attributes.value).toBe('too long');
  });

  test('an error that is not in the query is not laid to it', () => {
    const error = { detail: '`page` must be a number.', inQuery: false };
    const html = fragment({ question: question({ page: 3 }), error });
    expect(textOf(html)).toContain('page must be a number.');
    expect(textOf(html)).not.toContain('Shorten the query');
    expect(hrefs(html)).toEqual(['/?q=nato', '/']);
    expect(hrefs(fragment({ question: question({ q: ' ' }), error }))).toEqual(['/']);
  });

  test.each([
    ['starting', 0, 'In a moment there is something to search.', false],
    ['idle', 0, 'Nothing to search yet', true],
    ['starting', 1234, 'Search 1,234 paragraphs', false],
  ] as const)(
    'while the indexer is %s and %d paragraphs are in, the home page says “%s”',
    (phase, paragraphs, says, advises) => {
      const html = textOf(
        render({ question: question({ q: '' }), status: { ...IDLE, phase }, stats: { ...STATS, paragraphs } }),
      );
      expect(html).toContain(says);
      expect(
        html.includes('Put text, Markdown, HTML, PDF, Word, PowerPoint, OpenDocument or EPUB files into the folder'),
      ).toBe(advises);
    },
  );

  test('while the folder is read for the first time the page follows by itself', () => {
    const status = { ...IDLE, phase: 'starting', done: 12, total: 90 } as const;
    const html = render({ answer: answer('nato', []), status });
    const poll = elements(html).find(({ attributes }) => attributes['hx-trigger'] === 'every 1s');
    expect(poll?.attributes).toMatchObject({ 'hx-get': '/results?q=nato', 'hx-sync': '#search:drop' });
    expect(textOf(html)).toContain('12 of 90 files read');
    expect(textOf(html)).toContain('Nothing found for “nato” so far');
    expect(textOf(html)).not.toContain('Some ways on');
    expect(html).toContain('http-equiv="refresh"');
  });
});
