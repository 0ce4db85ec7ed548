/** What a limit leaves out of a search is said in the answer. */
import { expect, it } from 'vitest';
import type { Generation } from '../../../src/index/generation.js';
import { parseQuery } from '../../../src/index/query.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { readDocumentOf } from '../../oracle/documents.js';
import { generationFrom, search } from '../search-here.js';

function generationOf(text: string): Generation {
  const writer = new SegmentWriter();
  writer.add(readDocumentOf({ title: 'title', intro: [text], sections: [] }, 'a'));
  return generationFrom(writer);
}

async function notesOf(generation: Generation, text: string): Promise<readonly string[]> {
  const request = { filters: [], match: 'all', offset: 0, limit: 1 } as const;
  return (await search(generation, { ...request, query: parseQuery(text) })).notes;
}

/** On a machine that does much else, ms. */
const TIMEOUT = 60_000;
const FOUR = 'New-PSDrive Get-PSDrive Set-PSDrive Test-PSDrive';
const LONG = 'a'.repeat(31);
const few = generationOf(`${FOUR} and more`);

const table: [query: string, notes: string[]][] = [
  ['"New-PSDrive Get-PSDrive Set-PSDrive" ', []],
  [`"${FOUR}" `, [`“${FOUR}” can be written in 54 more ways than are searched; ask for fewer words in a row.`]],
  // Said once, also of what is excluded.
  [
    `more -"${FOUR}" -title:"${FOUR}"`,
    [`“${FOUR}” can be written in 54 more ways than are searched; ask for fewer words in a row.`],
  ],
  [`${LONG.slice(1)}~ `, []],
  [`${LONG}~ `, [`“${LONG}” has more than 30 letters; only the word itself is searched.`]],
];

it.each(table)('%s', async (text, want) => {
  expect(await notesOf(few, text)).toEqual(want);
});

it('the spellings of a word', async () => {
  /** The first spellings of one word, each of whose letters has an accent or none. */
  const spellings = (count: number): string =>
    Array.from({ length: count }, (_, i) =>
      Array.from({ length: 7 }, (_, bit) => (((i + 1) >> bit) & 1 ? 'á' : 'a')).join(''),
    ).join(' ');
  expect(await notesOf(generationOf(spellings(64)), 'aaaaaaa ')).toEqual([]);
  const many = generationOf(spellings(66));
  const want = ['“aaaaaaa” has 2 more spellings with accents than are searched; type one of them.'];
  expect(await notesOf(many, 'aaaaaaa ')).toEqual(want);
  expect(await notesOf(many, '"aaaaaaa" ')).toEqual([]);
});

it(
  'the words that a beginning stands for',
  async () => {
    const words = Array.from({ length: 2 ** 16 + 3 }, (_, i) => `x${i.toString(36)}`);
    const many = generationOf(words.join(' '));
    expect(await notesOf(many, 'x1*')).toEqual([]);
    expect(await notesOf(many, 'x*')).toEqual(['“x” begins 3 more words than are searched; type another letter.']);
  },
  TIMEOUT,
);
