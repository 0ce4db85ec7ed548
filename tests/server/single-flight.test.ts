/** Work for several at once: done once, for as long as somebody waits for it. */
import { expect, test } from 'vitest';
import { SingleFlight } from '../../src/server/single-flight.js';

/** Work that ends when it is told to, and that can be called off. */
function workOf(result: string) {
  let finish = (): void => {};
  const signals: AbortSignal[] = [];
  const work = (signal: AbortSignal): Promise<string> => {
    signals.push(signal);
    return new Promise((resolve, reject) => {
      finish = () => resolve(result);
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  };
  return { work, signals, finish: () => finish() };
}

const staying = new AbortController().signal;

test('what is asked while it is being done is done once, and anew when it is asked later', async () => {
  const flight = new SingleFlight<string>();
  const { work, signals, finish } = workOf('done');
  const asked = [flight.ask('a', staying, work), flight.ask('a', staying, work)];
  const other = flight.ask('b', staying, async () => 'other');
  expect(await other).toBe('other');
  expect(signals).toHaveLength(1);
  finish();
  expect(await Promise.all(asked)).toEqual(['done', 'done']);
  const later = flight.ask('a', staying, work);
  finish();
  expect(await later).toBe('done');
  expect(signals).toHaveLength(2);
});

test('who goes away gets the reason, and the work goes on for the others', async () => {
  const flight = new SingleFlight<string>();
  const { work, signals, finish } = workOf('done');
  const leaving = new AbortController();
  const left = flight.ask('a', leaving.signal, work);
  const stayed = flight.ask('a', staying, work);
  leaving.abort('went away');
  await expect(left).rejects.toBe('went away');
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  finish();
  expect(await stayed).toBe('done');
});

test('when all went away the work is called off, and whoever asks then has it begun anew', async () => {
  const flight = new SingleFlight<string>();
  const { work, signals, finish } = workOf('done');
  const leaving = new AbortController();
  const left = [flight.ask('a', leaving.signal, work), flight.ask('a', leaving.signal, work)];
  leaving.abort('went away');
  const next = flight.ask('a', staying, work);
  for (const result of await Promise.allSettled(left)) expect(result).toMatchObject({ reason: 'went away' });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  // The end of what was called off is not that of what was begun since.
  const beside = flight.ask('a', staying, work);
  finish();
  expect(await Promise.all([next, beside])).toEqual(['done', 'done']);
  await expect(flight.ask('a', leaving.signal, work)).rejects.toBe('went away');
  expect(signals).toHaveLength(2);
});

test('a failure is everyone’s, and is not kept', async () => {
  const flight = new SingleFlight<string>();
  const fail = async (): Promise<string> => {
    throw new Error('broken');
  };
  const asked = [flight.ask('a', staying, fail), flight.ask('a', staying, fail)];
  for (const result of await Promise.allSettled(asked)) expect(result).toMatchObject({ reason: Error('broken') });
  expect(await flight.ask('a', staying, async () => 'whole')).toBe('whole');
});
