/** All formulas of ranking: from counts of words to the score of a paragraph. Pure; shared by the engine and the tests' oracle. */
import { kept } from './kept.js';

/** How often a term stands in each field of a paragraph. Title and headings are fields of every paragraph below them. */
export interface FieldCounts {
  body: number;
  heading: number;
  title: number;
}

/** BM25's k1, how soon repeated words add little, and its b, how much less counts are worth in long paragraphs (docs/relevance.md). */
const K1 = 1;
const B = 0.6;
/** BM25's k3: how much more a word counts that the query repeats. */
const K3 = 2;
/**
 * All fields are one joint field, as in BM25F: a word in the title or in a heading counts as this many in the text, at
 * the paragraph where the title or heading begins. To paragraphs further below, they lend a word as if it stood in the
 * text once, so that a paragraph which has the word itself stays ahead.
 */
const TITLE_WEIGHT = 3;
const HEADING_WEIGHT = 2;
const CONTEXT_WEIGHT = 1;
/** What a word counts that merely begins with the typed one, or is one typo away from it, where an exact match counts 1. */
export const COMPLETION_WEIGHT = 0.35;
export const FUZZY_WEIGHT = 0.5;
/** A prefix of more words than this says little: a paragraph counts as having it once, however many of them it has. */
export const COUNTED_WORDS = 32;
/** The last word is completed only where fewer paragraphs than this have it as typed: a page of exact hits needs no guesses. */
export const COMPLETE_BELOW = 20;

/** Bonus for a word that stands exactly as it was typed, as a share of its rarity. */
export const EXACT_WEIGHT = 0.2;
/** Bonuses for two words in the order of the query, and near each other, as shares of the rarity of the less rare one. */
const ORDERED_WEIGHT = 0.2;
const NEAR_WEIGHT = 0.2;
/** Bonus for the parts of a compound that stand side by side, as a share of the sum of their rarities. */
export const COMPOUND_WEIGHT = 0.2;
/** What all words of feedback together are worth, per word of the query. */
export const FEEDBACK_WEIGHT = 0.8;

/** The joint count of what a paragraph owns: the weighted sum of its counts in all fields. */
export function joint(body: number, heading: number, title: number): number {
  return body + HEADING_WEIGHT * heading + TITLE_WEIGHT * title;
}

/** What title and headings that begin further above add to a joint count. */
export function contextCount(heading: number, title: number): number {
  return CONTEXT_WEIGHT * (heading + title);
}

/** As `joint`, for counts by field. */
export function jointCount({ body, heading, title }: FieldCounts): number {
  return joint(body, heading, title);
}

/**
 * Rarity of a term: the Robertson–Spärck Jones weight in Lucene's form, which is never negative.
 * @param frequency paragraphs that have the term, 0 to `paragraphs`
 */
export function inverseFrequency(frequency: number, paragraphs: number): number {
  return Math.log(1 + (paragraphs - frequency + 0.5) / (frequency + 0.5));
}

/**
 * A text of fewer words counts as one of so many. To divide by a length is to take many words for many subjects; but
 * labels, list items and lines of tables are short because they say little, and would come before every text that
 * explains what they name (docs/relevance.md).
 */
const LEAST_WORDS = 8;

/**
 * The length of a paragraph, which scores divide by.
 * @param text different terms of its text
 * @param above how many other terms its headings and title have
 */
export function paragraphLength(text: number, above: number): number {
  return Math.max(LEAST_WORDS, text) + above;
}

/** Lengths up to this are kept as they are. */
const EXACT_LENGTHS = 160;
/** Ratio of each longer length to the one before it: 95 such steps reach 65,535. */
const LENGTH_STEP = (65_535 / EXACT_LENGTHS) ** (1 / 95);

/**
 * The lengths that paragraphs are stored with, by their codes, which fit into a byte and are never 0. A byte and not
 * two, because scoring looks up the length of every posting, far from the one before (docs/decisions/0011). Long ones
 * are rounded down by less than a 15th.
 */
