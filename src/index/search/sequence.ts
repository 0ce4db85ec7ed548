/**
 * The whole question as one phrase. Text that is pasted or remembered stands somewhere in just that order, perhaps in few
 * paragraphs, while its words by themselves are in many, and stop words are not even looked for. So the sequence of all
 * words counts as one more word of the question, as rare as it is; it adds to the scores of those hits that have all words, and
 * makes no hits. Where no paragraph has it, as a word was left out or two were swapped, its two halves count so.
 */

import { isRemoved } from '../generation/removed.js';
import type { LiveSegment } from '../generation.js';
import { kept } from '../kept.js';
import { clauseOf } from '../query/words.js';
import { inverseFrequency } from '../rank.js';
import type { ParsedQuery, Query } from '../search-types.js';
import type { Segment } from '../segment.js';
import type { Collection } from './collection.js';
import { endWordings, ownersOf, wordingsIn } from './plain/phrase-wordings.js';
import type { PlainPhrase } from './plain/plain-query.js';
import type { Slices, Turn } from './turn.js';
import { wordingsOf } from './wordings.js';

type Phrase = Query & { type: 'phrase' };

/** How near two words stand is told by the closer look; and more words than this are more than anyone remembers. */
const LEAST_WORDS = 3;
const MOST_WORDS = 64;
/** What stands in more paragraphs than this tells none of them from the others, and would take long to find. */
export const MOST_HOLDERS = 4000;

/** The words of a query in their order, stop words included; null where it has operators, fields or signs, or too few words. */
export function sequenceOf({ text, clauses, excluded, filters }: ParsedQuery): Phrase | null {
  if (clauses.length < LEAST_WORDS && clauses.every(({ type }) => type === 'term')) return null;
  if (clauses.length < 2 || excluded.length + filters.length > 0 || !clauses.every(isOfWords)) return null;
  const letters = /^[A-Za-z0-9 ]+$/.test(text) ? text.length : 0;
  const lexeme = { kind: 'phrase', value: text, negated: false, field: null, slop: 0, end: 0, letters } as const;
  const phrase = clauseOf(text, 'any', lexeme, false, new Map());
  if (phrase?.type !== 'phrase') return null;
  return phrase.terms.length < LEAST_WORDS || phrase.terms.length > MOST_WORDS ? null : phrase;
}

/** Whether a clause is a word, a compound, words in quotes, or a star alone, which no text has. */
function isOfWords(clause: Query): boolean {
  if (clause.type === 'or') {
    const [first, second] = clause.clauses;
    return first?.type === 'phrase' && second?.type === 'term' && first.text === second.text && isOfWords(first);
  }
  if (clause.type === 'all') return true;
  return (clause.type === 'term' || (clause.type === 'phrase' && clause.slop === 0)) && clause.field === 'any';
}

/** The paragraphs of a segment that own a run of words, ascending, with how often; joint counts. */
interface Holders {
  paragraphs: readonly number[];
  counts: readonly number[];
}

/** Some words of a question in a row, looked for segment by segment. */
class Run {
  readonly text: string;
  /** How many paragraphs have it, as far as it was looked for: where those are too many, no further, and `in` gives none. */
  frequency = 0;
  /** What a saturated count of 1 is worth. */
  private worth = 0;
  private readonly phrase: PlainPhrase;
  private readonly holders = new Map<Segment, Holders>();
  private looked = 0;

  constructor(
    query: Phrase,
    private readonly segments: readonly LiveSegment[],
    private readonly collection: Collection,
  ) {
    this.text = query.text.trim();
    const { wordings } = wordingsOf(query, collection.partsOf);
    this.phrase = { wordings, slop: 0, field: 'any', worth: 0 };
  }

