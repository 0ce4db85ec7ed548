/** What `verify` is for: a segment that is wrong though its checksum is right is told, whatever part of it is wrong. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ByteReader } from '../../src/index/segment/bytes.js';
import { checksum, HEADER, SECTIONS, type SectionName } from '../../src/index/segment/format.js';
import { IMPACT_BYTES } from '../../src/index/segment/postings.js';
import { Segment } from '../../src/index/segment.js';
import { Store } from '../../src/index/store.js';
import { verifySegment } from '../../src/index/verify/verify-segment.js';
import { verifyFolder } from '../../src/index/verify.js';
import { SegmentWriter } from '../../src/index/writer.js';
import { temporaryFolder } from '../index/folder.js';
import { readDocumentOf } from '../oracle/documents.js';
import { TIMES } from '../times.js';
import { found, openEngine, seeded } from './fixture.js';

/** A segment with terms of several blocks, headings, and words that only stand above. */
function sample(names: readonly string[] = ['a', 'b', 'c']): Uint8Array {
  const writer = new SegmentWriter();
  for (const name of names) {
    const texts = Array.from({ length: 60 }, (_, i) => `nato ${i % 7 === 0 ? 'nato troops' : ''} word${i} 北京大学`);
    const sections = [
      { depth: 1, heading: 'nato above', texts },
      { depth: 2, heading: 'zurich', texts: texts.slice(0, 40) },
    ];
    writer.add(readDocumentOf({ title: 'title nato', intro: ['first words'], sections }, name));
  }
  return writer.freeze();
}

/** Changes a copy and makes its checksum right again. */
function forged(bytes: Uint8Array, change: (copy: Uint8Array, words: Uint32Array) => void): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const words = new Uint32Array(copy.buffer);
  change(copy, words);
  words[HEADER.checksum] = checksum(copy);
  return copy;
}

function start(words: Uint32Array, name: SectionName): number {
  return words[HEADER.sections + SECTIONS.indexOf(name)] ?? 0;
}

/** Where the leaders of a word that is lent to some paragraphs begin in the postings. */
function leadersIn(bytes: Uint8Array, word: string): { postings: Uint8Array; leadersAt: number } {
  const segment = new Segment(bytes);
  const reader = new ByteReader(segment.postings, segment.offsetOf(segment.termNumber(word)));
  reader.varint();
  return { postings: segment.postings, leadersAt: reader.at };
}

test('a segment as it is written has nothing wrong', () => {
  expect(verifySegment(sample())).toEqual([]);
  expect(verifySegment(sample(['a']))).toEqual([]);
});

test('each part that is wrong is told, though the checksum is right', () => {
  const bytes = sample();
  const at = (name: SectionName, offset = 0) =>
    forged(bytes, (copy, words) => {
      const i = start(words, name) + offset;
      copy[i] = (copy[i] ?? 0) ^ 1;
    });
  // The sizes of the first term, and its first letter.
  expect(verifySegment(at('terms')).join()).toMatch(/Term \d+ cannot be read/);
  expect(verifySegment(at('terms', 1)).join()).toMatch(
    /does not follow the one before|not those of the stored text|lacks it/,
  );
  expect(verifySegment(at('lengths')).join()).toMatch(/has the length \d+, stored is \d+/);
  expect(verifySegment(at('languages', 2)).join()).toMatch(/cannot be read|other languages/);
  expect(verifySegment(at('blockLast')).join()).toMatch(/another last paragraph/);
  expect(verifySegment(at('blockOffset')).join()).toMatch(/a block begins elsewhere/);
  expect(verifySegment(at('documentFirst', 4)).join()).toMatch(/paragraphs and says/);
  // The lengths of the first records, a line number, the number of words.
  expect(verifySegment(at('documents')).join()).not.toBe('');
  expect(verifySegment(at('texts')).join()).not.toBe('');
  expect(verifySegment(at('texts', 3)).join()).toMatch(/is not well formed/);
  expect(verifySegment(at('vocabulary')).join()).not.toBe('');
  expect(verifySegment(at('recordOffsets', 4)).join()).toMatch(/but the record before them ends/);
  expect(verifySegment(at('recordSizes')).join()).toMatch(/it has \d+ bytes, not \d+/);
  expect(verifySegment(at('termOffsets', 4)).join()).toMatch(/does not begin where the terms before it end/);
  // Of each block the largest count, and the least lengths.
  for (const [part, value] of [
    [0, 1],
    [1, 255],
    [1, 0],
  ] as const) {
    const lowered = forged(bytes, (copy, words) => {
      const impacts = copy.subarray(start(words, 'impacts'), start(words, 'documents'));
      for (let i = 0; i < impacts.length; i++) if (Math.min(1, i % IMPACT_BYTES) === part) impacts[i] = value;
    });
    expect(verifySegment(lowered).join()).toMatch(/worth more .* than the bound of its block/);
  }
  // Of the leaders of a word: in how many documents it stands, their number, and the last count.
  const { postings, leadersAt } = leadersIn(bytes, 'nato');
  for (const offset of [1, 2, postings[leadersAt] ?? 0])
    expect(verifySegment(at('postings', leadersAt + offset)).join()).toMatch(
      /“postings” is not written as it should be/,
    );
  for (const count of ['documents', 'paragraphs', 'terms', 'words', 'lengths', 'blocks', 'listings'] as const) {
    const wrong = forged(bytes, (_, words) => {
      words[HEADER[count]] = (words[HEADER[count]] ?? 0) - 1;
    });
    expect([count, verifySegment(wrong).length]).not.toEqual([count, 0]);
  }
});

