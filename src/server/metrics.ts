/** `GET /metrics`: the figures of this run for monitoring, in the text format of Prometheus. */
import type { Context } from 'hono';
import type { EngineStats, SearchEngine } from '../index/engine.js';
import type { IndexerStatus } from '../index/types.js';
import { residentBytes } from './memory.js';

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';

interface Metric {
  name: string;
  help: string;
  type: 'gauge' | 'counter' | 'summary';
  /** Values, by the suffix or label after the name. */
  values: Iterable<readonly [behind: string, value: number]>;
}

/** Counts responses, and shows the counts with figures of the index. */
export class Metrics {
  private readonly answers = new Map<number, number>();
  private seconds = 0;

  constructor(
    private readonly engine: SearchEngine,
    private readonly indexer: { status(): IndexerStatus },
  ) {}

  /** Counts a response. To be called for every one, refusals included. @param ms that it took */
  count(status: number, ms: number): void {
    this.seconds += ms / 1_000;
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
  }

  respond(c: Context): Response {
    const metrics = [...ofIndex(this.engine.stats(), this.indexer.status()), ...this.ofAnswers(), ...ofProcess()];
    return c.body(metrics.map(written).join(''), 200, { 'Content-Type': TEXT });
  }

  private ofAnswers(): Metric[] {
    const byStatus = [...this.answers].map(([status, times]) => [`{status="${status}"}`, times] as const);
    const times = byStatus.reduce((sum, [, times]) => sum + times, 0);
    return [
      { name: 'pilcrow_answers_total', help: 'Requests that were answered.', type: 'counter', values: byStatus },
      {
        name: 'pilcrow_answer_seconds',
        help: 'How long answers took.',
        type: 'summary',
        values: [
          ['_sum', this.seconds],
          ['_count', times],
        ],
      },
    ];
  }
}

function ofIndex(stats: EngineStats, { phase, problem, skipped }: IndexerStatus): Metric[] {
  return [
    gauge('pilcrow_documents', 'Documents in the index.', stats.documents),
    gauge('pilcrow_paragraphs', 'Paragraphs in the index.', stats.paragraphs),
    gauge('pilcrow_index_bytes', 'Size of the index.', stats.bytes),
    gauge('pilcrow_generation', 'Grows with every change of the index.', stats.generation),
    gauge('pilcrow_skipped_files', 'Files of the folder that are not searchable.', skipped.length),
    gauge('pilcrow_indexing', '1 while files are taken in.', Number(phase !== 'idle')),
    gauge('pilcrow_degraded', '1 where /status tells of a problem.', Number(problem !== null)),
  ];
}

/** The standard metrics of a process. */
function ofProcess(): Metric[] {
  const { user, system } = process.cpuUsage();
  return [
    {
      ...gauge('process_cpu_seconds_total', 'Time of the processor that was taken.', (user + system) / 1e6),
      type: 'counter',
    },
    gauge('process_resident_memory_bytes', 'Memory that the process has.', residentBytes()),
    gauge('process_start_time_seconds', 'When the process began, since 1970.', performance.timeOrigin / 1_000),
  ];
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, help, type: 'gauge', values: [['', value]] };
}

function written({ name, help, type, values }: Metric): string {
  const lines = Array.from(values, ([behind, value]) => `${name}${behind} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}
