/** Synonyms: how their file is read, what they make of a query, and that they find and mark. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ask } from '../../src/index/ask.js';
import { synonymsReason } from '../../src/index/documents/synonyms-file.js';
import { LocalEngine } from '../../src/index/local.js';
import { printQuery } from '../../src/index/query/print.js';
import { parseQuery } from '../../src/index/query.js';
import type { Query } from '../../src/index/search-types.js';
import { parseSynonyms, withSynonyms } from '../../src/index/synonyms.js';
import { awaitedInTime } from '../in-time.js';
import { temporaryFolder } from './folder.js';

const FILE = `
# cars and countries
car, automobile, motor car   # three ways
usa => United States, America
New York, NYC
C++, cpp
.NET framework, dotnet
`;

/** As `printQuery`, with the synonyms of a word behind it. */
function printed(query: Query): string {
  if (query.type === 'or' || query.type === 'and') {
    return `(${query.clauses.map(printed).join(query.type === 'or' ? ' OR ' : ' AND ')})`;
  }
  const also = query.type === 'term' ? (query.also ?? []).map(({ term }) => `=${term}`) : [];
  return printQuery(query) + also.join('');
}

const table: [query: string, read: string][] = [
  ['car ', '(car=automobile OR "motor car")'],
  ['motor car ', '((motor AND car) OR car OR automobile)'],
  ['"motor car"', '"motor car"'],
  ['usa ', '(usa=america OR "united states")'],
  ['america ', 'america'],
  ['new york taxi ', '((new AND york) OR nyc) taxi'],
  ['NYC taxi ', '(nyc OR "new york") taxi'],
  ['york new ', 'york new'],
  ['"car"', '"car"'],
  ['C++ ', 'c++=cpp'],
  ['cpp ', 'cpp=c++'],
  ['c ', 'c'],
  ['title:car ', '(title:car=automobile OR title:"motor car")'],
  ['(car OR bus) ', '((car=automobile OR "motor car") OR bus)'],
  ['-car ', ''],
];

