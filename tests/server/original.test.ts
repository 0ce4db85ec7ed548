/** Taking a document's file away: its very bytes, never shown or run by a browser, and nothing but documents. */
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attachment } from '../../src/server/original.js';
import { pdfFile } from '../index/documents/pdf-file.js';
import { BROWSER, problemIn, type Site, site } from './fixture.js';

let pilcrow: Site;
beforeEach(async () => {
  pilcrow = await site();
});
afterEach(() => pilcrow.close());

async function get(path: string, init: RequestInit = {}): Promise<Response> {
  return await pilcrow.app.request(`/doc/${await pilcrow.idOf(path)}/original`, init);
}

test('gives the bytes, to be saved and not shown', async () => {
  await pilcrow.write({ 'page.html': '<title>Seite</title><p>Text</p><script>alert(1)</script>' });
  const response = await get('page.html', { headers: BROWSER });
  expect(response.status).toBe(200);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(await readFile(join(pilcrow.root, 'page.html')));
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="page.html"; filename*=UTF-8''page.html`,
    'content-length': '56',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  });
});

test('gives a PDF for the viewer of a browser, and nothing that it could run as a page of this server', async () => {
  await pilcrow.write({ 'a "b".pdf': pdfFile([[{ x: 72, y: 700, text: 'Some text.' }]]) });
  const response = await get('a "b".pdf', { headers: BROWSER });
  expect(Buffer.from(await response.arrayBuffer())).toEqual(await readFile(join(pilcrow.root, 'a "b".pdf')));
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="a _b_.pdf"; filename*=UTF-8''a%20%22b%22.pdf`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringMatching(
      /^default-src 'none'; object-src 'self'; .*frame-ancestors 'none'/,
    ),
    'cross-origin-resource-policy': 'same-origin',
  });
});

test('answers HEAD with the length alone', async () => {
  const response = await get('notes.md', { method: 'HEAD' });
  expect(response.headers.get('Content-Length')).toBe('83');
  expect(response.body).toBeNull();
});

test('gives the file as it is now', async () => {
  const id = await pilcrow.idOf('notes.md');
  await writeFile(join(pilcrow.root, 'notes.md'), 'Written since.');
  expect(await (await pilcrow.app.request(`/doc/${id}/original`)).text()).toBe('Written since.');
});

test('no other address reaches the disk', async () => {
  for (const id of ['notes.md', '..%2Fnotes.md', '%2Fetc%2Fpasswd', 'unknown', '%00']) {
    expect((await pilcrow.app.request(`/doc/${id}/original`)).status, id).toBe(404);
  }
});

describe('a file that is not there any more as it was indexed', () => {
  const secret = 'Secret.';
  let outside: string;
  beforeEach(async () => {
    outside = `${pilcrow.root}-outside`;
    await mkdir(outside);
    await writeFile(join(outside, 'a.txt'), secret);
  });
  afterEach(() => rm(outside, { recursive: true }));

  test.each<[string, (root: string) => Promise<unknown>]>([
    ['deleted', (root) => rm(join(root, 'news/a.txt'))],
    ['renamed', (root) => rename(join(root, 'news/a.txt'), join(root, 'b.txt'))],
    [
      'made a link',
      (root) => rm(join(root, 'news/a.txt')).then(() => symlink(join(outside, 'a.txt'), join(root, 'news/a.txt'))),
    ],
    [
      'below a link',
      (root) => rm(join(root, 'news'), { recursive: true }).then(() => symlink(outside, join(root, 'news'))),
    ],
    ['a folder', (root) => rm(join(root, 'news/a.txt')).then(() => mkdir(join(root, 'news/a.txt')))],
    ['grown too large', (root) => writeFile(join(root, 'news/a.txt'), Buffer.alloc(33 * 2 ** 20))],
  ])('%s: 410, with what to do', async (_, change) => {
    const id = await pilcrow.idOf('news/a.txt');
    await change(pilcrow.root);
    const response = await pilcrow.app.request(`/doc/${id}/original`);
    expect(response.status).toBe(410);
    const { detail } = await problemIn(response);
    expect(detail).toContain('cannot be had any more');
    expect(detail).not.toContain(pilcrow.root);
    const page = await (await pilcrow.app.request(`/doc/${id}/original`, { headers: BROWSER })).text();
    expect(page).toContain('cannot be had any more');
    expect(page).not.toContain(secret);
  });
});

test.each([
  ['notes/a b.txt', `attachment; filename="a b.txt"; filename*=UTF-8''a%20b.txt`],
  ['naïve.md', `attachment; filename="na_ve.md"; filename*=UTF-8''na%C3%AFve.md`],
  [
    `x"; filename="evil.exe`,
    `attachment; filename="x__ filename__evil.exe"; filename*=UTF-8''x%22%3B%20filename%3D%22evil.exe`,
  ],
  ['a\r\nSet-Cookie: x.txt', `attachment; filename="a__Set-Cookie_ x.txt"; filename*=UTF-8''a__Set-Cookie%3A%20x.txt`],
  ['safe\u202etxt.exe', `attachment; filename="safe_txt.exe"; filename*=UTF-8''safe_txt.exe`],
  [`it's (1).txt`, `attachment; filename="it_s _1_.txt"; filename*=UTF-8''it%27s%20%281%29.txt`],
  ['\ud800.txt', `attachment; filename="_.txt"; filename*=UTF-8''%EF%BF%BD.txt`],
])('the header for %j', (path, header) => {
  expect(attachment(path)).toBe(header);
});
