/** Every page says which folder it is of, by its name alone: the way to it is nobody's business, nor the name that of a stranger. */
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BROWSER, type Site, site } from './fixture.js';

const NAME = 'My "Letters" & <b>more';
const WRITTEN = 'My &quot;Letters&quot; &amp; &lt;b&gt;more';

let pilcrow: Site;
beforeAll(async () => {
  pilcrow = await site({ folder: NAME, token: 'secret' });
});
afterAll(() => pilcrow.close());

async function get(
  path: string,
  headers: Record<string, string> = { Authorization: 'Bearer secret' },
): Promise<string> {
  return (await pilcrow.app.request(path, { headers: { ...BROWSER, ...headers } })).text();
}

it.each([
  ['/', WRITTEN],
  ['/?q=nato', `nato – ${WRITTEN}`],
  ['/results?q=nato', `nato – ${WRITTEN}`],
  ['/status', `Status – ${WRITTEN}`],
  ['/feed?q=nato', `nato – ${WRITTEN}`],
])('%s has it in its title, and no way to it', async (path, title) => {
  const text = await get(path);
  expect(text).toContain(`<title>${title} – Pilcrow</title>`);
  expect(text).not.toContain(dirname(pilcrow.root));
});

it('stands in the header and at the foot of pages, those of documents too', async () => {
  for (const path of [
    '/',
    `/doc/${await pilcrow.idOf('notes.md')}`,
    `/doc/${await pilcrow.idOf('notes.md')}/similar?p=1`,
  ]) {
    const text = await get(path);
    expect(text.split(`>${WRITTEN}</bdi>`)).toHaveLength(3);
    expect(text).toContain(`aria-label="Pilcrow ${WRITTEN}, home"`);
    expect(text).not.toContain(dirname(pilcrow.root));
  }
});

it('is the name of the search in browsers, as long as such a name may be', async () => {
  const description = await get('/opensearch.xml');
  const shortName = '¶ My &quot;Letters&quot;…';
  expect(description).toContain(`<ShortName>${shortName}</ShortName>`);
  expect(description).toContain(`<Description>Search the paragraphs of ${WRITTEN} at localhost</Description>`);
  expect(await get('/')).toContain(`type="application/opensearchdescription+xml" title="${shortName}"`);
});

it('is not told to who has no token', async () => {
  for (const path of ['/', '/?q=nato', '/opensearch.xml', '/nowhere']) {
    const text = await get(path, {});
    expect(text).not.toContain('Letters');
  }
});
