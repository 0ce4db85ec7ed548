/** The slowest questions and those without an answer: few, in memory, told to nobody who may not ask. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { QueryStats } from '../../src/server/query-stats.js';
import { type Site, site } from './fixture.js';

test('keeps the slowest answer of each question, slowest first', () => {
  const stats = new QueryStats();
  for (const [text, ms] of [
    ['a', 3],
    ['b', 9],
    ['a', 5],
    ['a', 1],
    [' b ', 2],
  ] as const)
    stats.record(text, ms, 1);
  expect(stats.slowest()).toEqual([
    { query: 'b', tookMs: 9, totalHits: 1 },
    { query: 'a', tookMs: 5, totalHits: 1 },
  ]);
});

test('a word on its way is no question of its own; one asked again counts', () => {
  const stats = new QueryStats();
  for (const text of ['zy', 'zyz', 'zyzzyva', 'quux', 'zyzzyva', 'found'])
    stats.record(text, 1, text === 'found' ? 1 : 0);
  expect(stats.empty()).toEqual([
    { query: 'zyzzyva', times: 2 },
    { query: 'quux', times: 1 },
  ]);
});

test.each(['\u0000', ' \u200b', '\ufe0f', '\u3164', `${'\u2060'.repeat(200)}nato`])(
  '%j shows nothing, so that a link of it could not be seen',
  (text) => {
    const stats = new QueryStats();
    stats.record(text, 1, 0);
    expect([stats.slowest(), stats.empty()]).toEqual([[], []]);
    stats.record(`${text.slice(0, 9)}x`, 1, 0);
    expect(stats.empty()).toHaveLength(1);
  },
);

test('holds 20 of each, whatever is asked, and no long text', () => {
  const asked = fc.record({ text: fc.string({ maxLength: 300 }), ms: fc.nat({ max: 50 }), hits: fc.nat({ max: 1 }) });
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 80 }), (all) => {
      const stats = new QueryStats();
      for (const { text, ms, hits } of all) stats.record(text, ms, hits);
      const times = stats.slowest().map(({ tookMs }) => tookMs);
      const slowest = new Map<string, number>();
      for (const { text, ms } of all) {
        const query = text.trim().slice(0, 200).toWellFormed();
        if (/[^\p{C}\p{Z}\p{DI}]/u.test(query)) slowest.set(query, Math.max(ms, slowest.get(query) ?? 0));
      }
      expect(times).toEqual([...slowest.values()].sort((a, b) => b - a).slice(0, 20));
      expect(stats.empty().length).toBeLessThanOrEqual(20);
      for (const { query } of [...stats.slowest(), ...stats.empty()]) expect(query.length).toBeLessThanOrEqual(200);
    }),
  );
});

async function queriesOf({ app }: Site): Promise<unknown> {
  const body = (await (await app.request('/status.json')).json()) as { queries: unknown };
  return body.queries;
}

test('pages and programs are both counted, and nothing is where it is turned off', async () => {
  for (const queryStats of [true, false]) {
    const pilcrow = await site({ queryStats });
    await pilcrow.app.request('/search?q=nato');
    await pilcrow.app.request('/results?q=zyzzyva');
    await pilcrow.app.request('/?q=');
    const kept = {
      slowest: [
        { query: expect.any(String), totalHits: expect.any(Number), processingTimeMs: expect.any(Number) },
        { query: expect.any(String), totalHits: expect.any(Number), processingTimeMs: expect.any(Number) },
      ],
      empty: [{ query: 'zyzzyva', times: 1 }],
    };
    expect(await queriesOf(pilcrow)).toEqual(queryStats ? kept : null);
    await pilcrow.close();
  }
});