  /** Looks for it in one more segment; false where there is none. */
  lookFurther(): boolean {
    const live = this.segments[this.looked];
    if (live === undefined) return false;
    this.looked++;
    const { segment, removed } = live;
    const wordings = wordingsIn(segment, this.phrase);
    if (wordings.length === 0) return true;
    const { paragraphs, counts } = ownersOf(wordings, MOST_HOLDERS + (removed?.paragraphCount ?? 0));
    endWordings(wordings);
    if (paragraphs.length > 0) this.holders.set(segment, { paragraphs, counts });
    this.frequency +=
      removed === null ? paragraphs.length : paragraphs.filter((one) => !isRemoved(removed, one)).length;
    this.worth = inverseFrequency(this.frequency, this.collection.paragraphs);
    if (this.frequency <= MOST_HOLDERS) return true;
    this.holders.clear();
    this.looked = this.segments.length;
    return true;
  }

  /** The paragraphs of a segment that own it, ascending. */
  in(segment: Segment): readonly number[] {
    return this.holders.get(segment)?.paragraphs ?? [];
  }

  /** What it adds to the score of the i-th of them. */
  scoreOf(i: number, segment: Segment): number {
    const { paragraphs, counts } = this.holders.get(segment) ?? NO_HOLDERS;
    const length = segment.lengths[paragraphs[i] ?? 0] ?? 1;
    return this.worth * this.collection.saturator.saturate(counts[i] ?? 0, length);
  }
}

const NO_HOLDERS: Holders = { paragraphs: [], counts: [] };

/** The sequence of a question, looked for in all segments: the whole of it, or else its halves. */
export class Sequence {
  private runs: readonly Run[];
  /** By segment: see `in`. Two joins of one search ask for the same. */
  private readonly scores = new Map<Segment, ReadonlyMap<number, number>>();

  constructor(
    private readonly query: Phrase,
    private readonly segments: readonly LiveSegment[],
    private readonly collection: Collection,
  ) {
    this.runs = [new Run(query, segments, collection)];
  }

  /** The words of the question, stop words included. */
  get terms(): readonly string[] {
    return this.query.terms;
  }

  /** Looks for it in all segments, unless that was done. */
  *look(turn: Turn): Slices<void> {
    while (this.lookFurther()) if (turn.isOver()) yield;
  }

  /** Looks a little further; false where that was done. */
  lookFurther(): boolean {
    for (const run of this.runs) {
      if (!run.lookFurther()) continue;
      this.scores.clear();
      return true;
    }
    const [whole, half] = this.runs;
    if (whole === undefined || half !== undefined || whole.frequency > 0) return false;
    this.runs = halvesOf(this.query).map((half) => new Run(half, this.segments, this.collection));
    return true;
  }

  /** The paragraphs of a segment that own any of it, ascending, and what that adds to their scores. */
  in(segment: Segment): ReadonlyMap<number, number> {
    return kept(this.scores, segment, () => {
      const scores = new Map<number, number>();
      for (const run of this.runs) {
        for (const [i, paragraph] of run.in(segment).entries())
          scores.set(paragraph, (scores.get(paragraph) ?? 0) + run.scoreOf(i, segment));
      }
      return this.runs.length === 1 ? scores : new Map([...scores].sort(([a], [b]) => a - b));
    });
  }

  /** Which of it a paragraph owns, and what each adds to its score. */
  reasonsAt(segment: Segment, paragraph: number): { text: string; score: number }[] {
    return this.runs.flatMap((run) => {
      const i = run.in(segment).indexOf(paragraph);
      return i < 0 ? [] : { text: run.text, score: run.scoreOf(i, segment) };
    });
  }
}

/** The first and the last half of a phrase, with the middle word in both: where a word was left out of the text, one of them is whole. */
export function halvesOf(query: Phrase): Phrase[] {
  const { length } = query.terms;
  const size = Math.ceil(length / 2);
  return [runOf(query, 0, size), runOf(query, length - size, length)];
}

/** The words of a phrase from `from` to `to`. */
function runOf(query: Phrase, from: number, to: number): Phrase {
  const terms = query.terms.slice(from, to);
  const within = (query.wholes ?? []).filter((whole) => whole.from >= from && whole.to <= to);
  const wholes = within.map((whole) => ({ ...whole, from: whole.from - from, to: whole.to - from }));
  return { ...query, terms, wholes, text: terms.join(' ') };
}
