/** `pilcrow serve`: answers on a port and follows the folder, until it is stopped. */
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { analyze } from '../index/analyze.js';
import { codeOf, messageOf, UserError } from '../index/errors.js';
import { identifyRoot } from '../index/follow/scan.js';
import { Indexer } from '../index/indexer.js';
import type { LocalEngine } from '../index/local.js';
import type { Lock } from '../lock.js';
import { createLog, StatusLog } from '../log.js';
import { createApp } from '../server/app.js';
import { warmUpPages } from '../server/first-pages.js';
import { listen } from '../server/serve.js';
import { beforeSignals, SIGNALS } from '../signals.js';
import { showsColour } from '../terminal.js';
import { takeOver } from '../whose-index.js';
import { IndexUnavailable, indexerOptions, lockOrServer, openEngine } from './open-index.js';

/** How long work under way may take to finish when Pilcrow is stopped, ms: less than supervisors wait. */
const PATIENCE_MS = 3_000;
type Signal = (typeof SIGNALS)[number];
/** The system calls that bind the server to its address. */
const LISTENING: ReadonlySet<string> = new Set(['listen', 'bind', 'getaddrinfo']);

/** Resolves to the exit code. */
export async function serve(config: Config): Promise<number> {
  const log = createLog({
    level: config.logLevel,
    json: config.json,
    colour: showsColour(process.stderr, process.env),
  });
  await identifyRoot(config.folder);
  const lock = await lockToServe(config);
  // Until it stops by itself when it is asked to.
  const forget = beforeSignals(() => lock?.release());
  let signal: Signal;
  try {
    const engine = await openEngine(config, (sentence) => log.warn(sentence));
    // A lasting problem is logged with the status.
    for (const problem of engine.problems) if (problem !== engine.problem) log.warn(problem);
    try {
      signal = await serveEngine(engine, config, lock, log, forget);
    } finally {
      await engine.close();
    }
  } finally {
    lock?.release();
    forget();
  }
  // Its terminal was closed. Node would want to put that terminal right at its end, and abort as it cannot.
  if (signal === 'SIGHUP') {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
  return 0;
}

/**
 * Opens the port at once, answering from the last index, and then follows the folder. Resolves when it was asked to
 * stop and has stopped, to what it was asked by.
 * @param hearsSignals called as soon as it listens for signals
 */
async function serveEngine(
  engine: LocalEngine,
  config: Config,
  lock: Lock | null,
  log: Logger,
  hearsSignals: () => void,
): Promise<Signal> {
  const indexer = new Indexer({ ...(await indexerOptions(config, engine)), warn: (sentence) => log.warn(sentence) });
  const { token, queryStats } = config;
  const settings = { allowedHosts: [...config.allowedHosts, config.host], token, queryStats };
  const stopping = new AbortController();
  const app = createApp({ engine, indexer, settings, log, stopping: stopping.signal });
  // Loads the stemmers (150 ms) now, and not during the first search.
  analyze('', config.language);
  void engine.warmUp();
  const listening = await listen(app, config).catch((error: unknown) => {
    throw addressFailure(error, config);
  });
  const stop = askedToStop(() => lock?.release());
  // Not before: a signal that nobody listens for at that moment would be lost, or end the process.
  hearsSignals();
  const url = reachable(listening.url);
  // A disk that is full keeps nobody from searching.
  await lock?.announce(url).catch((error: unknown) => {
    log.warn(`Other commands will not find this server (${messageOf(error)}); make room on the disk of --data.`);
  });
  log.info(`Pilcrow is at ${url} and follows ${config.folder}`);
  const statusLog = new StatusLog(log, indexer, engine);
  const endTelling = indexer.onChange(() => {
    statusLog.update();
    void restoreBeside(lock, config);
  });
  const indexed = indexer.start();
  // Where there is no index from before, when the first is made. A folder that cannot be searched says so to whoever asks.
  const searchable = engine.stats().documents > 0 ? Promise.resolve() : indexed;
  void searchable.then(() => warmUpPages(engine, indexer).catch(() => {}));

  const signal = await stop;
  log.info('stopping');
  // Whoever comes now waits for the index, and does not take this server for one that stays.
  await lock?.announce(null).catch(() => {});
  stopping.abort();
  await listening.close();
  // A file still being read by then is read again at the next start.
  const patience = setTimeout(() => {
    endTelling();
    void engine.close();
  }, PATIENCE_MS);
  await indexer.close();
  clearTimeout(patience);
  return signal;
}

/** Writes again what stands beside the index, where its folder was deleted: the engine writes only the index. */
async function restoreBeside(lock: Lock | null, config: Config): Promise<void> {
  if (await lock?.restore()) await takeOver(config);
}

async function lockToServe(config: Config): Promise<Lock | null> {
  const taken = await lockOrServer(config);
  if ('lock' in taken) return taken.lock;
  throw new IndexUnavailable(
    `Pilcrow already serves this folder at ${taken.url} (process ${taken.pid}); stop that one, or give this one another --data`,
  );
}

/** Turns an error of the system about the address into a sentence; others are returned unchanged. */
function addressFailure(error: unknown, { host, port }: Config): unknown {
  const code = codeOf(error);
  if (!(error instanceof Error && 'syscall' in error) || !LISTENING.has(String(error.syscall))) return error;
  if (code === 'EADDRINUSE') return new UserError(`port ${port} is in use; choose another with --port or PORT`);
  if (code === 'EACCES')
    return new UserError(`port ${port} is not for this user; choose one above 1023 with --port or PORT`);
  return new UserError(
    `${host} is no address of this machine (${code}); choose another with --host or HOST, such as 127.0.0.1`,
  );
}

/** The address at which this machine reaches the server, also if that listens on all addresses. */
function reachable(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}

/** Resolves at the first signal to stop, to that. A second signal ends the process at once, after calling `last`. */
function askedToStop(last: () => void): Promise<Signal> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (asked) {
          last();
          process.exit(1);
        }
        asked = true;
        resolve(signal);
      });
    }
    // Stopping `npm start` ends npm and its shell, but the signal gets no further: without this, the server would live on unseen.
    if (process.env.npm_lifecycle_event === undefined) return;
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) resolve('SIGTERM');
    }, 250).unref();
  });
}
