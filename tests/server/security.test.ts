/** Each protection, by a request that gets through where the protection is taken out. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RebuildFailure } from '../../src/index/follow/run.js';
import { isAllowedHost } from '../../src/server/headers.js';
import { BROWSER, IDLE, problemIn, type Site, site } from './fixture.js';

let pilcrow: Site;
beforeEach(async () => {
  pilcrow = await site({ allowedHosts: ['search.example', 'ported.example:8080', 'fd00::1'] });
});
afterEach(() => pilcrow.close());

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe('headers', () => {
  it.each([
    ['/?q=nato', 200, {}],
    ['/results?q=nato', 200, {}],
    ['/search?q=nato', 200, {}],
    ['/search?x=1', 400, {}],
    ['/assets/app.js', 200, {}],
    ['/doc/none', 404, { headers: BROWSER }],
    ['/nothing', 404, {}],
    ['/rebuild', 405, {}],
    ['/rebuild', 403, { method: 'POST' }],
    ['/', 421, { headers: { Host: 'evil.example' } }],
    ['/?q='.padEnd(70_000, 'x'), 414, {}],
  ])('stand on %.20s (%i)', async (path, status, init: RequestInit) => {
    const response = await pilcrow.app.request(path, init);
    expect(response.status).toBe(status);
    const { headers } = response;
    const policy = headers.get('Content-Security-Policy') ?? '';
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      expect(policy.split('; ')).toContain(directive);
    }
    expect(policy).not.toContain('unsafe');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('X-Frame-Options')).toBe('DENY');
    expect(headers.get('Referrer-Policy')).toBe('same-origin');
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
    expect(headers.get('Permissions-Policy')).toContain('geolocation=()');
    expect(headers.get('Cache-Control')).toMatch(/no-store|private, no-cache/);
    expect([...headers.keys()].filter((name) => /^access-control|^x-powered-by|^server$/.test(name))).toEqual([]);
  });

  it('share nothing with other origins', async () => {
    const preflight = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' };
    const response = await pilcrow.app.request('/rebuild', { method: 'OPTIONS', headers: preflight });
    expect(response.status).toBe(405);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
  });
});

describe('the host', () => {
  it.each([
    'localhost',
    'localhost:3000',
    'LOCALHOST:1',
    '127.0.0.1',
    '127.0.0.1:3000',
    '[::1]:3000',
    'search.example',
    'Search.Example:99',
    'ported.example:8080',
    '[fd00::1]:80',
  ])('%s is answered', async (host) => {
    expect((await pilcrow.app.request('/search', { headers: { Host: host } })).status).toBe(200);
  });

  it.each([
    'evil.example',
    'localhost.evil.example',
    'evil.example:3000',
    '127.0.0.1.evil.example',
    'localhost@evil.example',
    'ported.example',
    'ported.example:81',
    '127.0.0.2',
    '[::2]',
    '',
    'localhost:',
    'localhost, evil.example',
    'localhost evil',
  ])('%j is refused before anything else', async (host) => {
    for (const path of ['/search?q=nato', '/healthz', '/assets/app.js', '/nothing', '/?q='.padEnd(70_000, 'x')]) {
      const response = await pilcrow.app.request(path, { headers: { Host: host } });
      expect([path.slice(0, 20), response.status]).toEqual([path.slice(0, 20), 421]);
    }
    expect(isAllowedHost(host, [])).toBe(false);
  });

  it.each(['0.0.0.0', '::'])('is any address of the machine where %s is listened on, and no other name', (all) => {
    for (const host of ['192.168.1.5', '192.168.1.5:3000', '[fd00::2]:3000', '10.0.0.1:80', `[::]:3000`]) {
      expect([host, isAllowedHost(host, [all])]).toEqual([host, true]);
      expect([host, isAllowedHost(host, ['192.168.1.6'])]).toEqual([host, false]);
    }
    for (const host of ['evil.example', '192.168.1.5.evil.example', 'evil.example:3000', '192.168.1', '[evil]'])
      expect([host, isAllowedHost(host, [all])]).toEqual([host, false]);
  });

  it('of the request line counts too', async () => {
    const response = await pilcrow.app.request('http://evil.example/search', { headers: { Host: 'localhost' } });
    expect(response.status).toBe(421);
  });
});

describe('the token', () => {
  let closed: Site;
  const status = async (path: string, authorization?: string): Promise<number> => {
    const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization };
    return (await closed.app.request(path, { headers })).status;
  };
  beforeEach(async () => {
    closed = await site({ token: 'correct-horse' });
  });
  afterEach(() => closed.close());

  it.each([
    '/',
    '/results',
    '/search?q=a',
    '/doc/x',
    '/status',
    '/status.json',
    '/metrics',
    '/assets/../search?q=nato',
    '/assets/app.js/../../search?q=nato',
    '/assets/app.js%2f..%2f..%2fsearch?q=nato',
    '/manifest.webmanifest',
    '/nothing',
  ])('is asked for at %s', async (path) => {
    const response = await closed.app.request(path, { headers: BROWSER });
    expect([response.status, response.headers.get('WWW-Authenticate')]).toEqual([
      401,
      expect.stringContaining('Basic realm="Pilcrow"'),
    ]);
    for (const wrong of [
      'Bearer wrong',
      'Bearer correct-horsee',
      'Bearer correct-hors',
      'Bearer ',
      'Bearer',
      'correct-horse',
      'Basic !!',
      basic('correct-horse', ''),
      basic('', 'x'),
    ]) {
      expect([wrong, await status(path, wrong)]).toEqual([wrong, 401]);
    }
    expect(await status(path, 'Bearer correct-horse')).not.toBe(401);
    expect(await status(path, 'bearer  correct-horse')).not.toBe(401);
    expect(await status(path, basic('anyone', 'correct-horse'))).not.toBe(401);
  });

  it('is asked for on a page that is whole without it', async () => {
    const html = await (await closed.app.request('/', { headers: BROWSER })).text();
    const files = [...html.matchAll(/<(?:script src|link rel="(?:stylesheet|icon)" href)="([^"]+)"/g)];
    expect(files.length).toBeGreaterThan(3);
    for (const [, path = ''] of files) expect([path, await status(path)]).toEqual([path, 200]);
  });

  it('is asked for before a rebuild', async () => {
    const headers = { 'X-Pilcrow': 'rebuild' };
    expect((await closed.app.request('/rebuild', { method: 'POST', headers })).status).toBe(401);
    expect(closed.indexer.rebuilds).toBe(0);
  });

  it('is not asked for by probes, who do not learn the problem', async () => {
    closed.indexer.current = { ...IDLE, problem: 'The folder /home/ann is missing.' };
    const probe = await closed.app.request('/healthz');
    expect([probe.status, await probe.json()]).toEqual([200, { status: 'degraded' }]);
    expect(await status('/readyz')).toBe(200);
    const owner = await closed.app.request('/healthz', { headers: { Authorization: 'Bearer correct-horse' } });
    expect(await owner.json()).toMatchObject({ problem: 'The folder /home/ann is missing.' });
  });
});

describe('a rebuild', () => {
  const post = async (headers: Record<string, string>, body = ''): Promise<Response> =>
    await pilcrow.app.request('/rebuild', { method: 'POST', headers: { Host: 'localhost:3000', ...headers }, body });
  const own = { Origin: 'http://localhost:3000', 'Sec-Fetch-Site': 'same-origin' };
  const asked = { 'X-Pilcrow': 'rebuild' };

  it.each([
    ['a program with the header', asked],
    ['our page with the header', { ...asked, ...own }],
    ['our page over plain HTTP to another machine, with the header', { ...asked, Origin: own.Origin }],
    ['our form without JavaScript', own],
    [
      'our form behind a proxy',
      { Origin: 'https://search.example', Host: 'search.example', 'Sec-Fetch-Site': 'same-origin' },
    ],
  ])('runs for %s', async (_who, headers) => {
    expect((await post(headers)).status).toBe(200);
    expect(pilcrow.indexer.rebuilds).toBe(1);
  });

  it.each([
    ['a program without the header', {}],
    ['the header with another value', { 'X-Pilcrow': '1' }],
    ['another site', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
    ['another site with the header', { ...asked, Origin: 'https://evil.example' }],
    ['another site that hides its origin', { ...asked, Origin: 'null' }],
    ['another port of this machine', { ...asked, Origin: 'http://localhost:4000', 'Sec-Fetch-Site': 'same-site' }],
    ['a name that begins like ours', { ...asked, Origin: 'http://localhost:3000.evil.example' }],
    ['another site, by Sec-Fetch-Site alone', { ...asked, 'Sec-Fetch-Site': 'cross-site' }],
    ['a click from nowhere', { 'Sec-Fetch-Site': 'none' }],
    ['a browser that says no Sec-Fetch-Site', { Origin: own.Origin }],
    ['a request without origin', { 'Sec-Fetch-Site': 'same-origin' }],
    ['JSON of another site', { Origin: 'https://evil.example', 'Content-Type': 'application/json' }],
    ['text of another site', { Origin: 'https://evil.example', 'Content-Type': 'text/plain' }],
    ['an origin that is none', { ...asked, Origin: 'localhost:3000' }],
  ])('is refused for %s', async (_who, headers) => {
    expect(await problemIn(await post(headers))).toMatchObject({ status: 403 });
    expect(pilcrow.indexer.rebuilds).toBe(0);
  });

  it('takes no body to speak of, however its length is given', async () => {
    expect((await post(asked, 'x'.repeat(1024))).status).toBe(200);
    expect(await problemIn(await post({ ...asked, 'Content-Length': '1025' }, 'x'.repeat(1025)))).toMatchObject({
      status: 413,
    });
    expect(await problemIn(await post(asked, 'x'.repeat(1025)))).toMatchObject({ status: 413 });
    expect(pilcrow.indexer.rebuilds).toBe(1);
  });

  // That one run serves all who ask meanwhile is the indexer's doing, and tested there.
  it('is waited for by programs, and not by the status page', async () => {
    let end = (): void => undefined;
    const run = new Promise<void>((resolve) => {
      end = resolve;
    });
    pilcrow.indexer.onRebuild = () => run;
    let answered = 0;
    const answers = [post(asked), post(asked), post(asked)].map((answer) => answer.finally(() => answered++));
    const form = await post({ ...own, ...BROWSER });
    expect([form.status, form.headers.get('Location')]).toEqual([303, '/status']);
    expect([pilcrow.indexer.rebuilds, answered]).toEqual([4, 0]);
    end();
    for (const answer of await Promise.all(answers)) {
      expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ phase: 'idle' })]);
    }
  });

  it('that cannot be done says why, and the next one runs', async () => {
    pilcrow.indexer.onRebuild = () => Promise.reject(new RebuildFailure('the disk is full; free some space'));
    const problem = await problemIn(await post(asked));
    expect(problem).toMatchObject({ status: 503, detail: 'the disk is full; free some space' });
    expect((await post({ ...own, ...BROWSER })).status).toBe(303);
    expect(pilcrow.logged).toEqual([]);
    pilcrow.indexer.onRebuild = async () => undefined;
    expect((await post(asked)).status).toBe(200);
  });

  it('that fails by a fault of ours is logged and tells nothing', async () => {
    pilcrow.indexer.onRebuild = () => Promise.reject(new Error('ENOSPC: /home/ann/.pilcrow'));
    const problem = await problemIn(await post(asked));
    expect(problem).toMatchObject({ status: 500 });
    expect(JSON.stringify(problem)).not.toContain('/home');
    expect((await post({ ...own, ...BROWSER })).status).toBe(303);
    await expect.poll(() => pilcrow.logged).toHaveLength(2);
    pilcrow.indexer.onRebuild = async () => undefined;
    expect((await post(asked)).status).toBe(200);
  });
});

describe('the address', () => {
  it('is bounded', async () => {
    const fits = `/search?path=x&q=`;
    expect((await pilcrow.app.request(`${fits}${'%20'.repeat(300)}`)).status).toBe(200);
    for (const path of ['/search?q=', '/', '/doc/']) {
      const response = await pilcrow.app.request(path.padEnd(70_000, 'x'));
      expect(await problemIn(response)).toMatchObject({ status: 414 });
    }
    // The name of the server does not count.
    const status = async (length: number): Promise<number> =>
      (await pilcrow.app.request('/doc/'.padEnd(length, 'x'))).status;
    expect([await status(65_536), await status(65_537)]).toEqual([404, 414]);
  });
});
