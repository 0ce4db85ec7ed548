#!/usr/bin/env node
/** The program: reads what is asked for, makes the parts and joins them. The only place that does. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Config, readConfig } from './config.js';
import { helpText } from './help-text.js';
import { analyze } from './index/analyze.js';
import { ask } from './index/answer.js';
import { Indexer, RebuildFailure } from './index/indexer.js';
import { LocalEngine } from './index/local.js';
import { FolderUnavailable, identifyRoot } from './index/scan.js';
import { verifyFolder } from './index/verify.js';
import { type Lock, takeLock } from './lock.js';
import { createLog, figures, StatusLog } from './log.js';
import { askRunning, RemoteFailure } from './remote.js';
import { createApp } from './server/app.js';
import { searchBody, statusBody } from './server/json.js';
import { readSearch } from './server/params.js';
import { problemOf } from './server/problem.js';
import { listen, PortTaken } from './server/serve.js';
import { counted, duration, harmless, hitCount, hitLines, Progress, type SearchBody, showsColour } from './terminal.js';

type StatusBody = ReturnType<typeof statusBody>;

/** What keeps a command from being done; the message is a sentence that names the fix. */
class Failure extends Error {}

/** How long `index` and `search` wait for another process that works on the same index, ms. */
const WAIT_FOR_LOCK = 10_000;

async function serve(config: Config): Promise<number> {
  const log = createLog({
    level: config.logLevel,
    json: config.json,
    colour: showsColour(process.stderr, process.env),
  });
  await identifyRoot(config.folder);
  const lock = await lockToServe(config);
  try {
    const engine = await LocalEngine.open(engineOptions(config));
    // What lasts is told with the status.
    for (const problem of engine.problems) if (problem !== engine.problem) log.warn(problem);
    try {
      await serveEngine(engine, config, lock, log);
    } finally {
      await engine.close();
    }
  } finally {
    await lock?.release();
  }
  return 0;
}

/** What is under way may be finished for so long, ms, when Pilcrow is stopped: less than those wait who stop it. */
const PATIENCE_MS = 3_000;

/** The port opens at once and answers from the last index, then the folder is followed. Resolves when it was asked to stop, and has. */
async function serveEngine(engine: LocalEngine, config: Config, lock: Lock | null, log: Logger): Promise<void> {
  const indexer = new Indexer({ ...indexerOptions(config, engine), warn: (sentence) => log.warn(sentence) });
  const { token, queryStats } = config;
  const settings = { allowedHosts: [...config.allowedHosts, config.host], token, queryStats };
  const stopping = new AbortController();
  const app = createApp({ engine, indexer, settings, log, stopping: stopping.signal });
  // Loads the stemmers, 150 ms: now, and not while the first search is answered.
  analyze('', config.language);
  void engine.warmUp();
  const listening = await listen(app, config);
  const stop = askedToStop(() => lock?.releaseNow());
  const url = reachable(listening.url);
  await lock?.announce(url);
  log.info(`Pilcrow is at ${url} and follows ${config.folder}`);
  const statusLog = new StatusLog(log, indexer, engine);
  const endTelling = indexer.onChange(() => statusLog.update());
  void indexer.start();

  await stop;
  log.info('stopping');
  stopping.abort();
  await listening.close();
  // A file that is still being read by then is read again at the next start.
  const patience = setTimeout(() => {
    endTelling();
    void engine.close();
  }, PATIENCE_MS);
  await indexer.close();
  clearTimeout(patience);
}

async function index(config: Config): Promise<number> {
  await identifyRoot(config.folder);
  const progress = new Progress(process.stderr);
  const begin = performance.now();
  try {
    const taken = await lockOrServer(config);
    const summary =
      'url' in taken
        ? await rebuildThere(taken.url, config, progress)
        : await rebuildHere(taken.lock, config, progress);
    progress.stop();
    if (config.json) print(JSON.stringify(summary, null, 2));
    else {
      const skipped = summary.skipped.length;
      const note = skipped === 0 ? '' : `; ${counted(skipped, 'file')} skipped, listed by --json`;
      print(`indexed ${figures(summary.index)} in ${duration(performance.now() - begin)}${note}`);
    }
  } finally {
    progress.stop();
  }
  return 0;
}

