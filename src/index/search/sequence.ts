/**
 * The whole question as one phrase. Text that is pasted or remembered stands somewhere in just that order, perhaps in few
 * paragraphs, while its words by themselves are in many, and stop words are not even looked for. So the sequence of all
 * words counts as one more word of the question, as rare as it is; it adds to the scores of those hits that have all words, and
 * makes no hits.
 */
import type { LiveSegment } from '../generation.js';
import { clauseOf } from '../query-words.js';
import { inverseFrequency } from '../rank.js';
import type { ParsedQuery, Query } from '../search-types.js';
import { hasBit } from '../segment/bits.js';
import type { Segment } from '../segment.js';
import type { Collection } from './collection.js';
import { giveBackCursors, ownersOf, wordingsIn } from './plain/phrase-wordings.js';
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

/** The paragraphs of a segment that own the sequence, ascending, with how often; joint counts. */
export interface Holders {
  paragraphs: readonly number[];
  counts: readonly number[];
}

/** The sequence of a question, looked for segment by segment. */
export class Sequence {
  readonly text: string;
  private readonly phrase: PlainPhrase;
  private readonly holders = new Map<Segment, Holders>();
  private looked = 0;
  /** How many paragraphs have it, so far, and what a saturated count of 1 is worth. */
  private frequency = 0;
  private worth = 0;

  constructor(
    query: Phrase,
    private readonly segments: readonly LiveSegment[],
    private readonly collection: Collection,
  ) {
    this.text = query.text.trim();
    const { wordings } = wordingsOf(query, collection.partsOf);
    this.phrase = { wordings, slop: 0, field: 'any', worth: 0 };
  }

  /** Looks for it in all segments, unless that was done. */
  *look(turn: Turn): Slices<void> {
    while (this.lookFurther()) if (turn.isOver()) yield;
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
    giveBackCursors(wordings);
    if (paragraphs.length > 0) this.holders.set(segment, { paragraphs, counts });
    const isGone = (paragraph: number): boolean => removed !== null && hasBit(removed.paragraphs, paragraph);
    this.frequency += removed === null ? paragraphs.length : paragraphs.filter((one) => !isGone(one)).length;
    this.worth = inverseFrequency(this.frequency, this.collection.paragraphs);
    if (this.frequency <= MOST_HOLDERS) return true;
    this.holders.clear();
    this.looked = this.segments.length;
    return true;
  }

  /** The paragraphs of a segment that own it; null where none does, or nobody looked. */
  in(segment: Segment): Holders | null {
    return this.holders.get(segment) ?? null;
  }

  /** What it adds to the score of a paragraph that owns it so often. */
  scoreOf(count: number, segment: Segment, paragraph: number): number {
    return this.worth * this.collection.saturator.saturate(count, segment.lengths[paragraph] ?? 1);
  }
}
