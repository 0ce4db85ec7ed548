/**
 * Runs an engine in a process of its own, so that engines do not share garbage, compiler and memory. Times are taken
 * inside.
 */
import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { BENCH } from './options.js';
import type { Kind } from './queries.js';

const SOURCES = `${BENCH}engines`;
const LUCENE = `${BENCH}dist/lucene`;
const PYTHON = `${BENCH}dist/python`;

/** What an engine is started with. */
export interface Files {
  /** Lines as they are, and the same as the analyzer's words with spaces between them. */
  lines: string;
  words: string;
  /** For an index on disk; empty. */
  folder: string;
}

interface Command {
  file: string;
  args: string[];
  env?: Record<string, string>;
}

export interface Peer {
  title: string;
  /** The largest number of paragraphs it is given here. */
  most?: number;
  /** Throws if it is not available on this machine. */
  command(files: Files): Command;
}

/** An engine waits for minutes while others are asked; without the flag V8 then forgets what it compiled (asked-thread.ts). */
const node =
  (name: string) =>
  ({ lines }: Files): Command => ({
    file: process.execPath,
    args: ['--max-old-space-size=12288', '--no-memory-reducer', `${BENCH}dist/bench/engines/main.js`, name, lines],
  });

/** Lucene, fetched where it is not there yet. */
export const lucene =
  (variant: string) =>
  ({ words, folder }: Files): Command => {
    if (!existsSync(LUCENE)) {
      const pom = `${BENCH}lucene/pom.xml`;
      execFileSync('mvn', ['-q', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${LUCENE}`]);
    }
    return { file: 'java', args: ['-Xmx4g', '-cp', `${LUCENE}/*`, `${SOURCES}/Lucene.java`, variant, words, folder] };
  };

const tantivy =
  (variant: string) =>
  ({ words }: Files): Command => {
    if (!existsSync(PYTHON)) {
      execFileSync('python3', ['-m', 'pip', 'install', '-q', '--target', PYTHON, 'tantivy==0.27.0']);
    }
    return { file: 'python3', args: [`${SOURCES}/tantivy_engine.py`, variant, words], env: { PYTHONPATH: PYTHON } };
  };

export const PEERS: Readonly<Record<string, Peer>> = {
  pilcrow: { title: 'Pilcrow', command: node('pilcrow') },
  'pilcrow-first': { title: 'Pilcrow, first pass', command: node('pilcrow-first') },
  'pilcrow-headings': { title: 'Pilcrow, first pass, under headings', command: node('pilcrow-headings') },
  lucene: { title: 'Lucene, exact counts', command: lucene('exact') },
  'lucene-blockmax': { title: 'Lucene, block-max', command: lucene('blockmax') },
  tantivy: { title: 'tantivy, exact counts', command: tantivy('exact') },
  'tantivy-blockmax': { title: 'tantivy, block-max', command: tantivy('blockmax') },
  xapian: {
    title: 'Xapian',
    // Debian's python3-xapian is found by Debian's own Python alone.
    command: ({ words, folder }) => {
      execFileSync('/usr/bin/python3', ['-c', 'import xapian'], { stdio: 'pipe' });
      return { file: '/usr/bin/python3', args: [`${SOURCES}/xapian_engine.py`, words, `${folder}/index`] };
    },
  },
  sqlite: { title: 'SQLite FTS5, no count', command: node('sqlite') },
  minisearch: { title: 'MiniSearch', command: node('minisearch') },
  orama: { title: 'Orama', most: 200_000, command: node('orama') },
  lunr: { title: 'lunr', most: 200_000, command: node('lunr') },
  flexsearch: { title: 'FlexSearch, unranked', most: 200_000, command: node('flexsearch') },
};

export interface Timed {
  ms: number;
  total: number | null;
  ids: number[];
}

export class EngineProcess {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly replies: AsyncIterator<string>;

  private constructor(command: Command) {
    this.child = spawn(command.file, command.args, {
      env: { ...process.env, ...command.env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    // That a process ended is noticed by its missing reply.
    this.child.stdin.on('error', () => {});
    this.replies = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** Resolves when the engine has its index. */
  static async start(peer: Peer, files: Files): Promise<EngineProcess> {
    const engine = new EngineProcess(peer.command(files));
    const reply = await engine.reply();
    if (reply !== 'ready') throw new Error(`It said “${reply}” where it should be ready.`);
    return engine;
  }

  /** Null where it has no such queries. */
  async ask(kind: Kind, text: string, counted: boolean): Promise<Timed | null> {
    this.child.stdin.write(`${kind}\t${text}${counted ? '\tcount' : ''}\n`);
    const reply = await this.reply();
    if (reply === '-') return null;
    const [ms, total, ids = ''] = reply.split('\t');
    return {
      ms: Number(ms),
      total: total === '-' ? null : Number(total),
      ids: ids
        .split(' ')
        .filter((id) => id !== '')
        .map(Number),
    };
  }

  stop(): void {
    this.child.kill();
  }

  private async reply(): Promise<string> {
    const { done, value } = await this.replies.next();
    if (done === true) throw new Error('Its process ended.');
    return value;
  }
}
