/** What is kept for a key is made once, as long as there is room. */
import { expect, test } from 'vitest';
import { BoundedMap, kept } from '../../src/index/kept.js';

test('what is made for a key is kept, whatever it is', () => {
  const map = new Map<string, unknown>();
  for (const value of [0, '', false, null, []]) {
    const key = JSON.stringify(value);
    expect(kept(map, key, () => value)).toBe(value);
    expect(kept(map, key, () => 'made again')).toBe(value);
  }
});

test('it is kept as long as the key where the map keeps it so', () => {
  const segment = {};
  const map = new WeakMap<object, number[]>();
  kept(map, segment, () => []).push(1);
  kept(map, segment, () => []).push(2);
  expect(map.get(segment)).toEqual([1, 2]);
});

test('a map that is full is emptied before it takes more', () => {
  const map = new BoundedMap<number, number>(2);
  for (const key of [1, 2]) map.set(key, key);
  expect([...map.keys()]).toEqual([1, 2]);
  map.set(3, 3);
  expect([...map.keys()]).toEqual([3]);
});
