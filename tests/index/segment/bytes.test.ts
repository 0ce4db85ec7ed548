/** Numbers as bytes come back as they were. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from '../../../src/index/segment/bytes.js';
import { bitWidth, PADDING, unpack, unpackAscending, viewOf } from '../../../src/index/segment/packed.js';

const u32 = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  // Where one more byte is needed, and the largest.
  fc.constantFrom(
    0,
    1,
    0x7f,
    0x80,
    0x3fff,
    0x4000,
    0x1fffff,
    0x200000,
    0xfffffff,
    0x10000000,
    0x7fffffff,
    0x80000000,
    0xffffffff,
  ),
);

describe('varints', () => {
  it('come back, from a buffer that had to grow', () => {
    fc.assert(
      fc.property(fc.array(u32, { maxLength: 50 }), (values) => {
        const writer = new ByteWriter(1);
        for (const value of values) writer.varint(value);
        const reader = new ByteReader(writer.view(), 0);
        expect(values.map(() => reader.varint())).toEqual(values);
        expect(reader.at).toBe(writer.length);
      }),
    );
  });

  it('take one byte for each seven bits', () => {
    const lengthOf = (value: number) => {
      const writer = new ByteWriter();
      writer.varint(value);
      return writer.length;
    };
    expect([0, 127, 128, 16_383, 16_384, 0xffffffff].map(lengthOf)).toEqual([1, 1, 2, 2, 3, 5]);
  });

  it('read as zeros behind the end, and end', () => {
    const reader = new ByteReader(Uint8Array.of(0x80), 0);
    expect([reader.varint(), reader.varint()]).toEqual([0, 0]);
  });
});

describe('packed numbers', () => {
  it('come back at every width, and say where they end', () => {
    const packed = fc.integer({ min: 0, max: 24 }).chain((width) =>
      fc.record({
        width: fc.constant(width),
        values: fc.array(fc.integer({ min: 0, max: 2 ** width - 1 }), { maxLength: 200 }),
        before: fc.nat(3),
      }),
    );
    fc.assert(
      fc.property(packed, ({ width, values, before }) => {
        const writer = new ByteWriter(1);
        writer.append(new Uint8Array(before).fill(0xff));
        writer.packed([7, ...values], 1, values.length, width);
        const end = writer.length;
        for (let i = 0; i < PADDING; i++) writer.byte(0xff);
        const view = viewOf(writer.view());
        const into = new Int32Array(values.length).fill(-1);
        expect(unpack(view, before, values.length, width, into)).toBe(end);
        expect([...into]).toEqual(values);
        unpack(view, before, values.length, width, into, 0, 1);
        expect([...into]).toEqual(values.map((value) => value + 1));
        const fours = values.length - (values.length % 4);
        let sum = before;
        const ascending = values.slice(0, fours).map((gap) => (sum += gap + 1));
        unpackAscending(view, before, fours, width, before, into);
        expect([...into.subarray(0, fours)]).toEqual(ascending);
      }),
      { numRuns: 500 },
    );
  });

  it('need as many bits as the largest', () => {
    expect(
      [[], [0], [1], [2, 3], [255], [256, 1], [2 ** 24 - 1]].map((values) => bitWidth(values, 0, values.length)),
    ).toEqual([0, 0, 1, 2, 8, 9, 24]);
    expect(bitWidth([255, 1, 255], 1, 2)).toBe(1);
  });
});

describe('ByteWriter', () => {
  it('appends what is larger than twice its room', () => {
    const writer = new ByteWriter(1);
    writer.byte(7);
    writer.append(new Uint8Array(1000).fill(9));
    expect(writer.view()).toEqual(Uint8Array.from([7, ...new Array<number>(1000).fill(9)]));
  });
});
