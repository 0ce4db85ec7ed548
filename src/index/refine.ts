/**
 * Puts the best hits of a ranking in a better order by what is too dear to look at in all of them: words that stand near each other, or
 * exactly as they were typed, and words that the best hits have in common. Each adds to the score.
 *
 * The first `FIRST_PAGE` places are given to the best `FIRST_LOOK` hits, those behind to whatever is left of `FEEDBACK_LOOK`; those further
 * down stay as they are. So the pages fit together whichever is asked for, and a first page, which is nearly all that is ever asked
 * for, needs no more than it shows (docs/decisions/0012).
 */
import { analyze, exactKey, stemKey } from './analyze.js';
import { bestInOrder, type Ranked } from './arrange.js';
import type { KnownWord } from './collection.js';
import { giveBack, type PostingsCursor, takeCursor } from './cursor.js';
import { FEEDBACK_HITS, type HitWords, type RelatedWord, relatedWords } from './feedback.js';
import { countAt } from './nodes.js';
import { wordsOfLanguage } from './paragraph-words.js';
import type { Plan, QueryWord } from './plan.js';
import { nearness } from './proximity.js';
import { EXACT_WEIGHT, FEEDBACK_WEIGHT, nearScore, SATURATED, type Saturator, saturated } from './rank.js';
import type { Segment } from './segment.js';
import { meetTable } from './table.js';

/** How many places are given out first, and to the best of how many hits. */
export const FIRST_PAGE = 20;
export const FIRST_LOOK = 70;
/** How many of the best hits are looked at for nearness and exact words, and how many for words in common with the very best. */
export const CLOSE_LOOK = 100;
export const FEEDBACK_LOOK = 250;
/** Most spellings of a word that are told apart. */
const MAX_SPELLINGS = 16;

