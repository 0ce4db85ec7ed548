/** Pages for many at once: made once, and never for another language, another state of the index or another address. */
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { Problem } from '../../src/server/problem.js';
import { type MakePage, SharedPages } from '../../src/server/shared-pages.js';
import { site } from './fixture.js';

/** An application with one page, which is made when it is told to. */
function pageOf(make: (...asked: Parameters<MakePage>) => string | Problem) {
  let [state, finish] = ['1', (): void => {}];
  const made = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const pages = new SharedPages(() => state);
  const app = new Hono().get(
    '/page',
    pages.handler(async (...asked) => {
      const page = make(...asked);
      await made;
      return typeof page === 'string' ? { html: page, problem: null } : { html: page.detail, problem: page };
    }),
  );
  app.onError((error, c) => c.text(error.message, 500));
  const ask = async (path = '/page', init: RequestInit = {}) => await app.request(path, init);
  const change = (to: string): void => {
    state = to;
  };
  return { ask, finish, change };
}

test('those who ask at the same moment share a page, but not with other languages, addresses or an index that changed', async () => {
  let times = 0;
  const { ask, finish, change } = pageOf((c, { language }) => `${++times} ${language} ${c.req.query('q')}`);
  const german = { headers: { 'Accept-Language': 'de-AT' } };
  const asked = [ask(), ask(), ask('/page?q=x'), ask('/page', german), ask()];
  await Promise.resolve();
  change('2');
  asked.push(ask(), ask('/page', german));
  finish();
  const answers = await Promise.all(asked);
  const told = ['1 en undefined', '1 en undefined', '2 en x', '3 de undefined', '1 en undefined'];
  expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual([
    ...told,
    '4 en undefined',
    '5 de undefined',
  ]);
  expect(await (await ask()).text()).toBe('6 en undefined');
});

test('a page that says why it shows nothing has its status and headers, for everyone', async () => {
  const { ask, finish } = pageOf(() => new Problem(503, 'Später.', { headers: { 'Retry-After': '2' } }));
  const asked = [ask(), ask()];
  finish();
  for (const answer of await Promise.all(asked)) {
    const { status, headers } = answer;
    expect([status, headers.get('Retry-After'), headers.get('Content-Type'), await answer.text()]).toEqual([
      503,
      '2',
      'text/html; charset=UTF-8',
      'Später.',
    ]);
  }
});

test('who asked first may leave', async () => {
  const signals: AbortSignal[] = [];
  const { ask, finish } = pageOf((_c, _strings, signal) => {
    signals.push(signal);
    return 'page';
  });
  const [leaving, other] = [new AbortController(), new AbortController()];
  const left = ask('/page', { signal: leaving.signal });
  const stayed = ask();
  const alone = ask('/page?alone', { signal: other.signal });
  leaving.abort(new Error('left'));
  other.abort(new Error('left'));
  finish();
  expect([await (await left).text(), await (await stayed).text()]).toEqual(['left', 'page']);
  await alone;
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
});

test('a document that many open is read and rendered once', async () => {
  let times = 0;
  const pilcrow = await site({
    wrap: (engine) => {
      const marked = engine.markedDocument.bind(engine);
      engine.markedDocument = async (...asked) => {
        times++;
        return await marked(...asked);
      };
      return engine;
    },
  });
  const path = `/doc/${await pilcrow.idOf('news/a.txt')}?q=nato`;
  const answers = await Promise.all(Array.from({ length: 20 }, async () => await pilcrow.app.request(path)));
  const pages = await Promise.all(answers.map((answer) => answer.text()));
  await pilcrow.close();
  expect([times, new Set(pages).size]).toEqual([1, 1]);
  expect(pages[0]).toContain('<mark>NATO</mark>');
  for (const { headers } of answers) {
    expect(headers.get('Vary')).toBe('Accept-Language');
    expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'/);
  }
});
