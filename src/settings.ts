/** All settings in one table, which the command line, the environment, `--help` and the README are made from. */
import { MAX_HITS_PER_PAGE } from './limits.js';

/** The commands. */
export const COMMANDS = ['serve', 'index', 'search', 'verify'] as const;
/** The commands that read documents. */
const READING = ['serve', 'index', 'search'] as const;
export type Command = (typeof COMMANDS)[number];

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A setting: how it is named and described, and how its value is read. */
export interface Setting<T> {
  /** Without dashes; null for the folder, which has no flag. */
  flag: string | null;
  env: string;
  /** The placeholder for the value in `--help`; null for a switch. */
  value: string | null;
  /** As it would be typed. */
  default: string;
  /** The default in words, where its value says too little. */
  defaultDoc?: string;
  doc: string;
  commands: readonly Command[];
  /** Throws a `BadValue` that says what is accepted. */
  read: (text: string) => T;
}

/** A value that cannot be used. The message ends a sentence that begins with "must be". */
export class BadValue extends Error {}

/** The settings, in the order of `--help` and the README. */
export const SETTINGS = {
  folder: {
    flag: null,
    env: 'PILCROW_FOLDER',
    value: 'folder',
    default: 'seeds',
    doc: 'The folder of documents. On the command line it follows the command, without a flag.',
    commands: COMMANDS,
    read: (text: string) => text,
  },
  port: {
    flag: 'port',
    env: 'PORT',
    value: 'number',
    default: '3000',
    doc: 'The port to listen on; 0 takes any free one.',
    commands: ['serve'],
    read: (text: string) => whole(text, 0, 65_535),
  },
  host: {
    flag: 'host',
    env: 'HOST',
    value: 'address',
    default: '127.0.0.1',
    doc: 'The address to listen on. One that other machines reach needs a token, or --insecure.',
    commands: ['serve'],
    read: (text: string) => matching(text, /^[\w.:-]+$/, 'an address or a host name, such as 127.0.0.1 or 0.0.0.0'),
  },
  data: {
    flag: 'data',
    env: 'PILCROW_DATA',
    value: 'folder',
    default: '',
    defaultDoc: "a folder of its own in the user's cache",
    doc: 'Where the index of the folder is kept, in place of any other. It can be deleted at any time: it is made again from the documents.',
    commands: COMMANDS,
    read: (text: string) => text,
  },
  maxFileSize: {
    flag: 'max-file-size',
    env: 'PILCROW_MAX_FILE_SIZE',
    value: 'size',
    default: '32MiB',
    doc: 'Larger files are not indexed but listed. Bytes, or with a unit: 500KB, 5MB, 32MiB.',
    commands: READING,
    read: readSize,
  },
  language: {
    flag: 'language',
    env: 'PILCROW_LANGUAGE',
    value: 'code',
    default: 'en',
    doc: 'The language of documents that do not say which they are in, and whose words do not tell: en, de, fr, …',
    commands: READING,
    read: readLanguage,
  },
  allowedHosts: {
    flag: 'allowed-hosts',
    env: 'PILCROW_ALLOWED_HOSTS',
    value: 'names',
    default: '',
    defaultDoc: 'none',
    doc: 'Host names, separated by commas, that are answered beside localhost and the --host (any address in numbers, if that is 0.0.0.0): those a proxy passes on, say.',
    commands: ['serve'],
    read: readHosts,
  },
  token: {
    flag: 'token',
    env: 'PILCROW_TOKEN',
    value: 'secret',
    default: '',
    defaultDoc: 'none',
    doc: 'What every request must then send, as a bearer token or as the password of a browser. Other users of the machine can see flags: better set it in the environment.',
    commands: READING,
    read: (text: string) =>
      text === '' ? null : matching(text, /^[\x21-\x7e]{8,}$/, 'at least 8 letters, digits or signs, without spaces'),
  },
  insecure: {
    flag: 'insecure',
    env: 'PILCROW_INSECURE',
    value: null,
    default: 'false',
    doc: 'Lets other machines read every document without a token.',
    commands: ['serve'],
    read: readSwitch,
  },
  noQueryStats: {
    flag: 'no-query-stats',
    env: 'PILCROW_NO_QUERY_STATS',
    value: null,
    default: 'false',
    doc: 'Keeps no list, for the status page, of the slowest questions and those that found nothing. It is never on disk.',
    commands: ['serve'],
    read: readSwitch,
  },
  logLevel: {
    flag: 'log-level',
    env: 'LOG_LEVEL',
    value: 'level',
    default: 'info',
    doc: `How much the log tells: ${LOG_LEVELS.join(', ')}. What is searched is never logged.`,
    commands: ['serve'],
    read: readLevel,
  },
  json: {
    flag: 'json',
    env: 'PILCROW_JSON',
    value: null,
    default: 'false',
    doc: 'Prints JSON: the hits as `GET /search` gives them, the summary of `index` or `verify`, or log lines of `serve`.',
    commands: COMMANDS,
    read: readSwitch,
  },
  limit: {
    flag: 'limit',
    env: 'PILCROW_LIMIT',
    value: 'number',
    default: '20',
    doc: 'How many hits `search` prints at most.',
    commands: ['search'],
    read: (text: string) => whole(text, 1, MAX_HITS_PER_PAGE),
  },
} as const satisfies Record<string, Setting<unknown>>;

/** The same as a list. */
export function allSettings(): Setting<unknown>[] {
  return Object.values(SETTINGS);
}

function whole(text: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new BadValue(`a whole number from ${least} to ${most}`);
}

function matching(text: string, pattern: RegExp, accepted: string): string {
  if (pattern.test(text)) return text;
  throw new BadValue(accepted);
}

const UNITS = new Map([
  ['', 1],
  ['b', 1],
  ['kb', 1e3],
  ['mb', 1e6],
  ['gb', 1e9],
  ['kib', 2 ** 10],
  ['mib', 2 ** 20],
  ['gib', 2 ** 30],
]);
/** A text longer than about twice this is no longer one JavaScript string. */
const LARGEST_FILE = 256 * 2 ** 20;

function readSize(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,12}(?:\.\d{1,6})?)\s*([a-z]*)$/i.exec(text) ?? [];
  const bytes = Math.floor(Number(number) * (UNITS.get(unit.toLowerCase()) ?? Number.NaN));
  if (number !== '' && bytes >= 1 && bytes <= LARGEST_FILE) return bytes;
  throw new BadValue('a size from 1 byte to 256MiB, such as 500KB, 5MB or 32MiB');
}

function readLanguage(text: string): string {
  if (/^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(text)) return text;
  throw new BadValue('the code of a language, such as en or pt-BR');
}

function readHosts(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  const given = names.filter((name) => name !== '');
  if (given.every((name) => /^[\w.-]+(:\d{1,5})?$|^\[?[\da-f:.]+\]?$/i.test(name))) return given;
  throw new BadValue(
    'host names separated by commas, without http:// and without paths, such as docs.example.org,nas:8080',
  );
}

function readSwitch(text: string): boolean {
  if (/^(true|1|yes|on)$/i.test(text)) return true;
  if (/^(false|0|no|off)$/i.test(text)) return false;
  throw new BadValue('true or false');
}

function readLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text.toLowerCase());
  if (level !== undefined) return level;
  throw new BadValue(`one of ${LOG_LEVELS.join(', ')}`);
}
