/** From a query’s text to what is shown, over the engine that looks at every paragraph: what is marked where, and what is said. */
import { describe, expect, it } from 'vitest';
import { type Answer, ask, askDocument } from '../../src/index/ask.js';
import { QueryTooLong } from '../../src/index/query.js';
import type { Match } from '../../src/index/search-types.js';
import type { Range, ReadDocument } from '../../src/index/types.js';
import { ScanEngine } from '../oracle/scan-engine.js';

interface Written {
  path: string;
  title: string;
  language?: string;
  /** Headings above it, how many of them begin at it, and its text. */
  paragraphs: [headings: string[], opens: number, text: string][];
}

const written: Written[] = [
  {
    path: 'a.md',
    title: 'NATO’s troops',
    language: 'en',
    paragraphs: [
      [[], 0, 'Russia advises NATO on Central Asia: troops of Asia in central places.'],
      [['Central Asia', 'Troops'], 2, 'Tropical troops, Zürich’s too.'],
      [['Central Asia', 'Troops'], 0, 'Nothing here but zurich.'],
    ],
  },
  {
    path: 'b.txt',
    title: 'Notes',
    paragraphs: [
      [[], 0, '我在北京大学。'],
      [[], 0, `${'word '.repeat(300)}NATO ${'word '.repeat(300)}`],
    ],
  },
];

function readDocument({ path, title, language, paragraphs }: Written): ReadDocument {
  return {
    document: {
      id: `id-${path}`,
      path,
      title,
      format: path.endsWith('.md') ? 'md' : 'txt',
      language: language ?? null,
      metadata: new Map(),
      contentHash: '',
      modifiedAt: 0,
      size: 0,
      stamp: '',
      paragraphs: paragraphs.length,
      titleAt: 1,
    },
    paragraphs: paragraphs.map(([headings, opens, text], i) => ({
      ordinal: i + 1,
      kind: 'prose',
      headings,
      opens,
      text,
      lines: [i + 1, i + 1],
    })),
  };
}

const engine = new ScanEngine('.');
engine.load(written.map(readDocument));

const put = (text: string, match: Match = 'all', offset = 0, hitsPerPage = 20): Promise<Answer> =>
  ask(engine, { text, filters: [], match, offset, hitsPerPage });

const marked = (text: string, ranges: readonly Range[]): string[] =>
  ranges.map(({ start, end }) => text.slice(start, end));

/** The hits in the order of the documents: where they stand, and what is marked in title, headings and text. */
async function shown(text: string): Promise<string[]> {
  const { hits } = await put(text);
  return hits
    .map(({ document, paragraph, titleHighlights, headingHighlights, highlights }) => {
      const title = marked(document.title, titleHighlights);
      const headings = paragraph.headings.flatMap((heading, i) => marked(heading, headingHighlights[i] ?? []));
      const parts = [title, headings, marked(paragraph.text, highlights)].map((part) => part.join(' '));
      return `${document.path} ${paragraph.ordinal}: ${parts.join(' | ')}`;
    })
    .sort((a, b) => (a < b ? -1 : 1));
}

const table: { why: string; in: string; want: string[] }[] = [
  {
    why: 'a word is marked in text, title and headings, with its possessive',
    in: 'nato ',
    want: ['a.md 1: NATO’s |  | NATO', 'b.txt 2:  |  | NATO'],
  },
  {
    why: 'letters fold, the original is marked',
    in: 'ZURICH ',
    want: ['a.md 2:  |  | Zürich’s', 'a.md 3:  |  | zurich'],
  },
  { why: 'a field’s words are marked in the field alone', in: 'title:nato', want: ['a.md 1: NATO’s |  | '] },
  { why: 'so are those of headings', in: 'heading:troops', want: ['a.md 2:  | Troops | '] },
  {
    why: 'a phrase is marked where it is one, and its words are not elsewhere',
    in: '"central asia"',
    want: ['a.md 1:  |  | Central Asia', 'a.md 2:  | Central Asia | '],
  },
  {
    why: 'a near phrase is marked without what is between',
    in: '"asia central"~1',
    want: ['a.md 1:  |  | Asia central'],
  },
  {
    why: 'excluded words are not marked, whatever holds them',
    in: 'troops NOT (nato AND zebra)',
    want: ['a.md 1: troops |  | troops', 'a.md 2: troops | Troops | troops'],
  },
  {
    why: 'nor those excluded among alternatives',
    in: 'zurich (tropical OR -nato)',
    want: ['a.md 2:  |  | Tropical Zürich’s'],
  },
  {
    why: 'exclusions that are joined leave what they leave apart',
    in: '-nato AND -zurich',
    want: ['b.txt 1:  |  | '],
  },
  {
    why: 'what lacks a word is found beside what has another, which is marked',
    in: 'tropical OR -zurich',
    want: ['a.md 1:  |  | ', 'a.md 2:  |  | Tropical', 'b.txt 1:  |  | ', 'b.txt 2:  |  | '],
  },
  {
    why: 'a beginning marks whole words',
    in: 'tro*',
    want: ['a.md 1: troops |  | troops', 'a.md 2: troops | Troops | Tropical troops'],
  },
  { why: 'so does a word that is being typed', in: 'zuri', want: ['a.md 2:  |  | Zürich’s', 'a.md 3:  |  | zurich'] },
  { why: 'a typo marks what it stands for', in: 'zurihc~', want: ['a.md 2:  |  | Zürich’s', 'a.md 3:  |  | zurich'] },
  { why: 'Chinese is marked as one stretch', in: '北京大', want: ['b.txt 1:  |  | 北京大'] },
  { why: 'one Chinese character finds what begins with it', in: '京', want: ['b.txt 1:  |  | 京大'] },
  { why: 'filters mark nothing', in: 'type:txt', want: ['b.txt 1:  |  | ', 'b.txt 2:  |  | '] },
  { why: 'nothing is found by nothing', in: '', want: [] },
  { why: 'nor by signs', in: '"" ()', want: [] },
];

