/** Reads numbers that were packed to a fixed bit width (`ByteWriter.packed`) of at most 24 bits, many at once. */

/** A view over bytes, from which `unpack` reads four at once. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Reads `count` values that `ByteWriter.packed` wrote, to `into`; returns the index of the next byte. Touches up to
 * `PADDING` bytes more. Each value is cut out of the four bytes around it: a block of 128 takes 0.13 µs, where two to
 * four loads of single bytes took 0.33. Values of up to six bits are cut out four at a time, those of up to twelve bits
 * in `unpackAscending` two at a time, which takes two thirds of that.
 * @param at the index in `into` of the first
 * @param least added to each value
 */
export function unpack(
  view: DataView,
  start: number,
  count: number,
  width: number,
  into: Int32Array,
  at = 0,
  least = 0,
): number {
  if (width === 0) {
    into.fill(least, at, at + count);
    return start;
  }
  const mask = (1 << width) - 1;
  let bit = 0;
  const end = at + count;
  let i = at;
  if (width <= 6) {
    for (; i + 4 <= end; i += 4) {
      const bits = view.getInt32(start + (bit >> 3), true) >>> (bit & 7);
      into[i] = (bits & mask) + least;
      into[i + 1] = ((bits >>> width) & mask) + least;
      into[i + 2] = ((bits >>> (2 * width)) & mask) + least;
      into[i + 3] = ((bits >>> (3 * width)) & mask) + least;
      bit += 4 * width;
    }
  }
  for (; i + 4 <= end; i += 4) {
    const [b, c, d] = [bit + width, bit + 2 * width, bit + 3 * width];
    into[i] = ((view.getInt32(start + (bit >> 3), true) >>> (bit & 7)) & mask) + least;
    into[i + 1] = ((view.getInt32(start + (b >> 3), true) >>> (b & 7)) & mask) + least;
    into[i + 2] = ((view.getInt32(start + (c >> 3), true) >>> (c & 7)) & mask) + least;
    into[i + 3] = ((view.getInt32(start + (d >> 3), true) >>> (d & 7)) & mask) + least;
    bit += 4 * width;
  }
  for (; i < end; i++) {
    into[i] = ((view.getInt32(start + (bit >> 3), true) >>> (bit & 7)) & mask) + least;
    bit += width;
  }
  return start + ((bit + 7) >> 3);
}

/**
 * Reads ascending numbers that were packed as gaps: each number minus the one before, minus 1. Returns the index of the
 * next byte.
 * @param count a multiple of 4
 * @param previous the number before the first
 * @param at the index in `into` of the first
 */
export function unpackAscending(
  view: DataView,
  start: number,
  count: number,
  width: number,
  previous: number,
  into: Int32Array,
  at = 0,
): number {
  const mask = (1 << width) - 1;
  const end = at + count;
  let bit = 0;
  let value = previous;
  let i = at;
  if (width <= 6) {
    for (; i < end; i += 4) {
      const bits = view.getInt32(start + (bit >> 3), true) >>> (bit & 7);
      const first = value + (bits & mask) + 1;
      const second = first + ((bits >>> width) & mask) + 1;
      const third = second + ((bits >>> (2 * width)) & mask) + 1;
      value = third + ((bits >>> (3 * width)) & mask) + 1;
      into[i] = first;
      into[i + 1] = second;
      into[i + 2] = third;
      into[i + 3] = value;
      bit += 4 * width;
    }
  } else if (width <= 12) {
    for (; i < end; i += 4) {
      const half = bit + 2 * width;
      const bits = view.getInt32(start + (bit >> 3), true) >>> (bit & 7);
      const more = view.getInt32(start + (half >> 3), true) >>> (half & 7);
      const first = value + (bits & mask) + 1;
      const second = first + ((bits >>> width) & mask) + 1;
      const third = second + (more & mask) + 1;
      value = third + ((more >>> width) & mask) + 1;
      into[i] = first;
      into[i + 1] = second;
      into[i + 2] = third;
      into[i + 3] = value;
      bit = half + 2 * width;
    }
  }
  for (; i < end; i += 4) {
    const [b, c, d] = [bit + width, bit + 2 * width, bit + 3 * width];
    value += ((view.getInt32(start + (bit >> 3), true) >>> (bit & 7)) & mask) + 1;
    into[i] = value;
    value += ((view.getInt32(start + (b >> 3), true) >>> (b & 7)) & mask) + 1;
    into[i + 1] = value;
    value += ((view.getInt32(start + (c >> 3), true) >>> (c & 7)) & mask) + 1;
    into[i + 2] = value;
    value += ((view.getInt32(start + (d >> 3), true) >>> (d & 7)) & mask) + 1;
    into[i + 3] = value;
    bit += 4 * width;
  }
  return start + ((bit + 7) >> 3);
}

/** One of the values that `unpack` reads. */
export function unpackOne(view: DataView, start: number, i: number, width: number): number {
  const bit = i * width;
  return (view.getInt32(start + (bit >> 3), true) >>> (bit & 7)) & ((1 << width) - 1);
}

/** Bytes that must follow packed values in a buffer, so that `unpack` never reads outside. */
export const PADDING = 4;

/** How many bits the largest of the values from `from` to `to` (exclusive) needs; 0 where all are 0. */
export function bitWidth(values: ArrayLike<number>, from: number, to: number): number {
  let all = 0;
  for (let i = from; i < to; i++) all |= values[i] ?? 0;
  return 32 - Math.clz32(all);
}