async function rebuildThere(url: string, { token }: Config, progress: Progress): Promise<StatusBody> {
  let ended = false;
  const rebuilt = askRunning<StatusBody>(url, '/rebuild', { method: 'POST', token }).finally(() => {
    ended = true;
  });
  const watch = async () => {
    while (!ended) {
      const { done, total } = await askRunning<StatusBody>(url, '/status.json', { token });
      progress.update(done, total);
      await delay(250);
    }
  };
  // Where the progress cannot be told, the rebuild's own answer says why.
  const [body] = await Promise.all([rebuilt, watch().catch(() => {})]);
  return body;
}

async function rebuildHere(lock: Lock | null, config: Config, progress: Progress): Promise<StatusBody> {
  if (lock === null) {
    throw new Failure(`${config.dataDir} cannot be written; choose another folder with --data or PILCROW_DATA`);
  }
  try {
    const engine = await LocalEngine.open(engineOptions(config));
    try {
      engine.problems.forEach(complain);
      const indexer = new Indexer(indexerOptions(config, engine));
      showProgress(indexer, progress);
      await indexer.rebuild();
      return statusBody(engine.stats(), indexer.status());
    } finally {
      await engine.close();
    }
  } finally {
    await lock.release();
  }
}

async function search(config: Config): Promise<number> {
  const parameters = new URLSearchParams({ q: config.query, hitsPerPage: String(config.limit) });
  const taken = await lockOrServer(config);
  const body =
    'url' in taken
      ? await askRunning<SearchBody>(taken.url, `/search?${parameters}`, config)
      : await searchHere(taken.lock, config, parameters);
  if (config.json) print(JSON.stringify(body, null, 2));
  else {
    process.stdout.write(hitLines(body, showsColour(process.stdout, process.env)));
    process.stderr.write(`${hitCount(body)}\n`);
  }
  return body.totalHits > 0 ? 0 : 1;
}

async function searchHere(lock: Lock | null, config: Config, parameters: URLSearchParams): Promise<SearchBody> {
  try {
    await identifyRoot(config.folder);
    const engine = await LocalEngine.open(engineOptions(config));
    engine.problems.forEach(complain);
    const indexer = new Indexer(indexerOptions(config, engine));
    const progress = new Progress(process.stderr);
    try {
      showProgress(indexer, progress);
      await indexer.reconcile();
      progress.stop();
      const { problem } = indexer.status();
      if (problem !== null && problem !== engine.problem) complain(problem);
      const input = readSearch(parameters);
      return searchBody(input, await ask(engine, input), engine.stats(), indexer.status());
    } finally {
      progress.stop();
      await indexer.close();
      await engine.close();
    }
  } finally {
    await lock?.release();
  }
}

async function verify({ dataDir, json }: Config): Promise<number> {
  if (!existsSync(dataDir)) throw new Failure(`there is no index in ${dataDir} yet; pilcrow index makes it`);
  const report = await verifyFolder(dataDir);
  if (json) print(JSON.stringify(report, null, 2));
  else if (report.generation === null) print(`there is no index in ${harmless(dataDir)} yet`);
  else print(`checked ${figures(report)} of generation ${report.generation} in ${duration(report.durationMs)}`);
  if (!json) report.problems.forEach(complain);
  if (report.problems.length > 0) complain('the index is damaged; pilcrow index makes it anew from the documents');
  return report.problems.length > 0 ? 1 : 0;
}

/**
 * The lock of the index, or where the server that holds it answers. Waits a moment for a process that holds it for other work.
 * The lock is null where the folder cannot be written: nothing is kept there then, and the engine says so.
 */
