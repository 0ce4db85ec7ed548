/** Sets of small numbers, a bit each in 32-bit words. */
import { END } from './postings.js';

/** An empty set, for numbers below `count`. */
export function newSet(count: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(Math.ceil(count / 32));
}

/**
 * How many bits are set. Those of four words are added up before they are summed across a word: 25,000 words, the
 * paragraphs of 800,000, take 35 µs instead of 90.
 */
export function countBits(set: Uint32Array): number {
  const fours = set.length - (set.length % 4);
  let count = 0;
  for (let i = 0; i < fours; i += 4) {
    const bytes = inBytes(set[i] ?? 0, set[i + 1] ?? 0) + inBytes(set[i + 2] ?? 0, set[i + 3] ?? 0);
    count += Math.imul(bytes, 0x01010101) >>> 24;
  }
  for (let i = fours; i < set.length; i++) count += countOnes(set[i] ?? 0);
  return count;
}

/** How many bits each byte of two words has together. */
function inBytes(a: number, b: number): number {
  const x = a - ((a >>> 1) & 0x55555555);
  const y = b - ((b >>> 1) & 0x55555555);
  const bits = (x & 0x33333333) + ((x >>> 2) & 0x33333333) + (y & 0x33333333) + ((y >>> 2) & 0x33333333);
  return (bits & 0x0f0f0f0f) + ((bits >>> 4) & 0x0f0f0f0f);
}

/** How many bits of a word are set. */
export function countOnes(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** How many numbers the set has from `from` to below `to`. */
export function countRange(set: Uint32Array, from: number, to: number): number {
  const last = to >> 5;
  let word = from >> 5;
  let mask = -1 << (from & 31);
  let count = 0;
  for (; word < last; word++) {
    count += countOnes((set[word] ?? 0) & mask);
    mask = -1;
  }
  return count + countOnes((set[word] ?? 0) & mask & ~(-1 << (to & 31)));
}

/** Adds a number. */
export function addBit(set: Uint32Array, i: number): void {
  set[i >> 5] = (set[i >> 5] ?? 0) | (1 << (i & 31));
}

/** Whether the set has a number. */
export function hasBit(set: Uint32Array, i: number): boolean {
  return ((set[i >> 5] ?? 0) & (1 << (i & 31))) !== 0;
}

/** Calls `visit` with each number of the set, ascending. */
export function forEachBit(set: Uint32Array, visit: (i: number) => void): void {
  for (let word = 0; word < set.length; word++) {
    for (let bits = set[word] ?? 0; bits !== 0; bits &= bits - 1) visit(word * 32 + 31 - Math.clz32(bits & -bits));
  }
}

/** Adds the numbers of another set. */
export function unite(set: Uint32Array, other: Uint32Array): void {
  for (let i = 0; i < set.length; i++) set[i] = (set[i] ?? 0) | (other[i] ?? 0);
}

/** Keeps only the numbers that another set has, too. */
export function intersect(set: Uint32Array, other: Uint32Array): void {
  for (let i = 0; i < set.length; i++) set[i] = (set[i] ?? 0) & (other[i] ?? 0);
}

/** The numbers that both sets have. */
export function both(a: Uint32Array, b: Uint32Array): Uint32Array {
  return a.map((word, i) => word & (b[i] ?? 0));
}

/** The numbers of the first set that the other lacks. */
export function without(a: Uint32Array, b: Uint32Array): Uint32Array {
  return a.map((word, i) => word & ~(b[i] ?? 0));
}

/** The least number of the set at or after `from`; `END` where there is none. */
export function nextBit(set: Uint32Array, from: number): number {
  let word = from >> 5;
  let bits = (set[word] ?? 0) & (-1 << (from & 31));
  while (bits === 0) {
    if (++word >= set.length) return END;
    bits = set[word] ?? 0;
  }
  return word * 32 + 31 - Math.clz32(bits & -bits);
}

/** Adds the numbers from `start` to below `end`. */
export function addRange(set: Uint32Array, start: number, end: number): void {
  if (start >= end) return;
  const first = start >> 5;
  const last = (end - 1) >> 5;
  const head = -1 << (start & 31);
  const tail = -1 >>> (31 - ((end - 1) & 31));
  if (first === last) {
    set[first] = (set[first] ?? 0) | (head & tail);
    return;
  }
  set[first] = (set[first] ?? 0) | head;
  for (let word = first + 1; word < last; word++) set[word] = -1;
  set[last] = (set[last] ?? 0) | tail;
}
