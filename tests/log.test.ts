/** What a server logs of its indexer, and how often. */
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { EngineStats } from '../src/index/engine.js';
import type { IndexerStatus } from '../src/index/types.js';
import { StatusLog } from '../src/log.js';

function logged() {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const lines: string[] = [];
  const log = pino({}, { write: (line) => lines.push((JSON.parse(line) as { msg: string }).msg) });
  const status: IndexerStatus = {
    ...{ phase: 'idle', done: 0, total: 0, skipped: [], partly: [], problem: null, lastRun: null, lastRebuild: null },
  };
  const stats = { documents: 2, paragraphs: 5 } as EngineStats;
  const statusLog = new StatusLog(log, { status: () => status }, { stats: () => stats });
  /** A change of the status, and the lines it adds. */
  const after = (change: Partial<IndexerStatus>): string[] => {
    Object.assign(status, change);
    statusLog.update();
    return lines.splice(0);
  };
  const run = (added: number, removed: number) => ({ lastRun: { at: 0, durationMs: 42, added, removed } });
  return { lines, after, run };
}

test('the first run and a change are logged at once, those of a minute after that as one', () => {
  const { lines, after, run } = logged();
  expect(after(run(2, 0))).toEqual(['indexed 2 documents, 5 paragraphs in 42 ms']);
  expect(after(run(1, 0))).toEqual(['1 file read, 0 removed in 42 ms: 2 documents, 5 paragraphs']);
  // A log in the folder itself, which grows by what is logged of it.
  for (let i = 0; i < 50; i++) {
    expect(after(run(1, 1))).toEqual([]);
    vi.advanceTimersByTime(1_000);
  }
  expect(lines).toEqual([]);
  vi.advanceTimersByTime(10_000);
  expect(lines.splice(0)).toEqual(['50 files read, 50 removed in 50 changes: 2 documents, 5 paragraphs']);
  vi.advanceTimersByTime(60_000);
  expect(after(run(3, 1))).toEqual(['3 files read, 1 removed in 42 ms: 2 documents, 5 paragraphs']);
});

test('the first run is logged with what its large files took, whichever is known first', () => {
  const { after, run } = logged();
  after({ phase: 'starting', ...run(0, 0) });
  after({ lastRun: { at: 0, durationMs: 11_400, added: 2, removed: 0 } });
  expect(after({ phase: 'idle' })).toEqual(['indexed 2 documents, 5 paragraphs in 11.4 s']);
});

test('changes that end while others are indexed are not left out', () => {
  const { after, run } = logged();
  after(run(2, 0));
  expect(after({ phase: 'indexing', ...run(1, 0) })).toEqual([]);
  expect(after({ phase: 'idle', ...run(4, 2) })).toEqual([
    '5 files read, 2 removed in 2 changes: 2 documents, 5 paragraphs',
  ]);
});

test('the progress of what takes long is logged ever more seldom', () => {
  const { after, run } = logged();
  after(run(2, 0));
  // Work that only begins has no progress, however long nothing was logged.
  vi.advanceTimersByTime(60_000);
  const at: number[] = [];
  for (let second = 0; second < 300; second++) {
    if (after({ phase: 'indexing', done: 1, total: 2 }).length > 0) at.push(second);
    vi.advanceTimersByTime(1_000);
  }
  expect(at).toEqual([5, 15, 35, 75, 135, 195, 255]);
  expect(after({ problem: 'a problem' })).toEqual([]);
  expect(after({ phase: 'idle' })).toEqual(['a problem']);
  expect(after({ problem: null })).toEqual(['all is well again']);
});
