/** Random documents and queries over a vocabulary so small that everything happens: for comparing engines. */
import fc from 'fast-check';
import type { Filter } from '../../src/index/search-types.js';
import type { BlockKind, Paragraph, ReadDocument } from '../../src/index/types.js';

/** Words that share beginnings, are a typo apart, repeat, fold, or need no spaces; few enough to meet often. */
const WORDS = [
  'nato',
  'natos',
  'nat',
  'nota',
  'troops',
  'troop',
  'user-name',
  'userNames',
  'nato-userName',
  'username',
  'the',
  'a',
  'Zürich',
  'zurich',
  '北京',
  '北京大学',
  'x',
  '🎉',
];

const word = fc.constantFrom(...WORDS);
const text = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
const heading = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));

interface Section {
  depth: number;
  heading: string;
  texts: string[];
}
const section: fc.Arbitrary<Section> = fc.record({
  depth: fc.integer({ min: 1, max: 3 }),
  heading,
  texts: fc.array(text, { maxLength: 3 }),
});

/** What a document says of itself, and where it stands: few values, some of them the same but for case. */
interface Said {
  folder: string;
  language: string | null;
  author: string[];
  tags: string[];
  date: string[];
  modifiedAt: number;
}
const said: fc.Arbitrary<Said> = fc.record({
  folder: fc.constantFrom('', 'notes/', 'notes/2021/', 'notes/2021/a/', 'Notes/', 'n/'),
  // In which stems differ, one that has none, and none at all.
  language: fc.constantFrom(null, 'de', 'de-AT', 'en', 'en', 'zh'),
  author: fc.subarray(['Ann', 'Ann Lee', 'Bo']),
  tags: fc.subarray(['x', 'X', 'y', 'c++']),
  date: fc.constantFrom([], ['2021-10-01'], ['2021-10-30'], ['2020-02-29T23:30:00-02:00'], ['1850'], ['soon']),
  modifiedAt: fc.constantFrom(0, 1_633_046_400_000, 1_700_000_000_000.5),
});
/** By the length of a text, so that copies are of one kind. */
const KINDS: readonly BlockKind[] = ['prose', 'code', 'prose', 'list', 'quote', 'table'];
const SAYS_NOTHING: Said = { folder: '', language: null, author: [], tags: [], date: [], modifiedAt: 0 };

export interface RandomDocument {
  title: string;
  intro: string[];
  /** How many of these stand before the title, at most. */
  before?: number;
  sections: Section[];
  said?: Said;
}
export const randomDocument: fc.Arbitrary<RandomDocument> = fc
  .record({
    title: heading,
    intro: fc.array(text, { maxLength: 2 }),
    before: fc.nat(2),
    sections: fc.array(section, { maxLength: 3 }),
    said,
  })
  .filter(({ intro, sections }) => intro.length > 0 || sections.some(({ texts }) => texts.length > 0));

/**
 * A document as reading and splitting would give it: heading trails and where they begin follow from the sections'
 * depths. Headings without a text begin with the next that is below them, or are left out.
 */
export function readDocumentOf(random: RandomDocument, name: string): ReadDocument {
  const { folder, language, author, tags, date, modifiedAt } = random.said ?? SAYS_NOTHING;
  const paragraphs: Paragraph[] = [];
  const add = (text: string, headings: readonly string[], opens: number): void => {
    const ordinal = paragraphs.length + 1;
    const kind = KINDS[text.length % KINDS.length] ?? 'prose';
    paragraphs.push({ ordinal, kind, headings, opens, text, lines: [ordinal, ordinal] });
  };
  for (const text of random.intro) add(text, [], 0);
  let trail: string[] = [];
  let begun = 0;
  for (const { depth, heading, texts } of random.sections) {
    trail = [...trail.slice(0, depth - 1), heading];
    begun = Math.min(begun, trail.length - 1);
    for (const text of texts) {
      add(text, [...trail], trail.length - begun);
      begun = trail.length;
    }
  }
  return {
    document: {
      id: `id-${name}`,
      path: `${folder}${name}.txt`,
      title: random.title,
      format: name.length % 2 === 0 ? 'txt' : 'md',
      language,
      metadata: new Map(Object.entries({ author, tags, date }).filter(([, values]) => values.length > 0)),
      contentHash: '',
      modifiedAt,
      size: 0,
      stamp: name,
      paragraphs: paragraphs.length,
      titleAt: 1 + Math.min(random.before ?? 0, random.intro.length, paragraphs.length - 1),
    },
    paragraphs,
  };
}

const atom = fc.oneof(
  { weight: 6, arbitrary: word },
  { weight: 1, arbitrary: word.map((w) => `${w.slice(0, 2)}*`) },
  { weight: 1, arbitrary: word.map((w) => `${w}~`) },
  { weight: 1, arbitrary: word.map((w) => `title:${w}`) },
  { weight: 1, arbitrary: word.map((w) => `heading:${w}`) },
  { weight: 1, arbitrary: fc.tuple(word, word).map(([a, b]) => `title:"${a} ${b}"`) },
  { weight: 3, arbitrary: fc.array(word, { minLength: 2, maxLength: 3 }).map((words) => `"${words.join(' ')}"`) },
  { weight: 1, arbitrary: fc.tuple(word, word, fc.nat(3)).map(([a, b, slop]) => `"${a} ${b}"~${slop}`) },
  {
    weight: 1,
    arbitrary: fc.tuple(word, word, fc.integer({ min: 2, max: 6 })).map(([a, b, n]) => `${a}/${b.slice(0, n)}`),
  },
  { weight: 1, arbitrary: fc.constant('*') },
  { weight: 1, arbitrary: fc.constantFrom('type:md', 'folder:notes/2021', 'year:2021', 'tag:x', 'author:ann') },
);
const joined = fc.tuple(atom, fc.constantFrom(' OR ', ' AND ', ' '), atom).map(([a, join, b]) => `${a}${join}${b}`);

/** The text of a query, of every kind that there is. */
export const randomQuery: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: atom },
      { weight: 1, arbitrary: atom.map((part) => `-${part}`) },
      { weight: 1, arbitrary: joined },
      { weight: 1, arbitrary: joined.map((part) => `(${part})`) },
      { weight: 1, arbitrary: joined.map((part) => `NOT (${part})`) },
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(' '));

/** Filters as parameters give them. */
export const randomFilters: fc.Arbitrary<Filter[]> = fc.array(
  fc.constantFrom<Filter>(
    { name: 'type', value: 'md' },
    { name: 'type', value: 'txt' },
    { name: 'folder', value: 'notes' },
    { name: 'folder', value: 'notes/2021/' },
    { name: 'language', value: 'de' },
    { name: 'language', value: 'EN' },
    { name: 'author', value: 'ann' },
    { name: 'author', value: 'Bo' },
    { name: 'tag', value: 'X' },
    { name: 'tag', value: 'y' },
    { name: 'year', value: '2021' },
    { name: 'year', value: '1970' },
    { name: 'after', value: '2021' },
    { name: 'before', value: '2021-10-02' },
    { name: 'path', value: 'OTES/' },
    { name: 'path', value: '2.txt' },
    { name: 'document', value: 'id-0' },
  ),
  { maxLength: 3 },
);
