/** How a paragraph's worth is computed from counts. Pure; every engine of ours and the oracle of the tests score with these. */

/** How often a term stands in each field of a paragraph; title and headings are fields of every paragraph below them. */
export interface FieldCounts {
  body: number;
  heading: number;
  title: number;
}

/** Saturation of repeated words, and how much a long paragraph's counts are worth less (docs: relevance). */
const K1 = 1;
const B = 0.6;
/** How much a word that a query repeats is worth more. */
const K3 = 2;
/**
 * A word in the title counts as this many in the text, one in a heading as this many: one joint field, as BM25F has it. That is where
 * title and heading begin; to the paragraphs further below they lend a word as if it stood once in the text, so that a paragraph
 * that has the word itself stays ahead.
 */
const TITLE_WEIGHT = 3;
const HEADING_WEIGHT = 2;
const CONTEXT_WEIGHT = 1;
/** A word that only begins as the one that was typed, or is a typo away from it, is worth this much of an exact one. */
export const COMPLETION_WEIGHT = 0.35;
export const FUZZY_WEIGHT = 0.5;
/** Where a beginning stands for more words than this it says little: a paragraph with them counts as having one, once. */
export const COUNTED_WORDS = 32;
/** A last word is completed where fewer paragraphs than this have it as it stands: a page of exact hits needs no guesses. */
export const COMPLETE_BELOW = 20;

/** A word that stands exactly as it was typed is worth this much more. */
export const EXACT_WEIGHT = 0.2;
/** What two words in the order of the query, and two words near each other, are worth of the rarity of the less rare one. */
const ORDERED_WEIGHT = 0.2;
const NEAR_WEIGHT = 0.2;
/** What the parts of a compound are worth more where they stand side by side, of the rarities of them all. */
export const COMPOUND_WEIGHT = 0.2;
/** What all words of feedback are worth together, for each word of the query. */
export const FEEDBACK_WEIGHT = 0.8;

/** Counts of all fields as one. */
export function joint(body: number, heading: number, title: number): number {
  return body + HEADING_WEIGHT * heading + TITLE_WEIGHT * title;
}

/** What title and headings that begin further above add to a joint count. */
export function contextCount(heading: number, title: number): number {
  return CONTEXT_WEIGHT * (heading + title);
}

export function jointCount({ body, heading, title }: FieldCounts): number {
  return joint(body, heading, title);
}

/**
 * Rarity of a term: Robertson and Sparck Jones' weight as Lucene has it, never negative.
 * @param frequency paragraphs that have the term, 0 to `paragraphs`
 */
export function inverseFrequency(frequency: number, paragraphs: number): number {
  return Math.log(1 + (paragraphs - frequency + 0.5) / (frequency + 0.5));
}

/** Lengths up to this are kept as they are. */
const EXACT_LENGTHS = 160;
/** How many times the one before each longer one is: 95 of them reach to 65,535. */
const LENGTH_STEP = (65_535 / EXACT_LENGTHS) ** (1 / 95);

/**
 * The lengths that a paragraph can be kept with, by their codes, which fit into a byte and are never 0. A byte and not two, as each posting
 * that is scored has its length looked up, far from the one before (docs/decisions/0011). Long ones are rounded down by less than a 15th.
 */
const LENGTHS = Uint16Array.from({ length: 256 }, (_, code) =>
  code <= EXACT_LENGTHS ? code : Math.round(EXACT_LENGTHS * LENGTH_STEP ** (code - EXACT_LENGTHS)),
);

/** The code that a paragraph's length is kept as: that of the greatest that is not above it, and of 1 for 0. */
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

/**
 * The saturated count of a term in a paragraph, 0 to K1 + 1: BM25F (Robertson, Zaragoza, Taylor 2004) with one joint length.
 * @param count joint count
 * @param length different terms of the paragraph with its headings and title, as they are kept (`lengthOf`)
 */
export function saturate(count: number, length: number, averageLength: number): number {
  return saturated(count, normOf(length, averageLength));
}

/** How often a word counts that a query has so many times: once for once, and never more than `K3 + 1`. */
export function repeated(times: number): number {
  return ((K3 + 1) * times) / (K3 + times);
}

/**
 * What it is worth that two neighbouring words of a query stand near each other.
 * @param worth the rarity of the less rare word
 */
export function nearScore(worth: number, { ordered, near }: { ordered: number; near: number }): number {
  return worth * (ORDERED_WEIGHT * saturate(ordered, 1, 1) + NEAR_WEIGHT * saturate(near, 1, 1));
}

/** `saturate` for one average length, with what depends on the length alone looked up by its code. The results are the same to the bit. */
export class Saturator {
  /** By code: what a count is divided by beside itself. */
  readonly norms = new Float64Array(LENGTHS.length);

  constructor(averageLength: number) {
    for (let code = 0; code < this.norms.length; code++) {
      this.norms[code] = normOf(lengthOf(code), averageLength);
    }
  }

  saturate(count: number, code: number): number {
    return saturated(count, this.norms[code] ?? 0);
  }
}

/** What every saturated count stays below. */
export const SATURATED = K1 + 1;

/** What a count is divided by beside itself. */
function normOf(length: number, averageLength: number): number {
  return K1 * (1 - B + (B * length) / averageLength);
}

export function saturated(count: number, norm: number): number {
  return (SATURATED * count) / (count + norm);
}

/** Names the weights that segments hold bounds of: an index built with others is rebuilt. */
export const RANK_FINGERPRINT = `title ${TITLE_WEIGHT} heading ${HEADING_WEIGHT} lengths ${EXACT_LENGTHS}`;
