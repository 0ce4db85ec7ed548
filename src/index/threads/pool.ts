/** A few worker threads for heavy jobs, so that the main thread only answers. A thread that dies or hangs is replaced. */
import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { built } from '../built.js';
import { messageOf } from '../errors.js';
import { terminated } from './terminated.js';
import type { JobMessage, JobName, JobOutcome, Jobs } from './worker.js';

const ENTRY = built('index/threads/worker.js');
/** No job takes this long, ms; a thread that does hangs. The largest merge takes a few seconds. */
const DEADLINE = 600_000;

/** A thread that is idle for this long, ms, is ended if there are others: it holds some 100 MB, mostly what it knows of words. */
const SPARE_MS = 3000;
/** The size of a thread's young generation, MB: a quarter of V8's default, which makes no job here slower. */
const YOUNG_MB = 12;
/**
 * The most memory that V8 may give to a thread, MB, where it would allow more. 31 MB of real Markdown, or of words that are all
 * different, need less than 1,024; a file of nothing but `1. a` would take 4 GB, and is listed instead.
 */
const HEAP_MB = 1536;

/** Jobs that may take long. With several threads, one is left to other jobs. */
const LONG: ReadonlySet<JobName> = new Set(['buildLarge', 'merge']);

/** The thread of a job died or hung; the job itself may be the cause. */
export class WorkerDied extends Error {
  override name = 'WorkerDied';
}

/** No thread can be started, or the pool is closed: no job at all can be done. */
export class PoolUnusable extends Error {
  override name = 'PoolUnusable';
}

interface Job {
  message: JobMessage;
  /** ms */
  deadline: number;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** A thread and its current job. */
interface Thread {
  worker: Worker;
  job: Job | null;
  ready: boolean;
  timer: NodeJS.Timeout | null;
}

export class WorkerPool {
  private readonly threads = new Set<Thread>();
  private readonly waiting: Job[] = [];
  private closed = false;

  /** Threads are started when there is work for them. `entry`, `deadline` and `spare` are for tests of threads that die, hang or idle. */
  constructor(
    readonly size: number,
    private readonly entry: URL = ENTRY,
    readonly deadline: number = DEADLINE,
    private readonly spare: number = SPARE_MS,
  ) {}

  /**
   * Runs a job in a thread. Shared buffers are passed as they are, everything else is copied. Rejects with the error of
   * the job, with `WorkerDied` if its thread ended or did not answer in time, with `PoolUnusable` if there are no
   * threads.
   */
  run<Name extends JobName>(name: Name, ...args: Parameters<Jobs[Name]>): Promise<Awaited<ReturnType<Jobs[Name]>>> {
    return this.runWithin(this.deadline, name, ...args);
  }

