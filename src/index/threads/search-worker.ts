/**
 * The code of a search thread. It holds the live generation over buffers that all threads share. Answers leave it read,
 * marked and written (answers.ts), so that the thread that answers requests only has to send them.
 */
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { EMPTY, type Generation } from '../generation.js';
import { termsOf } from '../query/print.js';
import { columnsOf } from '../search/collect/columns.js';
import type { Stop } from '../search/turn.js';
import { dropSpareCursors } from '../segment/cursor.js';
import { Segment } from '../segment.js';
import { type Answers, type Asking, answer, type WriteHits } from './answers.js';
import { giveWay } from './give-way.js';
import type { SentSegment } from './sent-segment.js';
import { largestOf, warmUp } from './warm-up.js';

/** What a thread shares with the one that asks it. */
export interface Shared {
  /** By id of a search, modulo the length: the id of the last one that nobody waits for any more. */
  abandoned: Int32Array;
  /** One number, which changes whenever a search goes on: the thread is at work, and does not hang. */
  turns: Int32Array;
}

/** `generation`: the segments from now on, of which `sent` are new or changed. All other messages are answered, with the same id. */
export type ToSearchWorker =
  | { type: 'generation'; number: number; names: string[]; sent: (SentSegment & { name: string })[] }
  | (Asking & { id: number });

/** `ready`: the thread takes questions from now on. */
export type FromSearchWorker =
  | { ready: true }
  | { id: number; answer: Answers[keyof Answers] }
  | { id: number; error: { name: string; message: string } };

/**
 * Of queries with so many words and more, a thread answers one after another: others do not wait for the first slices of
 * all of them, nor behind them where their own first slice was cut (docs/decisions/0015).
 */
const MANY_WORDS = 17;
/** How long nothing was asked before a thread warms itself up further, ms. */
const QUIET_MS = 200;

const { abandoned, turns } = workerData as Shared;
/** The live generation. Its segments are one array as long as it lives, as statistics are cached by that. */
let live = EMPTY;
/** When the last question was asked, and the segment that the thread was warmed up for: the one with the most paragraphs. */
let lastAsked = Number.NEGATIVE_INFINITY;
let warmFor: Segment | null = null;
/** The last of the questions with many words, when it has been answered. */
let lastOfMany: Promise<void> = Promise.resolve();

let write: WriteHits | null = null;

/** Answers the questions that this thread is asked. @param writeHits for searches that want JSON */
export function searchHere(writeHits: WriteHits): void {
  write = writeHits;
  giveWay('search');
  parentPort?.on('message', (message: ToSearchWorker) => {
    if (message.type === 'generation') {
      take(message);
      return;
    }
    lastAsked = performance.now();
    // About the generation of this moment. Not answered right here: a thread takes up to 1,000 messages without a break
    // while more come in, and searches between two slices would wait for all of them.
    const generation = live;
    if (hasManyWords(message)) lastOfMany = lastOfMany.then(() => nextTurn()).then(() => send(message, generation));
    else setImmediate(() => void send(message, generation));
  });
  const ready: FromSearchWorker = { ready: true };
  parentPort?.postMessage(ready);
}

function hasManyWords(message: Asking): boolean {
  if (message.type !== 'search') return false;
  const { clauses, excluded } = message.request.query;
  return [...clauses, ...excluded].flatMap(termsOf).length >= MANY_WORDS;
}

async function send(message: Asking & { id: number }, generation: Generation): Promise<void> {
  const sent = await reply(message, generation);
  // The written JSON is transferred, not copied.
  const json = 'answer' in sent && 'json' in sent.answer ? sent.answer.json : undefined;
  parentPort?.postMessage(sent, json === undefined ? [] : [json.buffer]);
}

function take(message: ToSearchWorker & { type: 'generation' }): void {
  live = after(live, message);
  dropSpareCursors();
  // A record that cannot be read fails the search that needs it.
  prepare(live).catch(() => {});
}

/** A generation, made of the one before and what was sent. Apart from what waits for long, which would hold the one before. */
function after({ segments }: Generation, { number, names, sent }: ToSearchWorker & { type: 'generation' }): Generation {
  const known = new Map(segments.map((segment) => [segment.name, segment]));
  for (const { name, bytes, removed } of sent) {
    // A segment that only lost documents keeps its caches.
    const segment = known.get(name)?.segment ?? new Segment(bytes);
    known.set(name, { name, segment, removed });
  }
  // Those that are no longer named are dropped.
  return {
    ...EMPTY,
    number,
    segments: names.map((name) => known.get(name)).filter((segment) => segment !== undefined),
  };
}

/**
 * Makes the columns of a generation, and warms the thread up for its largest segment, so that searches find it ready: after a start, and
 * where segments were merged.
 */
async function prepare(generation: Generation): Promise<void> {
  const { segments } = generation;
  for (const { segment } of segments) {
    while (generation === live && columnsOf(segment).step()) await nextTurn();
  }
  const largest = largestOf(segments)?.segment ?? null;
  if (largest === warmFor) return;
  await warmUp(
    segments,
    () => isQuiet(generation),
    (asking) => answer(asking, generation, write),
  );
  if (generation === live) warmFor = largest;
}

/** Waits until nothing was asked for a moment: real questions warm a thread up better, and must not wait. Whether the generation is then still the live one. */
async function isQuiet(generation: Generation): Promise<boolean> {
  for (let left = 1; left > 0 && generation === live; ) {
    await nextTurn();
    left = lastAsked + QUIET_MS - performance.now();
    if (left > 0) await delay(left);
  }
  return generation === live;
}

async function reply(
  message: Asking & { id: number },
  generation: Generation,
): Promise<Exclude<FromSearchWorker, { ready: true }>> {
  const { id } = message;
  try {
    return { id, answer: await answer(message, generation, write, stopOf(id)) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { id, error: { name, message } };
  }
}

/** Tells a search that nobody waits for it any more, and those who wait that it goes on: it is asked at each of its turns. */
function stopOf(id: number): Stop {
  return {
    throwIfAborted: (): void => {
      Atomics.add(turns, 0, 1);
      if (Atomics.load(abandoned, id % abandoned.length) === id)
        throw new Error('Nobody waits for this search any more.');
    },
  };
}
