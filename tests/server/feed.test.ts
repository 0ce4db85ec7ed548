/** `GET /feed` and `GET /opensearch.xml`: well-formed whatever documents say, stable, and behind the same doors as all else. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atomFeed } from '../../src/server/feed.js';
import { readFeed } from '../../src/server/list-params.js';
import { xml } from '../../src/server/xml.js';
import { readDocumentOf } from '../oracle/documents.js';
import { ScanEngine } from '../oracle/scan-engine.js';
import { BROWSER, problemIn, type Site, site } from './fixture.js';

let pilcrow: Site;
beforeAll(async () => {
  pilcrow = await site({
    allowedHosts: ['docs.example'],
    files: {
      'old.md': '---\ndate: 2020-01-01\nauthor: Ann\n---\n# Old\n\nA cat.\n\nA cat & a `<dog>`.\n',
      'new.md': '---\ndate: 2021-01-01\n---\n# New\n\nA cat.\n',
    },
  });
});
afterAll(() => pilcrow.close());

const ask = (path: string, init: RequestInit = {}) => pilcrow.app.request(`http://localhost:3000${path}`, init);

interface Element {
  name: string;
  attributes: Map<string, string>;
  text: string;
  children: Element[];
}

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['#13', '\r'],
]);

function decoded(text: string): string {
  return text.replace(/&([^;]*);/g, (_, name: string) => {
    const sign = ENTITIES.get(name);
    if (sign === undefined) throw new Error(`Unknown entity ${name}`);
    return sign;
  });
}

/** A reader of XML that takes no more than what is well-formed of it. */
function parseXml(text: string): Element {
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text))
    throw new Error('A character that XML lacks');
  const top: Element = { name: '', attributes: new Map(), text: '', children: [] };
  const open = [top];
  const token =
    /<\?xml [^?]*\?>|<(?<end>\/)?(?<name>[A-Za-z:]+)(?<attributes>(?: [A-Za-z:]+="[^"<]*")*)(?<empty>\/)?>|(?<text>[^<]+)|(?<bad><)/gy;
  for (const { groups = {} } of text.matchAll(token)) {
    const inside = open.at(-1);
    if (inside === undefined || groups.bad !== undefined) throw new Error('Not well-formed');
    if (groups.text !== undefined) inside.text += decoded(groups.text);
    if (groups.name === undefined) continue;
    if (groups.end !== undefined) {
      if (open.pop()?.name !== groups.name) throw new Error(`${groups.name} ends what it did not begin`);
      continue;
    }
    const attributes = new Map(
      [...(groups.attributes ?? '').matchAll(/ ([^=]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        decoded(value),
      ]),
    );
    const element: Element = { name: groups.name, attributes, text: '', children: [] };
    inside.children.push(element);
    if (groups.empty === undefined) open.push(element);
  }
  const [root] = top.children;
  if (open.length !== 1 || root === undefined || top.children.length > 1) throw new Error('Not one element');
  return root;
}

const all = (element: Element | undefined, name: string): Element[] =>
  element?.children.filter((child) => child.name === name) ?? [];
const texts = (element: Element | undefined, name: string): string[] => all(element, name).map(({ text }) => text);

describe('a feed', () => {
  it('has the hits, those of the newest documents first', async () => {
    const response = await ask('/feed?q=cat&type=md');
    expect(response.headers.get('Content-Type')).toBe('application/atom+xml; charset=utf-8');
    const feed = parseXml(await response.text());
    expect(feed.attributes.get('xmlns')).toBe('http://www.w3.org/2005/Atom');
    expect(texts(feed, 'title')).toEqual(['cat type:md – papers – Pilcrow']);
    expect(all(feed, 'link').map(({ attributes }) => [attributes.get('rel'), attributes.get('href')])).toEqual([
      ['self', 'http://localhost:3000/feed?q=cat&type=md'],
      ['alternate', 'http://localhost:3000/?q=cat&type=md&match=all&sort=newest'],
    ]);
    expect(texts(parseXml(await (await ask('/feed')).text()), 'title')).toEqual(['papers – Pilcrow']);
    const entries = all(feed, 'entry');
    expect(entries.map((entry) => [...texts(entry, 'title'), ...texts(entry, 'content')])).toEqual([
      ['New', 'A cat.'],
      ['Old', 'A cat.'],
      ['Old', 'A cat & a <dog>.'],
    ]);
    const id = await pilcrow.idOf('old.md');
    expect(all(entries[2], 'link')[0]?.attributes.get('href')).toBe(`http://localhost:3000/doc/${id}?q=cat#p2`);
    expect(texts(entries[2], 'published')).toEqual(['2020-01-01T00:00:00.000Z']);
    expect(all(entries[2], 'author').flatMap((author) => texts(author, 'name'))).toEqual(['Ann']);
    expect(texts(entries[2], 'updated')[0]).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(new Set([feed, ...entries].flatMap((element) => texts(element, 'id'))).size).toBe(4);
  });

  it('keeps its ids when asked at another name, and when a document changes', async () => {
    const own = await site({ files: { 'a.txt': 'A\n\nA cat.\n' } });
    const ids = async (host: string) => {
      const feed = parseXml(await (await own.app.request(`http://${host}/feed?q=cat`)).text());
      return [feed, ...all(feed, 'entry')].flatMap((element) => texts(element, 'id'));
    };
    const before = await ids('localhost');
    expect(before).toEqual([
      expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      expect.any(String),
    ]);
    await own.write({ 'a.txt': 'A\n\nAnother cat.\n' });
    expect(await ids('127.0.0.1:8080')).toEqual(before);
    await own.close();
  });

  it('is as new as the newest document it has, and where it has none as the index', async () => {
    const engine = new ScanEngine('.');
    const at = (name: string, modifiedAt: number) => {
      const { document, paragraphs } = readDocumentOf({ title: name, intro: [`a ${name}`], sections: [] }, name);
      return { document: { ...document, modifiedAt }, paragraphs };
    };
    engine.load([at('old', Date.UTC(2001)), at('new', Date.UTC(2002)), at('other', Date.UTC(2003))]);
    const updated = async (q: string) =>
      texts(parseXml(await atomFeed(engine, readFeed(new URLSearchParams({ q })), 'http://localhost')), 'updated');
    expect(await updated('old OR new')).toEqual(['2002-01-01T00:00:00.000Z']);
    expect(await updated('zebra')).toEqual([new Date(engine.stats().updatedAt ?? 0).toISOString()]);
  });

  it('has at most 50 entries, whose titles are cut behind 120 letters', async () => {
    const engine = new ScanEngine('.');
    const titled = (length: number, many: number) =>
      readDocumentOf(
        { title: 't'.repeat(length), intro: Array.from({ length: many }, () => 'a cat'), sections: [] },
        `${length}`,
      );
    engine.load([titled(120, 1), titled(121, 60)]);
    const feed = parseXml(await atomFeed(engine, readFeed(new URLSearchParams({ q: 'cat' })), 'http://localhost'));
    const titles = all(feed, 'entry').flatMap((entry) => texts(entry, 'title'));
    expect(titles).toHaveLength(50);
    expect(new Set(titles)).toEqual(new Set(['t'.repeat(120), `${'t'.repeat(120)}…`]));
  });

  it('cuts no letter of a title in two', async () => {
    const engine = new ScanEngine('.');
    engine.load([readDocumentOf({ title: `a${'𝕏'.repeat(60)}`, intro: ['a cat'], sections: [] }, 'x')]);
    const feed = parseXml(await atomFeed(engine, readFeed(new URLSearchParams({ q: 'cat' })), 'http://localhost'));
    expect(all(feed, 'entry').flatMap((entry) => texts(entry, 'title'))).toEqual([`a${'𝕏'.repeat(59)}…`]);
  });

  it('has full matches alone, unless asked for any', async () => {
    const count = async (query: string) => all(parseXml(await (await ask(`/feed${query}`)).text()), 'entry').length;
    expect(await count('?q=cat+dog')).toBe(1);
    expect(await count('?q=cat+dog&match=any')).toBe(3);
    expect(await count('?q=zebra')).toBe(0);
    expect(await count('')).toBe(0);
  });

  it('costs nothing while nothing changes', async () => {
    const tag = (await ask('/feed?q=cat')).headers.get('ETag') ?? '';
    const held = await ask('/feed?q=cat', { headers: { 'If-None-Match': tag } });
    expect([held.status, await held.text()]).toEqual([304, '']);
    expect((await ask('/feed?q=dog', { headers: { 'If-None-Match': tag } })).status).toBe(200);
  });

  it.each([
    ['?q=a&page=2', 'page'],
    ['?q=a&limit=3', 'limit'],
    ['?q=a&sort=path', 'sort'],
    ['?q=a&colour=red', 'colour'],
  ])('refuses %s', async (query, parameter) => {
    expect(await problemIn(await ask(`/feed${query}`, { headers: BROWSER }))).toMatchObject({ status: 400, parameter });
  });

  it('is well-formed whatever a document says', async () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        text,
        text,
        fc.double({ noNaN: true, min: -8.64e15, max: 8.64e15 }),
        async (title, body, modifiedAt) => {
          const engine = new ScanEngine('.');
          const { document, paragraphs } = readDocumentOf({ title, intro: [body], sections: [] }, 'x');
          engine.load([
            { document: { ...document, modifiedAt, metadata: new Map([['author', [title]]]) }, paragraphs },
          ]);
          const feed = parseXml(
            await atomFeed(
              engine,
              readFeed(new URLSearchParams({ q: `* ${title}`, author: title })),
              'http://localhost',
            ),
          );
          for (const entry of all(feed, 'entry')) expect(decoded(xml(body))).toBe(texts(entry, 'content')[0]);
        },
      ),
    );
  });

  it('loses only what XML lacks', () => {
    expect(xml('a\u0000\u0008\u000b\u001f\ufffe\ud800b')).toBe('a\ufffdb');
    expect(xml('<a b="c">&\r\n\t\u0085😀')).toBe('&lt;a b=&quot;c&quot;&gt;&amp;&#13;\n\t\u0085😀');
  });
});

