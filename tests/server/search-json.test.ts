/** `GET /search`: the contract of its answer, and every parameter, good and bad. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/index/analyze.js';
import { pdfFile } from '../index/documents/pdf-file.js';
import { FILES, IDLE, problemIn, type Site, site } from './fixture.js';

let pilcrow: Site;
beforeAll(async () => {
  pilcrow = await site();
});
afterAll(() => pilcrow.close());

interface Hit {
  id: string;
  path: string;
  text: string;
  url: string;
  highlights: { start: number; end: number }[];
}
interface Body {
  page: number;
  hitsPerPage: number;
  totalHits: number;
  totalPages: number;
  hits: Hit[];
  [key: string]: unknown;
}

async function search(query: string): Promise<Body> {
  const response = await pilcrow.app.request(`/search${query}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('Content-Type')).toContain('application/json');
  return (await response.json()) as Body;
}

describe('the answer', () => {
  it('offers no facet that it would not take as a filter, however long or odd', async () => {
    const long = (letter: string): string => letter.repeat(700);
    const head = ['de', 'a', 'en_US', 'klingonisch', 'x y'].map(
      (lang) =>
        `---\nlang: ${lang}\nauthor: [${long('A')}, "é,\\"&=%"]\ntags: [${long('t')}, "#a b", "a+b"]\n---\n\nA cat.\n`,
    );
    const folder = [long('d').slice(0, 200), long('e').slice(0, 200), long('f').slice(0, 200)].join('/');
    const own = await site({ files: Object.fromEntries(head.map((text, i) => [`${folder}/${i}.md`, text])) });
    type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;
    const ask = async (query: string): Promise<Body & { facetDistribution: Counts }> => {
      const response = await own.app.request(`/search?q=cat&${query}`);
      expect([query.slice(0, 100), response.status]).toEqual([query.slice(0, 100), 200]);
      return (await response.json()) as Body & { facetDistribution: Counts };
    };
    const { facetDistribution } = await ask('facets=type,folder,language,author,tag,year');
    for (const [name, values] of Object.entries(facetDistribution)) {
      expect(Object.keys(values)).not.toEqual([]);
      for (const [value, hits] of Object.entries(values))
        expect((await ask(`${new URLSearchParams([[name, value]])}`)).totalHits).toBe(hits);
    }
    await own.close();
  });

  it('has the page of a PDF in place of lines, also as an export', async () => {
    const page = (text: string) => [{ x: 72, y: 700, text }];
    const own = await site({ files: { 'a.pdf': pdfFile([page('First page.'), page('Cats on the second.')]) } });
    const { hits } = (await (await own.app.request('/search?q=cats')).json()) as Body;
    expect(hits[0]).toMatchObject({ path: 'a.pdf', page: 2 });
    expect(hits[0]).not.toHaveProperty('lines');
    const exported = async (format: string): Promise<string> =>
      await (await own.app.request(`http://localhost:3000/export?q=cats&format=${format}`)).text();
    expect(await exported('csv')).toContain('"a.pdf",2,,,2,');
    expect(JSON.parse(await exported('jsonl'))).toMatchObject({ page: 2 });
    expect(await exported('md')).toContain(', a.pdf, page 2\n');
    await own.close();
  });

  it('has every field of the contract and no other', async () => {
    const id = await pilcrow.idOf('news/a.txt');
    const body = await search('?q=nato+troops&match=all&path=news');
    const text = 'Russia has warned against more NATO troops in Central Asia.';
    const terms = analyze('nato troops').map((token) => token.term);
    const highlights = [
      { start: text.indexOf('NATO'), end: text.indexOf('NATO') + 4 },
      { start: text.indexOf('troops'), end: text.indexOf('troops') + 6 },
    ];
    expect(body).toEqual({
      query: 'nato troops',
      page: 1,
      hitsPerPage: 20,
      totalHits: 2,
      totalPages: 1,
      totalDocuments: 1,
      processingTimeMs: expect.any(Number),
      hits: expect.any(Array),
      facetDistribution: {},
      interpretation: { terms, phrases: [], excluded: [], match: 'all', corrected: null },
      suggestion: null,
      index: {
        generation: 1,
        paragraphs: pilcrow.engine.stats().paragraphs,
        documents: 3,
        updatedAt: new Date(pilcrow.engine.stats().updatedAt ?? 0).toISOString(),
        indexing: false,
      },
    });
    expect(body.hits.find((hit) => hit.text === text)).toEqual({
      id: expect.stringContaining(id),
      documentId: id,
      path: 'news/a.txt',
      title: 'Russia Advises NATO',
      headings: [],
      paragraph: 1,
      lines: [3, 3],
      url: `/doc/${id}?q=nato+troops#p1`,
      text,
      highlights,
      snippet: {
        text,
        highlights,
        html: 'Russia has warned against more <mark>NATO</mark> <mark>troops</mark> in Central Asia.',
      },
      score: expect.any(Number),
      matchedTerms: terms,
      matchedAll: true,
    });
  });

  it('leads to the paragraph it came from', async () => {
    const hit = (await search('?q=nato')).hits[0];
    const page = await (await pilcrow.app.request(hit?.url ?? '')).text();
    expect(page).toContain(`id="${new URL(hit?.url ?? '', 'http://x').hash.slice(1)}"`);
  });

  it.each(['', '?q=', '?q=+++', '?q=%22'])('to an empty query (%j) is empty', async (query) => {
    expect(await search(query)).toMatchObject({ totalHits: 0, totalPages: 0, hits: [] });
  });

  it('says that the index is not whole yet', async () => {
    pilcrow.indexer.current = { ...IDLE, phase: 'starting', done: 1, total: 3 };
    expect(await search('?q=nato')).toMatchObject({ index: { indexing: true } });
    pilcrow.indexer.current = IDLE;
  });
});

describe('good parameters', () => {
  it.each([
    ['?query=nato', 'q'],
    ['?q=nato&limit=1', 'limit'],
    ['?q=nato&per_page=1', 'per_page'],
    ['?q=nato&size=1', 'size'],
    ['?q=nato&hitsPerPage=100', 'the most hits'],
    ['?q=nato&from=1', 'from'],
    ['?q=nato&page=500&hitsPerPage=20', 'the last page that is shown'],
    ['?q=nato&offset=9980', 'the last offset that is shown'],
    ['?q=nato&sort=relevance&explain=false', 'what changes nothing'],
    ['?q=nato&type=txt&type=html&tag=a&tag=b&author=Ann&language=de&path=a', 'filters, repeated'],
    ['?q=nato&after=2021-10-01&before=2031', 'dates and years'],
    ['?q=nato&match=any', 'match'],
    ['?q=nato&sort=newest&facets=type,tag&histogram=true&group=document&explain=true&verbatim=true', 'all at once'],
    ['?q=nato&folder=news&year=2021&group=none', 'more of them'],
  ])('%s (%s)', async (query) => {
    await search(query);
  });

  it('narrow, with OR within a name and AND across names', async () => {
    const paths = async (query: string) =>
      [...new Set((await search(query)).hits.map((hit) => hit.path))].sort((a, b) => a.localeCompare(b));
    expect(await paths('?q=nato')).toEqual(['news/a.txt', 'page.html']);
    expect(await paths('?q=nato&type=html')).toEqual(['page.html']);
    expect(await paths('?q=nato&type=html&type=txt')).toEqual(['news/a.txt', 'page.html']);
    expect(await paths('?q=nato&type=html&path=news')).toEqual([]);
    expect(await paths('?tag=alpha')).toEqual(['notes.md']);
  });

  it('page through the same list by page and by offset', async () => {
    const all = (await search('?q=troops&match=any')).hits.map((hit) => hit.id);
    expect(all.length).toBeGreaterThan(2);
    const byPage = await search('?q=troops&match=any&page=2&hitsPerPage=1');
    expect(byPage).toMatchObject({ page: 2, hitsPerPage: 1, totalHits: all.length, totalPages: all.length });
    expect(byPage.hits.map((hit) => hit.id)).toEqual([all[1]]);
    const byOffset = await search('?q=troops&match=any&offset=1&limit=2');
    expect(byOffset.hits.map((hit) => hit.id)).toEqual(all.slice(1, 3));
  });
});

describe('what is collected', () => {
  const files = {
    'a/old.md':
      '---\ndate: 2020-03-05\ntags: [x, __proto__]\nauthor: Ann\n---\n# Old\n\nOne cat.\n\nTwo cats, one cat.\n',
    'a/b/new.md': '---\ndate: 2021-10-01\ntags: x\n---\n# New\n\nA cat.\n\nA dog.\n',
    'top.txt': 'Top\n\nA cat without a date.\n',
  };
  let own: Site;
  beforeAll(async () => {
    own = await site({ files });
  });
  afterAll(() => own.close());
  const ask = async (query: string): Promise<Body> => {
    const response = await own.app.request(`/search${query}`);
    expect(response.status).toBe(200);
    return (await response.json()) as Body;
  };

  it('takes 32 filters at once', async () => {
    expect((await search(`?q=nato&${'path=n&'.repeat(32)}`)).totalHits).toBeGreaterThan(0);
  });

  it('counts hits by facet, each facet without its own filters', async () => {
    const { facetDistribution } = await ask('?q=cat&facets=type,folder,tag,author,language');
    expect(JSON.parse(JSON.stringify(facetDistribution))).toEqual({
      type: { md: 3, txt: 1 },
      folder: { a: 3, 'a/b': 1 },
      tag: JSON.parse('{ "x": 3, "__proto__": 2 }'),
      author: { Ann: 2 },
      language: {},
    });
    expect(await ask('?q=cat&facets=type,folder&type=txt')).toMatchObject({
      totalHits: 1,
      facetDistribution: { type: { md: 3, txt: 1 }, folder: {} },
    });
    expect(await ask('?q=cat&facets=year&folder=a&before=2021')).toMatchObject({
      totalHits: 2,
      facetDistribution: { year: { '2020': 2 } },
    });
  });

  it('promises of no other value more than choosing it gives, where one was typed', async () => {
    for (const typed of ['type:txt', 'type:md', 'folder:a/b', 'tag:x', 'year:2021', 'type:txt tag:x']) {
      const question = `?q=${encodeURIComponent(`cat ${typed}`)}`;
      const { facetDistribution } = await ask(`${question}&facets=type,folder,tag,year`);
      for (const [name, counts] of Object.entries(facetDistribution as Record<string, Record<string, number>>)) {
        for (const [value, hits] of Object.entries(counts))
          expect(await ask(`${question}&${name}=${encodeURIComponent(value)}`)).toMatchObject({ totalHits: hits });
      }
    }
  });

  it('orders by date and path', async () => {
    const order = async (sort: string) => (await ask(`?q=cat&type=md&sort=${sort}`)).hits.map((hit) => hit.text);
    expect(await order('newest')).toEqual(['A cat.', 'One cat.', 'Two cats, one cat.']);
    expect(await order('oldest')).toEqual(['One cat.', 'Two cats, one cat.', 'A cat.']);
    expect(await order('path')).toEqual(['A cat.', 'One cat.', 'Two cats, one cat.']);
    const [newest] = (await ask('?q=cat&type=md&sort=newest')).hits;
    const same = (await ask('?q=cat&type=md')).hits.find((hit) => hit.id === newest?.id);
    expect(newest).toEqual(same);
  });

  it('groups passages under their documents, which it pages through', async () => {
    const body = await ask('?q=cat&group=document&hitsPerPage=2');
    expect(body).toMatchObject({ totalHits: 4, totalDocuments: 3, totalPages: 2, hits: [] });
    const groups = body.groups as {
      documentId: string;
      path: string;
      title: string;
      totalHits: number;
      hits: Hit[];
    }[];
    expect(groups.length).toBe(2);
    const rest = (await ask('?q=cat&group=document&hitsPerPage=2&page=2')).groups as typeof groups;
    const old = [...groups, ...rest].find(({ path }) => path === 'a/old.md');
    expect(old).toEqual({
      documentId: await own.idOf('a/old.md'),
      path: 'a/old.md',
      title: 'Old',
      totalHits: 2,
      hits: (await ask('?q=cat&path=old')).hits,
    });
  });

  it('counts by date', async () => {
    const { histogram } = (await ask('?q=cat&histogram=true')) as unknown as {
      histogram: { unit: string; buckets: { start: string; end: string; hits: number }[] };
    };
    expect(histogram.unit).toBe('month');
    expect(histogram.buckets[0]).toEqual({ start: '2020-03-01', end: '2020-04-01', hits: 2 });
    expect(histogram.buckets.at(-1)).toEqual({ start: '2021-10-01', end: '2021-11-01', hits: 1 });
    expect(histogram.buckets.length).toBe(20);
    expect(await ask('?q=without&histogram=true')).toMatchObject({ histogram: null });
  });
});

describe('bad parameters', () => {
  it.each(
    [
      ['?q=a&q=b', 'q', 'more than once'],
      ['?q=a&query=b', 'query', '`q` and `query` are one parameter'],
      ['?q=a&limit=5&size=5', 'size', '`limit` and `size` are one parameter'],
      ['?page=0', 'page', 'a whole number from 1'],
      ['?page=-1', 'page', 'a whole number from 1'],
      ['?page=1.5', 'page', 'a whole number from 1'],
      ['?page=1e3', 'page', 'a whole number from 1'],
      ['?page=', 'page', 'a whole number from 1'],
      ['?page=99999999999999999999', 'page', 'a whole number from 1'],
      ['?page=%D9%A1', 'page', 'a whole number from 1'],
      ['?hitsPerPage=0', 'hitsPerPage', 'from 1 to 100'],
      ['?hitsPerPage=101', 'hitsPerPage', 'from 1 to 100'],
      ['?size=abc', 'size', '`size` must be'],
      ['?offset=-1', 'offset', 'a whole number from 0'],
      ['?page=1&offset=0', 'offset', 'send one of them'],
      ['?from=0&page=1', 'from', 'send one of them'],
      ['?page=501', 'page', 'first 10,000'],
      ['?offset=9981', 'offset', 'first 10,000'],
      ['?match=both', 'match', '`auto`, `all` or `any`'],
      [`?match=${'x'.repeat(5000)}`, 'match', `it is “${'x'.repeat(60)}…”`],
      ['?sort=sideways', 'sort', '`relevance`, `newest`, `oldest` or `path`'],
      ['?facets=type,colour', 'facets', 'no facet “colour”. Known are type, folder'],
      ['?facets=', 'facets', 'no facet “”'],
      ['?facets=__proto__', 'facets', 'no facet “__proto__”'],
      ['?facets=type&facets=tag', 'facets', 'more than once'],
      ['?histogram=yes', 'histogram', '`true` or `false`'],
      ['?group=folder', 'group', '`document` or `none`'],
      ['?verbatim=', 'verbatim', '`true` or `false`'],
      ['?explain=1', 'explain', '`true` or `false`'],
      ['?type=doc', 'type', '`txt`, `md`, `html`, `pdf`, `docx`, `pptx`, `odt`, `odp` or `epub`'],
      ['?language=', 'language', 'a language'],
      ['?language=%3Cscript%3E', 'language', 'a language'],
      ['?after=yesterday', 'after', 'a date'],
      ['?before=2021-13-01', 'before', 'a date'],
      ['?before=2021-02-30', 'before', 'a date'],
      ['?after=2021-10-01T00:00', 'after', 'a date'],
      ['?path=', 'path', 'a path'],
      ['?folder=', 'folder', 'a folder'],
      ['?year=21', 'year', 'a year such as 2021'],
      [`?tag=${'x'.repeat(4097)}`, 'tag', 'at most 4096'],
      [`?path=${'x'.repeat(4097)}`, 'path', 'at most 4096'],
      [`?${'tag=a&'.repeat(33)}`, 'tag', 'At most 32 filters'],
      ['?hitsperpage=5', 'hitsperpage', 'Did you mean `hitsPerPage`?'],
      ['?qurey=a', 'qurey', 'Did you mean `query`?'],
      ['?__proto__=1', '__proto__', 'Known are'],
      ['?constructor=1', 'constructor', 'There is no parameter'],
      ['?=1', '', 'There is no parameter'],
      [`?q=${'x'.repeat(1001)}`, 'q', 'at most 1000'],
      [`?q=${Array.from({ length: 65 }, (_, i) => `w${i}`).join('+')}`, 'q', 'at most 64'],
    ].map(([query = '', ...rest]) => [query.slice(0, 60), query, ...rest] as const),
  )('%s', async (_name, query, parameter, detail) => {
    const response = await pilcrow.app.request(`/search${query}`, { headers: { Accept: 'text/html' } });
    expect(response.status).toBe(400);
    const problem = await problemIn(response);
    expect(problem).toMatchObject({ type: 'about:blank', title: 'Bad Request', status: 400, parameter });
    expect(problem.detail).toContain(detail);
    expect(pilcrow.logged).toEqual([]);
  });
});

describe('the tag', () => {
  it('spares a client what it holds already, until the index or the question changes', async () => {
    const own = await site();
    const ask = (query: string, tag?: string) =>
      own.app.request(`/search${query}`, tag === undefined ? {} : { headers: { 'If-None-Match': tag } });
    const first = await ask('?q=nato');
    const tag = first.headers.get('ETag') ?? '';
    expect(tag).toMatch(/^W\/"/);
    expect(first.headers.get('Cache-Control')).toBe('private, no-cache');

    const held = await ask('?query=nato', tag);
    expect([held.status, await held.text(), held.headers.get('ETag')]).toEqual([304, '', tag]);
    expect(held.headers.get('Content-Security-Policy')).not.toBeNull();
    expect((await ask('?q=nato', `"other", ${tag}`)).status).toBe(304);

    expect((await ask('?q=troops', tag)).status).toBe(200);
    expect((await ask('?q=nato&page=2', tag)).status).toBe(200);
    expect((await ask('?q=nato', '"other"')).status).toBe(200);
    own.indexer.current = { ...IDLE, phase: 'indexing' };
    expect((await ask('?q=nato', tag)).status).toBe(200);
    own.indexer.current = IDLE;
    await own.write({ 'b.txt': FILES['news/a.txt'] });
    const changed = await ask('?q=nato', tag);
    expect(changed.status).toBe(200);
    expect(changed.headers.get('ETag')).not.toBe(tag);
    await own.close();
  });
});
