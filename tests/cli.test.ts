/** The program as a person meets it: what it prints, where, and how it ends. */

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { access, chmod, constants, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listManifests } from '../src/index/store/manifest.js';
import { takeLock } from '../src/lock.js';
import { harmless, hitLines, showsColour } from '../src/terminal.js';
import { PICTURE, pdfFile } from './index/documents/pdf-file.js';
import { put, temporaryFolder, until } from './index/folder.js';
import { isRoot, openFolder, PROGRAM, pilcrow, pilcrowAfter, serving } from './program.js';
import { cases } from './times.js';

// npx makes it executable once for each folder, and not again after `dist/` was deleted.
test('what is built can be run by its name', async () => {
  await access(PROGRAM, constants.X_OK);
});

// By single letters, a reader that a server loads after a newer build would be given other functions.
test('what is built is known by its names', async () => {
  const shared = join(dirname(PROGRAM), 'shared');
  const texts = await Promise.all((await readdir(shared)).map((name) => readFile(join(shared, name), 'utf8')));
  expect(texts.join('\n')).not.toMatch(/^export \{.* as \w\b/m);
});

/** What a log is written as where its disk has no room: there is such a disk on Linux alone. */
const FULL = existsSync('/dev/full') ? cases('text', 'json') : [];

const NEWS = {
  'news/a.txt': 'Russia Advises\n\nThe minister said that NATO troops are near.\n\nSomething else.',
  'b.md': '# Notes\n\n## Weather\n\nRain, and no troops.',
};

async function documents(files: Record<string, string> = NEWS): Promise<{ folder: string; data: string }> {
  return { folder: await temporaryFolder(files), data: join(await temporaryFolder(), 'data') };
}

describe('asking', () => {
  test('help and version end with 0, a mistake with 2 and a sentence', async () => {
    expect(await pilcrow(['--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--max-file-size'),
      stderr: '',
    });
    expect(await pilcrow(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    expect(await pilcrow(['serch', 'x'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'pilcrow: unknown command "serch"; did you mean "search"? (pilcrow --help lists everything)\n',
    });
  });

  test('search prints hits, plain in a pipe, and follows what changed since', async () => {
    const { folder, data } = await documents();
    const found = await pilcrow(['search', 'nato troops', folder, '--data', data, '--limit', '1']);
    expect(found).toEqual({
      code: 0,
      stdout: 'news/a.txt:3\n  Russia Advises\n  The minister said that NATO troops are near.\n',
      stderr: expect.stringMatching(/hits? in \d documents?/),
    });
    await put(folder, 'c.txt', 'An unheard-of zeppelin.');
    await rm(join(folder, 'news'), { recursive: true });
    const json = await pilcrow(['search', 'zeppelin', folder, '--data', data, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      query: 'zeppelin',
      totalHits: 1,
      hits: [{ path: 'c.txt', lines: [1, 1], matchedAll: true }],
      index: { documents: 2, indexing: false },
    });
    expect(json).toMatchObject({ code: 0, stderr: '' });
    expect(await pilcrow(['search', 'minister', folder, '--data', data])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'nothing found\n',
    });
  });

  test('search says what it looked for where that is not what was typed', async () => {
    const { folder, data } = await documents();
    const told = async (query: string) => (await pilcrow(['search', query, folder, '--data', data])).stderr;
    expect(await told('ministr')).toBe(
      'searched for minister; put in quotes what is meant as it is typed\n1 hit in 1 document\n',
    );
    expect(await told('minister type:exe')).toMatch(/^“type:exe” is not a kind of file.*\n1 hit in 1 document\n$/);
    expect(await told('"ministr"')).toBe('nothing found\n');
  });

  test('search ends as it does though nobody reads what it says of itself', async () => {
    const { folder, data } = await documents();
    const child = spawn(process.execPath, [PROGRAM, 'search', 'minister', folder, '--data', data], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.destroy();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('search finds what is there though the disk has no room from the start, and leaves nothing on it', async () => {
    const { folder, data } = await documents();
    // No file may have a byte, as on a disk that is full: an empty one can be made.
    const run = await pilcrowAfter('ulimit -f 0;', ['search', 'minister', folder, '--data', data]);
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('The minister said') });
    expect(run.stderr).toMatch(/^pilcrow: The index cannot be kept in .* held in memory .* --data/);
    expect(await readdir(data)).toEqual([]);
  });

  test('index rebuilds, sums up, and lists what it skipped', async () => {
    const scan = Buffer.from(pdfFile([[{ x: 72, y: 700, text: 'NATO' }], PICTURE])).toString();
    const { folder, data } = await documents({ ...NEWS, 'picture.png': 'x', 'scan.pdf': scan });
    const run = await pilcrow(['index', folder, '--data', data]);
    expect(run.stdout).toMatch(
      /^indexed 3 documents, \d+ paragraphs in .*s; 1 file skipped, 1 file read in part, listed by --json\n$/,
    );
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const json = await pilcrow(['index', folder], { env: { PILCROW_DATA: data, PILCROW_JSON: 'true' } });
    expect(JSON.parse(json.stdout)).toMatchObject({
      phase: 'idle',
      problem: null,
      skipped: [{ path: 'picture.png', reason: expect.stringContaining('unsupported') }],
      partly: [{ path: 'scan.pdf', reason: expect.stringContaining('1 of its 2 pages is only pictures') }],
      index: { documents: 3 },
    });
  });

  test('an empty folder is fine; an index among the documents is not taken for one', async () => {
    const folder = await temporaryFolder();
    const data = join(folder, 'data');
    expect(await pilcrow(['index', folder, '--data', data])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('0 documents'),
    });
    const again = await pilcrow(['index', folder, '--data', data, '--json']);
    expect(JSON.parse(again.stdout).skipped).toEqual([{ path: 'data', reason: 'Pilcrow keeps its own index here' }]);
  });
});

describe('what cannot be done ends with 1 and a sentence that names the fix', () => {
  test('a folder that is missing, or is a file', async () => {
    const { folder, data } = await documents();
    for (const command of cases(['search', 'x'], ['serve'], ['index'])) {
      const run = await pilcrow([...command, join(folder, 'none'), '--data', data]);
      expect(run.stderr).toMatch(/^pilcrow: the folder .*none is missing; create it/);
      expect(run).toMatchObject({ code: 1, stdout: '' });
    }
    const unquoted = await pilcrow(['search', 'nato', 'troops', '--data', data], { cwd: folder });
    expect(unquoted.stderr).toMatch(
      /troops is missing; .*; words to search stand in quotes: pilcrow search "nato troops"/,
    );
    const run = await pilcrow(['index', join(folder, 'b.md'), '--data', data]);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('is not a folder; name the folder') });
  });

  test.runIf(isRoot)('a folder, a file, a place for the index without permission', async () => {
    const folder = await openFolder(NEWS);
    const data = await openFolder();
    const as = { unprivileged: true, env: { HOME: data } };
    await chmod(join(folder, 'b.md'), 0o000);
    await mkdir(join(folder, 'closed'), { mode: 0o700 });
    await put(folder, 'closed/c.txt', 'text');
    const partly = await pilcrow(['index', folder, '--data', data, '--json'], as);
    expect(JSON.parse(partly.stdout).skipped).toEqual([
      { path: 'b.md', reason: expect.stringContaining('permission denied; make it readable') },
      { path: 'closed', reason: expect.stringContaining('permission denied; make it readable') },
    ]);
    await chmod(data, 0o755);
    expect(await pilcrow(['index', folder, '--data', join(data, 'more')], as)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^pilcrow: nothing was read\. .* cannot be kept in .* \(EACCES.*--data\.\n$/),
    });
    const inMemory = await pilcrow(['search', 'minister', folder, '--data', join(data, 'more')], as);
    expect(inMemory).toMatchObject({ code: 0, stdout: expect.stringContaining('minister') });
    expect(inMemory.stderr).toMatch(/--data/);
    await chmod(folder, 0o000);
    expect(await pilcrow(['serve', folder, '--port', '0'], as)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cannot be read; give the user that runs Pilcrow permission'),
    });
  });

  test.runIf(isRoot)('the index of another user, in a folder for both, is asked, and not written over', async () => {
    const folder = await openFolder(NEWS);
    const data = await openFolder();
    const as = { unprivileged: true, env: { HOME: data } };
    const searched = async () => await pilcrow(['search', 'minister', folder, '--data', data], as);
    const server = await serving([folder, '--data', data]);
    await until('ready', async () => (await fetch(`${server.url}/readyz`)).ok);
    expect(await searched()).toMatchObject({ code: 0, stderr: '1 hit in 1 document\n' });
    const other = await pilcrow(['search', 'x', await openFolder(), '--data', data], as);
    expect(other).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`is that of ${folder}, which Pilcrow serves`),
    });
    await server.stop();
    const kept = await readdir(data);
    const uid = process.getuid?.();
    const held = `The index cannot be kept in ${data} (it has the index of user ${uid}, who alone can read it)`;
    for (const asked of [folder, await openFolder(NEWS)]) {
      const { code, stderr } = await pilcrow(['search', 'minister', asked, '--data', data], as);
      expect([code, stderr.split('\n')]).toEqual([
        0,
        [expect.stringMatching(/^pilcrow: .* Choose another place with --data\.$/), '1 hit in 1 document', ''],
      ]);
      expect(stderr).toContain(held);
      const indexed = await pilcrow(['index', asked, '--data', data], as);
      expect(indexed).toMatchObject({ code: 1, stdout: '' });
      expect(indexed.stderr).toMatch(/^pilcrow: nothing was read\. The index cannot be kept .*\n$/);
    }
    expect(await pilcrow(['verify', folder, '--data', data], as)).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^pilcrow: .* cannot be read \(EACCES: .*\); name another folder with --data.*\n$/),
    });
    expect(await readdir(data)).toEqual(kept);
  });

  test('a place for the index that is a file, below one, a link to nothing, or where no folder can be made', async () => {
    const { folder } = await documents();
    const link = join(await temporaryFolder(), 'link');
    await symlink(`${link}-to-nothing`, link);
    const file = join(folder, 'b.md');
    const proc = existsSync('/proc/self') ? ['/proc/none', '/proc/none/below'] : [];
    for (const place of cases(join(link, 'below'), link, file, join(file, 'below'), ...proc)) {
      expect(await pilcrow(['index', folder, '--data', place])).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(
          /^pilcrow: nothing was read\. .* \(E\w+: .*\): .* Choose another place with --data\.\n$/,
        ),
      });
    }
    for (const place of cases(join(file, 'below'), file)) {
      expect(await pilcrow(['verify', folder, '--data', place])).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^pilcrow: .* cannot be read \(ENOTDIR: .*\); name another folder with --data/),
      });
    }
    const none = join(await temporaryFolder(), 'none');
    expect(await pilcrow(['verify', folder, '--data', none])).toEqual({
      code: 1,
      stdout: '',
      stderr: `pilcrow: there is no index in ${none} yet; pilcrow index makes it\n`,
    });
  });

  test('a link does not hide that the index is among the documents', async () => {
    const { folder } = await documents();
    const link = join(await temporaryFolder(), 'link');
    await symlink(folder, link);
    for (const command of cases(['index'], ['serve', '--port', '0'], ['search', 'x'])) {
      expect(await pilcrow([...command, folder, '--data', link])).toMatchObject({
        code: 1,
        stderr: `pilcrow: ${link} is the folder of the documents by another name; choose another with --data\n`,
      });
    }
    const run = await pilcrow(['index', link, '--data', join(folder, 'data'), '--json']);
    expect(JSON.parse(run.stdout).skipped).toEqual([{ path: 'data', reason: 'Pilcrow keeps its own index here' }]);
  });

  test('an index that cannot be opened: no lock is left beside it', async () => {
    const { folder, data } = await documents();
    await pilcrow(['index', folder, '--data', data]);
    const [newest] = await listManifests(data);
    const path = join(data, newest?.name ?? '');
    // Whole by its checksum, and not what is to be in it.
    const json = (await readFile(path, 'utf8')).split('\n')[1]?.replace('"skipped"', '"skiped"') ?? '';
    await writeFile(path, `${crc32(json)}\n${json}`);
    for (const command of cases(['serve', '--port', '0'], ['index'], ['search', 'x'])) {
      expect(await pilcrow([...command, folder, '--data', data])).toMatchObject({ code: 1 });
      expect(await readdir(data)).not.toContain('lock.json');
    }
  });

  test('an index of another version of Pilcrow is told as that by every command, and built anew', async () => {
    const { folder, data } = await documents();
    await pilcrow(['index', folder, '--data', data]);
    const made = async (version: number) => {
      for (const { name } of await listManifests(data)) {
        const json = (await readFile(join(data, name), 'utf8')).split('\n')[1] ?? '';
        const other = JSON.stringify({ ...JSON.parse(json), version });
        await writeFile(join(data, name), `${crc32(other)}\n${other}`);
      }
    };
    await made(1);
    const said = 'was made by another version of Pilcrow';
    const verified = await pilcrow(['verify', folder, '--data', data]);
    expect(verified.code).toBe(1);
    expect(verified.stderr).toMatch(new RegExp(`${said}.*\\n.*the next start, or pilcrow index, builds it anew`));
    const searched = await pilcrow(['search', 'minister', folder, '--data', data]);
    expect(searched).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(new RegExp(`${said}.*\\n.*is built anew`)),
    });
    expect(`${verified.stderr}${searched.stderr}`).not.toContain('damaged');
    await made(1_000);
    const server = await serving([folder, '--data', data]);
    await until('ready', async () => (await fetch(`${server.url}/readyz`)).ok);
    expect(server.stderr()).toContain(said);
    expect(server.stderr()).not.toContain('damaged');
    expect(await (await fetch(`${server.url}/healthz`)).json()).toMatchObject({ status: 'ok' });
    expect(await server.stop()).toBe(0);
    expect(await pilcrow(['verify', folder, '--data', data])).toMatchObject({ code: 0, stderr: '' });
  });

  test('an index of another folder is told as that, and becomes that of the folder that was named', async () => {
    const { folder, data } = await documents();
    const other = await temporaryFolder({ 'z.txt': 'A zeppelin over the harbour.' });
    const at = (place: string) => pilcrow(['search', 'zeppelin OR minister', place, '--data', data]);
    expect(await at(folder)).toMatchObject({ stdout: expect.stringContaining('minister') });
    const said = `The index in ${data} was that of ${folder}, and is made anew for ${other}.`;
    const searched = await at(other);
    expect(searched.stderr).toMatch(`pilcrow: ${said} To keep both, give each folder its own --data.`);
    expect(searched.stdout).toContain('zeppelin');
    expect(searched.stdout).not.toContain('minister');
    // Once, and not where a link is another name of the folder.
    const link = join(await temporaryFolder(), 'link');
    await symlink(other, link);
    expect((await at(link)).stderr).toBe('1 hit in 1 document\n');
    const server = await serving([folder, '--data', data]);
    expect(server.stderr()).toContain(`was that of ${other}`);
    // What it serves would be the wrong answer.
    for (const command of cases(['search', 'x'], ['index'], ['serve', '--port', '0'])) {
      expect(await pilcrow([...command, other, '--data', data])).toMatchObject({
        code: 1,
        stdout: '',
        stderr: `pilcrow: the index in ${data} is that of ${folder}, which Pilcrow serves at ${server.url}; give ${other} another --data\n`,
      });
    }
    await server.stop();
  });

  test('an output that cannot be written, a working folder that is gone', async () => {
    const { folder, data } = await documents();
    if (existsSync('/dev/full')) {
      expect(await pilcrowAfter('exec >/dev/full;', ['search', 'minister', folder, '--data', data])).toEqual({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^pilcrow: the output could not be written \(.*no space left/m),
      });
    }
    const gone = await temporaryFolder();
    expect(await pilcrowAfter('rmdir "$PWD";', ['verify'], { cwd: gone })).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^pilcrow: the folder that this was started in is gone; change to another one/),
    });
  });

  test.runIf(process.platform === 'linux')('a limit of open files that is too low', async () => {
    const { folder, data } = await documents();
    const ended = await pilcrowAfter('ulimit -n 64;', ['index', folder, '--data', data]);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/^pilcrow: .* 64 files open .*ulimit -n/) });
    expect(await pilcrowAfter('ulimit -n 256;', ['index', folder, '--data', data])).toMatchObject({ code: 0 });
  });

  test.runIf(process.platform === 'linux')('a limit of virtual memory that is too low to serve', async () => {
    const { folder, data } = await documents();
    const ended = await pilcrowAfter('ulimit -v 8000000;', ['serve', folder, '--data', data, '--port', '0']);
    expect(ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^pilcrow: .*virtual memory.*ulimit -v unl/),
    });
  });

  test('a port that is taken, an address that is not ours', async () => {
    const { folder, data } = await documents();
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await until('it listens', () => server.listening);
    const { port } = server.address() as AddressInfo;
    expect(await pilcrow(['serve', folder, '--data', data], { env: { PORT: String(port) } })).toMatchObject({
      code: 1,
      stderr: `pilcrow: port ${port} is in use; choose another with --port or PORT\n`,
    });
    const elsewhere = await pilcrow(['serve', folder, '--data', data, '--host', '192.0.2.1', '--insecure']);
    expect(elsewhere.stderr).toMatch(/192\.0\.2\.1 is no address of this machine/);
    expect(elsewhere.code).toBe(1);
  });
});

