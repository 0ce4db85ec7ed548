/**
 * Puts the best hits of a ranking in a better order by what is too dear to look at in all of them: words that stand near each other, or
 * exactly as they were typed, and words that the best hits have in common. Each adds to the score. How many hits are looked at never
 * depends on the page that is asked for, so that pages fit together; those further down stay as they are.
 */
import { analyze, exactKey, stemKey } from './analyze.js';
import { inOrder, type Ranked } from './arrange.js';
import { FEEDBACK_HITS, type RelatedWord, relatedWords } from './feedback.js';
import { countAt } from './nodes.js';
import type { Plan, QueryWord } from './plan.js';
import { giveBack, type PostingsCursor, takeCursor } from './postings.js';
import { nearness } from './proximity.js';
import { EXACT_WEIGHT, FEEDBACK_WEIGHT, nearScore } from './rank.js';
import type { Segment } from './segment.js';
import type { Reason } from './types.js';

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
}

/** The hits in their new order, with their new scores. */
export function refine(plan: Plan, { hits, fullFirst, feedback, explain }: Refinable): Ranked[] {
  const ranked = explain ? hits.map((hit) => ({ ...hit, reasons: [] })) : hits;
  const close = reordered(ranked, CLOSE_LOOK, fullFirst, (segment, group) => lookClosely(plan, segment, group));
  if (!feedback) return close;
  const texts = new Map<string, string>();
  const related = relatedWords(
    close.slice(0, FEEDBACK_HITS).map((hit) => saturatedWords(plan, hit, texts)),
    (key) => plan.statisticsOf(key),
  );
  return reordered(close, FEEDBACK_LOOK, fullFirst, (segment, group) =>
    addRelated(plan, related, texts, segment, group),
  );
}

/** The hits with the first `look` of them in order again, once `add` has added to the scores of each segment's, in its order. */
function reordered(
  hits: readonly Ranked[],
  look: number,
  fullFirst: boolean,
  add: (segment: Segment, group: Ranked[]) => void,
): Ranked[] {
  const looked = hits
    .slice(0, look)
    .map((hit) => (hit.reasons === undefined ? { ...hit } : { ...hit, reasons: [...hit.reasons] }));
  for (const [segment, group] of bySegment(looked)) add(segment, group);
  const tiers = fullFirst ? [looked.filter(({ full }) => full), looked.filter(({ full }) => !full)] : [looked];
  return [...tiers.flatMap((tier) => inOrder([tier])), ...hits.slice(look)];
}

/** Hits by their segment, in its order. */
function bySegment(hits: readonly Ranked[]): Map<Segment, Ranked[]> {
  const groups = new Map<Segment, Ranked[]>();
  for (const hit of hits) {
    const group = groups.get(hit.live.segment);
    if (group === undefined) groups.set(hit.live.segment, [hit]);
    else group.push(hit);
  }
  for (const group of groups.values()) group.sort((a, b) => a.paragraph - b.paragraph);
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

  constructor(
    readonly word: QueryWord,
    segment: Segment,
  ) {
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
  const words = plan.words.map((word) => new WordPlaces(word, segment));
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
          const rarity = EXACT_WEIGHT * plan.statisticsOf(word.exact.key).rarity;
          add(hit, { type: 'exact', text: word.text, score: rarity * saturator.saturate(count, length) });
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
        const text = `${previous.word.text} ${word.text}`;
        if (score > 0) add(hit, { type: 'near', text, distance: near.distance, score });
      }
      previous = places;
    }
  }
  for (const places of words) places.end();
}

function add(hit: Ranked, reason: Reason): void {
  hit.score += reason.score;
  hit.reasons?.push(reason);
}

function sameWord(a: QueryWord, b: QueryWord): boolean {
  return a.keys.length === b.keys.length && a.keys.every((key, i) => key === b.keys[i]);
}

/**
 * The words of a hit's own text, and of the title and headings that begin at it, with their saturated counts.
 * @param written gets for each key a word that it stands for
 */
function saturatedWords(
  plan: Plan,
  { live: { segment }, paragraph }: Ranked,
  written: Map<string, string>,
): Map<string, number> {
  const { ordinal, headings, opens, text } = segment.paragraph(paragraph);
  const { title, language } = segment.document(segment.documentOf(paragraph));
  const texts = [text, ...headings.slice(headings.length - opens), ...(ordinal === 1 ? [title] : [])];
  const counts = new Map<string, number>();
  for (const { term, stem, exact, stop, whole } of texts.flatMap((one) => analyze(one, language))) {
    if (stop || whole || /^\d+$/.test(term)) continue;
    const key = stemKey(stem ?? term);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (!written.has(key)) written.set(key, exact ?? term);
  }
  const length = segment.lengths[paragraph] ?? 1;
  for (const [key, count] of counts) counts.set(key, plan.saturator.saturate(count, length));
  return counts;
}

/** Adds to the scores of hits of one segment, in its order, what the words in common with the best hits are worth. */
function addRelated(
  plan: Plan,
  related: readonly RelatedWord[],
  written: ReadonlyMap<string, string>,
  segment: Segment,
  hits: readonly Ranked[],
): void {
  const words = new Set(plan.words.map(({ keys }) => keys.join('\n')));
  const scale = FEEDBACK_WEIGHT * words.size;
  const reasons = new Map<Ranked, { type: 'related'; texts: string[]; score: number }>();
  for (const { key, share } of related) {
    const number = segment.listNumber(key);
    if (number < 0) continue;
    const cursor = takeCursor(segment, number);
    const worth = scale * share * plan.statisticsOf(key).rarity;
    for (const hit of hits) {
      const count = countAt(cursor, hit.paragraph);
      if (count === 0) continue;
      const score = worth * plan.saturator.saturate(count, segment.lengths[hit.paragraph] ?? 1);
      hit.score += score;
      if (hit.reasons === undefined) continue;
      const reason = reasons.get(hit) ?? { type: 'related', texts: [], score: 0 };
      reason.texts.push(written.get(key) ?? key);
      reason.score += score;
      reasons.set(hit, reason);
    }
    giveBack(cursor);
  }
  for (const [hit, reason] of reasons) hit.reasons?.push(reason);
}

/** How a word was typed, as lists of the index. */
export interface ExactForm {
  key: string;
  /** The lists of the same word with diacritics, which that of one typed without has too. */
  otherSpellings(segment: Segment): number[];
}

export function exactForm(term: string, typed: string): ExactForm {
  if (typed !== term) return { key: exactKey(term, typed), otherSpellings: () => [] };
  return {
    key: term,
    otherSpellings: (segment) => {
      const [from, to] = segment.prefixRange(exactKey(term, ''));
      return Array.from({ length: Math.min(to - from, MAX_SPELLINGS) }, (_, i) => from + i);
    },
  };
}
