/**
 * Searches in threads of their own, so that none holds up the thread that answers. All threads search the same bytes. One that dies or
 * hangs is replaced; what it was asked is refused, and the others never notice.
 */
import { Worker } from 'node:worker_threads';
import type { ShownDocument } from '../answer.js';
import {
  type SearchRequest,
  type SearchResult,
  SearchUnavailable,
  type Suggestion,
  type SuggestRequest,
} from '../engine.js';
import type { Generation } from '../generation.js';
import { DEADLINE_MS } from '../search/turn.js';
import type { Document, Hit, Marks, ReadDocument } from '../types.js';
import type { Answers, Asking, FromSearchWorker, ToSearchWorker } from './search-worker.js';

/** Workers run compiled code, also when this file is run from its source, as the tests do. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? '../../../dist/src/search-thread.js' : '../../search-thread.js',
  import.meta.url,
);
/** A thread breaks a search off at its deadline by itself; one that has not done so this much later, ms, hangs. */
const GRACE_MS = 1000;
/** A thread that has not begun to take questions after this long, ms, never will: on a busy machine loading takes seconds. */
const START_MS = 10_000;
/** Hits or paragraphs that are asked for at once where there are many: taking a message out holds the thread that gets it, 200 about 1 ms. */
const LOT = 200;
/** Searches that may wait for one thread. More would only wait in vain. */
const MOST_WAITING = 64;
/** Searches that can be told apart in the shared list of abandoned ones. */
const SLOTS = 4096;

interface Asked {
  resolve: (answer: Answers[keyof Answers]) => void;
  reject: (reason: unknown) => void;
  /** Set once the thread takes questions. */
  timer: NodeJS.Timeout | undefined;
}

interface Thread {
  worker: Worker;
  asked: Map<number, Asked>;
  /** What it knows: the generation, and of each segment the removals it was sent. */
  generation: Generation | null;
  /** Until it takes questions. */
  starting: NodeJS.Timeout | undefined;
}

export class SearchPool {
  private readonly threads: Thread[] = [];
  private readonly abandoned = new Int32Array(new SharedArrayBuffer(SLOTS * 4));
  private count = 0;
  private closed = false;

  /** Threads are started when there is something to search. `entry` is for tests of threads that die. */
  constructor(
    private readonly size: number,
    private readonly entry: URL = ENTRY,
  ) {}

  /** The best hits, read and as they are wanted. Throws as `ask`. */
  async search(generation: Generation, request: SearchRequest, signal?: AbortSignal): Promise<SearchResult> {
    const { rest, ...result } = await this.ask(generation, { type: 'search', request, lot: LOT }, signal);
    for (let at = 0; at < rest.length; at += LOT) {
      const places = rest.slice(at, at + LOT);
      result.hits.push(...(await this.ask(generation, { type: 'read', places }, signal)));
    }
    return result;
  }

  /** Completions of what is typed. Throws as `ask`. */
  async suggest(generation: Generation, request: SuggestRequest, signal?: AbortSignal): Promise<Suggestion[]> {
    return await this.ask(generation, { type: 'suggest', request }, signal);
  }

  /** A document of a segment of the generation, both by their numbers. Throws as `ask`. */
  async document(generation: Generation, segment: number, document: number): Promise<ReadDocument> {
    return await inLots((from) => this.ask(generation, { type: 'document', segment, document, from, lot: LOT }));
  }

  /** The same with words marked. Throws as `ask`. */
  async markedDocument(
    generation: Generation,
    segment: number,
    document: number,
    marks: Marks,
    signal?: AbortSignal,
  ): Promise<ShownDocument> {
    return await inLots((from) =>
      this.ask(generation, { type: 'marked', segment, document, from, lot: LOT, marks }, signal),
    );
  }

