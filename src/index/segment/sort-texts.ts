/**
 * Sorts texts by two code units at a time: comparing texts, most of which begin alike, was an eighth of freezing the
 * keys of a batch, and a tenth of it for its vocabulary.
 */
import { codeAt, compareCodePoints } from './code-points.js';

/** An order of texts. */
export interface TextOrder {
  /** As `Array.prototype.sort` needs it. */
  compare(a: string, b: string): number;
  /** The place of a code unit among all others, from 0 to 65,535. */
  placeOf(unit: number): number;
}

/** By code points: surrogates stand above all other code units. */
export const BY_CODE_POINTS: TextOrder = {
  compare: compareCodePoints,
  placeOf: (unit) => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800),
};
export const BY_CODE_UNITS: TextOrder = {
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  placeOf: (unit) => unit,
};

/** Up to this many texts are sorted by comparing them. */
const FEW = 24;
/** More texts than this cannot be numbered in a double beside two code units. */
const MANY = 2 ** 20;
/** Texts that are equal up to here are sorted by comparing them. */
const DEEP = 32;
/** How many values `TextOrder.placeOf` has, and one more where a text ends. */
const PLACES = 2 ** 16 + 1;

/** Sorts numbers of texts in place, by those texts; equal ones stay in their order. @param depth up to which code unit the texts are equal */
export function sortByText(numbers: Uint32Array, texts: readonly string[], order: TextOrder, depth = 0): void {
  const { length } = numbers;
  if (length <= FEW || length > MANY || depth >= DEEP) {
    numbers.sort((a, b) => order.compare(texts[a] ?? '', texts[b] ?? ''));
    return;
  }
  const keys = new Float64Array(length);
  fill(keys, numbers, texts, order, depth);
  keys.sort();
  place(numbers, keys);
  for (let begin = 0; begin < length; ) {
    const places = placesOf(keys, begin);
    let end = begin + 1;
    while (end < length && placesOf(keys, end) === places) end++;
    // Where the second place is 0, the texts end here and are equal.
    if (end - begin > 1 && places % PLACES > 0) sortByText(numbers.subarray(begin, end), texts, order, depth + 2);
    begin = end;
  }
}

function fill(
  keys: Float64Array,
  numbers: Uint32Array,
  texts: readonly string[],
  order: TextOrder,
  depth: number,
): void {
  for (let i = 0; i < keys.length; i++) keys[i] = placesAt(texts[numbers[i] ?? 0] ?? '', depth, order) * MANY + i;
}

function place(numbers: Uint32Array, keys: Float64Array): void {
  const before = numbers.slice();
  for (let i = 0; i < keys.length; i++) numbers[i] = before[(keys[i] ?? 0) - placesOf(keys, i) * MANY] ?? 0;
}

function placesOf(keys: Float64Array, i: number): number {
  return Math.floor((keys[i] ?? 0) / MANY);
}

function placesAt(text: string, at: number, order: TextOrder): number {
  // Once, as V8 looks up the length of a text as it does `charCodeAt` (code-points.ts).
  const { length } = text;
  const first = at < length ? order.placeOf(codeAt(text, at)) + 1 : 0;
  return first * PLACES + (at + 1 < length ? order.placeOf(codeAt(text, at + 1)) + 1 : 0);
}
