/**
 * Sorts texts in code point order, by two code units at a time: comparing texts, most of which begin alike, was an
 * eighth of freezing.
 */
import { codeAt, compareCodePoints } from '../segment/code-points.js';

/** Up to this many texts are sorted by comparing them. */
const FEW = 24;
/** More texts than this cannot be numbered in a double beside two code units. */
const MANY = 2 ** 20;
/** Texts that are equal up to here are sorted by comparing them. */
const DEEP = 32;
/** How many values `unitAt` has. */
const UNITS = 2 ** 16 + 1;

/** Sorts numbers of texts in place, by those texts. @param depth up to which code unit the texts are equal */
export function sortByText(numbers: Uint32Array, texts: readonly string[], depth = 0): void {
  const { length } = numbers;
  if (length <= FEW || length > MANY || depth >= DEEP) {
    numbers.sort((a, b) => compareCodePoints(texts[a] ?? '', texts[b] ?? ''));
    return;
  }
  const keys = new Float64Array(length);
  fill(keys, numbers, texts, depth);
  keys.sort();
  place(numbers, keys);
  for (let begin = 0; begin < length; ) {
    const units = unitsOf(keys, begin);
    let end = begin + 1;
    while (end < length && unitsOf(keys, end) === units) end++;
    // Where the second unit is 0, the texts end here and are equal.
    if (end - begin > 1 && units % UNITS > 0) sortByText(numbers.subarray(begin, end), texts, depth + 2);
    begin = end;
  }
}

function fill(keys: Float64Array, numbers: Uint32Array, texts: readonly string[], depth: number): void {
  for (let i = 0; i < keys.length; i++) keys[i] = unitsAt(texts[numbers[i] ?? 0] ?? '', depth) * MANY + i;
}

function place(numbers: Uint32Array, keys: Float64Array): void {
  const before = numbers.slice();
  for (let i = 0; i < keys.length; i++) numbers[i] = before[(keys[i] ?? 0) - unitsOf(keys, i) * MANY] ?? 0;
}

function unitsOf(keys: Float64Array, i: number): number {
  return Math.floor((keys[i] ?? 0) / MANY);
}

function unitsAt(text: string, at: number): number {
  return unitAt(text, at) * UNITS + unitAt(text, at + 1);
}

/** A code unit plus 1, with surrogates moved above all others, so that the order is that of code points; 0 past the end. */
function unitAt(text: string, at: number): number {
  if (at >= text.length) return 0;
  const unit = codeAt(text, at);
  if (unit < 0xd800) return unit + 1;
  return unit < 0xe000 ? unit + 0x2001 : unit - 0x800 + 1;
}