describe('ask', () => {
  it.each(table)('$why: $in', async ({ in: text, want }) => {
    expect(await shown(text)).toEqual(want);
  });

  it('has snippets that show the mark of a long paragraph', async () => {
    const { hits } = await put('nato path:b', 'all');
    const [hit] = hits;
    expect(hits).toHaveLength(1);
    expect(marked(hit?.snippet.text ?? '', hit?.snippet.highlights ?? [])).toEqual(['NATO']);
    expect(hit?.snippet.text).toMatch(/^…word .* word…$/);
  });

  it('names the terms of each hit, those that a beginning stands for too', async () => {
    const { hits } = await put('tro* zurich', 'all');
    const terms = hits.map((hit) => [hit.paragraph.ordinal, hit.matchedTerms]);
    expect(terms).toEqual([
      [2, ['troops', 'tropical', 'zurich']],
      [3, ['troops', 'zurich']],
    ]);
  });

  it('says whether all words or any are matched, and which hits have all', async () => {
    const any = await put('tropical nothing', 'auto');
    expect(any.match).toBe('any');
    expect(any.hits.map((hit) => hit.matchedAll)).toEqual([false, false]);
    expect(await put('tropical zurich', 'all')).toMatchObject({ match: 'all', hits: [{ matchedAll: true }] });
  });

  it('counts all hits, whatever page is shown', async () => {
    expect(await put('troops', 'all', 1, 1)).toMatchObject({ totalHits: 2, totalDocuments: 1, hits: [{}] });
    expect(await put('troops', 'all', 9, 20)).toMatchObject({ totalHits: 2, hits: [] });
    expect((await put('troops', 'all', 0, 0)).hits).toEqual([]);
  });

  it('joins the filters of the request with those of the text', async () => {
    const request = { text: 'zurich lang:en', match: 'all', offset: 0, hitsPerPage: 20 } as const;
    expect((await ask(engine, { ...request, filters: [{ name: 'type', value: 'md' }] })).totalHits).toBe(2);
    expect((await ask(engine, { ...request, filters: [{ name: 'type', value: 'txt' }] })).totalHits).toBe(0);
  });

  it('passes on how the query was read', async () => {
    const { query, notes } = await put('colour:red');
    expect(notes).toEqual(['“colour:” is not a field; it is searched as text.']);
    expect(query.text).toBe('colour:red');
  });

  it('refuses what is too long, and what is called off', async () => {
    await expect(put('x'.repeat(1001))).rejects.toThrow(QueryTooLong);
    const off = AbortSignal.abort(new Error('gone'));
    const question = { text: 'nato', filters: [], match: 'all', offset: 0, hitsPerPage: 1 } as const;
    await expect(ask(engine, question, off)).rejects.toThrow('gone');
  });
});

describe('askDocument', () => {
  it('marks a whole document, paragraphs that are no hits too', async () => {
    const read = await askDocument(engine, 'id-a.md', { text: 'troops central -russia' });
    expect(read?.paragraphs.map(({ paragraph, highlights }) => marked(paragraph.text, highlights))).toEqual([
      ['Central', 'troops', 'central'],
      ['troops'],
      [],
    ]);
    expect(read?.paragraphs[2]?.headingHighlights).toEqual([[{ start: 0, end: 7 }], [{ start: 0, end: 6 }]]);
    expect(marked(read?.document.title ?? '', read?.titleHighlights ?? [])).toEqual(['troops']);
  });

  it('marks nothing without words, and knows no other documents', async () => {
    const read = await askDocument(engine, 'id-a.md', { text: '' });
    expect(read?.paragraphs.flatMap((paragraph) => paragraph.highlights)).toEqual([]);
    expect(await askDocument(engine, 'id-c.md', { text: 'nato' })).toBeNull();
  });
});