  /** Paragraphs like one of a segment of the generation, both by their numbers. Throws as `ask`. */
  async similar(
    generation: Generation,
    segment: number,
    paragraph: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Hit[]> {
    return await this.ask(generation, { type: 'similar', segment, paragraph, limit }, signal);
  }

  /**
   * Asks the thread that has least to do.
   * @throws SearchUnavailable past the deadline, where too many wait, or where the thread dies; the signal's reason where it is aborted
   */
  private async ask<Type extends Asking['type']>(
    generation: Generation,
    asking: Asking & { type: Type },
    signal?: AbortSignal,
  ): Promise<Answers[Type]> {
    signal?.throwIfAborted();
    if (this.closed) throw new SearchUnavailable('Pilcrow is being stopped.');
    const thread = this.freest();
    if (thread.asked.size >= MOST_WAITING) {
      throw new SearchUnavailable('Too many searches are waiting; try again in a moment.');
    }
    this.teach(thread, generation);
    return await new Promise((resolve, reject) => {
      const id = ++this.count;
      const abort = (): void => {
        Atomics.store(this.abandoned, id % SLOTS, id);
        thread.asked.delete(id);
        clearTimeout(asked.timer);
        // As it is, whatever it is: by it the server knows that the client went away.
        reject(signal?.reason);
      };
      const done = (): void => signal?.removeEventListener('abort', abort);
      const asked: Asked = {
        timer: thread.starting === undefined ? this.patience(thread, id) : undefined,
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
      thread.asked.set(id, asked);
      thread.worker.ref();
      this.send(thread, { ...asking, id });
    });
  }

  /** Starts a thread before anything is asked, so that the first question need not wait for that. */
  begin(generation: Generation): void {
    if (this.threads.length > 0 || this.closed) return;
    const thread = this.startOne();
    if (thread !== null) this.teach(thread, generation);
  }

  /** Tells all threads of a new generation, so that none keeps an old one in memory until it is asked something. */
  follow(generation: Generation): void {
    for (const thread of this.threads) this.teach(thread, generation);
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
  }

  private freest(): Thread {
    const idle = this.threads.find(({ asked }) => asked.size === 0);
    if (idle !== undefined) return idle;
    const started = this.threads.length < this.size ? this.startOne() : null;
    if (started !== null) return started;
    const [first] = this.threads;
    if (first === undefined) throw new SearchUnavailable('No thread can be started for searching; end other programs.');
    return this.threads.reduce((best, thread) => (thread.asked.size < best.asked.size ? thread : best), first);
  }

  /** Null where the system has no more threads. */
  private startOne(): Thread | null {
    try {
      return this.start();
    } catch {
      return null;
    }
  }

  private start(): Thread {
    const worker = new Worker(this.entry, { workerData: this.abandoned.buffer });
    const starting = setTimeout(() => this.drop(thread), START_MS);
    starting.unref();
    const thread: Thread = { worker, asked: new Map(), generation: null, starting };
    this.threads.push(thread);
    worker.on('message', (answer: FromSearchWorker) => {
      if ('ready' in answer) this.expect(thread);
      else this.settle(thread, answer);
    });
    worker.on('error', (error) => this.drop(thread, error));
    worker.on('messageerror', (error) => this.drop(thread, error));
    worker.on('exit', () => this.drop(thread));
    worker.unref();
    return thread;
  }

  /** The thread takes questions: those that wait for it are answered in time from now on, or it hangs. */
  private expect(thread: Thread): void {
    clearTimeout(thread.starting);
    thread.starting = undefined;
    for (const [id, asked] of thread.asked) asked.timer = this.patience(thread, id);
  }

  /**
   * Gives a thread up that does not answer a question in time. Where it was this thread that stood still (the machine slept, or has too much to
   * do), answers wait to be taken, which comes before what is set as immediate.
   */
  private patience(thread: Thread, id: number): NodeJS.Timeout {
    const late = (): void => {
      if (thread.asked.has(id)) this.drop(thread);
    };
    return setTimeout(() => setImmediate(late), DEADLINE_MS + GRACE_MS);
  }

  /** Sends what the thread does not know yet of a generation. Messages arrive in order, so the search that follows sees it. */
  private teach(thread: Thread, generation: Generation): void {
    if (thread.generation === generation) return;
    const before = new Map(thread.generation?.segments.map((live) => [live.name, live]));
    const sent = generation.segments.filter((live) => {
      const known = before.get(live.name);
      return known === undefined || known.removed !== live.removed;
    });
    this.send(thread, {
      type: 'generation',
      number: generation.number,
      names: generation.segments.map(({ name }) => name),
      sent: sent.map(({ name, segment, removed }) => ({ name, bytes: segment.bytes, removed })),
    });
    thread.generation = generation;
  }

  private send(thread: Thread, message: ToSearchWorker): void {
    thread.worker.postMessage(message);
  }

  private settle(thread: Thread, answer: Exclude<FromSearchWorker, { ready: true }>): void {
    const asked = thread.asked.get(answer.id);
    thread.asked.delete(answer.id);
    if (asked !== undefined) clearTimeout(asked.timer);
    // An idle thread must not keep a process alive that has nothing else to do.
    if (thread.asked.size === 0) thread.worker.unref();
    if ('answer' in answer) asked?.resolve(answer.answer);
    else if (answer.error.name === SearchUnavailable.name) asked?.reject(new SearchUnavailable(answer.error.message));
    else asked?.reject(new Error(answer.error.message));
  }

  /** @param cause what the thread died of, where that is known */
  private drop(thread: Thread, cause?: unknown): void {
    const at = this.threads.indexOf(thread);
    if (at < 0) return;
    this.threads.splice(at, 1);
    clearTimeout(thread.starting);
    void thread.worker.terminate();
    for (const { reject, timer } of thread.asked.values()) {
      clearTimeout(timer);
      reject(new SearchUnavailable('The thread that searched ended; another takes its place. Try again.', { cause }));
    }
    thread.asked.clear();
  }
}

/** A whole document from lots of its paragraphs, each from the one behind the first `from`. */
async function inLots<Read extends { document: Document; paragraphs: unknown[] }>(
  lot: (from: number) => Promise<Read>,
): Promise<Read> {
  const whole = await lot(0);
  const { document, paragraphs } = whole;
  while (paragraphs.length < document.paragraphs) {
    const more = await lot(paragraphs.length);
    // A damaged one may have fewer than it says.
    if (more.paragraphs.length === 0) break;
    paragraphs.push(...more.paragraphs);
  }
  return whole;
}
