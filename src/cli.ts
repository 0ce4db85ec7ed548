#!/usr/bin/env node
/** The program: reads what is asked for, has it done, and says what went wrong. */
import { readFile } from 'node:fs/promises';
import { indexFolder } from './commands/index-folder.js';
import { IndexUnavailable } from './commands/open-index.js';
import { search } from './commands/search.js';
import { serve } from './commands/serve.js';
import { verify } from './commands/verify.js';
import { type Config, readConfig } from './config.js';
import { helpText } from './help-text.js';
import { messageOf } from './index/errors.js';
import { RebuildFailure } from './index/indexer.js';
import { FolderUnavailable } from './index/scan.js';
import { RemoteFailure } from './remote.js';
import { problemOf } from './server/problem.js';
import { PortTaken } from './server/serve.js';
import { complain, print } from './terminal.js';

/** Errors whose message is a sentence. */
const TELLING = [IndexUnavailable, RemoteFailure, FolderUnavailable, RebuildFailure];
/** The system calls that give the server its address. */
const LISTENING = new Set(['listen', 'bind', 'getaddrinfo']);

/** The sentence for what went wrong; null where that is a fault of ours. */
function sentenceFor(error: unknown, { port, host }: Config): string | null {
  if (error instanceof PortTaken) return `port ${port} is in use; choose another with --port or PORT`;
  if (TELLING.some((kind) => error instanceof kind)) return messageOf(error);
  if (error instanceof Error && 'syscall' in error && 'code' in error && LISTENING.has(String(error.syscall))) {
    if (error.code === 'EACCES') return `port ${port} is not for this user; choose one above 1023 with --port or PORT`;
    return `${host} is no address of this machine (${String(error.code)}); choose another with --host or HOST, such as 127.0.0.1`;
  }
  return problemOf(error)?.detail ?? null;
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
  const commands = { serve, index: indexFolder, search, verify };
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