describe('synonyms', () => {
  it.each(table)('%s', async (text, want) => {
    expect(
      withSynonyms(parseQuery(text), await parseSynonyms(FILE))
        .clauses.map(printed)
        .join(' '),
    ).toBe(want);
  });

  it('a line that says nothing is told, and the rest is read', async () => {
    const { problems, byFirst } = await parseSynonyms('alone\n=> x\na, b\n, ,\n__proto__, constructor');
    expect(problems).toHaveLength(3);
    expect(problems[0]).toBe('Line 1 of synonyms.txt names nothing that stands for something else: “alone”.');
    expect(synonymsReason(await parseSynonyms('alone\n\na =>'))).toBe(
      'not a document: the words in it stand for one another in searches. ' +
        'Line 1 of synonyms.txt names nothing that stands for something else: “alone”. ' +
        'Line 3 of synonyms.txt names nothing that stands for something else: “a =>”.',
    );
    expect([...byFirst.keys()]).toEqual(['alone', 'a', 'b', 'proto', 'constructor']);
  });

  it('what is too much for a line is told, and the rest is used', async () => {
    const words = Array.from({ length: 40 }, (_, i) => `w${i}`);
    const { byFirst, problems } = await parseSynonyms(`a => ${words.join(', ')}\nb, c, ${words.slice(0, 9).join(' ')}`);
    expect(problems).toEqual([
      'Line 1 of synonyms.txt names more than 32 words or phrases; the first 32 are used.',
      'Line 2 of synonyms.txt has a phrase of more than 8 words, which is left out.',
    ]);
    expect([...byFirst.keys()]).toEqual(['a', 'b', 'c']);
  });

  it('a word that stands for very many keeps the first of them, and says so; many lines that begin alike are read fast', async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `car a${i}, automobile b${i}`);
    expect((await awaitedInTime(2_000, () => parseSynonyms(lines.join('\n')))).problems).toEqual([]);
    const { byFirst, problems } = await parseSynonyms(lines.map((line) => `car, ${line}`).join('\n'));
    const { clauses } = withSynonyms(parseQuery('car '), { byFirst, problems });
    // Itself, and phrases beside it.
    expect(clauses[0]?.type === 'or' ? clauses[0].clauses : []).toHaveLength(65);
    expect(problems).toEqual(['“car” stands for 20000 others in synonyms.txt; the first 64 are used.']);
  });

  it('many are read in steps, as the thread that reads them answers requests', async () => {
    const lines = Array.from({ length: 2_000 }, (_, i) => `car${i}, automobile${i}`);
    let isRead = false;
    const reading = parseSynonyms(lines.join('\n')).then(() => {
      isRead = true;
    });
    let turns = 0;
    for (; !isRead; turns++) await nextTurn();
    await reading;
    expect(turns).toBeGreaterThan(50);
  });

  it('words of a phrase that another stands for are spelt as they are meant', async () => {
    const root = await temporaryFolder({
      'a.txt': 'Title\n\nNewer forks of NYC.\n\nA fork alone.',
      'synonyms.txt': 'Newe Forkz, NYC',
    });
    const engine = await LocalEngine.open({ root, dataDir: null, maxFileBytes: 1e6, language: 'en' });
    try {
      await engine.apply({ remove: [], add: ['a.txt', 'synonyms.txt'] });
      const question = { filters: [], match: 'all', offset: 0, hitsPerPage: 20 } as const;
      const answer = await ask(engine, { ...question, text: 'newe forkz ' });
      expect(answer.correction).toBeNull();
      expect(answer.hits.map(({ paragraph }) => paragraph.ordinal)).toEqual([1]);
    } finally {
      await engine.close();
    }
  });

  it('stay where another word was meant otherwise', async () => {
    const root = await temporaryFolder({
      'a.txt': 'Title\n\nAutomobiles in all weather.\n\nA car in fine weather.\n\nNo weather at all.',
      'synonyms.txt': FILE,
    });
    const engine = await LocalEngine.open({ root, dataDir: null, maxFileBytes: 1e6, language: 'en' });
    try {
      await engine.apply({ remove: [], add: ['a.txt', 'synonyms.txt'] });
      const question = { filters: [], match: 'all', offset: 0, hitsPerPage: 20 } as const;
      const answer = await ask(engine, { ...question, text: 'car weathar ' });
      expect(answer.correction?.text).toBe('car weather ');
      expect(answer.hits.map(({ paragraph }) => paragraph.ordinal).sort((a, b) => a - b)).toEqual([1, 2]);
      expect(printed(answer.query.clauses[0] ?? { type: 'all' })).toBe('(car=automobile OR "motor car")');
    } finally {
      await engine.close();
    }
  });

  it('find and mark, from the file in the folder, and follow it when it changes', async () => {
    const root = await temporaryFolder({
      'a.txt': 'Title\n\nThe automobiles of my aunt.\n\nA motor car.\n\nA bus.',
      'synonyms.txt': FILE,
    });
    const engine = await LocalEngine.open({ root, dataDir: null, maxFileBytes: 1e6, language: 'en' });
    const marked = async (text: string): Promise<string[]> => {
      const { hits } = await ask(engine, { text, filters: [], match: 'all', offset: 0, hitsPerPage: 20 });
      return hits.flatMap(({ paragraph, highlights }) =>
        highlights.map(({ start, end }) => paragraph.text.slice(start, end)),
      );
    };
    try {
      await engine.apply({ remove: [], add: ['a.txt', 'synonyms.txt'] });
      expect(new Set(await marked('car '))).toEqual(new Set(['automobiles', 'motor', 'car']));
      expect(engine.skipped().get('synonyms.txt')?.reason).toMatch(/stand for one another/);
      await rm(join(root, 'synonyms.txt'));
      await engine.apply({ remove: ['synonyms.txt'], add: [] });
      expect(await marked('automobile ')).toEqual(['automobiles']);
      expect(await marked('bus ')).toEqual(['bus']);
    } finally {
      await engine.close();
    }
  });
});
