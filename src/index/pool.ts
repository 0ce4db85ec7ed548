/** A few worker threads that share the heavy jobs, so that the main thread only answers. A thread that dies is replaced. */
import { Worker } from 'node:worker_threads';
import type { JobMessage, JobName, JobOutcome, Jobs } from './worker.js';

/** Workers run compiled code, also when this file is run from its source, as the tests do. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/src/index/worker.js' : './worker.js',
  import.meta.url,
);

/** The thread that did a job died; the job may be tried again. */
export class WorkerDied extends Error {
  override name = 'WorkerDied';
}

interface Job {
  message: JobMessage;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

export class WorkerPool {
  private readonly idle: Worker[] = [];
  private readonly busy = new Map<Worker, Job>();
  private readonly waiting: Job[] = [];
  private count = 0;
  private closed = false;

  /** Threads are started when there is work for them. */
  constructor(readonly size: number) {}

  /** Runs a job in a thread. Rejects with the job's error, or with `WorkerDied`. Buffers cross shared, all else is copied. */
  run<Name extends JobName>(name: Name, ...args: Parameters<Jobs[Name]>): Promise<Awaited<ReturnType<Jobs[Name]>>> {
    return new Promise((resolve, reject) => {
      const message: JobMessage = { number: ++this.count, name, args };
      this.waiting.push({ message, resolve: resolve as (value: unknown) => void, reject });
      this.assign();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const job of this.waiting.splice(0)) job.reject(new WorkerDied('The index is being closed.'));
    await Promise.all([...this.idle, ...this.busy.keys()].map((worker) => worker.terminate()));
  }

  private assign(): void {
    while (this.waiting.length > 0 && !this.closed) {
      const worker = this.idle.pop() ?? (this.busy.size < this.size ? this.start() : undefined);
      if (worker === undefined) return;
      const job = this.waiting.shift();
      if (job === undefined) return;
      this.busy.set(worker, job);
      worker.ref();
      worker.postMessage(job.message);
    }
  }

  private start(): Worker {
    const worker = new Worker(ENTRY);
    worker.on('message', (outcome: JobOutcome) => {
      const job = this.busy.get(worker);
      this.busy.delete(worker);
      this.idle.push(worker);
      // An idle thread must not keep a process alive that has nothing else to do.
      worker.unref();
      if ('error' in outcome) job?.reject(new Error(outcome.error));
      else job?.resolve(outcome.value);
      this.assign();
    });
    worker.on('error', (error) => this.drop(worker, error));
    worker.on('exit', () => this.drop(worker, null));
    return worker;
  }

  private drop(worker: Worker, error: unknown): void {
    const job = this.busy.get(worker);
    this.busy.delete(worker);
    const at = this.idle.indexOf(worker);
    if (at >= 0) this.idle.splice(at, 1);
    const why = error instanceof Error ? `: ${error.message}` : '';
    job?.reject(new WorkerDied(`The thread that did this work ended${why}.`));
    this.assign();
  }
}
