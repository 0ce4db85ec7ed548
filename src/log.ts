/** The log of a server: a line in words for everything a person should know, or JSON lines for programs. Queries are never logged. */
import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import type { EngineStats } from './index/engine.js';
import type { IndexerStatus } from './index/types.js';
import type { LogLevel } from './settings.js';
import { counted, duration, figures, harmless, notRead } from './terminal.js';

/** How soon the progress of long indexing is logged, ms; then after twice as long each time. */
const FIRST_PROGRESS = 5_000;
/**
 * What changes often is logged this often, ms: a folder may have files that grow all the time. One of them may be this
 * very log, which would have more to log about itself for ever.
 */
const SELDOM = 60_000;

/** A log on standard error: lines in words, or JSON. */
export function createLog({ level, json, colour }: { level: LogLevel; json: boolean; colour: boolean }): Logger {
  // Written to standard error, and synchronously: no line may be lost in a crash, and standard output is for results.
  if (json) {
    const destination = pino.destination({ dest: 2, sync: true });
    // It would throw where something is logged: a disk without room for the log keeps nobody from searching.
    destination.on('error', () => {});
    return pino({ level, base: null }, destination);
  }
  return pino(
    { level, base: null },
    pretty({
      destination: 2,
      sync: true,
      colorize: colour,
      translateTime: 'SYS:HH:MM:ss',
      messageFormat: (line, key) => harmless(String(line[key])),
    }),
  );
}

/** Logs what changes in the status of an indexer: the first index, each change, and problems as they come and go. */
export class StatusLog {
  private lastRun: IndexerStatus['lastRun'] = null;
  private untold: NonNullable<IndexerStatus['lastRun']>[] = [];
  private toldFirst = false;
  private problem: string | null = null;
  private toldChangesAt = -Infinity;
  /** When progress is logged next, and how long after that; null while nothing is indexed. */
  private progress: { at: number; pause: number } | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly log: Logger,
    private readonly indexer: { status(): IndexerStatus },
    private readonly engine: { stats(): EngineStats },
  ) {}

  /** To be called whenever the status may have changed. */
  update(): void {
    const { phase, done, total, problem, lastRun } = this.indexer.status();
    if (lastRun !== null && lastRun !== this.lastRun) this.untold.push(lastRun);
    this.lastRun = lastRun;
    if (phase !== 'idle') {
      const now = performance.now();
      this.progress ??= { at: now + FIRST_PROGRESS, pause: FIRST_PROGRESS };
      if (now < this.progress.at) return;
      const pause = Math.min(2 * this.progress.pause, SELDOM);
      this.progress = { at: now + pause, pause };
      this.log.info(`indexing: ${done} of ${counted(total, 'file')}`);
      return;
    }
    this.progress = null;
    if (problem !== this.problem) {
      if (problem !== null) this.log.warn(problem);
      else this.log.info('all is well again');
      this.problem = problem;
    }
    if (!this.toldFirst) this.tellFirst();
    this.tellChanges();
  }

  private tellFirst(): void {
    if (this.untold.length === 0) return;
    this.toldFirst = true;
    // Large files are a run of their own, which may end before the one that found them.
    const took = Math.max(...this.untold.map(({ durationMs }) => durationMs));
    this.untold = [];
    const { skipped, partly } = this.indexer.status();
    const left = notRead(skipped.length, partly.length);
    const note = left === '' ? '' : ` (${left}: see /status)`;
    this.log.info(`indexed ${figures(this.engine.stats())} in ${duration(took)}${note}`);
  }

  /** Logs a change at once, and those of a minute after it as one. */
  private tellChanges(): void {
    const [run] = this.untold;
    if (run === undefined) return;
    const early = this.toldChangesAt + SELDOM - performance.now();
    if (early > 0) {
      this.timer ??= setTimeout(() => {
        this.timer = null;
        this.tellChanges();
      }, early).unref();
      return;
    }
    const added = this.untold.reduce((sum, { added }) => sum + added, 0);
    const removed = this.untold.reduce((sum, { removed }) => sum + removed, 0);
    const how = this.untold.length === 1 ? `in ${duration(run.durationMs)}` : `in ${this.untold.length} changes`;
    this.untold = [];
    this.toldChangesAt = performance.now();
    this.log.info(`${counted(added, 'file')} read, ${removed} removed ${how}: ${figures(this.engine.stats())}`);
  }
}
