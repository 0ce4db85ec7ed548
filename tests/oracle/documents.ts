/** Random documents and queries over a vocabulary so small that everything happens: for comparing engines. */
import fc from 'fast-check';
import type { Paragraph, ReadDocument } from '../../src/index/types.js';

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

/** In which stems differ, one that has none, and none at all. */
const language = fc.constantFrom('en', 'en', 'de', 'zh', null);

interface Section {
  depth: number;
  heading: string;
  texts: string[];
}
const section: fc.Arbitrary<Section> = fc.record({
  depth: fc.integer({ min: 1, max: 3 }),
  heading,
  texts: fc.array(text, { minLength: 1, maxLength: 3 }),
});

export interface RandomDocument {
  language?: string | null;
  title: string;
  intro: string[];
  sections: Section[];
}
export const randomDocument: fc.Arbitrary<RandomDocument> = fc
  .record({
    language,
    title: heading,
    intro: fc.array(text, { maxLength: 2 }),
    sections: fc.array(section, { maxLength: 3 }),
  })
  .filter(({ intro, sections }) => intro.length + sections.length > 0);

/** A document as reading and splitting would give it: heading trails and where they begin follow from the sections' depths. */
export function readDocumentOf(random: RandomDocument, name: string): ReadDocument {
  const paragraphs: Paragraph[] = [];
  const add = (text: string, headings: readonly string[], opens: number): void => {
    const ordinal = paragraphs.length + 1;
    paragraphs.push({ ordinal, kind: 'prose', headings, opens, text, lines: [ordinal, ordinal] });
  };
  for (const text of random.intro) add(text, [], 0);
  let trail: string[] = [];
  for (const { depth, heading, texts } of random.sections) {
    trail = [...trail.slice(0, depth - 1), heading];
    for (const [i, text] of texts.entries()) add(text, [...trail], i === 0 ? 1 : 0);
  }
  return {
    document: {
      id: `id-${name}`,
      path: `${name}.txt`,
      title: random.title,
      format: name.length % 2 === 0 ? 'txt' : 'md',
      language: random.language ?? null,
      metadata: new Map(),
      contentHash: '',
      modifiedAt: 0,
      size: 0,
      stamp: name,
      paragraphs: paragraphs.length,
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
  { weight: 1, arbitrary: fc.constant('*') },
  { weight: 1, arbitrary: fc.constant('type:md') },
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
