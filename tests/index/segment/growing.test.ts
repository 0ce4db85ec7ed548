/** Memory that grows in place: the bytes come back, and what is not needed any more is given back at once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BytesInOrder, ByteWriter } from '../../../src/index/segment/bytes.js';
import { GrowingBytes, moveTo, WINDOW } from '../../../src/index/segment/growing.js';

/** Bytes that differ wherever two windows could be mistaken for each other. Made once: made for each run, they took most of its time. */
const PATTERN = new Uint8Array(40 * WINDOW);
for (let i = 0; i < PATTERN.length; i++) PATTERN[i] = (i * 31) ^ (i >>> 8);
const patterned = (length: number): Uint8Array => PATTERN.subarray(0, length);

describe('a writer of more than its window', () => {
  it('has the bytes of all calls, in order', () => {
    const sizes = fc.array(
      fc.oneof(fc.nat(100), fc.integer({ min: WINDOW - 2, max: WINDOW + 2 }), fc.nat(3 * WINDOW)),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(sizes, fc.boolean(), fc.boolean(), (lengths, looks, copies) => {
        const writer = new ByteWriter(1);
        const parts: Uint8Array[] = [];
        for (const [i, length] of lengths.entries()) {
          const other = new ByteWriter(1);
          other.append(patterned(length));
          if (copies) writer.copy(other);
          else writer.append(patterned(length));
          writer.byte(i);
          writer.text(`é${i}`);
          parts.push(patterned(length), Uint8Array.of(i), Buffer.from(`é${i}`));
          // To look at what is written moves the window.
          if (looks) expect(writer.view().length).toBe(Buffer.concat(parts).length);
        }
        const expected = Buffer.concat(parts);
        expect(writer.length).toBe(expected.length);
        expect(expected.findIndex((byte, i) => writer.at(i) !== byte)).toBe(-1);
        expect(Buffer.compare(writer.view(), expected)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it('is read again in order, wherever windows end', () => {
    fc.assert(
      fc.property(
        fc.nat(2 ** 32 - 1),
        fc.nat(20),
        fc.integer({ min: WINDOW - 20, max: WINDOW + 20 }),
        (value, few, many) => {
          const writer = new ByteWriter();
          writer.append(patterned(many));
          writer.varint(value);
          writer.append(patterned(few));
          const reader = new BytesInOrder(writer.view());
          const copy = new ByteWriter();
          reader.copyTo(copy, many);
          expect(Buffer.compare(copy.view(), patterned(many))).toBe(0);
          expect(reader.varint()).toBe(value);
          for (let i = 0; i < few; i++) reader.copyTo(copy, 1);
          expect(Buffer.compare(copy.view().subarray(many), patterned(few))).toBe(0);
          expect([reader.at, reader.varint()]).toEqual([writer.length, 0]);
        },
      ),
    );
  });

  it('is empty when it is cleared, and can be used again', () => {
    const writer = new ByteWriter();
    writer.append(patterned(3 * WINDOW));
    writer.clear();
    expect(writer.length).toBe(0);
    writer.append(patterned(10));
    expect([...writer.view()]).toEqual([...patterned(10)]);
  });
});

describe('growing bytes', () => {
  it('double what is committed, and never copy within what is reserved', () => {
    const bytes = new GrowingBytes();
    bytes.append(patterned(1));
    const { buffer } = bytes.view();
    for (let i = 0; i < 64; i++) bytes.append(patterned(WINDOW));
    expect(bytes.view().buffer).toBe(buffer);
    expect(buffer.byteLength).toBeLessThan(2 * bytes.length);
  });

  it.each([0, 1, WINDOW, 16 * WINDOW, 16 * WINDOW + 1, 40 * WINDOW])(
    'of %i are moved as they are, and leave nothing behind',
    (length) => {
      const bytes = new GrowingBytes();
      bytes.append(patterned(length));
      const view = bytes.view();
      const target = new Uint8Array(length + 2).fill(7);
      moveTo(target, 1, view);
      expect(Buffer.compare(target.subarray(1, length + 1), patterned(length))).toBe(0);
      expect([target[0], target[length + 1], view.buffer.byteLength]).toEqual([7, 7, 0]);
    },
  );

  it('are not needed to be moved: other bytes are copied', () => {
    const plain = patterned(5).slice();
    const target = new Uint8Array(5);
    moveTo(target, 0, plain);
    expect([target, plain]).toEqual([patterned(5), patterned(5)]);
  });

  it('are empty when they are given back', () => {
    const bytes = new GrowingBytes();
    bytes.append(patterned(WINDOW));
    const view = bytes.view();
    bytes.release();
    expect([bytes.length, view.length, bytes.view().length]).toEqual([0, 0, 0]);
  });
});
