/** From a document on to those before and after it among the results, whatever these were narrowed to. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SearchUnavailable } from '../../src/index/engine.js';
import { elements, hrefs, named } from '../views/html.js';
import { type Site, site } from './fixture.js';

const FILES = Object.fromEntries(
  ['a.txt', 'b.txt', 'c.md', 'd.txt'].map((name) => [name, `Of ${name}\n\nNothing yet.\n\nA whale at ${name}.\n`]),
);

const ALL = {
  ...FILES,
  'e.txt': 'Of ships\n\nNo fish.\n',
  'k.txt': 'Of gulls\n\nGulls and terns at rest.\n\nMore gulls and terns.\n',
  'l.txt': 'Of gulls, too\n\nGulls and terns in a storm.\n',
  'm.txt': 'Of gulls alone\n\nGulls.\n',
  'u1.txt': 'Of birds\n\nIbis, ibis.\n',
  'u2.txt': 'Of trees\n\nIbis, ibis.\n\nAn ibis waded along the shore in the early morning of the second day of May.\n',
  'u3.txt': 'Of lakes\n\nAn ibis waded there.\n',
  'v1.txt': 'First\n\nThe heron stands in the reeds.\n',
  'v2.txt': 'Second\n\nThe heron stands in the reeds.\n',
  'w.txt': 'Third\n\nA heron flies.\n',
};

let pilcrow: Site;
let fails = false;
beforeAll(async () => {
  pilcrow = await site({
    files: ALL,
    wrap: (engine) => {
      const search = engine.search.bind(engine);
      engine.search = (request, signal) =>
        fails && request.textsOnce ? Promise.reject(new SearchUnavailable('Not now.')) : search(request, signal);
      return engine;
    },
  });
});
afterAll(() => pilcrow.close());

async function page(path: string, query: string): Promise<string> {
  return await (await pilcrow.app.request(`/doc/${await pilcrow.idOf(path)}${query}`)).text();
}

/** Where the page leads: to the document before and to that after, by their paths. */
async function around(path: string, query: string): Promise<(string | null)[]> {
  const html = await page(path, query);
  const ids = new Map(
    await Promise.all(Object.keys(ALL).map(async (name) => [await pilcrow.idOf(name), name] as const)),
  );
  return ['previous-document', 'next-document'].map((id) => {
    const href = elements(html).find(({ attributes }) => attributes.id === id)?.attributes.href;
    return href === undefined ? null : (ids.get(/^\/doc\/([^?]+)/.exec(href)?.[1] ?? '') ?? href);
  });
}

test.each([
  ['a.txt', '?q=whale&sort=path', [null, 'b.txt']],
  ['b.txt', '?q=whale&sort=path', ['a.txt', 'c.md']],
  ['d.txt', '?q=whale&sort=path', ['c.md', null]],
  // On one page, over its end, and behind it.
  ['a.txt', '?q=whale&sort=path&hitsPerPage=2', [null, 'b.txt']],
  ['b.txt', '?q=whale&sort=path&hitsPerPage=2', ['a.txt', 'c.md']],
  ['d.txt', '?q=whale&sort=path&hitsPerPage=2', ['c.md', null]],
  ['b.txt', '?q=whale&sort=path&hitsPerPage=2&group=document', ['a.txt', 'c.md']],
  // As they were narrowed, by the field or beside it.
  ['b.txt', '?q=whale&sort=path&type=txt', ['a.txt', 'd.txt']],
  ['b.txt', '?q=whale+type:txt&sort=path', ['a.txt', 'd.txt']],
  // Who leafs through documents has no words.
  ['d.txt', '?q=*&sort=path&group=document', ['c.md', 'e.txt']],
  ['b.txt', '?type=txt&sort=path', ['a.txt', 'd.txt']],
  // Where a page has enough paragraphs with all words, those with some do not follow; else they do.
  ['l.txt', '?q=gulls+terns&sort=path&hitsPerPage=3', ['k.txt', null]],
  ['l.txt', '?q=gulls+terns&sort=path', ['k.txt', 'm.txt']],
  // Texts that are listed once are passed once, whichever copy one came to.
  ['v1.txt', '?q=heron&sort=path', [null, 'w.txt']],
  ['v2.txt', '?q=heron&sort=path', [null, 'w.txt']],
  ['w.txt', '?q=heron&sort=path', ['v1.txt', null]],
  ['v1.txt', '?q=heron&sort=path&group=document', [null, 'v2.txt']],
  // One that is a copy on the first page, and stands by itself behind it.
  ['u2.txt', '?q=ibis&hitsPerPage=2', ['u3.txt', null]],
  // None of the results.
  ['e.txt', '?q=whale', [null, null]],
  ['c.md', '?q=whale&type=txt', [null, null]],
  // Nobody asked.
  ['b.txt', '', [null, null]],
  // What cannot be read is left out, as on other pages.
  ['a.txt', '?q=whale&sort=path&utm_source=x', [null, 'b.txt']],
] as const)('of %s%s', async (path, query, expected) => {
  expect(await around(path, query)).toEqual(expected);
});

test('leads to the best paragraph with all of the question, and so does the way back', async () => {
  const html = await page('b.txt', '?q=whale&type=txt&sort=path&group=document');
  const kept = '?q=whale&type=txt&sort=path&group=document';
  expect(hrefs(html)).toContain(`/doc/${await pilcrow.idOf('d.txt')}${kept}#p2`);
  expect(named(html, 'a').find(({ attributes }) => attributes.class === 'back')?.attributes.href).toBe(`/${kept}`);
  expect(named(html, 'a').map(({ text }) => text)).toContain('Next document: Of d.txt →');
  // One may have come from a later page of them.
  const later = await page('b.txt', `${kept}&page=2`);
  expect(hrefs(later)).toEqual(
    expect.arrayContaining([`/${kept}&page=2`, `/doc/${await pilcrow.idOf('d.txt')}${kept}#p2`]),
  );
  // Words that are looked for in the document keep it too.
  for (const [name, value] of [
    ['type', 'txt'],
    ['sort', 'path'],
    ['group', 'document'],
  ])
    expect(html).toContain(`<input type="hidden" name="${name}" value="${value}"/>`);
});

test('a document is shown without them where the search cannot be answered', async () => {
  fails = true;
  expect(await around('b.txt', '?q=whale')).toEqual([null, null]);
  expect(await page('b.txt', '?q=whale')).toContain('A <mark>whale</mark> at b.txt.');
  fails = false;
});

test('a bad filter in the address is no reason not to show the document', async () => {
  expect(await page('b.txt', '?q=whale&type=nonsense')).toContain('A <mark>whale</mark> at b.txt.');
});
