/** A phrase in the title and headings that stand above a paragraph without beginning at it, which no positions cover. */
import { analyze } from '../analyze.js';
import { contextCount } from '../rank.js';
import type { Field } from '../search-types.js';
import type { ContextInterval } from '../segment/postings.js';
import type { Segment } from '../segment.js';
import { phraseOccurrences } from './phrase.js';

/** Counts a phrase above the first paragraph of a stretch to which all its words are lent (`nextLent`); joint count. */
export type ContextPhrase = (lent: ContextInterval) => number;

/** From the stored headings and titles: each is looked at once, as thousands of paragraphs may stand below it. */
export function contextPhrase(terms: readonly string[], slop: number, field: Field, segment: Segment): ContextPhrase {
  const texts = new Map<string, number>();
  const countIn = (text: string): number =>
    remembered(texts, text, () => {
      const tokens = analyze(text);
      const lists = terms.map((term) => tokens.filter((token) => token.term === term).map((token) => token.position));
      return phraseOccurrences(lists, slop).length;
    });
  /** By where they are stored: a heading is there once for each 16 paragraphs. */
  const headings = new Map<number, number>();
  const titles = new Map<number, number>();
  return (lent) => {
    let heading = 0;
    if (field !== 'title' && lent.heading > 0) {
      for (const span of segment.headingsAbove(lent.start))
        heading += remembered(headings, span.from, () => countIn(segment.heading(span)));
    }
    const isInTitle = field !== 'heading' && lent.title > 0;
    const document = isInTitle ? segment.documentOf(lent.start) : -1;
    const title = isInTitle ? remembered(titles, document, () => countIn(titleOf(segment, document))) : 0;
    return contextCount(heading, title);
  };
}

function titleOf({ documents }: Segment, number: number): string {
  const { vocabulary, codes, from, to } = documents.title(number).title;
  return vocabulary.read(codes, from, to);
}

function remembered<Key>(known: Map<Key, number>, key: Key, count: () => number): number {
  const before = known.get(key);
  if (before !== undefined) return before;
  const counted = count();
  known.set(key, counted);
  return counted;
}
