/** Looks for a phrase in the title and headings above a paragraph that do not begin at it, which positions do not cover. */
import { analyze } from '../analyze.js';
import { contextCount } from '../rank.js';
import type { Field } from '../search-types.js';
import type { PostingsCursor } from '../segment/cursor.js';
import type { ContextInterval } from '../segment/postings.js';
import type { Segment } from '../segment.js';
import { inContext, nextLent } from './context.js';
import { phraseOccurrences } from './phrase-positions.js';

const NO_STRETCH: ContextInterval = { start: 0, end: 0, heading: 0, title: 0 };

/** Counts a phrase above a paragraph; joint count. */
export type ContextPhrase = (paragraph: number) => number;

/**
 * Counts in the stored headings and titles. Each is looked at once, as thousands of paragraphs may stand below it. Null
 * where headings do not lend all the words.
 * @param cursors of the words
 */
export function contextPhrase(
  segment: Segment,
  terms: readonly string[],
  cursors: readonly PostingsCursor[],
  slop: number,
  field: Field,
): ContextPhrase | null {
  if (cursors.some(({ context }) => context.length === 0)) return null;
  const countLent = countInStretch(segment, terms, slop, field);
  // What headings lend to one paragraph of a stretch they lend to all of it.
  let stretch = NO_STRETCH;
  let count = 0;
  return (paragraph) => {
    if (stretch.start <= paragraph && paragraph < stretch.end) return count;
    for (const cursor of cursors) if (!inContext(cursor, paragraph)) return 0;
    const lent = nextLent(cursors, paragraph);
    if (lent === null) return 0;
    stretch = lent;
    count = countLent(lent);
    return count;
  };
}

function countInStretch(
  segment: Segment,
  terms: readonly string[],
  slop: number,
  field: Field,
): (lent: ContextInterval) => number {
  const texts = new Map<string, number>();
  const countIn = (text: string): number =>
    remembered(texts, text, () => {
      const tokens = analyze(text);
      const lists = terms.map((term) => tokens.filter((token) => token.term === term).map((token) => token.position));
      return phraseOccurrences(lists, slop).length;
    });
  /** By the place of storage: a heading is stored once per block of 16 paragraphs. */
  const headings = new Map<number, number>();
  const titles = new Map<number, number>();
  return (lent) => {
    let heading = 0;
    if (field !== 'title' && lent.heading > 0) {
      for (const span of segment.texts.headingsAbove(lent.start))
        heading += remembered(headings, span.from, () => countIn(segment.texts.heading(span)));
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
