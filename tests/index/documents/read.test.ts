import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isGone, stampOf } from '../../../src/index/documents/open-file.js';
import { openOriginal } from '../../../src/index/documents/original.js';
import { costOf, dialectOf, documentId, exclusionReason, formatOf } from '../../../src/index/documents/paths.js';
import { readDocument } from '../../../src/index/documents/read.js';
import { scan } from '../../../src/index/follow/scan.js';
import type { ReadDocument, SkippedFile } from '../../../src/index/types.js';

const maxBytes = 1_000_000;
let base: string;
let root: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'pilcrow-read-'));
  root = join(base, 'root');
  mkdirSync(root);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

async function read(path: string, options = { maxBytes }): Promise<ReadDocument> {
  const result = await readDocument(root, path, options);
  if ('reason' in result) throw new Error(result.reason);
  return result;
}

async function skip(path: string, options = { maxBytes }): Promise<SkippedFile> {
  const result = await readDocument(root, path, options);
  if (!('reason' in result)) throw new Error(`${path} was read`);
  return result;
}

describe('readDocument', () => {
  it('gives the document and its paragraphs', async () => {
    const text = '---\nlang: en\n---\n# Title\n\n## Part\n\nText.\n';
    writeFileSync(join(root, 'a.md'), text);
    const stats = statSync(join(root, 'a.md'), { bigint: true });
    expect(await read('a.md')).toEqual({
      document: {
        id: documentId('a.md'),
        path: 'a.md',
        title: 'Title',
        format: 'md',
        language: 'en',
        metadata: new Map([['lang', ['en']]]),
        contentHash: createHash('sha256').update(text).digest('hex'),
        modifiedAt: Number(stats.mtimeMs),
        size: text.length,
        stamp: stampOf(stats),
        paragraphs: 1,
        titleAt: 1,
      },
      paragraphs: [{ ordinal: 1, kind: 'prose', headings: ['Part'], opens: 1, text: 'Text.', lines: [8, 8] }],
    });
  });

  it.each([
    'new\nline.txt',
    '\u202eright to left.txt',
    'emoji 😀.txt',
    '<b>&quot;.txt',
    '%2e%2e.txt',
    'a?b#c&d=e.txt',
    'back\\slash.txt',
    'caf\u00e9.txt',
    'cafe\u0301.txt',
    ' .txt',
  ])('reads a file named %j', async (name) => {
    writeFileSync(join(root, name), 'Text.');
    expect((await read(name)).document.path).toBe(name);
  });

  it('says of a name that is not UTF-8 what is wrong with it', async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${root}/a`), Uint8Array.of(0xff), Buffer.from('.txt')]), 'Text.');
    expect((await skip('a\ufffd.txt')).reason).toContain('not valid UTF-8');
  });

  it('takes the file name where there is no title, and keeps a document of a title alone', async () => {
    writeFileSync(join(root, '-.txt'), '***');
    writeFileSync(join(root, 'readme.md'), '# readme');
    expect((await read('-.txt')).document.title).toBe('-');
    expect((await read('readme.md')).paragraphs).toMatchObject([{ kind: 'heading', text: 'readme' }]);
  });

  it('begins the title below the heading that says it, and not at the banner above', async () => {
    const banner = '<title>Curves - GIMP</title><p>Download the ebook</p><p>Prev | Next</p>';
    writeFileSync(join(root, 'a.html'), `${banner}<h1>Curves</h1><p>The most sophisticated tool.</p>`);
    const { document, paragraphs } = await read('a.html');
    expect(paragraphs[document.titleAt - 1]?.text).toBe('The most sophisticated tool.');
  });

  it('takes no language from two words that stand in the first line and in the title that it gave', async () => {
    // `no` and `all` are words of Swedish and of others; once each they tell nothing.
    writeFileSync(join(root, 'a.txt'), 'just text, no tags at all second para');
    expect((await read('a.txt')).document.language).toBeNull();
  });

  it('takes the language of what stands behind a table of contents, which tells none', async () => {
    const contents = Array.from({ length: 90 }, (_, i) => `1.${i}. Debian GNU/Linux ${i}`).join('\n');
    const text = 'Este manual es software libre, y se puede copiar como los demás cuando no haya otro.';
    writeFileSync(join(root, 'a.txt'), `${contents}\n\n${text}`);
    expect((await read('a.txt')).document.language).toBe('es');
  });

  it.each([
    ['a.txt', '', 'empty'],
    ['a.txt', ' \n\t\r\n\ufeff', 'empty'],
    ['a.html', '<script>x</script>', 'empty'],
    ['a.md', '---\na: b\n---\n', 'empty'],
    ['a.txt', '\0\u0001\u0002\u0003\0\0', 'binary'],
  ])('skips %s of %j: %s', async (name, content, reason) => {
    writeFileSync(join(root, name), content);
    const skipped = await skip(name);
    expect(skipped.reason).toContain(reason);
    expect(skipped.stamp).toBe(stampOf(statSync(join(root, name), { bigint: true })));
  });

  it('skips what is too large without reading it, and names the setting', async () => {
    writeFileSync(join(root, 'big.txt'), '');
    truncateSync(join(root, 'big.txt'), 1_000_000_000);
    const before = process.memoryUsage().rss;
    expect((await skip('big.txt')).reason).toMatch(/1000\.0 MB.*1\.0 MB.*--max-file-size/);
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });

  it('stops at the limit where a file grows while it is read', async () => {
    const path = join(root, 'grows.txt');
    writeFileSync(path, 'x'.repeat(900));
    const grower = setInterval(() => appendFileSync(path, 'y'.repeat(100_000)), 0);
    try {
      for (let round = 0; round < 50; round++) {
        const result = await readDocument(root, 'grows.txt', { maxBytes });
        if ('reason' in result) expect(result.reason).toContain('--max-file-size');
        else expect(result.document.size).toBeLessThanOrEqual(maxBytes);
      }
    } finally {
      clearInterval(grower);
    }
  });

  it.skipIf(process.platform !== 'linux')('reads a file that says it has no size up to the limit', async () => {
    // The kernel's files report size 0, which is what a file that grew since it was looked at is like.
    root = '/proc/self';
    expect((await read('status')).document.size).toBeGreaterThan(100);
    expect((await skip('status', { maxBytes: 100 })).reason).toContain('--max-file-size');
  });

  it('follows no link, at the end or on the way, in or out of the folder', async () => {
    mkdirSync(join(base, 'out'));
    writeFileSync(join(base, 'out/secret.txt'), 'Secret.');
    mkdirSync(join(root, 'in'));
    writeFileSync(join(root, 'in/a.txt'), 'Text.');
    symlinkSync(join(base, 'out/secret.txt'), join(root, 'file.txt'));
    symlinkSync(join(base, 'out'), join(root, 'folder'));
    symlinkSync('in', join(root, 'inside'));
    symlinkSync('loop.txt', join(root, 'loop.txt'));
    symlinkSync('.', join(root, 'self'));
    for (const path of [
      'file.txt',
      'folder/secret.txt',
      'inside/a.txt',
      'loop.txt',
      'self/in/a.txt',
      'self/self/in/a.txt',
    ]) {
      expect((await skip(path)).reason, path).toContain('a symbolic link; Pilcrow does not follow links');
    }
    expect((await read('in/a.txt')).paragraphs).toHaveLength(1);
  });

  it('reads through a root that is a link itself', async () => {
    writeFileSync(join(root, 'a.txt'), 'Text.');
    symlinkSync(root, join(base, 'link'));
    root = join(base, 'link');
    expect((await read('a.txt')).document.path).toBe('a.txt');
  });

  it.each(['../root/a.txt', '/etc/passwd', 'a/../../x.txt', 'a//b.txt', './a.txt', 'a\0.txt', ''])(
    'refuses the path %j',
    async (path) => {
      expect((await skip(path)).reason).toMatch(/not a path inside|hidden/);
    },
  );

  it('never waits for a pipe, a socket or a device', async () => {
    execFileSync('mkfifo', [join(root, 'pipe.txt')]);
    expect((await skip('pipe.txt')).reason).toContain('pipe');
    const server = createServer().listen(join(root, 'socket.txt'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect((await skip('socket.txt')).reason).toContain('socket');
    await new Promise((resolve) => server.close(resolve));
    mkdirSync(join(root, 'folder.txt'));
    expect((await skip('folder.txt')).reason).toContain('folder');
    root = '/dev';
    expect((await skip('null')).reason).toContain('device');
  });

  it('says what a scan says of what is no file, or cannot be one', async () => {
    execFileSync('mkfifo', [join(root, 'pipe.txt')]);
    symlinkSync('pipe.txt', join(root, 'link.txt'));
    const server = createServer().listen(join(root, 'socket.txt'));
    await new Promise((resolve) => server.once('listening', resolve));
    const tooLong = `${'x'.repeat(300)}.txt`;
    const paths = ['pipe.txt', 'link.txt', 'socket.txt', tooLong];
    const { skipped } = await scan(root, new Set(paths), null);
    for (const path of paths) expect(skipped.get(path)?.reason).toBe((await skip(path)).reason);
    await new Promise((resolve) => server.close(resolve));
  });

  it('says what the system said: refused, or a path too long', async () => {
    expect((await skip(`${'x'.repeat(300)}.txt`)).reason).toContain('too long');
    writeFileSync(join(root, 'a.txt'), 'Text.');
    chmodSync(join(root, 'a.txt'), 0);
    // Permission bits do not bind root: there the same file must simply be read.
    if (process.getuid?.() === 0) expect((await read('a.txt')).paragraphs).toHaveLength(1);
    else expect((await skip('a.txt')).reason).toContain('permission denied');
  });

  it('tells a file that is gone from a folder that is', async () => {
    expect(isGone(await skip('gone.txt'))).toBe(true);
    writeFileSync(join(root, 'a.txt'), 'Text.');
    expect(isGone(await skip('a.txt/b.txt'))).toBe(true);
    root = join(base, 'no root');
    const skipped = await skip('a.txt');
    expect([isGone(skipped), skipped.stamp]).toEqual([false, null]);
  });

  it.skipIf(!existsSync('/dev/shm'))('gives a time that a date can have, whatever the file says', async () => {
    root = mkdtempSync('/dev/shm/pilcrow-read-');
    try {
      writeFileSync(join(root, 'a.txt'), 'Text.');
      // In memory files keep any time; in the year 3,170,843 it is later than dates go.
      execFileSync('touch', ['-d', '@99999999999999', join(root, 'a.txt')]);
      expect(new Date((await read('a.txt')).document.modifiedAt).toISOString()).toBe('+275760-09-13T00:00:00.000Z');
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it('shows no control character of the text or the name', async () => {
    writeFileSync(join(root, 'a\u001b\n.txt'), `-\0-\u0007\u009b ${'*'.repeat(600)}`);
    const { document, paragraphs } = await read('a\u001b\n.txt');
    expect(`${document.title}${paragraphs[0]?.text ?? ''}`).not.toMatch(/\p{Cc}/u);
    writeFileSync(join(root, 'a.md'), '---\ntitle: "x\\e[2Jy"\nauthor: "An\\x07n"\n---\nz');
    const escaped = (await read('a.md')).document;
    expect([escaped.title, escaped.metadata.get('author')]).toEqual(['xy', ['Ann']]);
  });

  it("reads the user's document", async () => {
    const name = '000_2e25807d38088777.txt';
    writeFileSync(join(root, name), readFileSync(join('seeds', name)));
    const { document, paragraphs } = await read(name);
    expect(document.title).toBe('Russia Advises Countries Bordering Afghanistan to Reject NATO Troops');
    expect(paragraphs.map((paragraph) => paragraph.lines)).toEqual(
      [3, 5, 7, 9, 11, 13, 15, 17].map((line) => [line, line]),
    );
  });
});

describe('openOriginal', () => {
  const original = async (path: string, limit = maxBytes): Promise<string> => {
    const opened = await openOriginal(root, path, { maxBytes: limit });
    if ('reason' in opened) return `refused: ${opened.reason}`;
    const chunks: Uint8Array[] = [];
    for await (const chunk of opened.stream) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    expect(bytes.length).toBe(opened.size);
    return bytes.toString('latin1');
  };

  it('gives the bytes as they are, also none', async () => {
    writeFileSync(join(root, 'a.html'), Buffer.from('<script>\xff\0</script>\r\n', 'latin1'));
    writeFileSync(join(root, 'empty.txt'), '');
    expect(await original('a.html')).toBe('<script>\xff\0</script>\r\n');
    expect(await original('empty.txt')).toBe('');
  });

  it('leaves out what is appended after its size was told', async () => {
    writeFileSync(join(root, 'a.txt'), 'before');
    const opened = await openOriginal(root, 'a.txt', { maxBytes });
    appendFileSync(join(root, 'a.txt'), ' and after');
    if ('reason' in opened) throw new Error(opened.reason);
    const chunks: Uint8Array[] = [];
    for await (const chunk of opened.stream) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('before');
  });

  it('refuses what readDocument refuses: links in and out, pipes, other folders, hidden and large files, what is gone', async () => {
    mkdirSync(join(base, 'out'));
    writeFileSync(join(base, 'out/secret.txt'), 'Secret.');
    symlinkSync(join(base, 'out/secret.txt'), join(root, 'link.txt'));
    symlinkSync(join(base, 'out'), join(root, 'folder'));
    execFileSync('mkfifo', [join(root, 'pipe.txt')]);
    writeFileSync(join(root, '.env'), 'Secret.');
    writeFileSync(join(root, 'large.txt'), 'x'.repeat(101));
    for (const path of [
      'link.txt',
      'folder/secret.txt',
      '../out/secret.txt',
      '/etc/passwd',
      '.env',
      'pipe.txt',
      'no.txt',
    ]) {
      expect(await original(path), path).toMatch(/^refused: /);
    }
    expect(await original('large.txt', 100)).toContain('too large');
  });
});

describe('formatOf and exclusionReason', () => {
  it.each([
    ['a.txt', 'txt'],
    ['a/b.LOG', 'txt'],
    ['README', 'txt'],
    ['notes.2024', 'txt'],
    ['Dr. Who', 'txt'],
    ['README.Debian', 'txt'],
    ['COPYING.LESSER', 'txt'],
    ['LICENSE.BSD-3-Clause', 'txt'],
    ['README.zh-CN', 'txt'],
    ['README.pdf', 'pdf'],
    ['a.MD', 'md'],
    ['a.markdown', 'md'],
    ['guide.mdx', 'md'],
    ['paper.qmd', 'md'],
    ['a.Rmd', 'md'],
    ['a.asciidoc', 'txt'],
    ['a.xhtml', 'html'],
    ['a.b.htm', 'html'],
    ['a.PDF', 'pdf'],
    ['A.DOCX', 'docx'],
    ['macros.docm', 'docx'],
    ['a.odt', 'odt'],
    ['a.epub', 'epub'],
    ['a.pptx', 'pptx'],
    ['a.PPSX', 'pptx'],
    ['a.odp', 'odp'],
    ['a.xlsx', null],
    ['archive.tar.gz', null],
    ['LICENSE.rtf', null],
    ['NEWS.gz', null],
    ['install.sh', null],
    ['DATA.csv', null],
    ['song.mp3', null],
  ])('%s is read as %s', (path, format) => {
    expect(formatOf(path)).toBe(format);
  });

  it('names the same way of writing by one ending', () => {
    const names = ['a.asciidoc', 'a.ADOC', 'a.rst.txt', 'a.b.txt', 'a.mdx', 'README'];
    expect(names.map(dialectOf)).toEqual(['.adoc', '.adoc', '.rst', '.txt', '.mdx', '']);
  });

  it('a Word file of pictures is no long work for its size, a PDF is', () => {
    const costs = ['a.txt', 'a.docx', 'a.pdf'].map((path) => costOf({ path, size: 100_000 }));
    expect(costs.map((cost) => cost > 4 << 20)).toEqual([false, false, true]);
  });

  it.each([
    ['a.md', null],
    ['v1.docx/', null],
    ['a.xlsx', 'unsupported format ".xlsx"; save it as one that Pilcrow reads: .txt, .md, .html'],
    ['.hidden.md', 'dot'],
    ['.git/config', 'dot'],
    ['.git/', 'dot'],
    ['a/node_modules/b/readme.md', 'node_modules'],
    ['a.md~', 'leftover'],
    ['a.swp', 'leftover'],
    ['#a.md#', 'leftover'],
    ['4913', 'leftover'],
    ['cases/4913/notes~/a.txt', null],
    ['cases/4913/', null],
    ['a.tmp', 'leftover'],
  ])('%s is left out because: %s', (path, reason) => {
    if (reason === null) expect(exclusionReason(path)).toBeNull();
    else expect(exclusionReason(path)).toContain(reason);
  });

  it('gives ids fit for a URL', () => {
    expect(documentId('a/b c?.md')).toMatch(/^[\w-]{16}$/);
    expect(documentId('a')).not.toBe(documentId('b'));
  });
});
