/** The asking side of a search thread. If the thread dies or hangs, it is ended, and its open questions are refused. */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { SearchUnavailable } from '../engine.js';
import type { Generation } from '../generation.js';
import { DEADLINE_MS } from '../search/turn.js';
import type { Answers, Asking } from './answers.js';
import { afterRunning } from './running-time.js';
import type { FromSearchWorker, Shared, ToSearchWorker } from './search-worker.js';
import { sentSegment } from './sent-segment.js';
import { terminated } from './terminated.js';

/** A thread breaks a search off at its deadline by itself; one that has neither answered nor gone on by this much later, ms, hangs. */
const GRACE_MS = 1000;
/** A question that has waited this long, ms, behind others is refused. */
const PATIENCE_MS = 10_000;
/** If a thread does not take questions after this long, ms, it never will: on a busy machine, loading takes seconds. */
const START_MS = 10_000;
/** The length of the list of abandoned searches. */
const SLOTS = 4096;
/** Why a search is refused. */
export const TOO_MANY = 'Too many searches are waiting; try again in a moment.';

interface OpenQuestion {
  resolve: (answer: Answers[keyof Answers]) => void;
  reject: (reason: unknown) => void;
}

/**
 * For threads that are made from now on. Where nothing was asked for half a minute, V8 collects once more to save memory, and
 * forgets what objects look like that live for one search alone; with that goes nearly all that it has compiled. Dozens of
 * questions then took ten times as long: 100,000 paragraphs, after pauses of 50 s, 4 to 172 ms instead of 4 to 24.
 */
setFlagsFromString('--no-memory-reducer');

export class AskedThread {
  private readonly worker: Worker;
  private readonly shared: Shared = {
    abandoned: new Int32Array(new SharedArrayBuffer(SLOTS * 4)),
    turns: new Int32Array(new SharedArrayBuffer(4)),
  };
  private count = 0;
  private readonly asked = new Map<number, OpenQuestion>();
  /** The generation that it was taught last. */
  private generation: Generation | null = null;
  /** Ends waiting until the thread takes questions; undefined from then on. */
  private started: (() => void) | undefined;
  /** Ends waiting since its last answer, while it is asked something. */
  private heard: (() => void) | undefined;
  private ended = false;

  /**
   * Throws if the system has no more threads.
   * @param onEnd called once, when the thread died or was given up
   */
  constructor(
    entry: URL,
    private readonly onEnd: (thread: AskedThread) => void,
  ) {
    this.worker = new Worker(entry, { workerData: this.shared });
    this.started = afterRunning(START_MS, () => this.end());
    this.worker.on('message', (answer: FromSearchWorker) => {
      if ('ready' in answer) this.expect();
      else this.settle(answer);
    });
    this.worker.on('error', (error) => this.end(error));
    this.worker.on('messageerror', (error) => this.end(error));
    this.worker.on('exit', () => this.end());
    this.worker.unref();
  }

  /** How many questions it has not answered yet. */
  get waiting(): number {
    return this.asked.size;
  }

  /** Sends what the thread does not know yet of a generation. Messages arrive in order, so later searches see it. */
  teach(generation: Generation): void {
    if (this.generation === generation) return;
    const before = new Map(this.generation?.segments.map((live) => [live.name, live]));
    const sent = generation.segments.filter((live) => {
      const known = before.get(live.name);
      return known === undefined || known.removed !== live.removed;
    });
    this.send({
      type: 'generation',
      number: generation.number,
      names: generation.segments.map(({ name }) => name),
      sent: sent.map((live) => ({ name: live.name, ...sentSegment(live) })),
    });
    this.generation = generation;
  }

  /**
   * Asks about the generation that it was taught last.
   * @throws SearchUnavailable past the deadline or where the thread dies; the signal's reason where it is aborted
   */
  async ask<Type extends Asking['type']>(
    asking: Asking & { type: Type },
    signal: AbortSignal | undefined,
  ): Promise<Answers[Type]> {
    return await new Promise((resolve, reject) => {
      const id = ++this.count;
      const abandon = (reason: unknown): void => {
        Atomics.store(this.shared.abandoned, id % SLOTS, id);
        this.asked.delete(id);
        asked.reject(reason);
      };
      // Unchanged, whatever it is: the server tells by it that the client went away.
      const abort = (): void => abandon(signal?.reason);
      const answered = afterRunning(PATIENCE_MS, () => abandon(new SearchUnavailable(TOO_MANY)));
      const done = (): void => {
        answered();
        signal?.removeEventListener('abort', abort);
      };
      const asked: OpenQuestion = {
        resolve: (answer) => {
          done();
          // A thread answers each question with the answer of its type.
          resolve(answer as Answers[Type]);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.asked.set(id, asked);
      if (this.started === undefined && this.asked.size === 1) this.listen();
      this.worker.ref();
      this.send({ ...asking, id });
    });
  }

  async close(): Promise<void> {
    await terminated(this.worker);
  }

  /** The thread takes questions from now on. */
  private expect(): void {
    this.started?.();
    this.started = undefined;
    this.listen();
  }

  /** Gives the thread up where it is asked something, and neither answers nor goes on for too long. */
  private listen(): void {
    this.heard?.();
    this.heard = undefined;
    if (this.asked.size === 0) return;
    const before = this.turns();
    this.heard = afterRunning(DEADLINE_MS + GRACE_MS, () => {
      // On a busy machine a search that is broken off in time takes longer than that, as do several for one question.
      if (this.turns() === before) this.end();
      else this.listen();
    });
  }

  private turns(): number {
    return Atomics.load(this.shared.turns, 0);
  }

  private send(message: ToSearchWorker): void {
    this.worker.postMessage(message);
  }

  private settle(answer: Exclude<FromSearchWorker, { ready: true }>): void {
    const asked = this.asked.get(answer.id);
    this.asked.delete(answer.id);
    this.listen();
    // An idle thread must not keep a process alive that has nothing else to do.
    if (this.asked.size === 0) this.worker.unref();
    if ('answer' in answer) asked?.resolve(answer.answer);
    else if (answer.error.name === SearchUnavailable.name) asked?.reject(new SearchUnavailable(answer.error.message));
    else asked?.reject(new Error(answer.error.message));
  }

  /** @param cause what the thread died of, if known */
  private end(cause?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.onEnd(this);
    this.started?.();
    this.heard?.();
    void this.worker.terminate();
    for (const { reject } of this.asked.values()) {
      reject(new SearchUnavailable('The thread that searched ended; another takes its place. Try again.', { cause }));
    }
    this.asked.clear();
  }
}
