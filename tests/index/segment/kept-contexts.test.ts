/** What headings lend a term reads the same however often it is asked for, and whatever is let go meanwhile. */
import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteReader, ByteWriter } from '../../../src/index/segment/bytes.js';
import { Intervals } from '../../../src/index/segment/intervals.js';
import { KeptContexts } from '../../../src/index/segment/kept-contexts.js';
import { TIMES } from '../../times.js';

/** Terms of few intervals, which are not kept, of many, and of so many that others are let go. */
const sizes = fc.array(fc.constantFrom(0, 3, 31, 32, 500, 150_000), { minLength: 1, maxLength: 6 });

test('what is kept is what is read, and where the reader then stands', () => {
  fc.assert(
    fc.property(sizes, fc.array(fc.nat(), { minLength: 1, maxLength: 24 }), (sizes, asked) => {
      const out = new ByteWriter();
      const starts = sizes.map((size) => {
        const start = out.length;
        out.varint(size);
        for (let i = 0; i < size; i++) for (const value of [1 + (i % 3), 1 + (i % 5), i % 2, 1]) out.varint(value);
        return start;
      });
      const contexts = new KeptContexts();
      const spare = new Intervals();
      for (const number of asked) {
        const start = starts[number % starts.length] ?? 0;
        const [plain, kept] = [new ByteReader(out.view(), start), new ByteReader(out.view(), start)];
        const wanted = new Intervals();
        wanted.read(plain);
        // `toEqual` takes four times as long.
        deepStrictEqual([...contexts.read(kept, spare)], [...wanted]);
        expect(kept.at).toBe(plain.at);
      }
    }),
    { numRuns: 7 * TIMES },
  );
});
