/** Which segments are merged: few of one size after a change, more in a quiet moment, never a large one for a small one's sake. */
import { expect, it } from 'vitest';
import type { LiveSegment } from '../../../src/index/generation.js';
import { chooseIdleMerge, chooseMerge } from '../../../src/index/local/merge-policy.js';
import type { Segment } from '../../../src/index/segment.js';

/** Only their sizes are looked at. */
function segments(...sizes: number[]): LiveSegment[] {
  return sizes.map((paragraphCount) => segmentOf(paragraphCount, 1000));
}

function segmentOf(paragraphCount: number, bytesEach: number): LiveSegment {
  const bytes = { byteLength: paragraphCount * bytesEach } as Uint8Array;
  return { name: '', segment: { paragraphCount, bytes } as Segment, removed: null };
}

function sizes(chosen: readonly LiveSegment[]): number[] {
  return chosen.map(({ segment }) => segment.paragraphCount);
}

it.each([
  ['nothing of nothing', [], []],
  ['nothing of one', [5], []],
  ['both of two', [5, 5], [5, 5]],
  ['all of one size', [10, 10, 10], [10, 10, 10]],
  [
    'the growing segments of a first build',
    [3000, 3000, 22_000, 6000, 6000, 22_000, 11_000],
    [3000, 3000, 6000, 6000, 11_000, 22_000, 22_000],
  ],
  ['no large one for the sake of small ones', [100_000, 10, 10, 10], [10, 10, 10]],
  ['no large one for the sake of a small one', [100_000, 10], []],
  ['large ones beside a small one', [10, 9000, 9100, 9200], [9000, 9100, 9200]],
  ['a million into one', [350_000, 350_000, 350_000], [350_000, 350_000, 350_000]],
  ['none that would grow past the largest', [850_000, 850_000, 850_000], []],
])('in a quiet moment merges %s', (_, all, chosen) => {
  expect(sizes(chooseIdleMerge(segments(...all)))).toEqual(chosen);
});

it('in a quiet moment rewrites a paragraph a few times, however many edits there are', () => {
  let all = segments(100_000);
  let rewritten = 0;
  const edits = 5000;
  for (let edit = 0; edit < edits; edit++) {
    all.push(...segments(20));
    for (let chosen = chooseIdleMerge(all); chosen.length > 0; chosen = chooseIdleMerge(all)) {
      const sum = sizes(chosen).reduce((a, b) => a + b, 0);
      rewritten += sum;
      all = [...all.filter((live) => !chosen.includes(live)), ...segments(sum)];
    }
  }
  expect(rewritten / (100_000 + edits * 20)).toBeLessThan(12);
  expect(all.length).toBeLessThan(10);
});

it('after a change merges no more than make one of the largest, whatever the size of the index', () => {
  expect(sizes(chooseMerge(segments(...Array.from({ length: 8 }, () => 60_000))))).toHaveLength(6);
  expect(sizes(chooseMerge(segments(...Array.from({ length: 8 }, () => 200_000))))).toHaveLength(2);
  expect(sizes(chooseMerge(segments(...Array.from({ length: 8 }, () => 300_000))))).toEqual([]);
  // As a folder of millions of paragraphs comes in.
  let all: LiveSegment[] = [];
  let largest = 0;
  for (let batch = 0; batch < 400; batch++) {
    all.push(...segments(25_000));
    for (let chosen = chooseMerge(all); chosen.length > 0; chosen = chooseMerge(all)) {
      const sum = sizes(chosen).reduce((a, b) => a + b, 0);
      largest = Math.max(largest, sum);
      all = [...all.filter((live) => !chosen.includes(live)), ...segments(sum)];
    }
  }
  expect(largest).toBeLessThanOrEqual(400_000);
  expect(all.length).toBeLessThan(10_000_000 / 400_000 + 16);
});

it('after a change merges eight of one tier', () => {
  expect(sizes(chooseMerge(segments(...Array.from({ length: 7 }, () => 10))))).toEqual([]);
  expect(sizes(chooseMerge(segments(100_000, ...Array.from({ length: 9 }, () => 10))))).toHaveLength(8);
});

it('merges none that together have more bytes than offsets reach', () => {
  const full = [100_000, 150_000, 150_000].map((paragraphs) => segmentOf(paragraphs, 6000));
  expect(sizes(chooseIdleMerge(full))).toEqual([100_000, 150_000]);
  const eight = Array.from({ length: 8 }, () => segmentOf(50_000, 12_000));
  expect(sizes(chooseMerge(eight))).toHaveLength(3);
});
