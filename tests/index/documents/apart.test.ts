/** Files that are no text: whatever happens to the thread that reads one, the next is read. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ApartReader } from '../../../src/index/documents/apart.js';
import { Skip } from '../../../src/index/documents/open-file.js';
import { readDocument } from '../../../src/index/documents/read.js';
import { temporaryFolder } from '../folder.js';
import { docxFile, epubFile, odpFile, odtFile, p, pptxFile } from './office-files.js';
import { pdfFile } from './pdf-file.js';

const BAD = new URL('bad-apart.mjs', import.meta.url);

it('skips a file that kills its thread, and reads the next in another', async () => {
  const [hasty, patient] = [new ApartReader(BAD, 1000), new ApartReader(BAD, 30_000)];
  const outcome = (text: string): Promise<string | undefined> =>
    (['hang', 'idle'].includes(text) ? hasty : patient).read('pdf', Buffer.from(text)).then(
      ({ blocks }) => blocks[0]?.text,
      (error: Error) => error.message,
    );
  const files = ['first', 'crash', 'second', 'hang', 'third', 'memory', 'fourth', 'idle', 'fifth'];
  expect(await Promise.all(files.map(outcome))).toEqual([
    'first',
    'reading it ended the thread that read it; save it anew with another program',
    'second',
    'reading it took longer than 1 seconds; split it, or save its text as .txt',
    'third',
    'reading it took more than 256 MB of memory; split it, or save its text as .txt',
    'fourth',
    'reading it took longer than 1 seconds; split it, or save its text as .txt',
    'fifth',
  ]);
});

it('says so where no thread can be had', async () => {
  const reader = new ApartReader(new URL('no-such-file.mjs', import.meta.url));
  await expect(reader.read('pdf', Buffer.from('x'))).rejects.toThrow('ended the thread');
});

it('starts a thread again after one that had nothing to do', async () => {
  const reader = new ApartReader(BAD, 2000, 1);
  for (const text of ['one', 'two']) {
    expect((await reader.read('pdf', Buffer.from(text))).blocks[0]?.text).toBe(text);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

it('reads a PDF by pages, and skips what is none', async () => {
  const root = await temporaryFolder({});
  const page = (text: string) => [{ x: 72, y: 700, text }];
  writeFileSync(join(root, 'a.pdf'), pdfFile([page('On the first page.'), page('On the second page.')]));
  writeFileSync(join(root, 'b.pdf'), 'Nothing of the kind.');
  writeFileSync(join(root, 'c.pdf'), '%PDF-1.7 and no more');
  const options = { maxBytes: 1e6 };
  expect(await readDocument(root, 'a.pdf', options)).toMatchObject({
    document: { format: 'pdf', title: 'On the first page.', paragraphs: 2 },
    paragraphs: [
      { text: 'On the first page.', lines: [1, 1] },
      { text: 'On the second page.', lines: [2, 2] },
    ],
  });
  expect(await readDocument(root, 'b.pdf', options)).toMatchObject({
    reason: 'no PDF, whatever its name says; save it as .pdf',
  });
  expect(await readDocument(root, 'c.pdf', options)).toMatchObject({
    reason: 'damaged, or no PDF file; open it with its program and save it again',
  });
});

// In the thread, not here: of one file in 350 the library rejects a promise that nobody waits for.
it('gives the paragraphs of a broken PDF or a reason, and keeps its thread, whatever is broken', async () => {
  const page = (text: string) => [{ x: 72, y: 700, text }];
  const whole = Buffer.from(
    pdfFile([page('On the first page.'), page('On the second page.')], { info: { Title: 'x' } }),
  );
  const damage = fc.oneof(
    { weight: 1, arbitrary: fc.record({ cut: fc.nat(whole.length) }) },
    { weight: 8, arbitrary: fc.record({ at: fc.nat(whole.length - 1), bit: fc.nat(7) }) },
  );
  const reader = new ApartReader();
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 8 }), async (all) => {
      let bytes = Buffer.from(whole);
      for (const one of all) {
        if ('cut' in one) bytes = bytes.subarray(0, Math.max(one.cut, 1));
        else if (one.at < bytes.length) bytes[one.at] = (bytes[one.at] ?? 0) ^ (1 << one.bit);
      }
      const outcome = await reader.read('pdf', new Uint8Array(bytes)).then(
        ({ blocks }) => blocks.every(({ lines: [first, last] }) => first >= 1 && last >= first),
        (error: Error) => error instanceof Skip && !error.message.includes('thread'),
      );
      expect(outcome).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

it('reads Word, PowerPoint, OpenDocument and EPUB, which have no lines but slides', async () => {
  const root = await temporaryFolder({});
  writeFileSync(join(root, 'a.docx'), docxFile(p('In Word.')));
  writeFileSync(join(root, 'b.odt'), odtFile('<text:p>In OpenDocument.</text:p>'));
  writeFileSync(join(root, 'c.epub'), epubFile({ 'a.xhtml': '<h1>Chapter</h1><p>In a book.</p>' }));
  writeFileSync(join(root, 'd.docx'), docxFile(''));
  writeFileSync(join(root, 'f.pptx'), pptxFile(['', '<p:sp><a:p><a:t>On a slide.</a:t></a:p></p:sp>']));
  writeFileSync(join(root, 'g.odp'), odpFile('<draw:page/><draw:page><text:p>On a page.</text:p></draw:page>'));
  writeFileSync(join(root, 'e.odt'), '');
  const options = { maxBytes: 1e6 };
  const read = await Promise.all(
    ['a.docx', 'b.odt', 'c.epub', 'd.docx', 'e.odt', 'f.pptx', 'g.odp'].map((path) =>
      readDocument(root, path, options),
    ),
  );
  expect(read).toMatchObject([
    { document: { format: 'docx' }, paragraphs: [{ text: 'In Word.', lines: [1, 1] }] },
    { document: { format: 'odt' }, paragraphs: [{ text: 'In OpenDocument.', lines: [1, 1] }] },
    { document: { format: 'epub', title: 'Chapter' }, paragraphs: [{ text: 'In a book.', lines: [1, 1] }] },
    { reason: 'empty: no text to search' },
    { reason: 'empty: no text to search' },
    { document: { format: 'pptx' }, paragraphs: [{ text: 'On a slide.', lines: [2, 2] }] },
    { document: { format: 'odp' }, paragraphs: [{ text: 'On a page.', lines: [2, 2] }] },
  ]);
});
