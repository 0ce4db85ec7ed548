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

test('positions that are told by their starts are those that cursors count', async () => {
  const words = randomWords();
  const take = (length: number): string => Array.from({ length }, () => words.next().value ?? '').join(' ');
  const writer = new SegmentWriter();
  /** By paragraph, its title and its text. */
  const owned: string[][] = [];
  for (let i = 0; i < PARAGRAPHS; i++) {
    // Some words stand in titles as well, where cursors have to tell. They lend nothing, as nothing else is below.
    // Few positions are told themselves, unless they are far behind.
    const length = i % 60 === 0 ? 1200 : 1 + (i % 9);
    const [title, text] = [i % 5 === 0 ? take(2) : 'field book', take(length)];
    writer.add(readDocumentOf({ title, intro: [text], sections: [] }, String(i).padStart(4, '0')));
    owned.push([title, text]);
  }
  const bytes = writer.freeze();
  const segment = new Segment(bytes);
  const ask = async (text: string, asked = segment) => {
    const generation = { ...EMPTY, number: 1, segments: [{ name: 's', segment: asked, removed: null }] };
    const query = parseQuery(text);
    const { ranked, totalHits } = await rank(generation, { query, filters: [], match: 'all', offset: 0, limit: 50 });
    return { totalHits, ranked: ranked.map(({ paragraph, score }) => ({ paragraph, score })) };
  };
  const phrases = WORDS.flatMap((first, i) =>
    WORDS.flatMap((second, j) => [`${first} ${second}`, `${second} ${first} ${WORDS[(i + j) % WORDS.length]}`]),
  );
  const term = segment.termNumber('gull');
  const startBytes = (): number => segment.starts.of(term, segment.cursor(term))?.bytes ?? -1;
  expect(startBytes()).toBe(0);

  // How near words stand is read in the same way.
  const near = await ask('gull heron stork');
  for (let round = 0; round < 2; round++) {
    for (const phrase of phrases) {
      const answer = await ask(`"${phrase}"`);
      // A segment that was never asked anything has no starts.
      expect(answer, phrase).toEqual(await ask(`"${phrase}"`, new Segment(bytes)));
      const has = (texts: string[]): boolean => texts.some((text) => ` ${text} `.includes(` ${phrase} `));
      expect(answer.totalHits, phrase).toBe(owned.filter(has).length);
    }
  }
  expect(startBytes()).toBeGreaterThan(0);
  expect(await ask('gull heron stork')).toEqual(near);
});
