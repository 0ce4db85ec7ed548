/** What two sets share, and how many bits are set: the same by WebAssembly and without, and what its source says. */
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import wabt from 'wabt';
import { FastKernel, KERNEL, PlainKernel, SETS } from '../../../src/index/segment/set-kernel.js';
import { TIMES } from '../../times.js';

test('the binary is made from the source', async () => {
  const source = await readFile(new URL('../../../src/index/segment/set-kernel.wat', import.meta.url), 'utf8');
  const module = (await wabt()).parseWat('set-kernel.wat', source, { simd: true });
  expect(Buffer.from(module.toBinary({}).buffer).toString('base64')).toBe(KERNEL);
  expect(SETS).toBeInstanceOf(FastKernel);
});

const CHUNK = 128;
/** Two sets of as many bits, mostly with few in common; of 100,000 in bits more than a first page of memory has. */
const pair = fc.integer({ min: 0, max: 300 }).chain((words) => {
  const word = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 2 ** 32 - 1 }));
  const set = fc.array(word, { minLength: words, maxLength: words }).map((bits) => Uint32Array.from(bits));
  return fc.tuple(set, set);
});

test.each([
  ['WebAssembly', new FastKernel()],
  ['JavaScript', new PlainKernel()],
])('%s tells what sets share and have together, whatever it was asked before', (_, kernel) => {
  const check = ([a, b]: readonly [Uint32Array, Uint32Array]): void => {
    const numbers = Array.from({ length: a.length * 32 }, (_, i) => i);
    const isIn = (set: Uint32Array, i: number): boolean => ((set[i >> 5] ?? 0) & (1 << (i & 31))) !== 0;
    const both = numbers.filter((i) => isIn(a, i) && isIn(b, i));
    const shared = kernel.meet(a, b);
    expect([...kernel.chunks.subarray(0, shared)]).toEqual([...new Set(both.map((i) => Math.floor(i / CHUNK)))]);
    const bits = kernel.bits.slice(0, shared * 4);
    const found = Array.from({ length: bits.length * 32 }, (_, i) => i).filter((i) => isIn(bits, i));
    expect(found.map((i) => (kernel.chunks[Math.floor(i / CHUNK)] ?? 0) * CHUNK + (i % CHUNK))).toEqual(both);
    expect(kernel.countMet(shared)).toBe(both.length);
    expect(kernel.count(a)).toBe(numbers.filter((i) => isIn(a, i)).length);
    for (const sets of [[], [a], [a, b], [a, b, a.map((bits) => bits << 1)]]) {
      const any = numbers.filter((i) => sets.some((set) => isIn(set, i)));
      const united = kernel.unite(sets, a.length);
      expect(numbers.filter((i) => isIn(united, i))).toEqual(any);
      expect([united.length, kernel.count(united)]).toEqual([a.length, any.length]);
    }
  };
  fc.assert(fc.property(pair, check), { numRuns: 50 * TIMES });
  const large = new Uint32Array(25_001).fill(0x80000001);
  check([large, large.map((bits, i) => (i % 3 === 0 ? bits : 0))]);
  fc.assert(fc.property(pair, check), { numRuns: 20 });
});
