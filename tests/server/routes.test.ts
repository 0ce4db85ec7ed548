/** Pages, states, methods and files: what each address answers besides the JSON search. */
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SearchUnavailable } from '../../src/index/engine.js';
import { BROWSER, IDLE, problemIn, type Site, site } from './fixture.js';

let pilcrow: Site;
let ask: (path: string, init?: RequestInit) => Promise<Response>;
beforeEach(async () => {
  pilcrow = await site();
  ask = async (path, init) => await pilcrow.app.request(path, init);
});
afterEach(() => pilcrow.close());

describe('the search page', () => {
  it('is a whole page, and its results alone under another path', async () => {
    const page = await ask('/?q=nato', { headers: BROWSER });
    expect([page.status, page.headers.get('Cache-Control')]).toEqual([200, 'no-store']);
    const html = await page.text();
    expect(html).toMatch(/^<!doctype html><html/);
    expect(html).toContain('<mark>NATO</mark>');
    const fragment = await ask('/results?q=nato');
    expect([fragment.status, fragment.headers.get('Cache-Control')]).toEqual([200, 'no-store']);
    const part = await fragment.text();
    expect(part).not.toContain('<html');
    expect(part).toContain('<mark>NATO</mark>');
  });

  it('offers words that find something', async () => {
    const html = await (await ask('/')).text();
    const links = [...html.matchAll(/class="samples">.*?<\/ul>/gs)].join('').matchAll(/href="(\/\?q=[^"]+)"/g);
    const samples = [...links].map(([, href]) => (href ?? '').replaceAll('&amp;', '&'));
    expect(samples.length).toBeGreaterThan(1);
    for (const href of samples) {
      const body = (await (await ask(href.replace('/?', '/search?'))).json()) as { totalHits: number };
      expect([href, body.totalHits > 0]).toEqual([href, true]);
    }
  });

  it('ignores what it does not know and fields left empty', async () => {
    const html = await (await ask('/?q=nato&utm_source=x&fbclid=1&type=&page=&sort=newest&__proto__=1')).text();
    expect(html).toContain('<mark>NATO</mark>');
  });

  it.each([
    '/?q=nato&page=0',
    '/?q=nato&type=doc',
    '/?q=nato&after=soon',
    '/results?q=nato&hitsPerPage=1000',
    `/?q=nato${'+nato'.repeat(200)}`,
  ])('says what is wrong with %s and keeps the words', async (path) => {
    const response = await ask(path, { headers: BROWSER });
    expect(response.status).toBe(400);
    const html = await response.text();
    expect(html).toMatch(/must be|at most 1000/);
    if (path.startsWith('/?')) expect(html).toContain('value="nato');
    expect(html.includes('Shorten the query')).toBe(html.includes('at most 1000'));
    expect(pilcrow.logged).toEqual([]);
  });

  it.each([
    ['de-AT,de;q=0.9,en;q=0.5', 'de'],
    ['fr,en-GB;q=0.8,de;q=0.1', 'en'],
    ['fr;q=1', 'en'],
    ['', 'en'],
    ['de;q=0', 'en'],
    [',;q=x,__proto__', 'en'],
  ])('asked for in %s speaks %s, pages, fragments and errors alike', async (accepted, spoken) => {
    const headers = { ...BROWSER, 'Accept-Language': accepted };
    for (const path of ['/?q=nato', '/nowhere', '/results?q=nato']) {
      const response = await ask(path, { headers });
      expect(response.headers.get('Vary')).toContain('Accept-Language');
      const html = await response.text();
      if (path.startsWith('/results'))
        expect(html).toContain(spoken === 'de' ? '2 Absätze in 2 Dokumenten' : '2 paragraphs in 2 documents');
      else expect(html).toContain(`<html lang="${spoken}">`);
    }
  });

  it('is full where many documents have a paragraph alike, and the last page is the last; JSON counts every hit', async () => {
    const own = (number: number): string => `Boats\n\nThe oar is kept dry.\n\nOar ${number} is of ash.\n`;
    await pilcrow.write(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`boats/${i}.txt`, own(i)])));
    const pages: string[] = [];
    for (const page of [1, 2, 3]) pages.push(await (await ask(`/results?q=oar&hitsPerPage=5&page=${page}`)).text());
    const texts = pages.map((html) =>
      [...html.matchAll(/<p class="passage[^>]*>(.*?)<\/p>/gs)].map(([, text]) => text),
    );
    expect(texts.map(({ length }) => length)).toEqual([5, 5, 0]);
    expect(new Set(texts.flat()).size).toBe(10);
    expect(pages[0]).toContain('18 paragraphs in 9 documents');
    expect(pages[0]).toContain('page=2');
    expect(pages.join('')).not.toContain('page=4');
    const body = (await (await ask('/search?q=oar&hitsPerPage=5&page=4')).json()) as Record<string, unknown>;
    expect(body).toMatchObject({ totalHits: 18, totalPages: 4 });
    expect(body.hits).toHaveLength(3);
    expect(JSON.stringify(body)).not.toContain('copies');
  });

  it('shows how far the first look is', async () => {
    pilcrow.indexer.current = { ...IDLE, phase: 'starting', done: 7, total: 4321 };
    const html = await (await ask('/')).text();
    expect(html).toContain('4,321');
    expect(html).toMatch(/http-equiv="refresh"|every 1s/);
  });
});

