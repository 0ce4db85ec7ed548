/** Tables of words, and lists of the same words, against what their postings say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextCount, Saturator } from '../../../../src/index/rank.js';
import { unpackedOf } from '../../../../src/index/search/plain/flat.js';
import { tableOf, tableOfCounts, tableOfMany } from '../../../../src/index/search/plain/make-table.js';
import { hasBit } from '../../../../src/index/segment/bits.js';
import { END } from '../../../../src/index/segment/postings.js';
import { CHUNK, type Table } from '../../../../src/index/segment/table.js';
import { Segment } from '../../../../src/index/segment.js';
import { SegmentWriter } from '../../../../src/index/writer.js';
import { readDocumentOf } from '../../../oracle/documents.js';

/** More paragraphs than fill a chunk, the last one in part. */
const MOST = 5 * CHUNK + 37;

/** Of some paragraphs their joint counts, 0 for none. */
const counted = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: MOST });

function tableFor(counts: readonly number[]): Table {
  const paragraphs = Int32Array.from(counts.flatMap((count, paragraph) => (count > 0 ? [paragraph] : [])));
  const flat = { size: paragraphs.length, paragraphs, counts: paragraphs.map((i) => counts[i] ?? 0), owned: null };
  const table = tableOfCounts(counts.length, flat);
  if (table === null) throw new Error('All counts fit into a byte.');
  return table;
}

describe('a table', () => {
  it('has the count of every paragraph', () => {
    fc.assert(
      fc.property(counted, (counts) => {
        const table = tableFor(counts);
        for (const [paragraph, count] of counts.entries()) expect(table.countAt(paragraph)).toBe(count);
      }),
    );
  });

  it('tells which paragraphs it has', () => {
    fc.assert(
      fc.property(counted, fc.uniqueArray(fc.nat(MOST - 1)), (counts, some) => {
        const wanted = Int32Array.from(some.filter((paragraph) => paragraph < counts.length)).sort();
        const expected = [...wanted].flatMap((paragraph, i) => {
          const count = counts[paragraph] ?? 0;
          return count > 0 ? [[i, count]] : [];
        });
        const [met, into] = [new Int32Array(MOST), new Int32Array(MOST)];
        const found = tableFor(counts).meet(wanted, wanted.length, met, into);
        expect(Array.from({ length: found }, (_, i) => [met[i], into[i]])).toEqual(expected);
      }),
    );
  });

  it('knows what its paragraphs are worth, and no chunk is worth more than its bound', () => {
    const worth = 3;
    const saturator = new Saturator(20);
    fc.assert(
      fc.property(counted, fc.double({ min: 0, max: 4, noNaN: true }), (counts, needed) => {
        const lengths = Uint8Array.from(counts, (_, paragraph) => 1 + (paragraph % 90));
        const worths = counts.map((count, i) => (count > 0 ? worth * saturator.saturate(count, lengths[i] ?? 1) : 0));
        const table = tableFor(counts);
        const bounds = table.boundsFor(lengths, saturator);
        for (const [chunk, bound] of bounds.chunks.entries()) {
          const start = chunk * CHUNK;
          const inChunk = worths.slice(start, start + CHUNK);
          expect(bound * worth).toBeCloseTo(Math.max(0, ...inChunk), 12);
          const [taken, scores] = [new Int32Array(CHUNK), new Float64Array(CHUNK)];
          const found = table.takeAbove(chunk, needed, worth, lengths, saturator.norms, taken, scores);
          const above = inChunk.flatMap((score, i) => (score > needed ? [[start + i, score]] : []));
          expect(Array.from({ length: found }, (_, i) => [taken[i], scores[i]])).toEqual(above);
        }
      }),
    );
  });

  it('has no counts that are too large for a byte', () => {
    const flat = { size: 1, paragraphs: Int32Array.of(7), counts: Int32Array.of(256), owned: null };
    expect(tableOfCounts(CHUNK, flat)).toBeNull();
  });
});

describe('words that headings lend', () => {
  const words = ['a', 'b', 'c', 'd'];
  const text = fc.array(fc.constantFrom(...words, 'x'), { minLength: 1, maxLength: 4 }).map((some) => some.join(' '));
  const section = fc.record({
    depth: fc.integer({ min: 1, max: 3 }),
    heading: text,
    texts: fc.array(text, { maxLength: 40 }),
  });
  const document = fc.record({
    title: text,
    intro: fc.array(text, { minLength: 1, maxLength: 3 }),
    sections: fc.array(section, { maxLength: 5 }),
  });

  function check(segment: Segment, numbers: readonly number[]): void {
    const counts = new Map<number, number>();
    const owners = new Set<number>();
    for (const number of numbers) {
      const cursor = segment.cursor(number);
      for (let paragraph = cursor.next(); paragraph < END; paragraph = cursor.next()) {
        owners.add(paragraph);
        counts.set(paragraph, (counts.get(paragraph) ?? 0) + cursor.count());
      }
      for (const { start, end, heading, title } of cursor.context) {
        for (let paragraph = start; paragraph < end; paragraph++)
          counts.set(paragraph, (counts.get(paragraph) ?? 0) + contextCount(heading, title));
      }
    }
    const expected = [...counts].sort(([a], [b]) => a - b).map(([at, count]) => [at, count, owners.has(at)]);
    const { size, paragraphs, counts: joint, owned } = unpackedOf(segment, numbers);
    const flat = Array.from({ length: size }, (_, i) => [paragraphs[i], joint[i], owned === null || owned[i] === 1]);
    expect(flat).toEqual(expected);
    const table = tableOf(segment, numbers);
    const all = Array.from({ length: segment.paragraphCount }, (_, paragraph) => paragraph);
    const found = all.filter((paragraph) => table !== null && hasBit(table.matched, paragraph));
    expect(found.map((at) => [at, table?.countAt(at), table !== null && hasBit(table.owned, at)])).toEqual(expected);
    expect(table?.owners).toBe(owners.size);
  }

  it('have the same paragraphs and counts as tables and as lists, one word or several', () => {
    fc.assert(
      fc.property(
        fc.array(document, { minLength: 1, maxLength: 4 }),
        fc.subarray(words, { minLength: 2 }),
        (documents, some) => {
          const writer = new SegmentWriter();
          for (const [i, document] of documents.entries()) writer.add(readDocumentOf(document, `${i}`));
          const segment = new Segment(writer.freeze());
          const numbers = some.map((word) => segment.termNumber(word)).filter((number) => number >= 0);
          for (const number of numbers) check(segment, [number]);
          if (numbers.length > 1) check(segment, numbers);
        },
      ),
    );
  });

  it('have one table, if they are lent to many paragraphs', () => {
    const writer = new SegmentWriter();
    const intro = Array.from({ length: 17_000 }, () => 'x');
    writer.add(readDocumentOf({ title: 'a b', intro, sections: [] }, 'long'));
    writer.add(readDocumentOf({ title: 'c d', intro: ['x'], sections: [] }, 'short'));
    const segment = new Segment(writer.freeze());
    const numbersOf = (...some: string[]) => some.map((word) => segment.termNumber(word));
    expect(tableOfMany(segment, numbersOf('a', 'b'), 'any')).not.toBeNull();
    expect(tableOfMany(segment, numbersOf('a', 'b'), 'title')).toBeNull();
    expect(tableOfMany(segment, numbersOf('c', 'd'), 'any')).toBeNull();
  });
});
