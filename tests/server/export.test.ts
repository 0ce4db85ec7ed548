/** `GET /export`: each format gives back what was exported, and nothing in a document becomes a formula or markup. */
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import markdownIt from 'markdown-it';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSynonyms } from '../../src/index/synonyms.js';
import type { ReadDocument } from '../../src/index/types.js';
import { exportHits } from '../../src/server/export.js';
import { readExport } from '../../src/server/list-params.js';
import { readDocumentOf } from '../oracle/documents.js';
import { ScanEngine } from '../oracle/scan-engine.js';
import { problemIn, type Site, site } from './fixture.js';

let pilcrow: Site;
beforeAll(async () => {
  pilcrow = await site({
    files: {
      'a/one.md':
        '---\nauthor: [Ann, Bo]\ndate: 2021-10-01\n---\n# One\n\n## Cats\n\nA cat, a "cat".\n\n- =1+1 cat\n\n`<b>`: a cat\n',
      'two.txt': 'Two\n\nA cat and a dog.\n\nA dog.\n',
    },
  });
});
afterAll(() => pilcrow.close());

const ask = (query: string) => pilcrow.app.request(`http://localhost:3000/export${query}`);

/** A reader of CSV that takes RFC 4180 at its word. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const cells = /(?:"(?<quoted>(?:[^"]|"")*)"|(?<bare>[^",\r\n]*))(?<end>,|\r\n|$)/gy;
  const body = text.replace(/^\ufeff/, '');
  for (const { groups, index } of body.matchAll(cells)) {
    if (index === body.length) break;
    rows.at(-1)?.push(groups?.quoted?.replaceAll('""', '"') ?? groups?.bare ?? '');
    if (groups?.end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('the answer', () => {
  it('as CSV has a row for each hit, in the order of the page', async () => {
    const response = await ask('?q=cat&sort=path&format=csv');
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('Content-Disposition')).toContain('attachment; filename="pilcrow-cat.csv"');
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
    const [head, ...rows] = parseCsv(text);
    expect(text[0]).toBe('\ufeff');
    expect(head?.slice(0, 3)).toEqual(['title', 'path', 'paragraph']);
    const id = await pilcrow.idOf('a/one.md');
    expect(rows[0]).toEqual([
      'One',
      'a/one.md',
      '1',
      '9',
      '9',
      '',
      'Cats',
      'A cat, a "cat".',
      'Ann; Bo',
      '2021-10-01',
      expect.stringMatching(/^\d/),
      `http://localhost:3000/doc/${id}?q=cat#p1`,
    ]);
    expect(rows.map((row) => row[7])).toEqual(['A cat, a "cat".', "'=1+1 cat", '<b>: a cat', 'A cat and a dog.']);
  });

  it('as JSON Lines has what the JSON search has', async () => {
    const lines = (await (await ask('?q=cat&format=jsonl')).text()).trimEnd().split('\n');
    const { hits } = (await (await pilcrow.app.request('http://localhost:3000/search?q=cat')).json()) as {
      hits: { id: string; url: string; text: string }[];
    };
    expect(lines.length).toBe(hits.length);
    for (const [i, line] of lines.entries()) {
      const { url, ...row } = JSON.parse(line) as { url: string };
      expect(hits[i]).toMatchObject(row);
      expect(url).toBe(`http://localhost:3000${hits[i]?.url}`);
    }
  });

  it('as Markdown quotes paragraphs with their source', async () => {
    const id = await pilcrow.idOf('two.txt');
    expect(await (await ask('?q=dog&path=two&sort=path&format=md')).text()).toBe(
      `# dog\n\nParagraphs: 2\n\n> A cat and a dog.\n\n— [Two](<http://localhost:3000/doc/${id}?q=dog#p1>), two.txt, line 3\n\n> A dog.\n\n— [Two](<http://localhost:3000/doc/${id}?q=dog#p2>), two.txt, line 5\n`,
    );
  });

  it('has partial matches where the page has them', async () => {
    const rows = async (query: string) => (await (await ask(query)).text()).trimEnd().split('\n').length;
    expect(await rows('?q=cat+dog&format=jsonl')).toBe(5);
    expect(await rows('?q=cat+dog&hitsPerPage=1&format=jsonl')).toBe(1);
    expect(await rows('?q=cat+dog&match=any&type=txt&format=jsonl')).toBe(2);
  });

  it('to nothing is empty', async () => {
    expect(await (await ask('?format=jsonl')).text()).toBe('');
  });
});

it.each([
  ['', 'format', '`csv`, `jsonl` or `md`'],
  ['?format=pdf', 'format', '`csv`, `jsonl` or `md`'],
  ['?format=md&format=csv', 'format', 'more than once'],
  ['?format=md&page=2', 'page', 'no pages'],
  ['?format=md&from=2', 'from', 'no pages'],
  ['?format=md&group=document', 'group', 'no pages'],
  ['?format=md&colour=red', 'colour', 'no parameter'],
])('refuses %s', async (query, parameter, detail) => {
  const response = await ask(query);
  expect(response.status).toBe(400);
  const problem = await problemIn(response);
  expect(problem).toMatchObject({ parameter });
  expect(problem.detail).toContain(detail);
});

it('finds what the page finds by synonyms, and so does the feed', async () => {
  const synonyms = await parseSynonyms('cat, feline');
  const other = await site({
    files: { 'a.txt': 'One\n\nA feline.\n\nA cat.\n\nA dog.\n' },
    wrap: (engine) => Object.assign(engine, { synonyms: () => synonyms }),
  });
  try {
    const get = async (path: string) => await (await other.app.request(`http://localhost:3000${path}`)).text();
    const page = JSON.parse(await get('/search?q=cat')) as { totalHits: number };
    expect(page.totalHits).toBe(2);
    expect((await get('/export?q=cat&format=jsonl')).trimEnd().split('\n')).toHaveLength(2);
    expect((await get('/feed?q=cat')).match(/<entry>/g)).toHaveLength(2);
  } finally {
    await other.close();
  }
});

it('lets two exports be written at one time', async () => {
  const answers = await Promise.all(Array.from({ length: 4 }, () => ask('?q=cat&format=csv')));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 503, 503]);
  expect((await ask('?q=cat&format=csv')).status).toBe(200);
});

it('counts those that were written until their clients have them', async () => {
  const unread = [new PassThrough(), new PassThrough()];
  const to = (outgoing?: PassThrough) => pilcrow.app.request('/export?q=cat&format=csv', {}, { outgoing });
  expect((await Promise.all(unread.map(to))).map(({ status }) => status)).toEqual([200, 200]);
  expect((await to()).status).toBe(503);
  unread[0]?.destroy();
  await once(unread[0] ?? new PassThrough(), 'close');
  // One whose client left meanwhile is not waited for.
  expect((await to(unread[0])).status).toBe(200);
  expect((await to()).status).toBe(200);
  unread[1]?.destroy();
});

describe('whatever a document says', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    fc
      .array(
        fc.constantFrom(
          '=',
          '+',
          '-',
          '@',
          '"',
          '""',
          ',',
          '\r\n',
          '\n',
          '\t',
          '\\',
          '`',
          '```',
          '<script>',
          '&lt;',
          '[a](b)',
          '*b*',
          '# x',
          '1. ',
          '> ',
          '  ',
          '    x',
          '|',
          '~~',
          '$',
          'word',
        ),
        { minLength: 1, maxLength: 8 },
      )
      .map((parts) => parts.join('')),
  );
  const documents = fc.record({ path: hostile, title: hostile, text: hostile, heading: hostile, isCode: fc.boolean() });

  type Random = Record<'path' | 'title' | 'text' | 'heading', string> & { isCode: boolean };

  function documentOf({ path, title, text, heading, isCode }: Random): ReadDocument {
    const read = readDocumentOf({ title, intro: [], sections: [{ depth: 1, heading, texts: [text] }] }, 'x');
    const paragraphs = read.paragraphs.map((paragraph) => ({
      ...paragraph,
      kind: isCode ? ('code' as const) : ('prose' as const),
    }));
    return { document: { ...read.document, path, metadata: new Map([['author', [title]]]) }, paragraphs };
  }

  async function exported(read: ReadDocument, format: string): Promise<string> {
    const engine = new ScanEngine('.');
    engine.load([read]);
    const { input, format: known } = readExport(new URLSearchParams({ q: '*', format }));
    return (await exportHits(engine, input, known, 'http://localhost')).body;
  }

  it('of many hits lets other requests have their turn', async () => {
    const engine = new ScanEngine('.');
    engine.load([readDocumentOf({ title: 'x', intro: Array.from({ length: 600 }, () => 'a cat'), sections: [] }, 'x')]);
    let turns = 0;
    let next = setImmediate(function turn() {
      turns++;
      next = setImmediate(turn);
    });
    const { input, format } = readExport(new URLSearchParams({ q: '*', format: 'csv' }));
    await exportHits(engine, input, format, 'http://localhost');
    clearImmediate(next);
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  it('of 64 Mi letters is the longest', async () => {
    const LONGEST = 64 * 1024 * 1024;
    const MANY = 60;
    // A long name in each of many rows, and what is left in one.
    const rows = (name: string, rest: string): ReadDocument[] => {
      const many = readDocumentOf(
        { title: 'x', intro: Array.from({ length: MANY }, () => 'a cat'), sections: [] },
        'x',
      );
      const one = readDocumentOf({ title: 'x', intro: ['a cat'], sections: [] }, 'y');
      const by = (author: string) => new Map([['author', [author]]]);
      return [
        { ...many, document: { ...many.document, metadata: by(name) } },
        { ...one, document: { ...one.document, metadata: by(rest) } },
      ];
    };
    const engine = new ScanEngine('.');
    const { input, format } = readExport(new URLSearchParams({ q: '*', format: 'csv' }));
    const length = async (name: string, rest: string): Promise<number> => {
      engine.load(rows(name, rest));
      const { body } = await exportHits(engine, input, format, 'http://localhost');
      return body.length - body.indexOf('\r\n') - 2;
    };
    const left = LONGEST - (await length('n', 'n'));
    const name = 'n'.repeat(1 + Math.floor(left / MANY));
    const rest = 'n'.repeat(1 + (left % MANY));
    expect(await length(name, rest)).toBe(LONGEST);
    await expect(length(name, `${rest}n`)).rejects.toMatchObject({ status: 413 });
  });

  it('CSV gives it back, and no cell is a formula', async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (random) => {
        const rows = parseCsv(await exported(documentOf(random), 'csv'));
        expect(rows.length).toBe(2);
        const [title = '', , , , , , heading, text] = rows[1] ?? [];
        for (const [cell = '', said] of [
          [title, random.title],
          [heading, random.heading],
          [text, random.text],
        ]) {
          expect(cell).not.toMatch(/^\s*[=+\-@]/u);
          expect([cell, cell.slice(1)]).toContain(said?.toWellFormed());
        }
      }),
    );
  });

  it('JSON Lines has one line', async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (random) => {
        const body = await exported(documentOf(random), 'jsonl');
        expect(body.trimEnd().split(/\r|\n/).length).toBe(1);
        expect(JSON.parse(body)).toMatchObject({ title: random.title, text: random.text });
      }),
    );
  });

  it('Markdown shows it as it is, with no markup but the quote and its source', async () => {
    const render = markdownIt({ html: true });
    const plain = (text: string): string =>
      text
        .replaceAll('\0', '\ufffd')
        .toWellFormed()
        .replace(/[\s\u0085\ufeff]+/g, '');
    await fc.assert(
      fc.asyncProperty(documents, async (random) => {
        const tokens = render.parse(await exported(documentOf(random), 'md'), {});
        const kinds = tokens.map(({ type }) => type);
        const quote = tokens.slice(kinds.indexOf('blockquote_open'), kinds.indexOf('blockquote_close'));
        const inline = tokens.flatMap(({ children }) => children ?? []);
        const allowed = ['text', 'text_special', 'softbreak', 'hardbreak', 'link_open', 'link_close'];
        expect(inline.map(({ type }) => type).filter((type) => !allowed.includes(type))).toEqual([]);
        expect(inline.filter(({ type }) => type === 'link_open').length).toBe(1);
        expect(new Set(kinds)).toEqual(
          new Set(
            [...new Set(kinds)].filter((kind) =>
              /^(?:heading|paragraph|blockquote)_(?:open|close)$|^inline$|^fence$/.test(kind),
            ),
          ),
        );
        const shown = quote.flatMap(({ type, content, children }) =>
          type === 'fence' ? [content] : (children ?? []).map((child) => child.content),
        );
        expect(plain(shown.join(''))).toBe(plain(random.text));
      }),
      { examples: [[{ path: 'a\n1. b', title: 'x', text: 'x', heading: 'x', isCode: false }]] },
    );
  });
});