describe('beside a running server', () => {
  test('index and search ask it; a second server is refused; it ends with 0 and leaves no lock', async () => {
    const { folder, data } = await documents();
    const server = await serving([folder, '--data', data]);
    await until('ready', async () => (await fetch(`${server.url}/readyz`)).ok);
    const search = await pilcrow(['search', 'minister', folder, '--data', data]);
    expect(search).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('news/a.txt:3'),
      stderr: '1 hit in 1 document\n',
    });
    expect(await pilcrow(['index', folder, '--data', data])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^indexed 2 documents/),
    });
    expect(server.stderr()).toMatch(/2 files read, 0 removed/);
    expect(await pilcrow(['serve', folder, '--data', data, '--port', '0'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`already serves this folder at ${server.url}`),
    });
    // One that is started while it still stops waits for it.
    const slow = connect(Number(new URL(server.url).port), '127.0.0.1');
    slow.write('GET /');
    const stopped = server.stop();
    await until('it stops', () => server.stderr().includes('stopping'));
    const next = await serving([folder, '--data', data]);
    expect(await stopped).toBe(0);
    expect(await next.stop()).toBe(0);
    expect(await readFile(join(data, 'lock.json'), 'utf8').catch(() => 'none')).toBe('none');
    // A question that was asked is nobody's business.
    expect(server.stderr()).not.toContain('minister');
  });

  test.each(FULL)('its log has no room on its disk: %s', async (form) => {
    const { folder, data } = await documents();
    const log = openSync('/dev/full', 'w');
    onTestFinished(() => closeSync(log));
    const args = [PROGRAM, 'serve', folder, '--data', data, '--port', '0', ...(form === 'json' ? ['--json'] : [])];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', log] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const search = async () => await (await fetch(`${await url()}/search?q=minister`)).text();
    const url = async () => /http:[^"]+/.exec(await readFile(join(data, 'lock.json'), 'utf8').catch(() => ''))?.[0];
    await until('an address', async () => child.exitCode !== null || (await url()) !== undefined);
    await put(folder, 'new.txt', 'The minister again.');
    await until('it follows', async () => (await search()).includes('new.txt'));
    expect(await url()).toBeDefined();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  // In one, as a server takes more of the processor to begin than all that it is asked here.
  test('its token is asked for, also after its data folder was deleted; it ends as its terminal does, by the signal, when that is closed', async () => {
    const { folder, data } = await documents();
    const env = { PILCROW_TOKEN: 'correct-horse' };
    const server = await serving([folder, '--data', data], { env });
    const headers = { Authorization: `Bearer ${env.PILCROW_TOKEN}` };
    await until('ready', async () => (await fetch(`${server.url}/readyz`, { headers })).ok);
    expect(await pilcrow(['search', 'minister', folder, '--data', data])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('give it with PILCROW_TOKEN'),
    });
    // The server may write into it while it goes.
    await rm(data, { recursive: true, maxRetries: 20 });
    await writeFile(join(folder, 'new.txt'), 'A zeppelin over the harbour.');
    const isThere = (name: string) => existsSync(join(data, name));
    await until('it is written again', () => isThere('lock.json') && isThere('folder.json'));
    expect(await pilcrow(['index', folder, '--data', data], { env })).toMatchObject({ code: 0 });
    const status = await (await fetch(`${server.url}/status.json`, { headers })).json();
    expect(status).toMatchObject({ problem: null, lastRebuild: { at: expect.any(String) } });
    server.child.kill('SIGHUP');
    expect(await once(server.child, 'exit')).toEqual([null, 'SIGHUP']);
    expect(isThere('lock.json')).toBe(false);
  });

  test('one that was killed leaves a lock that is taken over', async () => {
    const { folder, data } = await documents();
    const server = await serving([folder, '--data', data]);
    await server.stop('SIGKILL');
    expect(await readFile(join(data, 'lock.json'), 'utf8')).toContain(server.url);
    expect(await pilcrow(['search', 'minister', folder, '--data', data])).toMatchObject({ code: 0 });
  });
});

