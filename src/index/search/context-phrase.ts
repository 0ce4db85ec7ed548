/** A phrase in the title and headings that stand above a paragraph without beginning at it, which no positions cover. */
import { analyze } from '../analyze.js';
import { contextCount } from '../rank.js';
import type { Field } from '../search-types.js';
import type { Segment } from '../segment.js';
import { phraseOccurrences } from './phrase.js';

/** Counts a phrase above a paragraph; joint count. */
export type ContextPhrase = (paragraph: number) => number;

/** From the stored text. */
export function contextPhrase(terms: readonly string[], slop: number, field: Field, segment: Segment): ContextPhrase {
  const known = new Map<string, number>();
  const countIn = (text: string): number => {
    let count = known.get(text);
    if (count === undefined) {
      const tokens = analyze(text);
      const lists = terms.map((term) => tokens.filter((token) => token.term === term).map((token) => token.position));
      count = phraseOccurrences(lists, slop).length;
      known.set(text, count);
    }
    return count;
  };
  return (number) => {
    const { headings, opens, ordinal } = segment.paragraph(number);
    const above = headings.slice(0, headings.length - opens);
    const heading = field === 'title' ? 0 : above.reduce((sum, text) => sum + countIn(text), 0);
    const title =
      field === 'heading' || ordinal === 1 ? 0 : countIn(segment.document(segment.documentOf(number)).title);
    return contextCount(heading, title);
  };
}
