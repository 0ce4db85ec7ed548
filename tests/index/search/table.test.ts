/** A table that is kept answers as the one that it was made of, which has a byte for every paragraph; and as lists of the same words. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Saturator } from '../../../src/index/rank.js';
import { type Flat, mergedOf, unpacked } from '../../../src/index/search/flat.js';
import { tableOf } from '../../../src/index/search/make-table.js';
import { CHUNK, Table } from '../../../src/index/search/table.js';
import { addBit, hasBit } from '../../../src/index/segment/bits.js';
import { takeCursor } from '../../../src/index/segment/cursor.js';
import { Segment } from '../../../src/index/segment.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { readDocumentOf } from '../../oracle/documents.js';

/** More paragraphs than fill a chunk, the last one in part. */
const MOST = 5 * CHUNK + 37;

/** Of some paragraphs their joint counts, 0 for none. */
const counted = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: MOST });

function tablesOf(counts: readonly number[]): { direct: Table; kept: Table } {
  const matched = new Uint32Array(Math.ceil(counts.length / 32));
  for (const [paragraph, count] of counts.entries()) if (count > 0) addBit(matched, paragraph);
  const direct = new Table({ matched, owned: matched }, 1, Uint8Array.from(counts), null);
  return { direct, kept: direct.compact() };
}

describe('a compact table', () => {
  it('has the count of every paragraph', () => {
    fc.assert(
      fc.property(counted, (counts) => {
        const { direct, kept } = tablesOf(counts);
        for (const [paragraph, count] of counts.entries()) {
          expect(kept.countAt(paragraph)).toBe(count);
          expect(direct.countAt(paragraph)).toBe(count);
        }
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
        for (const table of Object.values(tablesOf(counts))) {
          const [met, into] = [new Int32Array(MOST), new Int32Array(MOST)];
          const found = table.meet(wanted, wanted.length, met, into);
          expect(Array.from({ length: found }, (_, i) => [met[i], into[i]])).toEqual(expected);
        }
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
        for (const table of Object.values(tablesOf(counts))) {
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
        }
      }),
    );
  });

  it('takes the bytes of the paragraphs that it has', () => {
    const { direct, kept } = tablesOf(Array.from({ length: 64 * CHUNK }, (_, i) => (i % 20 === 0 ? 2 : 0)));
    expect(kept.bytes * 2).toBeLessThan(direct.bytes);
    expect(direct.release()).toEqual(new Uint8Array(64 * CHUNK));
    expect(kept.release()).toBeNull();
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

  function check(table: Table | null, flat: Flat | null, paragraphs: number): void {
    if (table === null || flat === null) throw new Error('Few paragraphs have few counts: they fit into both.');
    const found = Array.from(flat.paragraphs.subarray(0, flat.size));
    const all = Array.from({ length: paragraphs }, (_, paragraph) => paragraph);
    expect(found).toEqual(all.filter((paragraph) => hasBit(table.matched, paragraph)));
    expect(Array.from(flat.counts.subarray(0, flat.size))).toEqual(found.map((paragraph) => table.countAt(paragraph)));
    const owned = found.filter((_, i) => flat.owned === null || flat.owned[i] === 1);
    expect(owned).toEqual(all.filter((paragraph) => hasBit(table.owned, paragraph)));
    expect(table.owners).toBe(owned.length);
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
          for (const number of numbers) {
            const cursor = takeCursor(segment, number);
            if (cursor.context.length > 0) check(tableOf(segment, [number]), unpacked(cursor), segment.paragraphCount);
          }
          if (numbers.length > 1) check(tableOf(segment, numbers), mergedOf(segment, numbers), segment.paragraphCount);
        },
      ),
    );
  });
});