/** What a ranking must give to be refined. */
export interface Refinable {
  /** Best first, at least `looksAt` of them where there are as many. */
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

/** How many of the best hits are needed to give out the first `wanted` places. */
export function looksAt(wanted: number, feedback: boolean): number {
  return wanted <= FIRST_PAGE ? FIRST_LOOK : Math.max(wanted, feedback ? FEEDBACK_LOOK : CLOSE_LOOK);
}

/** The hits in their new order, their scores changed in place; only the first `wanted` of them are sure to be in order. */
export function refine(plan: Plan, { hits, fullFirst, feedback, explain, wanted }: Refinable): Ranked[] {
  if (explain) for (const hit of hits) hit.reasons = [];
  const looked = hits.slice(0, wanted <= FIRST_PAGE ? FIRST_LOOK : feedback ? FEEDBACK_LOOK : CLOSE_LOOK);
  for (const [segment, group] of bySegment(looked.slice(0, CLOSE_LOOK))) lookClosely(plan, segment, group);
  if (feedback) {
    const written = explain ? new Map<string, string>() : null;
    const best = reordered(looked.slice(0, FIRST_LOOK), fullFirst, FEEDBACK_HITS).slice(0, FEEDBACK_HITS);
    const related = relatedWords(best.map((hit) => hitWords(plan, hit, written)));
    addRelated(plan, related, written, looked, fullFirst, wanted);
  }
  const first = reordered(looked.slice(0, FIRST_LOOK), fullFirst, FIRST_PAGE);
  if (wanted <= FIRST_PAGE) return [...first, ...hits.slice(looked.length)];
  const others = [...first.slice(FIRST_PAGE), ...looked.slice(FIRST_LOOK)];
  return [...first.slice(0, FIRST_PAGE), ...reordered(others, fullFirst, wanted), ...hits.slice(looked.length)];
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
function lookClosely(plan: Plan, segment: Segment, hits: readonly Ranked[]): void {
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

/** Of paragraphs that were among the best lately, 0.5 KB each: the pages of a query, and queries that are typed on, share most of theirs. */
const WORDS = new WeakMap<Segment, Map<number, KnownParagraph>>();
const MAX_PARAGRAPHS = 2048;

/** A paragraph's words, as they are in a book of words (`Plan.book`). */
interface KnownParagraph extends HitWords<KnownWord> {
  book: object;
}

/** @param written gets for each key a word that it stands for */
function hitWords(
  plan: Plan,
  { live: { segment }, paragraph }: Ranked,
  written: Map<string, string> | null,
): HitWords<KnownWord> {
  const paragraphs = WORDS.get(segment) ?? new Map<number, KnownParagraph>();
  WORDS.set(segment, paragraphs);
  const before = paragraphs.get(paragraph);
  if (before?.book === plan.book && written === null) return before;
  const code = segment.lengths[paragraph] ?? 1;
  const { keys, counts } = countWords(segment, paragraph, written);
  const words = keys.map((key) => plan.known(key));
  const saturated = Float64Array.from(counts, (count) => plan.saturator.saturate(count, code));
  const known = { book: plan.book, words, saturated };
  const oldest = paragraphs.keys().next();
  if (paragraphs.size >= MAX_PARAGRAPHS && oldest.done === false) paragraphs.delete(oldest.value);
  paragraphs.set(paragraph, known);
  return known;
}

/** The words of a paragraph's own text, and of the title and headings that begin at it, as keys, with their counts. */
function countWords(
  segment: Segment,
  paragraph: number,
  written: Map<string, string> | null,
): { keys: string[]; counts: ArrayLike<number> } {
  const number = segment.documentOf(paragraph);
  const { title, language } = segment.document(number);
  const isFirst = paragraph === segment.documentFirst[number];
  if (written !== null) writeWords(segment, paragraph, isFirst ? title : '', language, written);
  const words = wordsOfLanguage(segment, language);
  const { numbers, counts } = words.count(paragraph, isFirst ? title : '');
  return { keys: Array.from(numbers, (key) => words.keys[key] ?? ''), counts };
}

/** For each key a word that it stands for: for reasons. */
function writeWords(
  segment: Segment,
  paragraph: number,
  title: string,
  language: string | null,
  written: Map<string, string>,
): void {
  const { headings, opens, text } = segment.paragraph(paragraph);
  for (const one of [text, ...headings.slice(headings.length - opens), title]) {
    for (const { term, stem, exact, stop, whole } of analyze(one, language)) {
      const key = stemKey(stem ?? term);
      if (!stop && !whole && !written.has(key)) written.set(key, exact ?? term);
    }
  }
}

/** Hits of one segment, ascending. They are gone through for each related word: numbers in arrays take half the time. */
class SegmentHits {
  readonly paragraphs: Int32Array;
  readonly norms: Float64Array;
  readonly scores: Float64Array;
  size: number;

  constructor(
    readonly segment: Segment,
    /** The number of the segment in the generation. */
    readonly number: number,
    readonly hits: Ranked[],
    { norms }: Saturator,
  ) {
    this.size = hits.length;
    this.paragraphs = new Int32Array(this.size);
    this.norms = new Float64Array(this.size);
    this.scores = new Float64Array(this.size);
    for (const [i, { paragraph, score }] of hits.entries()) {
      this.paragraphs[i] = paragraph;
      this.norms[i] = norms[segment.lengths[paragraph] ?? 1] ?? 0;
      this.scores[i] = score;
    }
  }

  /** Goes on with those that are worth at least so much, or are sure. */
  keep(least: number, isSure: (hit: Ranked) => boolean): void {
    const { hits, paragraphs, norms, scores } = this;
    let kept = 0;
    for (let i = 0; i < this.size; i++) {
      const hit = hits[i];
      const score = scores[i] ?? 0;
      if (hit === undefined) continue;
      if (score < least && !isSure(hit)) {
        hit.score = score;
        continue;
      }
      hits[kept] = hit;
      paragraphs[kept] = paragraphs[i] ?? 0;
      norms[kept] = norms[i] ?? 0;
      scores[kept++] = score;
    }
    this.size = kept;
  }

  /** Gives the hits their scores. */
  end(): void {
    for (let i = 0; i < this.size; i++) {
      const hit = this.hits[i];
      if (hit !== undefined) hit.score = this.scores[i] ?? 0;
    }
  }
}

/** After as many related words those hits are let go that can no longer be among the wanted. */
const RELATED_STEP = 5;
/** Above what sums of the same numbers in another order differ by. */
const SLACK = 1 + 1e-9;

/**
 * Adds to the scores of hits what the words in common with the best of them are worth; those that stay behind the `wanted` best may not
 * get all of it.
 */
function addRelated(
  plan: Plan,
  related: readonly RelatedWord<KnownWord>[],
  written: ReadonlyMap<string, string> | null,
  all: readonly Ranked[],
  fullFirst: boolean,
  wanted: number,
): void {
  const words = new Set(plan.words.map(({ keys }) => keys.join('\n')));
  const scale = FEEDBACK_WEIGHT * words.size;
  const worths = related.map(({ word, share }) => scale * share * word.rarity);
  const groups = Array.from(
    bySegment(all),
    ([segment, hits]) => new SegmentHits(segment, plan.indexOf(segment), hits, plan.saturator),
  );
  // Whatever their scores: those that come first anyway, and where more than the first places are wanted all that these go to.
  const sure = new Set<Ranked>(wanted > FIRST_PAGE ? all.slice(0, FIRST_LOOK) : []);
  const full = fullFirst ? all.filter((hit) => hit.full) : [];
  for (const hit of full) sure.add(hit);
  const needed = wanted - Math.max(wanted > FIRST_PAGE ? FIRST_PAGE : 0, full.length);
  const isSure = (hit: Ranked): boolean => sure.has(hit);
  const unsure = all.length - sure.size;
  const reasons = new Map<Ranked, { type: 'related'; texts: string[]; score: number }>();
  const met = new Int32Array(all.length);
  const counts = new Int32Array(all.length);
  let rest = SATURATED * worths.reduce((sum, worth) => sum + worth, 0);
  for (const [step, { word }] of related.entries()) {
    if (step > 0 && step % RELATED_STEP === 0 && needed < unsure) {
      // Some of the unsure may be gone by now, but none of their best.
      const least = nthBest(groups, sure, needed);
      for (const group of groups) group.keep(least / SLACK - rest, isSure);
    }
    const worth = worths[step] ?? 0;
    rest -= SATURATED * worth;
    for (const group of groups) {
      const list = word.lists[group.number] ?? -1;
      if (list < 0) continue;
      const { segment, hits, paragraphs, norms, scores, size } = group;
      const found = meetTerm(segment, list, paragraphs, size, met, counts);
      for (let m = 0; m < found; m++) {
        const i = met[m] ?? 0;
        const score = worth * saturated(counts[m] ?? 0, norms[i] ?? 0);
        scores[i] = (scores[i] ?? 0) + score;
        const hit = hits[i];
        if (written === null || hit === undefined) continue;
        const reason = reasons.get(hit) ?? { type: 'related', texts: [], score: 0 };
        reason.texts.push(written.get(word.key) ?? word.key);
        reason.score += score;
        reasons.set(hit, reason);
      }
    }
  }
  for (const group of groups) group.end();
  for (const [hit, reason] of reasons) hit.reasons?.push(reason);
}

/** The n-th best score of hits that are not sure; above all where n is 0, below all where there are fewer. */
function nthBest(groups: readonly SegmentHits[], sure: ReadonlySet<Ranked>, n: number): number {
  if (n <= 0) return Number.POSITIVE_INFINITY;
  const scores: number[] = [];
  for (const { hits, size, scores: known } of groups) {
    for (let i = 0; i < size; i++) {
      const hit = hits[i];
      if (hit !== undefined && !sure.has(hit)) scores.push(known[i] ?? 0);
    }
  }
  return Float64Array.from(scores).sort().at(-n) ?? Number.NEGATIVE_INFINITY;
}

/** As `PostingsCursor.meet`, of a term, wherever its postings are read. */
function meetTerm(
  segment: Segment,
  number: number,
  paragraphs: Int32Array,
  size: number,
  met: Int32Array,
  counts: Int32Array,
): number {
  const table = segment.tables.get(number);
  if (table !== undefined && table !== null) return meetTable(table, paragraphs, size, met, counts);
  let found = 0;
  const cursor = takeCursor(segment, number);
  if (cursor.context.length === 0) {
    found = cursor.meet(paragraphs, size, met, counts);
  } else {
    for (let i = 0; i < size; i++) {
      const count = countAt(cursor, paragraphs[i] ?? 0);
      if (count === 0) continue;
      met[found] = i;
      counts[found++] = count;
    }
  }
  giveBack(cursor);
  return found;
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
