/** Counts of a block come back from their column: all, one, or summed. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteWriter } from '../../../src/index/segment/bytes.js';
import { PADDING, viewOf } from '../../../src/index/segment/packed.js';
import { columnBytes, PackedColumn, readColumn, sumOf, valueAt } from '../../../src/index/segment/packed-column.js';
import { BLOCK } from '../../../src/index/segment/postings.js';

/** Mostly small, with some that are not, and often none that is 0. */
const counts = fc
  .tuple(
    fc.nat(1),
    fc.constantFrom(0, 1, 3, 7, 15, 40, 3000),
    fc.array(fc.tuple(fc.nat(BLOCK - 1), fc.nat(250)), { maxLength: 6 }),
  )
  .chain(([least, most, large]) =>
    fc.array(fc.nat(most), { minLength: BLOCK, maxLength: BLOCK }).map((values) => {
      const all = Int32Array.from(values, (value) => value + least);
      for (const [place, value] of large) all[place] = value + least;
      return all;
    }),
  );

it('comes back, however it was packed', () => {
  fc.assert(
    fc.property(counts, fc.nat(BLOCK), fc.nat(BLOCK), (values, a, b) => {
      const out = new ByteWriter(1);
      out.byte(7);
      const column = new PackedColumn();
      column.choose(values, 0);
      column.write(out);
      const { code } = column;
      const end = out.length;
      for (let i = 0; i < PADDING; i++) out.byte(0xff);
      const bytes = out.view();
      const view = viewOf(bytes);

      const read = new Int32Array(BLOCK + 1);
      expect(readColumn(bytes, view, 1, code, read, 1)).toBe(end);
      expect(read.subarray(1)).toEqual(values);
      expect(columnBytes(bytes, 1, code)).toBe(end - 1);
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const sum = values.subarray(from, to).reduce((all, value) => all + value, 0);
      expect(sumOf(bytes, view, 1, code, from, to)).toBe(sum);
      const one = Math.min(a, BLOCK - 1);
      expect(valueAt(bytes, view, 1, code, one)).toBe(values[one]);
    }),
    { numRuns: 400 },
  );
});
