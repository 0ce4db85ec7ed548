/** Waiting for threads must not count what the machine slept: all that was asked would be refused where a laptop is opened again. */
import { setTimeout as delay } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { afterRunning } from '../../../src/index/threads/running-time.js';

/** As a process stands still: nothing of it runs, and its timers are due when it goes on. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test('time in which nothing ran counts as one step', async () => {
  let calls = 0;
  afterRunning(500, () => void calls++);
  standStill(750);
  await delay(100);
  expect(calls).toBe(0);
  await expect.poll(() => calls).toBe(1);
  await delay(300);
  expect(calls).toBe(1);
});

test('it is over after its time at the earliest, and what is due by then comes first', async () => {
  const began = performance.now();
  const order: string[] = [];
  await new Promise<void>((resolve) => {
    afterRunning(500, () => {
      order.push('over');
      resolve();
    });
    const { port1, port2 } = new MessageChannel();
    port1.once('message', () => {
      order.push('message');
      port1.close();
    });
    // The message comes, and the last step ends, while nothing runs. From there timers come first.
    const last = () => {
      port2.postMessage('answer');
      standStill(400);
    };
    setTimeout(() => setImmediate(last), 300);
  });
  expect(performance.now() - began).toBeGreaterThan(499);
  expect(order).toEqual(['message', 'over']);
});

test('what was cancelled never comes', async () => {
  let calls = 0;
  const cancel = afterRunning(1, () => void calls++);
  cancel();
  cancel();
  await delay(300);
  expect(calls).toBe(0);
});