const LENGTHS = Uint16Array.from({ length: 256 }, (_, code) =>
  code <= EXACT_LENGTHS ? code : Math.round(EXACT_LENGTHS * LENGTH_STEP ** (code - EXACT_LENGTHS)),
);

/** The code that a paragraph's length is stored as: that of the greatest length not above it, but never below that of 1. */
export function lengthCode(length: number): number {
  if (length <= EXACT_LENGTHS) return Math.max(1, length);
  let code = EXACT_LENGTHS;
  while (code < 255 && (LENGTHS[code + 1] ?? 0) <= length) code++;
  return code;
}

/** The length that a code stands for. */
export function lengthOf(code: number): number {
  return LENGTHS[code] ?? 0;
}

/** How often a word counts that the query has `times` times: 1 for once, and never more than `K3 + 1`. */
export function repeated(times: number): number {
  return ((K3 + 1) * times) / (K3 + times);
}

/**
 * The bonus where two neighbouring words of a query stand near each other.
 * @param worth the rarity of the less rare word
 */
export function nearScore(worth: number, { ordered, near }: { ordered: number; near: number }): number {
  return worth * (ORDERED_WEIGHT * saturated(ordered, K1) + NEAR_WEIGHT * saturated(near, K1));
}

/** What all words of a question but one in their order are worth, before their count is saturated: half of a word that one paragraph has. */
export function worthOfAllButOne(paragraphs: number): number {
  return 0.5 * inverseFrequency(1, paragraphs);
}

/** Average lengths in an octave. */
const STEPS = 32;
/** By step; paragraphs have so few lengths that there are some hundreds. */
const KNOWN = new Map<number, Saturator>();

/**
 * The saturated counts of terms in paragraphs, 0 to K1 + 1: BM25F (Robertson, Zaragoza, Taylor 2004) with one joint
 * length.
 */
export class Saturator {
  /** By length code, the part that depends on the length alone: the `norm` of `saturated`. */
  readonly norms = new Float64Array(LENGTHS.length);

  constructor(averageLength: number) {
    for (let code = 0; code < this.norms.length; code++) {
      this.norms[code] = K1 * (1 - B + (B * lengthOf(code)) / averageLength);
    }
  }

  /**
   * That for paragraphs of so many words in all. Their average is rounded to one of 32 in an octave, which moves a
   * saturated count by a third of a percent where the length is average, and never by more than 1.1: so it stays the same
   * while documents come and go, and with it all bounds that were computed by it. Computing those anew after each edit
   * took ten times as long as the search: five words among 800,000 paragraphs 15 to 55 ms instead of 3 to 6.
   */
  static of(words: number, paragraphs: number): Saturator {
    const average = Math.max(1, words) / Math.max(1, paragraphs);
    const step = Math.round(Math.log2(average) * STEPS);
    return kept(KNOWN, step, () => new Saturator(2 ** (step / STEPS)));
  }

  /** @param count joint count. @param code that of the paragraph's length */
  saturate(count: number, code: number): number {
    return saturated(count, this.norms[code] ?? 0);
  }
}

/** Every saturated count stays below this. */
export const SATURATED = K1 + 1;

/**
 * A factor for bounds of scores. They are summed in another order than scores, and sums of the same numbers in
 * different orders differ in their last bits, by less than this.
 */
export const SLACK = 1 + 1e-9;

/** The saturated count for a `norm` of the length; K1 is that of the average. */
export function saturated(count: number, norm: number): number {
  return (SATURATED * count) / (count + norm);
}

/** The constants that stored bounds were computed with: an index built with others is rebuilt. */
export const RANK_FINGERPRINT = `title ${TITLE_WEIGHT} heading ${HEADING_WEIGHT} lengths ${LEAST_WORDS} ${EXACT_LENGTHS}`;
