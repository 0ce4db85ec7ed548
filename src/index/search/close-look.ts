/** What hits are worth more as words of the query stand near each other in them, or exactly as they were typed. */

import { EXACT_WEIGHT, nearScore } from '../rank.js';
import { giveBack, type PostingsCursor, takeCursor } from '../segment/cursor.js';
import type { Segment } from '../segment.js';
import { exactKey } from '../words/term-keys.js';
import type { Ranked } from './arrange.js';
import { countAt } from './context.js';
import type { Plan } from './plan.js';
import { nearness } from './proximity.js';
import type { QueryWord } from './weighed-words.js';

/** Most spellings of a word that are told apart. */
const MAX_SPELLINGS = 16;

/** A word of the query over one segment, at one paragraph after the other. */
class WordPlaces {
  readonly cursors: readonly PostingsCursor[];
  private readonly exact: PostingsCursor | null;
  private readonly otherSpellings: readonly PostingsCursor[];
  private readonly places: number[] = [];
  private size = -1;
  /** Whether the paragraph owns the word. */
  present = false;
  /** What a saturated count of 1 of its exact form is worth. */
  readonly exactWorth: number;

  constructor(
    readonly word: QueryWord,
    segment: Segment,
    plan: Plan,
  ) {
    this.exactWorth = word.exact === null ? 0 : EXACT_WEIGHT * plan.known(word.exact.key).rarity;
    const cursorsOf = (numbers: readonly number[]): PostingsCursor[] =>
      numbers.filter((number) => number >= 0).map((number) => takeCursor(segment, number));
    this.cursors = cursorsOf(word.keys.map((key) => segment.listNumber(key)));
    this.exact = word.exact === null ? null : (cursorsOf([segment.termNumber(word.exact.key)])[0] ?? null);
    this.otherSpellings = word.exact === null ? [] : cursorsOf(word.exact.otherSpellings(segment));
  }

  moveTo(paragraph: number): void {
    this.size = -1;
    this.present = false;
    for (const cursor of this.cursors) if (cursor.advance(paragraph) === paragraph) this.present = true;
  }

  exactCount(paragraph: number): number {
    if (this.exact === null) return 0;
    let count = countAt(this.exact, paragraph);
    for (const cursor of this.otherSpellings) count -= countAt(cursor, paragraph);
    return count;
  }

  /** Where it stands in what the paragraph owns, ascending, in the first `placesCount` of them. */
  read(paragraph: number): number[] {
    if (this.size < 0) {
      const standing = this.cursors.filter((cursor) => cursor.paragraph === paragraph);
      this.size = 0;
      if (standing.length === 1) this.size = standing[0]?.readPositions(this.places) ?? 0;
      else {
        const all = [...new Set(standing.flatMap((cursor) => cursor.positions()))].sort((a, b) => a - b);
        this.size = all.length;
        for (const [i, place] of all.entries()) this.places[i] = place;
      }
    }
    return this.places;
  }

  /** Lets go of what others can use. */
  end(): void {
    for (const cursor of [...this.cursors, ...this.otherSpellings]) giveBack(cursor);
    if (this.exact !== null) giveBack(this.exact);
  }

  get placesCount(): number {
    return this.size;
  }
}

/** Adds to the scores of hits of one segment, in its order, what the query's words are worth by where and how they stand. */
export function lookClosely(plan: Plan, segment: Segment, hits: readonly Ranked[]): void {
  const words = plan.words.map((word) => new WordPlaces(word, segment, plan));
  const { saturator } = plan;
  for (const hit of hits) {
    const { paragraph } = hit;
    const code = segment.lengths[paragraph] ?? 1;
    let previous: WordPlaces | null = null;
    for (const places of words) {
      const { word } = places;
      places.moveTo(paragraph);
      if (word.exact !== null) {
        const count = places.exactCount(paragraph);
        if (count > 0) {
          const score = places.exactWorth * saturator.saturate(count, code);
          hit.score += score;
          hit.reasons?.push({ type: 'exact', text: word.text, score });
        }
      }
      // Pairs of characters overlap: they are neighbours in every text that has both.
      if (
        previous?.present === true &&
        places.present &&
        !(previous.word.bigram && word.bigram) &&
        !sameWord(previous.word, word)
      ) {
        const [a, b] = [previous.read(paragraph), places.read(paragraph)];
        const near = nearness(a, previous.placesCount, b, places.placesCount, word.place - previous.word.place);
        const score = nearScore(Math.min(previous.word.rarity, word.rarity), near);
        hit.score += score;
        if (score > 0) {
          const text = `${previous.word.text} ${word.text}`;
          hit.reasons?.push({ type: 'near', text, distance: near.distance, score });
        }
      }
      previous = places;
    }
  }
  for (const places of words) places.end();
}

function sameWord(a: QueryWord, b: QueryWord): boolean {
  return a.keys.length === b.keys.length && a.keys.every((key, i) => key === b.keys[i]);
}

/** How a word was typed, as lists of the index. */
export interface ExactForm {
  key: string;
  /** The lists of the same word with diacritics, which that of one typed without has too. */
  otherSpellings(segment: Segment): number[];
}

export function exactForm(term: string, typed: string): ExactForm {
  if (typed !== term) return { key: exactKey(term, typed), otherSpellings: () => [] };
  const known = new Map<Segment, number[]>();
  return {
    key: term,
    otherSpellings: (segment) => {
      let spellings = known.get(segment);
      if (spellings === undefined) {
        const [from, to] = segment.prefixRange(exactKey(term, ''));
        spellings = Array.from({ length: Math.min(to - from, MAX_SPELLINGS) }, (_, i) => from + i);
        known.set(segment, spellings);
      }
      return spellings;
    },
  };
}
