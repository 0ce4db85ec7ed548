/** Reading the command line and the environment, and that the one table of settings is told everywhere. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Config, readConfig } from '../src/config.js';
import { helpText } from '../src/help-text.js';
import { allSettings } from '../src/settings.js';

const LINUX = { platform: 'linux', cwd: '/work', home: '/home/ann' } as const;

function config(argv: string[], env: Record<string, string> = {}, surroundings: typeof LINUX | object = LINUX): Config {
  const reading = readConfig(argv, env, { ...LINUX, ...surroundings });
  if (reading.kind !== 'config') throw new Error(JSON.stringify(reading));
  return reading.config;
}

function error(argv: string[], env: Record<string, string> = {}): string {
  const reading = readConfig(argv, env, LINUX);
  return reading.kind === 'error' ? reading.message : `no error: ${JSON.stringify(reading)}`;
}

describe('what is asked for', () => {
  test('nothing, help and version', () => {
    expect(readConfig([], {}, LINUX)).toEqual({ kind: 'help' });
    for (const argv of [['--help'], ['-h'], ['serve', '--help'], ['help']])
      expect(readConfig(argv, {}, LINUX).kind).toBe('help');
    expect(readConfig(['--version'], {}, LINUX)).toEqual({ kind: 'version' });
  });

  test('everything has a default', () => {
    expect(config(['serve'])).toEqual({
      command: 'serve',
      query: '',
      folder: '/work/seeds',
      port: 3000,
      host: '127.0.0.1',
      dataDir: expect.stringMatching(/^\/home\/ann\/\.cache\/pilcrow\/seeds-[0-9a-f]{8}$/),
      maxFileBytes: 32 * 1024 * 1024,
      language: 'en',
      allowedHosts: [],
      token: null,
      queryStats: true,
      logLevel: 'info',
      json: false,
      limit: 20,
    });
  });

  test('a flag wins over a variable, an empty variable is none, and flags stand anywhere', () => {
    expect(config(['--port', '1', 'serve', '/docs', '--json'], { PORT: '2', HOST: '::1' })).toMatchObject({
      port: 1,
      host: '::1',
      folder: '/docs',
      json: true,
    });
    expect(config(['serve'], { PORT: '', PILCROW_FOLDER: 'notes' })).toMatchObject({
      port: 3000,
      folder: '/work/notes',
    });
    expect(
      config(['search', '--limit=5', 'nato troops', 'notes', '--json=false'], { PILCROW_JSON: '1' }),
    ).toMatchObject({
      query: 'nato troops',
      folder: '/work/notes',
      limit: 5,
      json: false,
    });
    expect(config(['search', '--', '-excluded kept'])).toMatchObject({ query: '-excluded kept' });
  });

  test('each folder has its own index, in the place the system has for such things', () => {
    const dirs = [
      config(['index'], { XDG_CACHE_HOME: '/cache' }).dataDir,
      config(['index', 'other/seeds']).dataDir,
      config(['index'], {}, { platform: 'darwin', home: '/Users/ann' }).dataDir,
      config(['index', '/']).dataDir,
    ];
    expect(dirs[0]).toMatch(/^\/cache\/pilcrow\/seeds-/);
    expect(dirs[2]).toMatch(/^\/Users\/ann\/Library\/Caches\/pilcrow\/seeds-/);
    expect(dirs[3]).toMatch(/\/root-[0-9a-f]{8}$/);
    expect(dirs[1]).not.toBe(config(['index']).dataDir);
    const windows = { platform: 'win32', cwd: 'C:\\work', home: 'C:\\Users\\ann' };
    expect(config(['index'], {}, windows).dataDir).toMatch(/^C:\\Users\\ann\\AppData\\Local\\pilcrow\\seeds-/);
    expect(config(['index', '--data', 'data']).dataDir).toBe('/work/data');
  });

  test('the place of the index is the same wherever Pilcrow is started', () => {
    // A relative place would be one in the folder of that moment, often the documents themselves.
    expect(config(['index'], { XDG_CACHE_HOME: 'cache' }).dataDir).toBe(config(['index']).dataDir);
    for (const home of ['', 'ann']) {
      expect(readConfig(['index'], {}, { ...LINUX, home })).toMatchObject({
        kind: 'error',
        message: expect.stringMatching(/no home folder.*--data/),
      });
      expect(config(['index', '--data', 'data'], {}, { home }).dataDir).toBe('/work/data');
      expect(config(['index'], { XDG_CACHE_HOME: '/cache' }, { home }).dataDir).toMatch(/^\/cache\/pilcrow\/seeds-/);
    }
  });

  test.each([
    ['1', 1],
    ['500KB', 500_000],
    ['5mb', 5_000_000],
    ['1.5 MiB', 1_572_864],
    ['256MiB', 268_435_456],
  ])('a size of %s is %d bytes', (text, bytes) => {
    expect(config(['index', '--max-file-size', text]).maxFileBytes).toBe(bytes);
  });
});

describe('what is wrong names the flag, the variable, the value and what is accepted', () => {
  test.each([
    [['serve', '--port', '70000'], {}, '--port (or PORT) must be a whole number from 0 to 65535, not "70000"'],
    [['serve'], { PORT: 'http' }, 'PORT (or --port) must be a whole number from 0 to 65535, not "http"'],
    [['serve', '--host', 'http://x'], {}, '--host (or HOST) must be an address'],
    [['index', '--max-file-size', '1TB'], {}, 'must be a size from 1 byte to 256MiB, such as 500KB'],
    [['index', '--max-file-size', '-1'], {}, 'must be a size'],
    [['serve', '--allowed-hosts', 'http://a/'], {}, '--allowed-hosts (or PILCROW_ALLOWED_HOSTS) must be host names'],
    [['serve'], { LOG_LEVEL: 'loud' }, 'LOG_LEVEL (or --log-level) must be one of silent, fatal'],
    [['serve'], { PILCROW_INSECURE: 'maybe' }, 'PILCROW_INSECURE (or --insecure) must be true or false, not "maybe"'],
    [['serve', '--json=perhaps'], {}, '--json (or PILCROW_JSON) must be true or false'],
    [['search', 'x', '--limit', '0'], {}, '--limit (or PILCROW_LIMIT) must be a whole number from 1 to 100, not "0"'],
    [['serve', '--prot', '1'], {}, 'unknown flag --prot; did you mean --port?'],
    [['serve', '--wibble'], {}, 'unknown flag --wibble'],
    [['search', '-car red'], {}, 'unknown flag -c; put -- before a query that begins with a hyphen'],
    [['serve', '--port'], {}, '--port needs a value: --port <number>'],
    [['serve', '--port', ''], {}, '--port needs a value: --port <number>'],
    [['index', '--data', ''], {}, '--data needs a value: --data <folder>'],
    [['serve', '--token='], {}, '--token needs a value: --token <secret>'],
    [['serve', '--allowed-hosts', ''], {}, '--allowed-hosts needs a value: --allowed-hosts <names>'],
    [['serve', '--port', '1', '--port', '2'], {}, '--port is given twice'],
    [['index', '--port', '1'], {}, 'index has no --port; it is for serve'],
    [['serv'], {}, 'unknown command "serv"; did you mean "serve"?'],
    [['seeds/'], {}, 'unknown command "seeds/"; the commands are serve, index, search'],
    [['--json'], {}, 'name a command: serve, index, search'],
    [['serve', 'a', 'b'], {}, '"b" is one word too many; serve takes one folder'],
    [['search'], {}, 'name what to search'],
    [['search', ''], {}, 'name what to search'],
    [['serve', ''], {}, 'the name of the folder is empty'],
    [['search', 'nato', ''], {}, 'the name of the folder is empty'],
    [['search', 'nato', 'troops', 'seeds'], {}, 'put the words to search in quotes'],
    [['index', 'docs', '--data', './docs'], {}, '--data (or PILCROW_DATA) must be another folder'],
  ])('%j %j', (argv, env, message) => {
    expect(error(argv, env)).toContain(message);
  });

  test('a secret is not repeated', () => {
    expect(error(['serve'], { PILCROW_TOKEN: 'a secret' })).toBe(
      'PILCROW_TOKEN (or --token) must be at least 8 letters, digits or signs, without spaces',
    );
  });

  test('an address that other machines reach needs a token or consent', () => {
    for (const host of ['0.0.0.0', '::', '192.168.1.5', 'nas.local', '127.evil.example']) {
      expect(error(['serve', '--host', host])).toMatch(/set --token \(or PILCROW_TOKEN\), or --insecure/);
      expect(config(['serve', '--host', host, '--insecure']).host).toBe(host);
      expect(config(['serve', '--host', host], { PILCROW_TOKEN: 'long enough'.replace(' ', '-') }).host).toBe(host);
    }
    for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost'])
      expect(config(['serve', '--host', host]).host).toBe(host);
  });

  test('a variable that a command does not use cannot stop it', () => {
    expect(config(['search', 'x'], { PORT: 'wrong', HOST: '0.0.0.0' }).command).toBe('search');
  });
});

describe('one place documents all settings', () => {
  test('each is in --help, with its variable and its default', () => {
    const help = helpText().replace(/\s+/g, ' ');
    for (const { flag, env, doc, default: fallback } of allSettings()) {
      expect(help).toContain(env);
      if (flag !== null) expect(help).toContain(`--${flag}`);
      expect(help).toContain(doc);
      expect(help).toContain(fallback === 'false' ? '(default: off)' : fallback);
    }
  });

  test('the README holds the table as it is', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const [, table] = /<!-- settings -->\n([\s\S]*?)\n<!-- \/settings -->/.exec(readme) ?? [];
    expect(table?.trim()).toBe(settingsTable());
  });
});

/** The settings as a Markdown table, as the README has it. */
function settingsTable(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replace(/<(\w+)>/g, '&lt;$1&gt;');
  const rows = allSettings().map((setting) => {
    const flag = setting.flag === null ? '`[folder]`' : `\`--${setting.flag}\``;
    const byDefault = setting.defaultDoc ?? `\`${setting.default}\``;
    return `| ${flag} | \`${setting.env}\` | ${byDefault} | ${cell(setting.doc)} |`;
  });
  return ['| Flag | Variable | Default | What it does |', '|---|---|---|---|', ...rows].join('\n');
}
