/** The reader's addresses: which part of a document they show, what is like a paragraph, and what they say where there is nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PICTURE, pdfFile } from '../index/documents/pdf-file.js';
import { BROWSER, FILES, problemIn, type Site, site } from './fixture.js';

let pilcrow: Site;
beforeAll(async () => {
  const long = Array.from({ length: 1_200 }, (_, i) => `Paragraph number ${i + 1} of NATO.`).join('\n\n');
  const scan = Buffer.from(pdfFile([[{ x: 72, y: 700, text: 'NATO' }], PICTURE])).toString();
  pilcrow = await site({ files: { ...FILES, 'long.txt': `Long\n\n${long}`, 'scan.pdf': scan } });
});
afterAll(() => pilcrow.close());

async function get(path: string, rest: string, init: RequestInit = {}): Promise<Response> {
  return await pilcrow.app.request(`/doc/${await pilcrow.idOf(path)}${rest}`, init);
}

test.each([
  ['', 'p1', 'p1000'],
  ['?p=1000', 'p1', 'p1000'],
  ['?p=1001', 'p1001', 'p1200'],
  // What is not there any more is no reason to show nothing.
  ['?p=99999', 'p1', 'p1000'],
  ['?p=0', 'p1', 'p1000'],
  ['?p=1e3', 'p1', 'p1000'],
  ['?p=%3Cb%3E', 'p1', 'p1000'],
])('/doc/…%s shows %s to %s', async (query, first, last) => {
  const html = await (await get('long.txt', query)).text();
  const ids = [...html.matchAll(/ id="(p\d+)"/g)].map(([, id]) => id);
  expect([ids[0], ids.at(-1)]).toEqual([first, last]);
});

test('what could not be read of a document is said above it', async () => {
  const missing = '1 of its 2 pages is only pictures, without text';
  expect(await (await get('scan.pdf', '')).text()).toContain(missing);
  expect(await (await get('notes.md', '')).text()).not.toContain('class="notice"');
});

test('the form of a part keeps the place, and where none was named there is none to keep', async () => {
  const placed = await (await get('long.txt', '?q=nato&p=1100')).text();
  expect(placed).toMatch(/<form id="find" method="get" action="\/doc\/[\w-]+#p1100"/);
  expect(placed).toContain('<input type="hidden" name="p" value="1100"/>');
  expect(await (await get('long.txt', '?q=nato')).text()).not.toContain('name="p"');
});

test('a heading that is marked is a place, a title alone is none', async () => {
  const html = await (await get('notes.md', '?q=troops')).text();
  expect(html).toContain('id="p1"');
  expect(html).toMatch(/class="row para h\d+ matched" id="p1"/);
  expect(await (await get('news/a.txt', '?q=advises')).text()).toContain('is in no paragraph here');
});

test('paragraphs like one are a page', async () => {
  const response = await get('news/a.txt', '/similar?p=1', { headers: BROWSER });
  expect(response.status).toBe(200);
  const html = await response.text();
  expect(html).toContain('Related to paragraph 1 of “Russia Advises NATO”');
  expect([...html.matchAll(/<li[^>]*><p class="source"/g)].length).toBeGreaterThan(0);
});

test.each(['', '?p=0', '?p=7', '?p=x'])('/similar%s of a paragraph that is not there is 404', async (query) => {
  const response = await get('news/a.txt', `/similar${query}`);
  expect(response.status).toBe(404);
  expect((await problemIn(response)).detail).toContain('no such paragraph');
});

test('an unknown document is 404 at every address', async () => {
  for (const [rest, what] of [
    ['', 'document'],
    ['/similar?p=1', 'paragraph'],
    ['/original', 'document'],
  ]) {
    const response = await pilcrow.app.request(`/doc/none${rest}`);
    expect(response.status).toBe(404);
    expect((await problemIn(response)).detail).toContain(`There is no such ${what}`);
  }
});
