/** Looks for a phrase in the title and headings above a paragraph that do not begin at it, which positions do not cover. */
import { analyze } from '../analyze.js';
import { contextCount } from '../rank.js';
import type { Field } from '../search-types.js';
import type { PostingsCursor } from '../segment/cursor.js';
import { type ContextInterval, END } from '../segment/postings.js';
import type { Segment } from '../segment.js';
import { inContext, nextLent } from './context.js';
import { phraseOccurrences } from './phrase-positions.js';

const NO_STRETCH: ContextInterval = { start: 0, end: 0, heading: 0, title: 0 };

/**
 * A phrase in the stored titles and headings above paragraphs. Each is looked at once, as thousands of paragraphs may
 * stand below it.
 */
export class ContextPhrase {
  /** What headings lend to one paragraph of a stretch they lend to all of it. */
  private stretch = NO_STRETCH;

  private constructor(
    private readonly cursors: readonly PostingsCursor[],
    /** How often the phrase stands above a stretch to which all its words are lent. */
    private readonly look: (lent: ContextInterval) => ContextInterval,
  ) {}

  /**
   * Null where headings do not lend all the words.
   * @param cursors of the words
   */
  static of(
    segment: Segment,
    terms: readonly string[],
    cursors: readonly PostingsCursor[],
    slop: number,
    field: Field,
  ): ContextPhrase | null {
    if (cursors.some(({ context }) => context.length === 0)) return null;
    return new ContextPhrase(cursors, lookAt(segment, terms, slop, field));
  }

  /** The joint count above a paragraph. */
  countAt(paragraph: number): number {
    const { cursors, stretch } = this;
    if (paragraph < stretch.start || paragraph >= stretch.end) {
      for (const cursor of cursors) if (!inContext(cursor, paragraph)) return 0;
      const lent = nextLent(cursors, paragraph);
      if (lent === null) return 0;
      this.stretch = this.look(lent);
    }
    return worthOf(this.stretch);
  }

  /** The next stretch at or after `from` that has the phrase above it; null where there is none. */
  next(from: number): ContextInterval | null {
    const { cursors } = this;
    for (let lent = nextLent(cursors, from); lent !== null; lent = nextLent(cursors, lent.end)) {
      const stretch = this.look(lent);
      if (stretch.heading > 0 || stretch.title > 0) return stretch;
    }
    return null;
  }
}

/** The joint count above a paragraph of the one of some phrases that occurs most often there. */
export function mostAbove(phrases: readonly ContextPhrase[], paragraph: number): number {
  let count = 0;
  for (const phrase of phrases) count = Math.max(count, phrase.countAt(paragraph));
  return count;
}

/** All stretches that have one of some phrases above them, in order, each with the counts of the one that occurs most often. */
export function stretchesBelow(phrases: readonly ContextPhrase[]): ContextInterval[] {
  const stretches: ContextInterval[] = [];
  const next = phrases.map((phrase) => phrase.next(0));
  for (let at = 0; ; ) {
    let start = END;
    for (const stretch of next) if (stretch !== null) start = Math.min(start, Math.max(at, stretch.start));
    if (start === END) return stretches;
    let most = { ...NO_STRETCH, start, end: END };
    for (const stretch of next) {
      if (stretch === null) continue;
      const end = Math.min(most.end, stretch.start > start ? stretch.start : stretch.end);
      const isMost = stretch.start <= start && worthOf(stretch) > worthOf(most);
      most = { ...(isMost ? stretch : most), start, end };
    }
    stretches.push(most);
    at = most.end;
    for (const [i, phrase] of phrases.entries()) if ((next[i]?.end ?? END) <= at) next[i] = phrase.next(at);
  }
}

function worthOf({ heading, title }: ContextInterval): number {
  return contextCount(heading, title);
}

function lookAt(
  segment: Segment,
  terms: readonly string[],
  slop: number,
  field: Field,
): (lent: ContextInterval) => ContextInterval {
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
    return { start: lent.start, end: lent.end, heading, title };
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
