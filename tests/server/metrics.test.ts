/** The figures for programs that watch: well formed, those of the index, and every answer counted. */
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type Site, site } from './fixture.js';

let pilcrow: Site;
beforeAll(async () => {
  pilcrow = await site();
});
afterAll(() => pilcrow.close());

/** Names with their labels, and values. Fails where a line is none of the format. */
async function metrics(): Promise<Map<string, number>> {
  const response = await pilcrow.app.request('/metrics');
  expect(response.headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const values = new Map<string, number>();
  for (const line of (await response.text()).trimEnd().split('\n')) {
    if (/^# (?:HELP [a-z_]+ \S.*|TYPE [a-z_]+ (?:gauge|counter|summary))$/.test(line)) continue;
    const [, name = '', value = ''] = /^([a-z_]+(?:\{status="\d+"\})?) (\S+)$/.exec(line) ?? [];
    expect(name, line).not.toBe('');
    expect(values.has(name), line).toBe(false);
    values.set(name, Number(value));
  }
  return values;
}

test('tell what is indexed', async () => {
  const told = await metrics();
  const { documents, paragraphs, bytes, generation } = pilcrow.engine.stats();
  expect(Object.fromEntries(told)).toMatchObject({
    pilcrow_documents: documents,
    pilcrow_paragraphs: paragraphs,
    pilcrow_index_bytes: bytes,
    pilcrow_generation: generation,
    pilcrow_skipped_files: 0,
    pilcrow_indexing: 0,
    pilcrow_degraded: 0,
  });
  expect(told.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  expect([...told.values()].every(Number.isFinite)).toBe(true);
});

test('and every status is told where the system does not tell the memory of the process', async () => {
  const told = vi.spyOn(process.memoryUsage, 'rss').mockImplementation(() => {
    throw Object.assign(new Error('no /proc'), { code: 'ENOENT' });
  });
  onTestFinished(() => told.mockRestore());
  expect((await metrics()).get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  for (const path of ['/status', '/status.json']) expect((await pilcrow.app.request(path)).status, path).toBe(200);
});

test('tell when the process began, the same each time and whatever becomes of the clock: another time means a restart', async () => {
  const name = 'process_start_time_seconds';
  const began = (await metrics()).get(name) ?? 0;
  expect(Math.abs(began - (Date.now() - performance.now()) / 1_000)).toBeLessThan(60);
  const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);
  onTestFinished(() => clock.mockRestore());
  expect((await metrics()).get(name)).toBe(began);
});

test('count answers by their status, those that refuse too', async () => {
  const before = await metrics();
  await pilcrow.app.request('/search?q=nato');
  await pilcrow.app.request('/search?page=0');
  await pilcrow.app.request('/nowhere');
  await pilcrow.app.request('/', { headers: { Host: 'evil.example' } });
  const after = await metrics();
  const more = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  const statuses = [200, 400, 404, 421].map((status) => more(`pilcrow_answers_total{status="${status}"}`));
  // The first look at the figures counts, too.
  expect(statuses).toEqual([2, 1, 1, 1]);
  expect(more('pilcrow_answer_seconds_count')).toBe(5);
  expect(more('pilcrow_answer_seconds_sum')).toBeGreaterThan(0);
});
