/** What hits are worth more by the words that the best of them have in common (feedback.ts). */
import { analyze } from '../analyze.js';
import { FEEDBACK_WEIGHT, SATURATED, type Saturator, saturated } from '../rank.js';
import { giveBack, takeCursor } from '../segment/cursor.js';
import type { Segment } from '../segment.js';
import { stemKey } from '../words/term-keys.js';
import type { Ranked } from './arrange.js';
import type { KnownWord } from './collection.js';
import { countAt } from './context.js';
import type { HitWords, RelatedWord } from './feedback.js';
import { bySegment, FIRST_LOOK, FIRST_PAGE } from './looks.js';
import { wordsOfLanguage } from './paragraph-words.js';
import type { Plan } from './plan.js';

/** Of paragraphs that were among the best lately, 0.5 KB each: the pages of a query, and queries that are typed on, share most of theirs. */
const WORDS = new WeakMap<Segment, Map<number, KnownParagraph>>();
const MAX_PARAGRAPHS = 2048;

/** A paragraph's words, as they are in a book of words (`Plan.book`). */
interface KnownParagraph extends HitWords<KnownWord> {
  book: object;
}

/** @param written gets for each key a word that it stands for */
export function hitWords(
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
export function addRelated(
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
  if (table !== undefined && table !== null) return table.meet(paragraphs, size, met, counts);
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
