/** Runs the program as a person does: a process with arguments, an environment, output and an exit code. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { temporaryFolder, until } from './index/folder.js';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** The built one, as people run it; `npm test` builds first. */
export const PROGRAM = `${PROJECT}/dist/joined/src/cli.js`;

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface Running {
  child: ChildProcess;
  /** Where it says that it answers. */
  url: string;
  stderr: () => string;
  /** Sends the signal and resolves to the exit code. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

interface Options {
  env?: Record<string, string>;
  cwd?: string;
  /** As a user who may do nothing special; possible for root alone. */
  unprivileged?: boolean;
}

export const isRoot = process.getuid?.() === 0;

/** Runs `pilcrow` to its end. */
export async function pilcrow(args: string[], options: Options = {}): Promise<Ended> {
  const { child, ended } = launch(process.execPath, [PROGRAM, ...args], options);
  child.stdin?.end();
  return await ended;
}

/** As `pilcrow`, from a shell that first runs a line of its own, such as `ulimit -f 0;`. */
export async function pilcrowAfter(line: string, args: string[], options: Options = {}): Promise<Ended> {
  const command = ['-c', `${line} exec "$0" "$@"`, process.execPath, PROGRAM, ...args];
  return await launch('sh', command, options).ended;
}

/** Starts `pilcrow serve`, on a free port, and waits for its address. */
export async function serving(args: string[], options: Options = {}): Promise<Running> {
  return await running(process.execPath, [PROGRAM, 'serve', '--port', '0', ...args], options);
}

/** Starts any program that serves Pilcrow, and waits for its address in the log. */
export async function running(command: string, args: string[], options: Options = {}): Promise<Running> {
  const { child, ended, stderr } = launch(command, args, options);
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  });
  await until(`an address in the log: ${stderr()}`, () => child.exitCode !== null || addressIn(stderr()) !== null);
  const url = addressIn(stderr());
  if (url === null) throw new Error(`it ended: ${stderr()}`);
  return {
    child,
    url,
    stderr,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return (await ended).code;
    },
  };
}

/** A folder that anybody may write. */
export async function openFolder(files: Record<string, string> = {}): Promise<string> {
  const folder = await temporaryFolder(files);
  await chmod(folder, 0o777);
  return folder;
}

function addressIn(log: string): string | null {
  return /http:\/\/[\w.:[\]]+:\d+/.exec(log)?.[0] ?? null;
}

function launch(command: string, args: string[], { env = {}, cwd = PROJECT, unprivileged = false }: Options) {
  const { PORT: _port, HOST: _host, ...inherited } = process.env;
  const child = spawn(command, args, {
    cwd,
    env: { ...inherited, TSX_TSCONFIG_PATH: `${PROJECT}/tsconfig.json`, NO_COLOR: '1', ...env },
    ...(unprivileged ? { uid: 65534, gid: 65534 } : {}),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part) => {
    stdout += String(part);
  });
  child.stderr.on('data', (part) => {
    stderr += String(part);
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  return { child, ended, stderr: () => stderr };
}
