/** A whole application over a temporary folder, for tests of the server: a real engine, a small indexer, and what was logged. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Hono } from 'hono';
import type { SearchEngine } from '../../src/index/engine.js';
import type { IndexerStatus } from '../../src/index/types.js';
import { createApp } from '../../src/server/app.js';
import { ScanEngine } from '../oracle/scan-engine.js';
import { IDLE as AT_REST } from '../views/data.js';

export const IDLE: IndexerStatus = { ...AT_REST, lastRun: { at: 0, durationMs: 5, added: 3, removed: 0 } };

/** An indexer whose status and rebuild a test sets. */
class TestIndexer {
  current: IndexerStatus = IDLE;
  rebuilds = 0;
  onRebuild: () => Promise<void> = async () => undefined;

  status(): IndexerStatus {
    return this.current;
  }

  async rebuild(): Promise<void> {
    this.rebuilds++;
    await this.onRebuild();
  }
}

export interface Site {
  app: Hono;
  /** The folder of documents. */
  root: string;
  engine: SearchEngine;
  indexer: TestIndexer;
  logged: unknown[];
  /** Adds or replaces files, and indexes them. */
  write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
  /** The id of the document at a path. */
  idOf(path: string): Promise<string>;
  close(): Promise<void>;
}

export const FILES = {
  'news/a.txt':
    'Russia Advises NATO\n\nRussia has warned against more NATO troops in Central Asia.\n\nThe troops left.\n',
  'notes.md': '---\ntags: [alpha]\nauthor: Ann\n---\n# Notes\n\n## Troops\n\nNothing of an alliance here.\n',
  'page.html': '<html lang="de"><title>Seite</title><p>Die NATO hat keine Katzen.</p></html>',
};

interface Options {
  /** The name of the folder of documents. */
  folder?: string;
  token?: string | null;
  allowedHosts?: readonly string[];
  queryStats?: boolean;
  stopping?: AbortSignal;
  files?: Readonly<Record<string, string | Uint8Array>>;
  wrap?: (engine: SearchEngine) => SearchEngine;
}

/** Makes a site. Close it in the end. */
export async function site({
  folder = 'papers',
  token = null,
  allowedHosts = [],
  queryStats = false,
  stopping = new AbortController().signal,
  files = FILES,
  wrap = (e) => e,
}: Options = {}): Promise<Site> {
  const around = await mkdtemp(join(tmpdir(), 'pilcrow-server-'));
  const root = join(around, folder);
  await mkdir(root);
  const scan = new ScanEngine(root);
  const engine = wrap(scan);
  const indexer = new TestIndexer();
  const logged: unknown[] = [];
  const log = { error: (fields: { err: unknown }) => void logged.push(fields.err) };
  const write = async (added: Readonly<Record<string, string | Uint8Array>>): Promise<void> => {
    for (const [path, text] of Object.entries(added)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    await scan.apply({ remove: [], add: Object.keys(added) });
  };
  await write(files);
  const app = createApp({ engine, indexer, settings: { allowedHosts, token, queryStats }, log, stopping });
  const idOf = async (path: string): Promise<string> => {
    const query = { text: '*', clauses: [{ type: 'all' }], excluded: [], filters: [], notes: [] } as const;
    const { hits } = await scan.search({ query, filters: [], match: 'all', offset: 0, limit: 10_000 });
    const hit = hits.find(({ document }) => document.path === path);
    if (hit === undefined) throw new Error(`${path} is not indexed.`);
    return hit.document.id;
  };
  return { app, root, engine, indexer, logged, write, idOf, close: () => rm(around, { recursive: true, force: true }) };
}

/** What a browser sends when it navigates. */
export const BROWSER = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

/** The problem in an answer. */
export async function problemIn(response: Response): Promise<Record<string, unknown>> {
  if (response.headers.get('Content-Type') !== 'application/problem+json') {
    throw new Error(`Not a problem but ${response.status} ${response.headers.get('Content-Type')}`);
  }
  return (await response.json()) as Record<string, unknown>;
}