  /** As `run`, with a deadline of its own, ms. */
  runWithin<Name extends JobName>(
    deadline: number,
    name: Name,
    ...args: Parameters<Jobs[Name]>
  ): Promise<Awaited<ReturnType<Jobs[Name]>>> {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(closing());
      this.waiting.push({ message: { name, args }, deadline, resolve: resolve as (value: unknown) => void, reject });
      this.assign();
    });
  }

  /** Whether it takes no more jobs. */
  get isClosed(): boolean {
    return this.closed;
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const job of this.waiting.splice(0)) job.reject(closing());
    await Promise.all([...this.threads].map(({ worker }) => terminated(worker)));
  }

  /**
   * Hands waiting jobs to threads. Long jobs leave the last idle thread, the oldest, to edits and have another one started:
   * otherwise every eighth edit waited for a thread to start, and took 270 ms instead of 20.
   */
  private assign(): void {
    for (let job = this.next(); job !== undefined && !this.closed; job = this.next()) {
      const resting = [...this.threads].filter(({ job }) => job === null);
      const idle = isLong(job) ? resting.at(-1) : resting[0];
      const maySpare = !isLong(job) || resting.length > 1 || this.threads.size === this.size;
      // If no other can be started, the last idle one does the long job after all, or everything behind it would wait forever.
      const thread = (maySpare ? idle : undefined) ?? this.startOne() ?? idle;
      if (thread === undefined) return;
      this.waiting.splice(this.waiting.indexOf(job), 1);
      if (thread instanceof PoolUnusable) {
        job.reject(thread);
        continue;
      }
      thread.job = job;
      this.watch(thread);
      thread.worker.ref();
      thread.worker.postMessage(job.message);
    }
  }

  /** The first waiting job that may begin now. */
  private next(): Job | undefined {
    const long = [...this.threads].filter(({ job }) => job !== null && isLong(job)).length;
    const room = long < Math.max(1, this.size - 1);
    return this.waiting.find((job) => room || !isLong(job));
  }

  /** A new thread. Null if the existing ones must do; the reason if there are none and none can be started. */
  private startOne(): Thread | PoolUnusable | null {
    if (this.threads.size === this.size) return null;
    try {
      return this.start();
    } catch (error) {
      // The system has no more threads: the existing ones go on.
      if (this.threads.size > 0) return null;
      return new PoolUnusable(`no thread can be started for this work (${messageOf(error)}); end other programs`);
    }
  }

  private start(): Thread {
    const allowed = Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20);
    const worker = new Worker(this.entry, {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: Math.min(HEAP_MB, allowed) },
    });
    const thread: Thread = { worker, job: null, ready: false, timer: null };
    this.threads.add(thread);
    worker.on('message', (outcome: JobOutcome) => {
      if ('ready' in outcome) {
        thread.ready = true;
        this.watch(thread);
        return;
      }
      const job = this.release(thread);
      // An idle thread must not keep a process alive that has nothing else to do.
      worker.unref();
      if ('error' in outcome) job?.reject(new Error(outcome.error));
      else job?.resolve(outcome.value);
      this.assign();
      if (thread.job === null) this.endIfSpare(thread);
    });
    worker.on('messageerror', (error) => this.end(thread, `sent what cannot be read (${error.message})`));
    worker.on('error', (error) => this.end(thread, `ended: ${messageOf(error)}`));
    worker.on('exit', () => this.end(thread, 'ended'));
    return thread;
  }

  /** Bounds how long a thread may work on its job; before it is ready, how long it may take to start, which is no fault of the job. */
  private watch(thread: Thread): void {
    if (thread.timer !== null) clearTimeout(thread.timer);
    const deadline = thread.ready ? (thread.job?.deadline ?? this.deadline) : this.deadline;
    const late = () => this.end(thread, `did not answer within ${deadline / 1000} seconds`);
    thread.timer = thread.job === null ? null : setTimeout(late, deadline);
  }

  /** Ends an idle thread after a while. The oldest stays, so that an edit is indexed at once, by code that is compiled. */
  private endIfSpare(thread: Thread): void {
    thread.timer = setTimeout(() => {
      const [oldest] = this.threads;
      if (thread !== oldest && this.threads.delete(thread)) void thread.worker.terminate();
    }, this.spare);
    thread.timer.unref();
  }

  /** Gives up a thread and its job; the next job starts another. */
  private end(thread: Thread, how: string): void {
    if (!this.threads.delete(thread)) return;
    const job = this.release(thread);
    void thread.worker.terminate();
    if (this.closed) job?.reject(closing());
    else if (thread.ready) job?.reject(new WorkerDied(`the thread that did this work ${how}`));
    else
      job?.reject(
        new PoolUnusable(
          `no thread can be started for this work: it ${how}; raise the limits of this process (ulimit -a), or install Pilcrow again`,
        ),
      );
    this.assign();
  }

  private release(thread: Thread): Job | null {
    const { job, timer } = thread;
    if (timer !== null) clearTimeout(timer);
    thread.job = null;
    thread.timer = null;
    return job;
  }
}

function isLong({ message }: Job): boolean {
  return LONG.has(message.name);
}

function closing(): PoolUnusable {
  return new PoolUnusable('the index is being closed');
}
