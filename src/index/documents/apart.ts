/**
 * The asking side of the thread that reads files which are no text: their libraries are large, and a hostile file can
 * take any time and memory. Such a thread is ended, and the file skipped.
 */
import { Worker } from 'node:worker_threads';
import { built } from '../built.js';
import { messageOf } from '../errors.js';
import { timeOf } from '../thread-time.js';
import type { ParsedDocument } from '../types.js';
import type { FromApart, ToApart } from './apart-thread.js';
import { Skip } from './open-file.js';
import type { ApartFormat } from './paths.js';

const ENTRY = built('index/documents/apart-thread.js');
/**
 * How long a file may take to read, ms; one that is large and goes on (a book of 1,000 pages) twice as long for each MiB,
 * and in all 30 times as long.
 */
const DEADLINE_MS = 10_000;
const PER_MIB = 2;
const MOST = 30;
/** That is time of the processor, where the system tells it, and of the clock so many times as long: a busy machine is no fault of the file. */
const PATIENCE = 10;
/** A thread that has less than this share of the processor does not wait for it, but for nothing. */
const IDLE_SHARE = 0.002;
/** How often it is looked at least, ms. */
const LOOK_MS = 100;
/** How long a thread may take to start, ms: that is no fault of the file. */
const START_MS = 60_000;
/** A thread that reads nothing for this long, ms, is ended: it holds some 50 MB. */
const IDLE_MS = 5000;
/** The size of its heap, MB. */
const HEAP_MB = 256;
const YOUNG_MB = 16;

/** Reads one file at a time. The thread is started with the first file and kept for the next ones. */
export class ApartReader {
  private thread: ApartThread | null = null;
  private last: Promise<unknown> = Promise.resolve();

  /** The arguments are for tests of threads that die, hang or idle. */
  constructor(
    private readonly entry: URL = ENTRY,
    private readonly deadline: number = DEADLINE_MS,
    private readonly idle: number = IDLE_MS,
  ) {}

  /** @throws Skip with the reason where it cannot be read, or not within the limits */
  async read(format: ApartFormat, bytes: Uint8Array): Promise<ParsedDocument> {
    const read = this.last.then(() => this.readNow(format, bytes));
    this.last = read.catch(() => {});
    return await read;
  }

  private async readNow(format: ApartFormat, bytes: Uint8Array): Promise<ParsedDocument> {
    if (this.thread === null || this.thread.isOver) this.thread = this.start();
    const answer = await this.thread.read(format, bytes);
    if ('reason' in answer) throw new Skip(answer.reason);
    return answer.parsed;
  }

  private start(): ApartThread {
    try {
      return new ApartThread(this.entry, this.deadline, this.idle);
    } catch (error) {
      throw new Skip(`no thread can be started to read it (${messageOf(error)}); end other programs and rebuild`);
    }
  }
}

type Answer = Exclude<FromApart, { ready: string | null } | { goesOn: true }>;

/** By the clock, and how long the thread has run by then, ms; null where the system does not tell. */
interface Moment {
  at: number;
  used: number | null;
}

class ApartThread {
  /** Whether it is ended, or was over by itself. */
  isOver = false;
  private readonly worker: Worker;
  private isReady = false;
  private settle: ((answer: Answer) => void) | null = null;
  private task: string | null = null;
  /** How long the file may take in all, ms; when it was begun, and when the thread was last heard of. */
  private most = 0;
  private begun: Moment = { at: 0, used: null };
  private heard: Moment = this.begun;
  private timer: NodeJS.Timeout | undefined;

  /** Throws if the system has no more threads. */
  constructor(
    entry: URL,
    private readonly deadline: number,
    private readonly idle: number,
  ) {
    this.worker = new Worker(entry, {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
      // What libraries print is nobody's.
      stdout: true,
      stderr: true,
    });
    this.worker.stdout.resume();
    this.worker.stderr.resume();
    this.worker.on('message', (message: FromApart) => {
      if ('ready' in message) {
        this.isReady = true;
        this.task = message.ready;
        this.begin();
      } else if ('goesOn' in message) this.heard = this.now();
      else this.answer(message);
    });
    this.worker.on('error', (error) => this.end(reasonOfDeath(error)));
    this.worker.on('messageerror', () => this.end(DIED));
    this.worker.on('exit', () => this.end(DIED));
  }

  /** Never rejects. */
  async read(format: ApartFormat, bytes: Uint8Array): Promise<Answer> {
    return await new Promise((resolve) => {
      this.settle = resolve;
      this.most = this.deadline * Math.min(MOST, Math.max(1, (PER_MIB * bytes.length) / (1 << 20)));
      this.begin();
      this.worker.ref();
      // A copy: small buffers share their memory, and what is read is hashed later.
      const own = new Uint8Array(bytes);
      const message: ToApart = { format, bytes: own };
      this.worker.postMessage(message, [own.buffer]);
    });
  }

  private begin(): void {
    this.begun = this.now();
    this.heard = this.begun;
    this.watch();
  }

  /** Bounds how long it may take to start, then to read. */
  private watch(): void {
    clearTimeout(this.timer);
    if (this.settle === null) return;
    const time = this.isReady ? Math.max(LOOK_MS, this.left()) : START_MS;
    const timer = setTimeout(() => {
      // Where it was this thread that was busy, the answer waits to be taken, which comes before what is set as immediate.
      setImmediate(() => {
        if (this.timer !== timer || this.settle === null) return;
        if (!this.isReady) this.end('the thread to read it did not start; rebuild to try again');
        else if (this.left() > 0) this.watch();
        else this.end(lateReason(this.ran(this.begun) < this.most ? this.deadline : this.most));
      });
    }, time);
    this.timer = timer;
  }

  /** How much longer, ms, it may read. */
  private left(): number {
    return Math.min(this.deadline - this.ran(this.heard), this.most - this.ran(this.begun));
  }

  /** How long it has read since, ms, as far as that counts. */
  private ran(since: Moment): number {
    const { at, used } = this.now();
    const passed = at - since.at;
    const busy = used === null || since.used === null ? passed : used - since.used;
    return busy < IDLE_SHARE * passed ? passed : Math.max(busy, passed / PATIENCE);
  }

  private now(): Moment {
    return { at: performance.now(), used: timeOf(this.task) };
  }

  private answer(answer: Answer): void {
    const { settle } = this;
    this.settle = null;
    clearTimeout(this.timer);
    // An idle thread must not keep a process alive that has nothing else to do.
    this.worker.unref();
    this.timer = setTimeout(() => this.end(DIED), this.idle);
    this.timer.unref();
    settle?.(answer);
  }

  private end(reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.timer);
    void this.worker.terminate();
    this.settle?.({ reason });
    this.settle = null;
  }
}

const DIED = 'reading it ended the thread that read it; save it anew with another program';

function lateReason(ms: number): string {
  return `reading it took longer than ${Math.floor(ms / 1000)} seconds; split it, or save its text as .txt`;
}

function reasonOfDeath(error: unknown): string {
  const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isMemory ? `reading it took more than ${HEAP_MB} MB of memory; split it, or save its text as .txt` : DIED;
}