describe('the reader', () => {
  it('shows a document with the words marked', async () => {
    const response = await ask(`/doc/${await pilcrow.idOf('news/a.txt')}?q=troops`);
    expect([response.status, response.headers.get('Cache-Control')]).toEqual([200, 'no-store']);
    const html = await response.text();
    expect(html).toContain('id="p2"');
    expect(html.match(/<mark>troops<\/mark>/g)).toHaveLength(2);
  });

  it.each([
    'nosuch',
    '..%2f..%2fetc%2fpasswd',
    '%00',
    '%ff',
    '__proto__',
    'constructor',
    'a'.repeat(300),
    '%F0%9F%98%80',
    '"><b>',
  ])('has no document %s', async (id) => {
    const page = await ask(`/doc/${id}`, { headers: BROWSER });
    expect(page.status).toBe(404);
    expect(page.headers.get('Content-Type')).toContain('text/html');
    const program = await problemIn(await ask(`/doc/${id}`));
    expect(program.status).toBe(404);
    expect(pilcrow.logged).toEqual([]);
  });

  it('refuses a query that is too long', async () => {
    expect((await ask(`/doc/${await pilcrow.idOf('news/a.txt')}?q=${'x'.repeat(1001)}`)).status).toBe(400);
  });
});

describe('status and health', () => {
  it('is a page for people and JSON for programs', async () => {
    const [skipped, partly] = ['x.bin', 'y.pdf'].map((path) => [{ path, reason: 'It is no text.', stamp: null }]);
    pilcrow.indexer.current = { ...IDLE, skipped: skipped ?? [], partly: partly ?? [] };
    const page = await ask('/status', { headers: BROWSER });
    expect(page.headers.get('Vary')).toBe('Accept, Accept-Language');
    expect(await page.text()).toContain('x.bin');
    for (const path of ['/status', '/status.json']) {
      expect(await (await ask(path)).json()).toMatchObject({
        phase: 'idle',
        problem: null,
        skipped: [{ path: 'x.bin', reason: 'It is no text.' }],
        partly: [{ path: 'y.pdf', reason: 'It is no text.' }],
        lastRun: { at: '1970-01-01T00:00:00.000Z', added: 3 },
        index: { documents: 3, indexing: false },
      });
    }
  });

  it('is alive with a problem, and says so', async () => {
    expect(await (await ask('/healthz')).json()).toEqual({ status: 'ok', problem: null });
    pilcrow.indexer.current = { ...IDLE, problem: 'The disk is full.' };
    const response = await ask('/healthz');
    expect([response.status, await response.json()]).toEqual([
      200,
      { status: 'degraded', problem: 'The disk is full.' },
    ]);
  });

  it('is ready after the first look', async () => {
    pilcrow.indexer.current = { ...IDLE, phase: 'starting', done: 1, total: 2 };
    const early = await ask('/readyz');
    expect([early.status, early.headers.get('Retry-After')]).toEqual([503, '1']);
    expect(await problemIn(early)).toMatchObject({ status: 503, detail: expect.stringContaining('1 of 2 files') });
    pilcrow.indexer.current = { ...IDLE, phase: 'indexing' };
    expect((await ask('/readyz')).status).toBe(200);
  });
});

