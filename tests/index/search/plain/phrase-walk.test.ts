/** Phrases of common words: the same hits and scores however their positions are read, which are those of a scan. */
import { expect, test } from 'vitest';
import { EMPTY } from '../../../../src/index/generation.js';
import { parseQuery } from '../../../../src/index/query.js';
import { rank } from '../../../../src/index/searcher.js';
import { Segment } from '../../../../src/index/segment.js';
import { SegmentWriter } from '../../../../src/index/writer.js';
import { readDocumentOf } from '../../../oracle/documents.js';

const WORDS = ['gull', 'heron', 'egret', 'stork', 'crane', 'ibis'];
const PARAGRAPHS = 1200;

/** Words of a sequence that looks random, the same each time. */
function* randomWords(): Generator<string> {
  for (let state = 1; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    // The first words are frequent, the last ones are not.
    yield WORDS[Math.floor((state / 2 ** 32) ** 2 * WORDS.length)] ?? '';
  }
}

/** Phrases of two and three words. */
const PHRASES = WORDS.flatMap((first, i) =>
  WORDS.flatMap((second, j) => [`${first} ${second}`, `${second} ${first} ${WORDS[(i + j) % WORDS.length]}`]),
);

async function ask(text: string, segment: Segment): Promise<{ totalHits: number; ranked: unknown[] }> {
  const generation = { ...EMPTY, number: 1, segments: [{ name: 's', segment, removed: null }] };
  const query = parseQuery(text);
  const { ranked, totalHits } = await rank(generation, { query, filters: [], match: 'all', offset: 0, limit: 50 });
  return { totalHits, ranked: ranked.map(({ paragraph, score }) => ({ paragraph, score })) };
}

/** How many bytes of starts a segment keeps of the most common word. */
function startBytes(segment: Segment): number {
  const term = segment.termNumber('gull');
  return segment.starts.of(term, segment.cursor(term))?.bytes ?? -1;
}

test('positions that are told by their starts are those that cursors count', async () => {
  const words = randomWords();
  const take = (length: number): string => Array.from({ length }, () => words.next().value ?? '').join(' ');
  const writer = new SegmentWriter();
  /** By paragraph, its title and its text. */
  const owned: string[][] = [];
  for (let i = 0; i < PARAGRAPHS; i++) {
    // Some words stand in titles as well, once or twice. They lend nothing, as nothing else is below.
    // Few positions are told themselves, unless they are far behind.
    const length = i % 60 === 0 ? 1200 : 1 + (i % 9);
    const [title, text] = [i % 5 === 0 ? take(2) : 'field book', take(length)];
    writer.add(readDocumentOf({ title, intro: [text], sections: [] }, String(i).padStart(4, '0')));
    owned.push([title, text]);
  }
  // What a heading lends has no table: cranes lead block by block, and gulls are looked up in their set.
  const lent = { depth: 1, heading: 'crane', texts: ['gull crane', 'crane stork'] };
  writer.add(readDocumentOf({ title: 'field book', intro: [], sections: [lent] }, '9999'));
  owned.push(['gull crane'], ['crane stork']);
  const bytes = writer.freeze();
  const segment = new Segment(bytes);
  expect(startBytes(segment)).toBe(0);

  // How near words stand is read in the same way.
  const near = await ask('gull heron stork', segment);
  for (let round = 0; round < 2; round++) {
    for (const phrase of PHRASES) {
      const answer = await ask(`"${phrase}"`, segment);
      // A segment that was never asked anything has no starts.
      expect(answer, phrase).toEqual(await ask(`"${phrase}"`, new Segment(bytes)));
      const has = (texts: string[]): boolean => texts.some((text) => ` ${text} `.includes(` ${phrase} `));
      expect(answer.totalHits, phrase).toBe(owned.filter(has).length);
    }
  }
  expect(startBytes(segment)).toBeGreaterThan(0);
  expect(await ask('gull heron stork', segment)).toEqual(near);
});

test('what is told of words in headings lends as much as what cursors count', async () => {
  const words = randomWords();
  const take = (length: number): string => Array.from({ length }, () => words.next().value ?? '').join(' ');
  const writer = new SegmentWriter();
  for (let i = 0; i < PARAGRAPHS / 4; i++) {
    const section = (depth: number) => ({ depth, heading: take(1 + (i % 3)), texts: [take(4), take(2)] });
    const title = i % 3 === 0 ? take(2) : 'field book';
    writer.add(readDocumentOf({ title, intro: [], sections: [section(1), section(2)] }, String(i).padStart(4, '0')));
  }
  const bytes = writer.freeze();
  const segment = new Segment(bytes);
  for (let round = 0; round < 3; round++) {
    for (const phrase of PHRASES) {
      const text = `${round === 2 ? 'heading:' : ''}"${phrase}"`;
      expect(await ask(text, segment), text).toEqual(await ask(text, new Segment(bytes)));
    }
  }
  expect(startBytes(segment)).toBeGreaterThan(0);
});
