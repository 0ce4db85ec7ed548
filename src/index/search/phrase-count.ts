/** Counts how often a paragraph owns one wording of a phrase, and notes what of it stands in its title and headings. */

import { joint } from '../rank.js';
import type { Field } from '../search-types.js';
import { FIELD_GAP } from '../segment/postings.js';
import type { ContextPhrase } from './context-phrase.js';
import { exactOccurrences, forEachOccurrence } from './phrase-positions.js';

export class PhraseCount {
  /** Whether no other words may stand between its own. */
  readonly isExact: boolean;
  private readonly slop: number;

  /** @param above what titles and headings lend of it; null where these do not lend all its words */
  constructor(
    private readonly above: ContextPhrase | null,
    slop: number,
    private readonly field: Field,
  ) {
    this.isExact = slop === 0;
    // No occurrence reaches from one field into another.
    this.slop = Math.min(slop, FIELD_GAP - 2);
  }

  /**
   * How many occurrences there are in a paragraph, for `at`.
   * @param lists and `sizes`: the positions of each word there, as `forEachOccurrence` takes them
   */
  find(lists: readonly number[][], sizes: readonly number[]): number {
    const { slop } = this;
    return slop === 0 ? exactOccurrences(lists, sizes, RANKS) : occurrences(lists, sizes, slop);
  }

  /**
   * The joint count of the occurrences found last. Paragraphs must ascend, and be asked for once.
   * @param inBody and `inHeadings`: how many positions of the first word are in the text there, and in headings
   */
  at(paragraph: number, found: number, inBody: number, inHeadings: number): number {
    if ((RANKS[found - 1] ?? 0) < inBody) return this.inText(found);
    const title = inBody + inHeadings;
    /** Which of the positions in headings occurrences begin at. */
    const headings: number[] = [];
    let [bodies, titles] = [0, 0];
    for (let i = 0; i < found; i++) {
      const rank = RANKS[i] ?? 0;
      if (rank < inBody) bodies++;
      else if (rank >= title) titles++;
      else headings.push(rank - inBody);
    }
    if (!this.wants('body')) bodies = 0;
    if (!this.wants('heading')) headings.length = 0;
    if (!this.wants('title')) titles = 0;
    if (headings.length + titles > 0) this.above?.add(paragraph, headings, titles);
    return joint(bodies, headings.length, titles);
  }

  /** The joint count of that many occurrences, all in the text. */
  inText(occurrences: number): number {
    return this.wants('body') ? joint(occurrences, 0, 0) : 0;
  }

  private wants(field: Field): boolean {
    return this.field === 'any' || this.field === field;
  }
}

/** Scratch space: the indexes in the positions of the first word at which occurrences begin. */
const RANKS: number[] = [];

function occurrences(lists: readonly number[][], sizes: readonly number[], slop: number): number {
  let found = 0;
  forEachOccurrence(lists, sizes, slop, (rank) => {
    RANKS[found++] = rank;
  });
  return found;
}