describe('the description of the search', () => {
  it('has the addresses that the browser was given', async () => {
    const response = await pilcrow.app.request('http://docs.example:8080/opensearch.xml', {
      headers: { Host: 'docs.example:8080' },
    });
    expect(response.headers.get('Content-Type')).toBe('application/opensearchdescription+xml; charset=utf-8');
    const root = parseXml(await response.text());
    expect(root.name).toBe('OpenSearchDescription');
    expect(texts(root, 'ShortName')).toEqual(['¶ papers']);
    expect(
      Object.fromEntries(
        all(root, 'Url').map(({ attributes }) => [attributes.get('type'), attributes.get('template')]),
      ),
    ).toEqual({
      'text/html': 'http://docs.example:8080/?q={searchTerms}',
      'application/atom+xml': 'http://docs.example:8080/feed?q={searchTerms}',
      'application/x-suggestions+json': 'http://docs.example:8080/suggest?format=opensearch&q={searchTerms}',
      'application/opensearchdescription+xml': 'http://docs.example:8080/opensearch.xml',
    });
  });

  it.each([
    ['https', 'https://docs.example'],
    // The first of several proxies speaks to the browser.
    ['https, http', 'https://docs.example'],
    ['http,https', 'http://docs.example'],
    ['httpsx', 'http://docs.example'],
    ['javascript', 'http://docs.example'],
  ])('has the scheme that a proxy was asked by: %s', async (scheme, origin) => {
    const headers = { Host: 'docs.example', 'X-Forwarded-Proto': scheme, 'X-Forwarded-Host': 'evil.example' };
    for (const path of ['/opensearch.xml', '/feed?q=cat', '/export?q=cat&format=md', '/openapi.json']) {
      const body = await (await pilcrow.app.request(`http://docs.example${path}`, { headers })).text();
      expect(body.match(/\w+:\/\/[\w.]+example/g)?.every((found) => found === origin)).toBe(true);
    }
  });

  it('is for hosts that are ours', async () => {
    expect((await pilcrow.app.request('http://evil.example/opensearch.xml')).status).toBe(421);
  });
});

it.each(['/feed?q=cat', '/export?q=cat&format=csv', '/opensearch.xml'])('%s needs the token', async (path) => {
  const own = await site({ token: 'secret' });
  expect((await own.app.request(`http://localhost${path}`)).status).toBe(401);
  const headers = { Authorization: 'Bearer secret' };
  expect((await own.app.request(`http://localhost${path}`, { headers })).status).toBe(200);
  await own.close();
});