describe('methods', () => {
  it.each(['/', '/search?q=nato', '/status', '/healthz', '/assets/app.js', '/doc/nosuch', '/nothing'])(
    'HEAD %s answers as GET without a body',
    async (path) => {
      const [head, get] = [await ask(path, { method: 'HEAD' }), await ask(path)];
      expect(head.status).toBe(get.status);
      expect(head.headers.get('Content-Type')).toBe(get.headers.get('Content-Type'));
      expect(await head.text()).toBe('');
    },
  );

  it.each([
    ['POST', '/search', 'GET, HEAD'],
    ['DELETE', '/', 'GET, HEAD'],
    ['OPTIONS', '/search', 'GET, HEAD'],
    ['PUT', '/doc/x', 'GET, HEAD'],
    ['POST', '/assets/app.js', 'GET, HEAD'],
    ['GET', '/rebuild', 'POST'],
    ['BREW', '/status', 'GET, HEAD'],
  ])('%s %s is not allowed', async (method, path, allow) => {
    const response = await ask(path, { method });
    expect([response.status, response.headers.get('Allow')]).toEqual([405, allow]);
    expect(await problemIn(response)).toMatchObject({ status: 405, title: 'Method Not Allowed' });
  });

  it.each([
    '/nothing',
    '/search/',
    '/assets/',
    '/assets/../package.json',
    '/assets/%2e%2e/package.json',
    '/src/server/app.ts',
    '/public/app.css',
    '/.git/config',
    '/doc/',
    '/doc/a/b',
  ])('there is nothing at %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
    expect(await problemIn(await ask(path))).toMatchObject({ status: 404 });
  });
});

describe('faults', () => {
  const failing = async (thrown: unknown): Promise<Site> =>
    await site({
      wrap: (engine) =>
        Object.assign(Object.create(engine) as typeof engine, {
          search: () => Promise.reject(thrown instanceof Error ? thrown : (thrown as Error)),
        }),
    });

  it.each([['/search?q=x'], ['/?q=x'], ['/results?q=x'], ['/doc/ID?q=x']])(
    'in %s are logged and tell nothing',
    async (path) => {
      const own = await failing(new Error('secret at /home/ann/seeds'));
      const address = path.replace('ID', await own.idOf('notes.md'));
      for (const headers of [{}, BROWSER]) {
        const response = await own.app.request(address, { headers });
        expect([response.status, response.headers.get('Cache-Control')]).toEqual([500, 'no-store']);
        const text = await response.text();
        expect(text).toContain('The reason is in its log.');
        expect(text).not.toMatch(/secret|\/home|\.ts/);
      }
      expect(own.logged).toHaveLength(2);
      await own.close();
    },
  );

  it('that are no errors are answered too', async () => {
    const own = await failing('a string');
    expect((await own.app.request('/search?q=x')).status).toBe(500);
    expect(own.logged).toHaveLength(1);
    await own.close();
  });

  it('of time are a 503 that says when to come back', async () => {
    const own = await failing(new SearchUnavailable('This search took too long.'));
    const json = await own.app.request('/search?q=x');
    expect([json.status, json.headers.get('Retry-After')]).toEqual([503, '2']);
    expect(await problemIn(json)).toMatchObject({ status: 503, detail: expect.stringContaining('took too long') });
    const page = await own.app.request('/?q=x', { headers: BROWSER });
    expect([page.status, page.headers.get('Retry-After')]).toEqual([503, '2']);
    expect(await page.text()).toContain('took too long');
    expect(own.logged).toEqual([]);
    await own.close();
  });

  it('of a thread that died are a 503, and what it died of is in the log alone', async () => {
    const cause = new Error('out of memory at /home/ann/seeds');
    const own = await failing(new SearchUnavailable('The thread that searched ended. Try again.', { cause }));
    for (const path of ['/search?q=x', '/?q=x', '/results?q=x']) {
      const response = await own.app.request(path);
      expect(response.status).toBe(503);
      expect(await response.text()).not.toContain('memory');
      expect(own.logged.splice(0)).toEqual([expect.objectContaining({ cause })]);
    }
    await own.close();
  });

  it('of a client that went away are nobody’s, and stop the search', async () => {
    const gone = new AbortController();
    let seen: AbortSignal | undefined;
    const own = await site({
      wrap: (engine) =>
        Object.assign(Object.create(engine) as typeof engine, {
          search: (_request: unknown, signal?: AbortSignal) => {
            seen = signal;
            gone.abort();
            return Promise.reject(signal?.reason as Error);
          },
        }),
    });
    await own.app.request('/search?q=x', { signal: gone.signal });
    expect(seen?.aborted).toBe(true);
    expect(own.logged).toEqual([]);
    await own.close();
  });

  it('that happen after the client went away are logged all the same', async () => {
    const gone = new AbortController();
    const own = await site({
      wrap: (engine) =>
        Object.assign(Object.create(engine) as typeof engine, {
          search: () => {
            gone.abort();
            return Promise.reject(new Error('a fault'));
          },
        }),
    });
    await own.app.request('/search?q=x', { signal: gone.signal });
    expect(own.logged).toHaveLength(1);
    await own.close();
  });
});

