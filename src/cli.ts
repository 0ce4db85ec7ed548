#!/usr/bin/env node
/** The program: reads the command line, runs the command, and reports errors. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, readConfig } from './config.js';
import { helpText } from './help-text.js';
import { UserError } from './index/errors.js';
import { packageRoot } from './package-root.js';
import type { Command } from './settings.js';
import { complain, print } from './terminal.js';

/** The commands, each loaded only when used: loading pages and server takes as long as a search in a small folder. */
const COMMANDS: Record<Command, () => Promise<(config: Config) => Promise<number>>> = {
  serve: async () => (await import('./commands/serve.js')).serve,
  index: async () => (await import('./commands/index-folder.js')).indexFolder,
  search: async () => (await import('./commands/search.js')).search,
  verify: async () => (await import('./commands/verify.js')).verify,
};

async function version(): Promise<string> {
  const { version }: { version?: unknown } = JSON.parse(await readFile(join(packageRoot(), 'package.json'), 'utf8'));
  return String(version);
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

/** How many files the program has open at once while it is loaded. */
const FILES_AT_ONCE = 256;

/** What Node reserves of addresses, not of memory, while it serves: 10 GB for each part in WebAssembly, of which it has one itself. */
const ADDRESSES_TO_SERVE = 32 * 2 ** 30;

/** Node cannot be told to do with less, and ends with what looks like a broken installation. Linux alone tells the limits. */
async function checkLimits(command: Command): Promise<void> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const files = Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? Infinity);
  if (files < FILES_AT_ONCE) {
    throw new UserError(
      `this process may only have ${files} files open at once, and Pilcrow needs ${FILES_AT_ONCE}; raise the limit (ulimit -n ${FILES_AT_ONCE})`,
    );
  }
  const addresses = Number(/^Max address space +(\d+)/m.exec(limits)?.[1] ?? Infinity);
  if (command === 'serve' && addresses < ADDRESSES_TO_SERVE) {
    throw new UserError(
      'the limit of virtual memory is too low for Node to serve, however little it uses of it; lift it (ulimit -v unlimited)',
    );
  }
}

async function run(config: Config): Promise<number> {
  try {
    await checkLimits(config.command);
    const command = await COMMANDS[config.command]();
    return await command(config);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    complain(error.message);
    return 1;
  }
}

// The reader of the output may stop early: `pilcrow search x | head -1`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  complain(`the output could not be written (${error.message})`);
  process.exit(1);
});
// Standard error need not be read at all.
process.stderr.on('error', () => {});
process.exitCode = await main();
