/** Buffers from the system are as others: zeros, of the size that was asked for or more, shared where that is wanted. */
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { NumberList } from '../../../../src/index/segment/number-list.js';
import { grown, newBuffer, newNumbers, newSharedBuffer } from '../../../../src/index/segment/texts/pages.js';

const MB = 1 << 20;
/** Around where the system is asked, and where pages end. */
const SIZES = [0, 1, MB - 1, MB, MB + 1, 3 * MB + 5];

describe('large buffers', () => {
  it.each(SIZES)('of %i bytes are zeros, and as large as they were asked for', (size) => {
    for (const buffer of [newBuffer(size), newSharedBuffer(size)]) {
      expect(buffer.byteLength).toBeGreaterThanOrEqual(size);
      expect(new Uint8Array(buffer).every((byte) => byte === 0)).toBe(true);
    }
    expect(newBuffer(size)).toBeInstanceOf(ArrayBuffer);
    expect(newSharedBuffer(size)).toBeInstanceOf(SharedArrayBuffer);
    expect(newNumbers(size).length).toBe(size);
  });

  it('are shared with other threads', async () => {
    const bytes = new Uint8Array(newSharedBuffer(2 * MB));
    const source = `require('node:worker_threads').workerData[${MB}] = 7`;
    const worker = new Worker(source, { eval: true, workerData: bytes });
    await new Promise((resolve) => worker.once('exit', resolve));
    expect(bytes[MB]).toBe(7);
  });

  it('are had from elsewhere where WebAssembly is turned off', async () => {
    const module = new URL('../../../../dist/src/index/segment/texts/pages.js', import.meta.url).href;
    const source = `
      const { parentPort } = require('node:worker_threads');
      delete globalThis.WebAssembly;
      import('${module}').then(({ newBuffer, newSharedBuffer }) => {
        parentPort.postMessage([newBuffer(${MB}), newSharedBuffer(${MB})].map((it) => it.byteLength));
      });`;
    const worker = new Worker(source, { eval: true });
    expect(await new Promise((resolve) => worker.once('message', resolve))).toEqual([MB, MB]);
    await worker.terminate();
  });
});

describe('numbers that grow', () => {
  it.each([new Uint8Array([1, 2]), new Uint16Array([1, 2]), new Int32Array([-1, 2]), new Float64Array([0.5, 2])])(
    'are the same, of the same kind, with zeros after them: %s',
    (numbers) => {
      for (const [least, length] of [
        [0, 4],
        [3, 4],
        [7, 7],
        [MB + 1, MB + 1],
      ] as const) {
        const larger = grown(numbers, least);
        expect(larger.constructor).toBe(numbers.constructor);
        expect(larger).toHaveLength(length);
        expect([...larger.subarray(0, 4)]).toEqual([...numbers, 0, 0]);
      }
    },
  );
});

describe('a list of numbers', () => {
  it('holds them all', () => {
    const numbers = new NumberList();
    for (let i = 0; i < 600_000; i++) numbers.push(i * 7);
    const view = numbers.view();
    expect(view.length).toBe(600_000);
    expect(view.every((number, i) => number === i * 7)).toBe(true);
    expect([numbers.at(599_999), numbers.bytes().length]).toEqual([599_999 * 7, 2_400_000]);
  });

  it('takes no buffer from those who read it while it grows: after that, V8 compiles slower code for all others', () => {
    const numbers = new NumberList();
    while (numbers.length * 4 < 2 * MB) numbers.push(1);
    const before = numbers.view();
    while (numbers.length * 4 < 8 * MB) numbers.push(2);
    expect(before.length * 4).toBe(2 * MB);
  });
});
