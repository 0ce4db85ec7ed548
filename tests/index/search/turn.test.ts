/** When a search gives others their turn, and when it is ended: it is not to blame for what others do on its machine. */
import { platform } from 'node:process';
import { expect, test, vi } from 'vitest';
import type { Generation } from '../../../src/index/generation.js';
import { parseQuery } from '../../../src/index/query.js';
import { Plan } from '../../../src/index/search/plan.js';
import { reasonsOf } from '../../../src/index/search/reasons.js';
import { DEADLINE_MS, type Slices, Turn } from '../../../src/index/search/turn.js';
import { SegmentScan } from '../../../src/index/search/windows/segment-scan.js';
import { Segment } from '../../../src/index/segment.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { readDocumentOf } from '../../oracle/documents.js';
import { generationFrom, search } from '../search-here.js';

/** Work of many slices that takes so much of the clock, ms. @param step what a slice does for some milliseconds */
function* work(ms: number, step: () => void): Slices<string> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    step();
    yield;
  }
  return 'done';
}

const resting = new Int32Array(new SharedArrayBuffer(4));
const rest = () => void Atomics.wait(resting, 0, 0, 20);
function compute(): void {
  const end = performance.now() + 20;
  while (performance.now() < end) Math.sqrt(end);
}

test.runIf(platform === 'linux')('a search that waits for the processor is not ended', async () => {
  expect(await new Turn(undefined).finish(work(DEADLINE_MS * 1.1, rest))).toBe('done');
});

test('a search that computes for longer than the deadline is ended, and says what to do', async () => {
  await expect(new Turn(undefined).finish(work(DEADLINE_MS * 60, compute))).rejects.toThrow('Use rarer or fewer words');
});

test('a search that was aborted is ended at its next turn', async () => {
  const controller = new AbortController();
  const ended = new Turn(controller.signal).finish(work(DEADLINE_MS * 60, rest));
  controller.abort(new Error('gone'));
  await expect(ended).rejects.toThrow('gone');
});

test('what takes long before it is asked for the first time has its turn over then', async () => {
  const turn = new Turn(undefined);
  const asked: boolean[] = [];
  function* longSteps(): Slices<void> {
    for (let i = 0; i < 2; i++) {
      compute();
      asked.push(turn.isOver());
      if (asked.at(-1) === true) yield;
    }
  }
  await turn.finish(longSteps());
  expect(asked).toEqual([true, true]);
});

/** Paragraphs of three windows, of which each second one has only gulls, and the others only herons. */
function birds(): Generation {
  const writer = new SegmentWriter();
  const texts = Array.from({ length: 3 * 4096 }, (_, i) => (i % 2 === 0 ? 'gull' : 'heron'));
  writer.add(readDocumentOf({ title: 'field book', intro: texts, sections: [] }, 'a'));
  return generationFrom(writer);
}

const BIRDS = birds();

/** A query that is planned. */
function planned(text: string): Plan {
  const plan = new Plan(BIRDS.segments, parseQuery(text));
  while (!plan.isComplete) plan.planNext();
  return plan;
}

/** A turn that is over whenever it is asked. */
function overTurn(): Turn {
  const turn = new Turn(undefined);
  turn.isOver = () => true;
  return turn;
}

function scanOf(text: string): SegmentScan | null {
  const [live] = BIRDS.segments;
  return live === undefined ? null : new SegmentScan(live, planned(text), null, 'all', null, false);
}

test('a clause of many words is planned word by word, so that others have their turn in between', () => {
  const plan = new Plan(BIRDS.segments, parseQuery('((gull OR heron*) AND NOT (egret~ OR "a stork")) '));
  let steps = 0;
  for (; !plan.isComplete; steps++) plan.planNext();
  expect(steps).toBeGreaterThan(4);
});

test('a search that finds nothing for long gives others their turn in between', () => {
  const scan = scanOf('(gull OR (stork AND egret)) (heron OR stork) ');
  expect([...(scan?.run(overTurn()) ?? [])].length).toBeGreaterThan(2);
  expect(scan?.hits).toBe(0);
});

test('others have their turn while the lists of one clause of many words are unpacked', () => {
  const scan = scanOf('(gull OR title:book OR (field AND NOT stork)) -egret ');
  const unpacked = vi.spyOn(Segment.prototype, 'listNumber');
  const steps: number[] = [];
  for (const _ of scan?.run(overTurn()) ?? []) steps.push(unpacked.mock.calls.length);
  expect(new Set(steps).size).toBeGreaterThan(4);
  unpacked.mockRestore();
});

test('others have their turn between the clauses of a question that is explained', () => {
  const [live] = BIRDS.segments;
  const hits = live === undefined ? [] : [{ live, paragraph: 9000, score: 1, full: true }];
  const steps = [...reasonsOf(planned('gull heron book '), hits, overTurn())];
  expect(steps).toHaveLength(3);
});

test('the lists of many words are unpacked once for windows, and for all hits that are explained', async () => {
  const words = Array.from({ length: 300 }, (_, i) => `bird${i}`);
  const writer = new SegmentWriter();
  writer.add(readDocumentOf({ title: words.join(' '), intro: words, sections: [] }, 'a'));
  const generation = generationFrom(writer);
  const opened = vi.spyOn(Segment.prototype, 'cursor');
  const query = parseQuery('bird* OR title:bird* OR -egret');
  const request = { query, filters: [], match: 'all', offset: 0, limit: 100, explain: true } as const;
  expect((await search(generation, request)).hits).toHaveLength(100);
  expect(opened.mock.calls.length).toBeLessThan(words.length);
  opened.mockRestore();
});