async function lockOrServer({ dataDir }: Config): Promise<{ lock: Lock | null } | { url: string; pid: number }> {
  const begin = performance.now();
  for (;;) {
    const taken = await takeLock(dataDir);
    if ('lock' in taken) return taken;
    const { pid, url } = taken.holder;
    if (url !== null) return { url, pid };
    if (performance.now() - begin > WAIT_FOR_LOCK) {
      throw new Failure(`process ${pid} is working on the index in ${dataDir}; try again when it is done`);
    }
    await delay(100);
  }
}

async function lockToServe(config: Config): Promise<Lock | null> {
  const taken = await lockOrServer(config);
  if ('lock' in taken) return taken.lock;
  throw new Failure(
    `Pilcrow already serves this folder at ${taken.url} (process ${taken.pid}); stop that one, or give this one another --data`,
  );
}

function engineOptions({ folder, dataDir, maxFileBytes, language }: Config) {
  return { root: folder, dataDir, maxFileBytes, language };
}

function indexerOptions({ folder, dataDir }: Config, engine: LocalEngine) {
  const path = relative(folder, dataDir);
  // An index that is kept among the documents must not be taken for one of them.
  const inside = !isAbsolute(path) && path.split(sep)[0] !== '..';
  return { engine, root: folder, ownFolders: new Set(inside ? [path.replaceAll(sep, '/')] : []) };
}

function showProgress(indexer: Indexer, progress: Progress): void {
  indexer.onChange(() => {
    const { done, total } = indexer.status();
    progress.update(done, total);
  });
}

/** Where this machine reaches a server: one that listens everywhere has no address of its own. */
function reachable(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}

/** Resolves at the first signal to stop. A second one ends the process at once, after `last`. */
function askedToStop(last: () => void): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) {
          last();
          process.exit(1);
        }
        asked = true;
        resolve();
      });
    }
    // Stopping `npm start` ends npm and its shell, and the signal gets no further: without this the server would live on unseen.
    if (process.env.npm_lifecycle_event === undefined) return;
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) resolve();
    }, 250).unref();
  });
}

/** The system calls that give the server its address. */
const LISTENING = new Set(['listen', 'bind', 'getaddrinfo']);

/** The sentence for what went wrong; null where that is a fault of ours. */
function sentenceFor(error: unknown, { port, host }: Config): string | null {
  if (error instanceof PortTaken) return `port ${port} is in use; choose another with --port or PORT`;
  if (error instanceof Failure || error instanceof RemoteFailure || error instanceof FolderUnavailable)
    return error.message;
  if (error instanceof RebuildFailure) return error.message;
  if (error instanceof Error && 'syscall' in error && 'code' in error && LISTENING.has(String(error.syscall))) {
    if (error.code === 'EACCES') return `port ${port} is not for this user; choose one above 1023 with --port or PORT`;
    return `${host} is no address of this machine (${String(error.code)}); choose another with --host or HOST, such as 127.0.0.1`;
  }
  return problemOf(error)?.detail ?? null;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(sentence: string): void {
  process.stderr.write(`pilcrow: ${harmless(sentence)}\n`);
}

async function version(): Promise<string> {
  // The file stands beside src/, and two folders above what is compiled from it.
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const { version }: { version?: unknown } = JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8'));
      return String(version);
    } catch {
      // The other one.
    }
  }
  return 'unknown';
}

async function main(): Promise<number> {
  const reading = readConfig(process.argv.slice(2), process.env);
  switch (reading.kind) {
    case 'help':
      process.stdout.write(helpText());
      return 0;
    case 'version':
      print(await version());
      return 0;
    case 'error':
      complain(`${reading.message} (pilcrow --help lists everything)`);
      return 2;
    case 'config':
      return await run(reading.config);
  }
}

async function run(config: Config): Promise<number> {
  const commands = { serve, index, search, verify };
  try {
    return await commands[config.command](config);
  } catch (error) {
    const sentence = sentenceFor(error, config);
    if (sentence === null) throw error;
    complain(sentence);
    return 1;
  }
}

// Whoever reads our output may have read enough: `pilcrow search x | head -1`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await main();
