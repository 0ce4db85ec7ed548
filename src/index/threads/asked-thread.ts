/** A thread that searches, as those see it who ask it. One that dies or hangs ends, and what it was asked is refused. */
import { Worker } from 'node:worker_threads';
import { SearchUnavailable } from '../engine.js';
import type { Generation } from '../generation.js';
import { DEADLINE_MS } from '../search/turn.js';
import type { Answers, Asking, FromSearchWorker, ToSearchWorker } from './search-worker.js';

/** A thread breaks a search off at its deadline by itself; one that has not done so this much later, ms, hangs. */
const GRACE_MS = 1000;
/** A thread that has not begun to take questions after this long, ms, never will: on a busy machine loading takes seconds. */
const START_MS = 10_000;
/** Searches that can be told apart in the list of abandoned ones. */
const SLOTS = 4096;

interface Asked {
  resolve: (answer: Answers[keyof Answers]) => void;
  reject: (reason: unknown) => void;
  /** Set once the thread takes questions. */
  timer: NodeJS.Timeout | undefined;
}

export class AskedThread {
  private readonly worker: Worker;
  /** Shared with the thread. */
  private readonly abandoned = new Int32Array(new SharedArrayBuffer(SLOTS * 4));
  private count = 0;
  private readonly asked = new Map<number, Asked>();
  /** What it knows: of each segment the removals it was sent, too. */
  private generation: Generation | null = null;
  /** Until it takes questions. */
  private starting: NodeJS.Timeout | undefined;
  private ended = false;

  /**
   * Throws where the system has no more threads.
   * @param onEnd called once, when it died or was given up
   */
  constructor(
    entry: URL,
    private readonly onEnd: (thread: AskedThread) => void,
  ) {
    this.worker = new Worker(entry, { workerData: this.abandoned.buffer });
    this.starting = setTimeout(() => this.end(), START_MS);
    this.starting.unref();
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

  /** Sends what the thread does not know yet of a generation. Messages arrive in order, so the search that follows sees it. */
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
      sent: sent.map(({ name, segment, removed }) => ({ name, bytes: segment.bytes, removed })),
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
      const abort = (): void => {
        Atomics.store(this.abandoned, id % SLOTS, id);
        this.asked.delete(id);
        clearTimeout(asked.timer);
        // As it is, whatever it is: by it the server knows that the client went away.
        reject(signal?.reason);
      };
      const done = (): void => signal?.removeEventListener('abort', abort);
      const asked: Asked = {
        timer: this.starting === undefined ? this.patience(id) : undefined,
        resolve: (answer) => {
          done();
          // A thread answers each question with what its type is answered with.
          resolve(answer as Answers[Type]);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.asked.set(id, asked);
      this.worker.ref();
      this.send({ ...asking, id });
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  /** The thread takes questions: those that wait for it are answered in time from now on, or it hangs. */
  private expect(): void {
    clearTimeout(this.starting);
    this.starting = undefined;
    for (const [id, asked] of this.asked) asked.timer = this.patience(id);
  }

  /**
   * Gives the thread up where it does not answer a question in time. Where it was this thread that stood still (the machine slept, or has too
   * much to do), answers wait to be taken, which comes before what is set as immediate.
   */
  private patience(id: number): NodeJS.Timeout {
    const late = (): void => {
      if (this.asked.has(id)) this.end();
    };
    return setTimeout(() => setImmediate(late), DEADLINE_MS + GRACE_MS);
  }

  private send(message: ToSearchWorker): void {
    this.worker.postMessage(message);
  }

  private settle(answer: Exclude<FromSearchWorker, { ready: true }>): void {
    const asked = this.asked.get(answer.id);
    this.asked.delete(answer.id);
    if (asked !== undefined) clearTimeout(asked.timer);
    // An idle thread must not keep a process alive that has nothing else to do.
    if (this.asked.size === 0) this.worker.unref();
    if ('answer' in answer) asked?.resolve(answer.answer);
    else if (answer.error.name === SearchUnavailable.name) asked?.reject(new SearchUnavailable(answer.error.message));
    else asked?.reject(new Error(answer.error.message));
  }

  /** @param cause what the thread died of, where that is known */
  private end(cause?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.onEnd(this);
    clearTimeout(this.starting);
    void this.worker.terminate();
    for (const { reject, timer } of this.asked.values()) {
      clearTimeout(timer);
      reject(new SearchUnavailable('The thread that searched ended; another takes its place. Try again.', { cause }));
    }
    this.asked.clear();
  }
}