test(`${200 * TIMES} random bits of the postings, the dictionary and the offsets, each told`, () => {
  const random = seeded('verify');
  const bytes = sample(['a', 'b']);
  const missed: number[] = [];
  const header = new Uint32Array(bytes.buffer, 0, HEADER.sections + SECTIONS.length + 1);
  const { dictionary, postings } = new Segment(bytes);
  const ends = new Map<string, number>([
    // Without what fills them up.
    ['terms', start(header, 'terms') + dictionary.bytes.findLastIndex((byte) => byte !== 0) + 1],
    ['postings', start(header, 'postings') + postings.length],
    ['recordSizes', start(header, 'recordSizes') + dictionary.count],
  ]);
  for (let round = 0; round < 200 * TIMES; round++) {
    const name =
      (['termOffsets', 'recordOffsets', 'recordSizes', 'terms', 'postings', 'impacts'] as const)[round % 6] ?? 'terms';
    const from = start(header, name);
    const to = ends.get(name) ?? start(header, SECTIONS[SECTIONS.indexOf(name) + 1] ?? 'texts');
    const bit = (from + Math.floor(random() * (to - from))) * 8 + Math.floor(random() * 8);
    const wrong = forged(bytes, (copy) => {
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    });
    if (verifySegment(wrong).length === 0) missed.push(bit);
  }
  expect(missed).toEqual([]);
});

test('what segments say together: documents that are there twice, removals of none', async () => {
  const dataDir = await temporaryFolder();
  const store = await Store.open(join(dataDir, 'data'));
  const commit = (number: number, removed: number[]) =>
    store.commit({
      number,
      committedAt: 0,
      maxFileBytes: 1,
      language: null,
      segments: [
        { name: 'segment-1-0', bytes: sample(['a', 'b']), removed },
        { name: 'segment-1-1', bytes: sample(['b', 'c']), removed: [] },
      ],
      skipped: [],
      partly: [],
    });
  await commit(1, [1]);
  expect(await verifyFolder(join(dataDir, 'data'))).toMatchObject({
    problems: [],
    segments: 2,
    documents: 3,
    paragraphs: 303,
  });
  await commit(2, []);
  expect((await verifyFolder(join(dataDir, 'data'))).problems).toEqual([
    'Two documents have the id “id-b”.',
    'Two documents have the path “b.txt”.',
  ]);
  await commit(3, [1, 7]);
  expect((await verifyFolder(join(dataDir, 'data'))).problems.join()).toMatch(/was never in it/);
});

test('an index that is written to meanwhile is not called damaged', async () => {
  const data = join(await temporaryFolder(), 'data');
  const store = await Store.open(data);
  const bytes = sample(['a', 'b', 'c', 'd', 'e', 'f']);
  const commit = (number: number): Promise<void> =>
    store.commit({
      number,
      committedAt: 0,
      maxFileBytes: 1,
      language: null,
      segments: [{ name: `segment-${number}-0`, bytes, removed: [] }],
      skipped: [],
      partly: [],
    });
  await commit(1);
  let number = 1;
  let isEnough = false;
  const writing = (async () => {
    while (!isEnough) {
      await commit(++number);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  })();
  for (let i = 0; i < 12; i++) {
    const { problems } = await verifyFolder(data);
    // Where it never holds still that is said, and nothing else.
    if (problems.length > 0) expect(problems.join()).toMatch(/^The index is being written all the while/);
  }
  isEnough = true;
  await writing;
  expect((await verifyFolder(data)).problems).toEqual([]);
});

test('what is deleted from the data folder, or the folder itself, is written again with the next change', async () => {
  const root = await temporaryFolder({ 'a.txt': 'first', 'b.txt': 'second', 'c.txt': 'third', 'd.txt': 'fourth' });
  const dataDir = join(root, '.data');
  const engine = await openEngine(root, dataDir);
  try {
    await engine.apply({ add: ['a.txt'], remove: [] });
    await rm(dataDir, { recursive: true });
    await engine.apply({ add: ['b.txt'], remove: [] });
    expect((await verifyFolder(dataDir)).problems).toEqual([]);
    for (const name of await readdir(dataDir)) if (name.startsWith('segment-')) await rm(join(dataDir, name));
    await engine.apply({ add: ['c.txt'], remove: [] });
    expect((await verifyFolder(dataDir)).problems).toEqual([]);
    await engine.apply({ add: ['d.txt'], remove: [] });
  } finally {
    await engine.close();
  }
  const again = await openEngine(root, dataDir);
  try {
    expect(again.problems).toEqual([]);
    for (const text of ['first', 'second', 'third', 'fourth']) expect(await found(again, text)).toHaveLength(1);
  } finally {
    await again.close();
  }
});