describe('the lock', () => {
  test('has one holder, and is taken over from one that is gone, or that cannot be read', async () => {
    const data = await temporaryFolder();
    const first = await takeLock(data);
    expect(await takeLock(data)).toMatchObject({ holder: { pid: process.pid, url: null } });
    if (!('lock' in first) || first.lock === null) throw new Error('no lock');
    // As from a crash in the middle of this.
    await writeFile(join(data, 'lock.json.tmp'), '{');
    await first.lock.announce('http://127.0.0.1:1');
    expect(await readdir(data)).toEqual(['lock.json']);
    expect(await takeLock(data)).toMatchObject({ holder: { url: 'http://127.0.0.1:1' } });
    first.lock.release();
    const next = await takeLock(data);
    first.lock.release();
    expect(await takeLock(data)).toMatchObject({ holder: { pid: process.pid } });
    if ('lock' in next) next.lock?.release();
    // A named pipe, which nobody ever writes to. What cannot be read is waited for, both at the same time.
    const piped = await temporaryFolder();
    execFileSync('mkfifo', [join(piped, 'lock.json')]);
    const overPipe = takeLock(piped);
    const path = join(data, 'lock.json');
    for (const left of [
      JSON.stringify({ pid: 2 ** 22 + 1, born: null, url: null }),
      JSON.stringify({ pid: process.pid, born: 'another boot:1', url: null }),
      // A server that is gone, where the system does not tell that its number has become that of another process.
      JSON.stringify({ pid: process.pid, born: null, url: 'http://127.0.0.1:1' }),
      JSON.stringify(null),
      '{"pi',
    ]) {
      await writeFile(path, left);
      const taken = await takeLock(data);
      expect(taken).toMatchObject({ lock: expect.anything() });
      if ('lock' in taken) taken.lock?.release();
    }
    expect(await overPipe).toMatchObject({ lock: expect.anything() });
  });
});

