/** Reads the command line and the environment into a `Config`, or into a sentence about what is wrong with them. Pure. */
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { parseArgs } from 'node:util';
import { nearest } from './nearest.js';
import { allSettings, BadValue, COMMANDS, type Command, type LogLevel, SETTINGS, type Setting } from './settings.js';

/** What a command runs with. */
export interface Config {
  command: Command;
  /** The words to search; '' for other commands. */
  query: string;
  /** Absolute path. */
  folder: string;
  port: number;
  host: string;
  /** Absolute path. */
  dataDir: string;
  maxFileBytes: number;
  /** The language of documents that neither declare one nor tell it by their words. */
  language: string;
  allowedHosts: readonly string[];
  token: string | null;
  /** Whether the status page lists the slowest queries and those that found nothing. */
  queryStats: boolean;
  logLevel: LogLevel;
  json: boolean;
  limit: number;
}

/** What the command line asks for, or what is wrong with it. */
type Reading =
  | { kind: 'config'; config: Config }
  | { kind: 'help' }
  | { kind: 'version' }
  | { kind: 'error'; message: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** What the defaults depend on, in addition to the environment. */
interface Surroundings {
  platform: NodeJS.Platform;
  cwd: string;
  /** '' where the user has none. */
  home: string;
}

/** A command line that cannot be used; the message is the sentence. */
class BadUsage extends Error {}

/**
 * Reads the command line (without the name of the program) and the environment. A flag wins over a variable; an empty
 * variable counts as not set.
 */
export function readConfig(argv: readonly string[], env: Environment, surroundings?: Surroundings): Reading {
  try {
    const { flags, words } = readFlags(argv);
    if (flags.has('help') || (words.length === 0 && flags.size === 0) || words[0] === 'help') return { kind: 'help' };
    if (flags.has('version')) return { kind: 'version' };
    return { kind: 'config', config: toConfig(readCommand(words), flags, env, surroundings ?? here()) };
  } catch (error) {
    if (error instanceof BadUsage) return { kind: 'error', message: error.message };
    throw error;
  }
}

/** The surroundings of this process. */
function here(): Surroundings {
  return { platform: process.platform, cwd: startedIn(), home: homeOfUser() };
}

function startedIn(): string {
  try {
    return process.cwd();
  } catch {
    throw new BadUsage('the folder that this was started in is gone; change to another one');
  }
}

/** A user who is only a number, as in a container, may have no home. */
function homeOfUser(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}

/** Whether a host is only reachable from this machine. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** The flags with their values ('true' for a switch), and the other words. */
function readFlags(argv: readonly string[]): { flags: Map<string, string>; words: string[] } {
  const byFlag = new Map(allSettings().map((setting) => [setting.flag, setting]));
  const names = [...byFlag.keys(), 'help', 'version'].filter((name) => name !== null);
  const switches = names.filter((name) => (byFlag.get(name)?.value ?? null) === null);
  const options = Object.fromEntries(
    names.map((name) => [name, { type: switches.includes(name) ? ('boolean' as const) : ('string' as const) }]),
  );
  const { tokens } = parseArgs({
    args: [...argv],
    options: { ...options, help: { type: 'boolean', short: 'h' } },
    strict: false,
    tokens: true,
  });
  const flags = new Map<string, string>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    if (!names.includes(token.name)) {
      const meant = nearest(token.name, names);
      const isQuery = words[0] === 'search' && !token.rawName.startsWith('--');
      const hint = isQuery
        ? '; put -- before a query that begins with a hyphen'
        : meant === null
          ? ''
          : `; did you mean --${meant}?`;
      throw new BadUsage(`unknown flag ${token.rawName}${hint}`);
    }
    if (flags.has(token.name)) throw new BadUsage(`${token.rawName} is given twice; give it once`);
    // An empty one is as from a variable of the shell that is not set: the default would be used, or no token.
    if (!token.value && !switches.includes(token.name)) {
      throw new BadUsage(`${token.rawName} needs a value: ${token.rawName} <${byFlag.get(token.name)?.value}>`);
    }
    flags.set(token.name, token.value ?? 'true');
  }
  return { flags, words };
}

