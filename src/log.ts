/** The log of a server: a line in words for everything a person should know, or JSON lines for programs. Queries are never logged. */
import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import type { EngineStats } from './index/engine.js';
import type { IndexerStatus } from './index/types.js';
import type { LogLevel } from './settings.js';
import { counted, duration, figures, harmless, notRead } from './terminal.js';

/** How often the progress of long indexing is logged, ms. */
const PROGRESS_EVERY = 5_000;

/** A log on standard error: lines in words, or JSON. */
export function createLog({ level, json, colour }: { level: LogLevel; json: boolean; colour: boolean }): Logger {
  // Written to standard error, and synchronously: no line may be lost in a crash, and standard output is for results.
  if (json) return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
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
  private problem: string | null = null;
  private toldAt = performance.now();

  constructor(
    private readonly log: Logger,
    private readonly indexer: { status(): IndexerStatus },
    private readonly engine: { stats(): EngineStats },
  ) {}

  /** To be called whenever the status may have changed. */
  update(): void {
    const { phase, done, total, problem, lastRun, skipped, partly } = this.indexer.status();
    if (phase !== 'idle') {
      if (performance.now() - this.toldAt > PROGRESS_EVERY) this.info(`indexing: ${done} of ${counted(total, 'file')}`);
      return;
    }
    if (problem !== this.problem) {
      if (problem !== null) this.log.warn(problem);
      else this.info('all is well again');
      this.problem = problem;
    }
    if (lastRun === this.lastRun || lastRun === null) return;
    const first = this.lastRun === null;
    this.lastRun = lastRun;
    const took = `in ${duration(lastRun.durationMs)}`;
    if (first) {
      const left = notRead(skipped.length, partly.length);
      this.info(`indexed ${figures(this.engine.stats())} ${took}${left === '' ? '' : ` (${left}: see /status)`}`);
    } else
      this.info(
        `${counted(lastRun.added, 'file')} read, ${lastRun.removed} removed ${took}: ${figures(this.engine.stats())}`,
      );
  }

  private info(line: string): void {
    this.toldAt = performance.now();
    this.log.info(line);
  }
}
