/**
 * Puts the best hits of a ranking in a better order by what is too dear to look at in all of them: words that stand near each other, or
 * exactly as they were typed, and words that the best hits have in common. Each adds to the score. How many hits are looked at never
 * depends on the page that is asked for, so that pages fit together; those further down stay as they are.
 */
import { analyze, exactKey, stemKey } from './analyze.js';
import { bestInOrder, type Ranked, scoresOf } from './arrange.js';
import { hasBit } from './bits.js';
import { FEEDBACK_HITS, type RelatedWord, relatedWords } from './feedback.js';
import { countAt } from './nodes.js';
import type { Plan, QueryWord } from './plan.js';
import { giveBack, type PostingsCursor, takeCursor } from './postings.js';
import { nearness } from './proximity.js';
import { EXACT_WEIGHT, FEEDBACK_WEIGHT, nearScore, SATURATED, type Saturator, saturated } from './rank.js';
import type { Segment } from './segment.js';

/** How many of the best hits are looked at for nearness and exact words, and how many for words in common with the very best. */
export const CLOSE_LOOK = 100;
export const FEEDBACK_LOOK = 250;
/** Most spellings of a word that are told apart. */
const MAX_SPELLINGS = 16;

/** What a ranking must give to be refined. */
export interface Refinable {
  /** Best first, at least `FEEDBACK_LOOK` (with feedback) or `CLOSE_LOOK` of them where there are as many. */
  hits: readonly Ranked[];
  /** Whether those with every clause come first. */
  fullFirst: boolean;
  /** Whether words that the best hits have in common count. */
  feedback: boolean;
  /** Whether hits are given the reasons for what is added to their scores. */
  explain: boolean;
  /** How many of the best are shown: those behind them need no order. */
  wanted: number;
}

/** The hits in their new order, their scores changed in place; only the first `wanted` of them are sure to be in order. */
export function refine(plan: Plan, { hits, fullFirst, feedback, explain, wanted }: Refinable): Ranked[] {
  if (explain) for (const hit of hits) hit.reasons = [];
  const looked = hits.slice(0, feedback ? FEEDBACK_LOOK : CLOSE_LOOK);
  for (const [segment, group] of bySegment(looked.slice(0, CLOSE_LOOK))) lookClosely(plan, segment, group);
  if (feedback) {
    const written = explain ? new Map<string, string>() : null;
    const best = reordered(looked.slice(0, CLOSE_LOOK), fullFirst, FEEDBACK_HITS).slice(0, FEEDBACK_HITS);
    const related = relatedWords(
      best.map((hit) => saturatedWords(plan, hit, written)),
      (key) => plan.statisticsOf(key),
    );
    addRelated(plan, related, written, looked, (hit) => fullFirst && hit.full, wanted);
  }
  return [...reordered(looked, fullFirst, wanted), ...hits.slice(looked.length)];
}

function reordered(hits: readonly Ranked[], fullFirst: boolean, wanted: number): Ranked[] {
  const tiers = fullFirst ? [hits.filter(({ full }) => full), hits.filter(({ full }) => !full)] : [hits];
  return tiers.flatMap((tier) => bestInOrder(tier, wanted));
}