function readCommand(words: readonly string[]): { command: Command; query: string; folder: string | undefined } {
  const [name = '', ...rest] = words;
  const command = COMMANDS.find((known) => known === name);
  if (command === undefined) {
    const meant = nearest(name, COMMANDS);
    const hint = meant === null ? `the commands are ${COMMANDS.join(', ')}` : `did you mean "${meant}"?`;
    throw new BadUsage(name === '' ? `name a command: ${COMMANDS.join(', ')}` : `unknown command "${name}"; ${hint}`);
  }
  if (command !== 'search') {
    if (rest.length > 1) throw new BadUsage(`"${rest[1]}" is one word too many; ${command} takes one folder`);
    return { command, query: '', folder: rest[0] };
  }
  const [query = '', folder, extra] = rest;
  if (query.trim() === '') throw new BadUsage('name what to search: pilcrow search "nato troops"');
  if (extra !== undefined) {
    throw new BadUsage(
      `"${extra}" is one word too many; put the words to search in quotes: pilcrow search "nato troops"`,
    );
  }
  return { command, query, folder };
}

/** Gives the values of settings for a command: from its flags, else the environment, else the default. */
function valuesFor(
  command: Command,
  flags: ReadonlyMap<string, string>,
  env: Environment,
): <T>(setting: Setting<T>, typed?: string) => T {
  for (const { flag, commands } of allSettings()) {
    if (flag !== null && flags.has(flag) && !commands.includes(command)) {
      throw new BadUsage(`${command} has no --${flag}; it is for ${commands.join(' and ')}`);
    }
  }
  return (setting, typed) => {
    // A bad value of a setting that the command does not use is ignored.
    if (!setting.commands.includes(command)) return setting.read(setting.default);
    const given = typed ?? (setting.flag === null ? undefined : flags.get(setting.flag));
    const text = given ?? (env[setting.env] || setting.default);
    try {
      return setting.read(text);
    } catch (error) {
      if (!(error instanceof BadValue)) throw error;
      const names = [`--${setting.flag}`, setting.env];
      const [used, other] = given === undefined ? names.reverse() : names;
      // A secret is not repeated.
      const was = setting.env === SETTINGS.token.env ? '' : `, not "${text}"`;
      throw new BadUsage(`${used} (or ${other}) must be ${error.message}${was}`);
    }
  };
}

function toConfig(
  { command, query, folder: typedFolder }: ReturnType<typeof readCommand>,
  flags: ReadonlyMap<string, string>,
  env: Environment,
  surroundings: Surroundings,
): Config {
  // As from a variable of the shell that is not set: it would be the folder that one is in.
  if (typedFolder === '') throw new BadUsage('the name of the folder is empty; name one, or leave it out');
  const value = valuesFor(command, flags, env);
  const at = (path: string) => pathOf(surroundings).resolve(surroundings.cwd, path);
  const folder = at(value(SETTINGS.folder, typedFolder));
  const data = value(SETTINGS.data);
  const config: Config = {
    command,
    query,
    folder,
    port: value(SETTINGS.port),
    host: value(SETTINGS.host),
    dataDir: data === '' ? defaultDataDir(folder, env, surroundings) : at(data),
    maxFileBytes: value(SETTINGS.maxFileSize),
    language: value(SETTINGS.language),
    allowedHosts: value(SETTINGS.allowedHosts),
    token: value(SETTINGS.token),
    queryStats: !value(SETTINGS.noQueryStats),
    logLevel: value(SETTINGS.logLevel),
    json: value(SETTINGS.json),
    limit: value(SETTINGS.limit),
  };
  if (config.dataDir === folder) {
    throw new BadUsage('--data (or PILCROW_DATA) must be another folder than that of the documents');
  }
  const insecure = value(SETTINGS.insecure);
  if (!isLoopback(config.host) && config.token === null && !insecure) {
    throw new BadUsage(
      `other machines could read every document at --host ${config.host} (or HOST); ` +
        'set --token (or PILCROW_TOKEN), or --insecure (or PILCROW_INSECURE=true) if they may',
    );
  }
  return config;
}

/** Each folder has its own data folder, with a recognisable name. */
function defaultDataDir(folder: string, env: Environment, surroundings: Surroundings): string {
  const path = pathOf(surroundings);
  const { platform, home } = surroundings;
  let places = [env.XDG_CACHE_HOME ?? '', path.join(home, '.cache')];
  if (platform === 'darwin') places = [path.join(home, 'Library', 'Caches')];
  if (platform === 'win32') places = [env.LOCALAPPDATA ?? '', path.join(home, 'AppData', 'Local')];
  // A relative one would be another place in each folder that Pilcrow is started in; XDG has it ignored.
  const cache = places.find((place) => path.isAbsolute(place));
  if (cache === undefined) {
    throw new BadUsage(
      'this user has no home folder to keep the index in; name a place for it with --data (or PILCROW_DATA)',
    );
  }
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 8);
  return path.join(cache, 'pilcrow', `${path.basename(folder) || 'root'}-${hash}`);
}

function pathOf({ platform }: Surroundings): typeof posix {
  return platform === 'win32' ? win32 : posix;
}