// Elsewhere no process tells that it has ended.
test.runIf(process.platform === 'linux')(
  'a lock is taken over from one that was killed, though its parent does not look',
  async () => {
    const data = await temporaryFolder();
    const script = `
    import { takeLock } from './dist/src/lock.js';
    await takeLock('${data}');
    process.kill(process.pid, 'SIGKILL');`;
    const parent = ['-c', '"$0" "$@" & exec sleep 9999', process.execPath, '--input-type=module', '-e', script];
    const child = spawn('sh', parent, { stdio: 'ignore' });
    onTestFinished(() => void child.kill());
    await until('its lock', () => existsSync(join(data, 'lock.json')));
    await until('that it is gone', async () => 'lock' in (await takeLock(data)));
  },
);

test('a lock that is there stays, though too many files are open to look at it', async () => {
  const data = await temporaryFolder();
  const script = `
    import { existsSync, openSync } from 'node:fs';
    import { takeLock } from './dist/src/lock.js';
    const { lock } = await takeLock('${data}');
    try {
      for (;;) openSync('/dev/null');
    } catch {}
    process.exitCode = (await lock.restore()) || !existsSync('${data}/lock.json') ? 1 : 0;`;
  const node = ['-c', 'ulimit -n 256 && exec "$0" "$@"', process.execPath, '--input-type=module', '-e', script];
  expect(await once(spawn('sh', node, { stdio: 'ignore' }), 'exit')).toEqual([0, null]);
});