/** Hits by their segment, in its order. */
function bySegment(hits: readonly Ranked[]): Map<Segment, Ranked[]> {
  // Numbers are sorted in a third of the time that objects take.
  const places = new Float64Array(hits.length);
  for (let i = 0; i < hits.length; i++) places[i] = (hits[i]?.paragraph ?? 0) * FEEDBACK_LOOK + i;
  const groups = new Map<Segment, Ranked[]>();
  for (const place of places.sort()) {
    const hit = hits[place % FEEDBACK_LOOK];
    if (hit === undefined) continue;
    const group = groups.get(hit.live.segment);
    if (group === undefined) groups.set(hit.live.segment, [hit]);
    else group.push(hit);
  }
  return groups;
}

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
    this.exactWorth = word.exact === null ? 0 : EXACT_WEIGHT * plan.statisticsOf(word.exact.key).rarity;
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
function lookClosely(plan: Plan, segment: Segment, hits: readonly Ranked[]): void {
  const words = plan.words.map((word) => new WordPlaces(word, segment, plan));
  const { saturator } = plan;
  for (const hit of hits) {
    const { paragraph } = hit;
    const length = segment.lengths[paragraph] ?? 1;
    let previous: WordPlaces | null = null;
    for (const places of words) {
      const { word } = places;
      places.moveTo(paragraph);
      if (word.exact !== null) {
        const count = places.exactCount(paragraph);
        if (count > 0) {
          const score = places.exactWorth * saturator.saturate(count, length);
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

/** A paragraph's words with their saturated counts, as `saturator` gave them. */
interface ParagraphWords {
  saturator: Saturator;
  words: ReadonlyMap<string, number>;
}

/** Of paragraphs that were among the best lately, 1.4 KB each: the pages of a query, and queries that are typed on, share most of theirs. */
const WORDS = new WeakMap<Segment, Map<number, ParagraphWords>>();
const MAX_PARAGRAPHS = 2048;

/** @param written gets for each key a word that it stands for */
function saturatedWords(
  { saturator }: Plan,
  { live: { segment }, paragraph }: Ranked,
  written: Map<string, string> | null,
): ReadonlyMap<string, number> {
  const paragraphs = WORDS.get(segment) ?? new Map<number, ParagraphWords>();
  WORDS.set(segment, paragraphs);
  const known = paragraphs.get(paragraph);
  if (known?.saturator === saturator && written === null) return known.words;
  const words = new Map<string, number>();
  const length = segment.lengths[paragraph] ?? 1;
  for (const [key, count] of countWords(segment, paragraph, written)) words.set(key, saturator.saturate(count, length));
  const oldest = paragraphs.keys().next();
  if (paragraphs.size >= MAX_PARAGRAPHS && oldest.done === false) paragraphs.delete(oldest.value);
  paragraphs.set(paragraph, { saturator, words });
  return words;
}

/** The words of a paragraph's own text, and of the title and headings that begin at it, as keys, with their counts. */
function countWords(segment: Segment, paragraph: number, written: Map<string, string> | null): [string, number][] {
  const { ordinal, headings, opens, text } = segment.paragraph(paragraph);
  const { title, language } = segment.document(segment.documentOf(paragraph));
  const texts = [text, ...headings.slice(headings.length - opens), ...(ordinal === 1 ? [title] : [])];
  const counts = new Map<string, number>();
  for (const one of texts) {
    for (const { term, stem, exact, stop, whole } of analyze(one, language)) {
      if (stop || whole || /^\d+$/.test(term)) continue;
      // Keys are made for what is left, not for every token: the stem's text knows its hash.
      const word = stem ?? term;
      counts.set(word, (counts.get(word) ?? 0) + 1);
      if (written?.has(stemKey(word)) === false) written.set(stemKey(word), exact ?? term);
    }
  }
  return Array.from(counts, ([word, count]) => [stemKey(word), count]);
}

/** Hits of one segment, ascending. They are gone through for each related word: numbers in arrays take half the time. */
class SegmentHits {
  readonly paragraphs: Int32Array;
  readonly norms: Float64Array;
  size: number;

  constructor(
    readonly segment: Segment,
    readonly hits: Ranked[],
    { norms }: Saturator,
  ) {
    this.size = hits.length;
    this.paragraphs = new Int32Array(this.size);
    this.norms = new Float64Array(this.size);
    for (let i = 0; i < this.size; i++) {
      const paragraph = hits[i]?.paragraph ?? 0;
      this.paragraphs[i] = paragraph;
      this.norms[i] = norms[segment.lengths[paragraph] ?? 1] ?? 0;
    }
  }

  /** Goes on with those that pass. */
  keep(passes: (hit: Ranked) => boolean): void {
    let kept = 0;
    for (let i = 0; i < this.size; i++) {
      const hit = this.hits[i];
      if (hit === undefined || !passes(hit)) continue;
      this.hits[kept] = hit;
      this.paragraphs[kept] = this.paragraphs[i] ?? 0;
      this.norms[kept++] = this.norms[i] ?? 0;
    }
    this.size = kept;
  }
}

/** After as many related words those hits are let go that can no longer be among the wanted: of 250, 160 are left after 10, 30 after 25. */
const RELATED_STEP = 5;
/** Above what sums of the same numbers in another order differ by. */
const SLACK = 1 + 1e-9;

/**
 * Adds to the scores of hits what the words in common with the best of them are worth; those that stay behind the `wanted` best may not
 * get all of it.
 * @param isSure whether a hit is wanted whatever its score
 */
function addRelated(
  plan: Plan,
  related: readonly RelatedWord[],
  written: ReadonlyMap<string, string> | null,
  all: readonly Ranked[],
  isSure: (hit: Ranked) => boolean,
  wanted: number,
): void {
  const words = new Set(plan.words.map(({ keys }) => keys.join('\n')));
  const scale = FEEDBACK_WEIGHT * words.size;
  const worths = related.map(({ key, share }) => scale * share * plan.statisticsOf(key).rarity);
  const groups = Array.from(bySegment(all), ([segment, hits]) => new SegmentHits(segment, hits, plan.saturator));
  const unsure = all.filter((hit) => !isSure(hit));
  const needed = wanted - (all.length - unsure.length);
  const reasons = new Map<Ranked, { type: 'related'; texts: string[]; score: number }>();
  const counts = new Int32Array(all.length);
  let rest = SATURATED * worths.reduce((sum, worth) => sum + worth, 0);
  for (const [step, { key }] of related.entries()) {
    if (step % RELATED_STEP === 0 && needed < unsure.length) {
      const least = scoresOf(unsure).sort().at(-needed) ?? Number.NEGATIVE_INFINITY;
      for (const group of groups) group.keep((hit) => (hit.score + rest) * SLACK >= least || isSure(hit));
    }
    const worth = worths[step] ?? 0;
    rest -= SATURATED * worth;
    for (const { segment, hits, paragraphs, norms, size } of groups) {
      const number = plan.listOf(key, segment);
      if (number < 0) continue;
      readCounts(segment, number, paragraphs, size, counts);
      for (let i = 0; i < size; i++) {
        const count = counts[i] ?? 0;
        const hit = hits[i];
        if (count === 0 || hit === undefined) continue;
        const score = worth * saturated(count, norms[i] ?? 0);
        hit.score += score;
        if (written === null) continue;
        const reason = reasons.get(hit) ?? { type: 'related', texts: [], score: 0 };
        reason.texts.push(written.get(key) ?? key);
        reason.score += score;
        reasons.set(hit, reason);
      }
    }
  }
  for (const [hit, reason] of reasons) hit.reasons?.push(reason);
}

/** The joint counts of a term at the first `size` of paragraphs, which ascend. */
function readCounts(segment: Segment, number: number, paragraphs: Int32Array, size: number, counts: Int32Array): void {
  const table = segment.tables.get(number);
  if (table !== undefined && table !== null) {
    for (let i = 0; i < size; i++) {
      const paragraph = paragraphs[i] ?? 0;
      counts[i] = !hasBit(table.matched, paragraph) ? 0 : (table.counts?.[paragraph] ?? 1);
    }
    return;
  }
  const cursor = takeCursor(segment, number);
  if (cursor.context.length > 0) {
    for (let i = 0; i < size; i++) counts[i] = countAt(cursor, paragraphs[i] ?? 0);
  } else {
    let owner = -1;
    for (let i = 0; i < size; i++) {
      const paragraph = paragraphs[i] ?? 0;
      if (owner < paragraph) owner = cursor.advance(paragraph);
      counts[i] = owner === paragraph ? cursor.count() : 0;
    }
  }
  giveBack(cursor);
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