describe('files', () => {
  it.each([
    ['/assets/app.css', 'text/css'],
    ['/assets/app.js', 'text/javascript'],
    ['/assets/htmx.js', 'text/javascript'],
    ['/favicon.svg', 'image/svg+xml'],
    ['/favicon.ico', 'image/svg+xml'],
    ['/robots.txt', 'text/plain'],
    ['/sw.js', 'text/javascript'],
    ['/manifest.webmanifest', 'application/manifest+json'],
    ['/icon-512.png', 'image/png'],
  ])('%s has its type and a tag', async (path, type) => {
    const response = await ask(path);
    expect(response.headers.get('Content-Type')).toContain(type);
    expect(response.headers.get('Cache-Control')).toBe('private, no-cache');
    const tag = response.headers.get('ETag') ?? '';
    const held = await ask(path, { headers: { 'If-None-Match': tag } });
    expect([held.status, await held.text()]).toEqual([304, '']);
    expect(held.headers.get('Vary')).toBe(response.headers.get('Vary'));
  });

  it.each([
    ['gzip, deflate, br', 'gzip'],
    ['gzip;q=0', null],
    ['identity', null],
    ['', null],
  ])('come packed where %s is accepted', async (accepted, encoding) => {
    const plain = Buffer.from(await (await ask('/assets/app.css')).arrayBuffer());
    const response = await ask('/assets/app.css', { headers: { 'Accept-Encoding': accepted } });
    expect([response.headers.get('Content-Encoding'), response.headers.get('Vary')]).toEqual([
      encoding,
      'Accept-Encoding',
    ]);
    const sent = Buffer.from(await response.arrayBuffer());
    expect((encoding === null ? sent : gunzipSync(sent)).equals(plain)).toBe(true);
  });

  it('are small: all scripts and styles together, packed', async () => {
    const pages = await Promise.all(
      ['/', '/status', `/doc/${await pilcrow.idOf('notes.md')}`].map(async (path) =>
        (await ask(path, { headers: BROWSER })).text(),
      ),
    );
    const assets = new Set(
      pages.flatMap((html) => [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '')),
    );
    expect(assets).toContain('/assets/htmx.js');
    let bytes = 0;
    for (const path of assets) {
      const response = await ask(path, { headers: { 'Accept-Encoding': 'gzip' } });
      bytes += (await response.arrayBuffer()).byteLength;
    }
    expect(bytes).toBeLessThanOrEqual(35_000);
  });

  it.each(['app.js', 'keys.js', 'reader.js'])('%s comes without its comments, and with all else', async (name) => {
    const written = await readFile(new URL(`../../public/${name}`, import.meta.url), 'utf8');
    const sent = await (await ask(`/assets/${name}`)).text();
    expect(written).toMatch(/^ *\/\*/m);
    expect(sent).not.toMatch(/^ *(\/\*|\/\/|\*)/m);
    const lines = (text: string) => text.split('\n').map((line) => line.trim());
    const code = lines(written).filter((line) => line !== '' && !/^(\/\*|\/\/|\* |\*\/)/.test(line));
    expect(lines(sent).filter((line) => line !== '')).toEqual(code);
  });

  it('keep robots to pages', async () => {
    const text = await (await ask('/robots.txt')).text();
    for (const path of ['/?*&', '/search', '/results', '/export', '/feed'])
      expect(text).toContain(`Disallow: ${path}\n`);
  });
});
