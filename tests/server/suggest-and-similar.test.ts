/** Suggestions, corrections and paragraphs like one over HTTP, from the real engine with its threads. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalEngine } from '../../src/index/local.js';
import { createApp } from '../../src/server/app.js';
import { IDLE, problemIn } from './fixture.js';

const FILES = {
  'a.txt':
    'Harbour notes\n\nThe spring tide fills the harbour.\n\nA spring tide comes at new moon.\n\nNeap tides fill no harbour.\n',
  'b.txt': 'Tide tables\n\nA spring tide fills the harbour of the island.\n\nNothing of water here.\n',
};

let root: string;
let engine: LocalEngine;
let app: Hono;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'pilcrow-help-'));
  for (const [path, text] of Object.entries(FILES)) await writeFile(join(root, path), text);
  engine = await LocalEngine.open({ root, dataDir: null, maxFileBytes: 1e6 });
  await engine.apply({ remove: [], add: Object.keys(FILES) });
  const indexer = { status: () => IDLE, rebuild: async () => undefined };
  app = createApp({ engine, indexer, settings: { allowedHosts: [], token: null }, log: console });
});
afterAll(async () => {
  await engine.close();
  await rm(root, { recursive: true });
});

const json = async (path: string, headers: Record<string, string> = {}) => {
  const response = await app.request(path, { headers });
  return { response, body: (await response.json()) as never };
};

describe('GET /suggest', () => {
  it('completes the last word, and marks what was not typed', async () => {
    const { response, body } = await json('/suggest?q=Spring+t');
    expect(response.headers.get('Content-Type')).toContain('application/json');
    expect(body).toEqual({
      query: 'Spring t',
      suggestions: [{ kind: 'query', text: 'Spring tide', highlights: [{ start: 8, end: 11 }] }],
    });
  });

  it('answers OpenSearch where that is asked for, by header or parameter', async () => {
    const type = 'application/x-suggestions+json';
    for (const { response, body } of [
      await json('/suggest?q=spring+t', { Accept: type }),
      await json('/suggest?q=spring+t&format=opensearch'),
    ]) {
      expect(response.headers.get('Content-Type')).toBe(type);
      expect(body).toEqual(['spring t', ['spring tide']]);
    }
  });

  it('keeps to the limit, and answers nothing for nothing', async () => {
    expect((await json('/suggest?q=t&limit=1')).body).toMatchObject({ suggestions: [{ kind: 'query' }] });
    expect((await json('/suggest')).body).toEqual({ query: '', suggestions: [] });
  });

  it.each([
    ['/suggest?q=a&limit=21', 'limit'],
    ['/suggest?q=a&format=xml', 'format'],
    ['/suggest?q=a&q=b', 'q'],
    ['/suggest?q=a&__proto__=b', '__proto__'],
    [`/suggest?q=${'a'.repeat(1001)}`, 'q'],
    ['/similar', 'id'],
    ['/similar?id=x&paragraph=0', 'paragraph'],
  ])('refuses %s and names %s', async (path, parameter) => {
    const response = await app.request(path);
    expect(response.status).toBe(400);
    expect(await problemIn(response)).toMatchObject({ parameter });
  });

  it.each([
    ['/suggest?q=a&limits=5', 'There is no parameter `limits`. Did you mean `limit`?'],
    ['/suggest?q=a&limit=many', '`limit` must be a whole number from 1 to 20; it is “many”.'],
    ['/similar', '`id` must be the id of a document.'],
  ])('says of %s what is wrong as a search does', async (path, detail) => {
    expect(await problemIn(await app.request(path))).toMatchObject({ detail });
  });
});

describe('GET /similar', () => {
  it('answers paragraphs like one, without it', async () => {
    const { body } = await json('/search?q=new+moon');
    const [{ documentId }] = (body as { hits: [{ documentId: string }] }).hits;
    const { body: similar } = await json(`/similar?id=${documentId}&paragraph=1`);
    expect(similar).toMatchObject({ documentId, paragraph: 1 });
    const texts = (similar as { hits: { text: string }[] }).hits.map(({ text }) => text);
    expect(texts[0]).toBe('A spring tide fills the harbour of the island.');
    expect(texts).not.toContain('The spring tide fills the harbour.');
  });

  it.each(['/similar?id=nosuch', '/similar?id=__proto__&paragraph=2'])('knows of none at %s', async (path) => {
    expect((await app.request(path)).status).toBe(404);
  });

  it('has no paragraph behind the last one', async () => {
    const { body } = await json('/search?q=new+moon');
    const [{ documentId }] = (body as { hits: [{ documentId: string }] }).hits;
    expect((await app.request(`/similar?id=${documentId}&paragraph=4`)).status).toBe(404);
    expect((await app.request(`/similar?id=${documentId}&paragraph=3`)).status).toBe(200);
  });
});

describe('corrections', () => {
  it('are told, and undone by verbatim', async () => {
    const words = [{ from: 'tdie', to: 'tide' }];
    expect((await json('/search?q=spring+tdie')).body).toMatchObject({
      query: 'spring tdie',
      totalHits: 4,
      interpretation: { terms: ['spring', 'tide'], corrected: { text: 'spring tide', words } },
      suggestion: null,
    });
    expect((await json('/search?q=spring+tdie&verbatim=true')).body).toMatchObject({
      totalHits: 3,
      interpretation: { terms: ['spring', 'tdie'], corrected: null, match: 'any' },
    });
  });

  it('are marked in a document, unless its address says verbatim', async () => {
    const { body } = await json('/search?q=new+moon');
    const [{ documentId }] = (body as { hits: [{ documentId: string }] }).hits;
    const marks = async (query: string): Promise<string[]> => {
      const html = await (await app.request(`/doc/${documentId}?${query}`)).text();
      return [...new Set(html.match(/(?<=<mark>)\w+/g))];
    };
    expect(await marks('q=spring+tdie')).toEqual(['spring', 'tide', 'tides']);
    expect(await marks('q=spring+tdie&verbatim=true')).toEqual(['spring']);
  });
});