describe('a signal while something is indexed', () => {
  test('leaves no lock', async () => {
    const { folder, data } = await documents({ 'a.txt': 'some words\n\n'.repeat(100_000) });
    const child = spawn(process.execPath, [PROGRAM, 'index', folder, '--data', data], { stdio: 'ignore' });
    await until('an index that is begun', () => existsSync(join(data, 'folder.json')));
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([null, 'SIGINT']);
    expect(existsSync(join(data, 'lock.json'))).toBe(false);
  });

  test('leaves none of a server either that only starts', async () => {
    const { folder, data } = await documents();
    const child = spawn(process.execPath, [PROGRAM, 'serve', folder, '--data', data, '--port', '0'], {
      stdio: 'ignore',
    });
    await until('an index that is opened', () => existsSync(join(data, 'folder.json')));
    child.kill('SIGINT');
    await once(child, 'exit');
    expect(existsSync(join(data, 'lock.json'))).toBe(false);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s leaves a terminal as it was', async (signal) => {
    const script = `
      import { ProgressBar } from './dist/src/progress-bar.js';
      process.stderr.isTTY = true;
      const bar = new ProgressBar(process.stderr);
      setInterval(() => bar.update(1, 2), 50);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    let written = '';
    child.stderr.on('data', (part) => {
      written += String(part);
    });
    await until('a bar', () => written.includes('indexing'));
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([null, signal]);
    for (const state of ['?25', '?7']) {
      const changes = [`\x1b[${state}l`, `\x1b[${state}h`].map((change) => written.lastIndexOf(change));
      expect(changes).toEqual(changes.toSorted((a, b) => a - b));
    }
    // It does not know how long the rest takes, and says nothing of it.
    expect(written).toContain('50% | 1 of 2 files\x1b');
  });
});

describe('printing', () => {
  const hit = (text: string, highlights: { start: number; end: number }[], path = 'a.txt') => ({
    hits: [{ path, lines: [3, 4], title: 'Title', headings: ['One', 'Two'], snippet: { text, highlights } }],
  });

  test('words are marked in a terminal alone', () => {
    const body = hit('nato troops', [{ start: 5, end: 11 }]) as unknown as Parameters<typeof hitLines>[0];
    expect(hitLines(body, true)).toContain('nato \x1b[1;31mtroops\x1b[0m');
    expect(hitLines(body, false)).toBe('a.txt:3\n  Title › One › Two\n  nato troops\n');
    const onPage = (path: string) =>
      hitLines({ hits: body.hits.map((own) => ({ ...own, path, lines: undefined, page: 3 })) }, false);
    expect(onPage('a.pdf')).toMatch(/^a\.pdf:page 3\n/);
    expect(onPage('a.pptx')).toMatch(/^a\.pptx:slide 3\n/);
    expect(showsColour({ isTTY: true }, {})).toBe(true);
    expect(showsColour({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
    expect(showsColour({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
    expect(showsColour({}, {})).toBe(false);
  });

  test('no text and no name reaches the terminal as a command', () => {
    const evil = '\x1b]0;owned\x07\x1b[2J\u009b31m\u202Etxt\r\n';
    const body = hit(evil, [{ start: 0, end: 3 }], `${evil}.txt`) as unknown as Parameters<typeof hitLines>[0];
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(hitLines(body, false).replaceAll('\n', '')).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e]/);
    expect(harmless('a\x1b\n\u202e\u009b')).toBe('a\\x1b\\x0a\\u202e\\x9b');
    expect(harmless('Zoë 日本 😀 ›')).toBe('Zoë 日本 😀 ›');
  });

  test('a link as the folder is followed, as the person named it', async () => {
    const { folder, data } = await documents();
    const link = join(await temporaryFolder(), 'link');
    await symlink(folder, link);
    expect(await pilcrow(['search', 'minister', link, '--data', data])).toMatchObject({ code: 0 });
  });
});
