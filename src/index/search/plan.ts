/**
 * From a parsed query to its plan: the clauses that each segment is searched for, with the rarity of their words in the
 * whole generation.
 */
import type { LiveSegment } from '../generation.js';
import { printFinished } from '../query/print.js';
import type { Saturator } from '../rank.js';
import type { Marks, ParsedQuery, Query } from '../search-types.js';
import type { Segment } from '../segment.js';
import { ClausePlanner, isLeaf } from './clause-planner.js';
import { type Collection, collectionOf } from './collection.js';
import type { PlainPhrase, PlainQuery } from './plain/plain-query.js';
import { opened, type Planned, plainClauses, plainParts, united } from './planned.js';
import { Sequence, sequenceOf } from './sequence.js';
import type { Slices, Turn } from './turn.js';
import { hasCompound, type QueryWord, queryWords, tellingClauses } from './weighed-words.js';

/**
 * The plan of one query over one generation, for all segments: made word by word, as each may take milliseconds. What
 * ranking does not need is computed when asked for.
 */
export class Plan {
  /** Without stop words, unless there is nothing else. */
  clauses: readonly Planned[] = NONE;
  /** The parts of compounds: they add to the score of paragraphs that have them, and any of them is enough where any word is. */
  parts: readonly Planned[] = NONE;
  readonly excluded: Planned[] = [];
  /** Whether all clauses are planned. */
  isComplete = false;
  readonly saturator: Saturator;
  /** What is known of words in the whole generation. */
  readonly collection: Collection;
  /** The clauses of the query without stop words, and each of them planned. */
  private readonly telling: readonly Query[];
  private readonly planned: Planned[] = [];
  private readonly planner: ClausePlanner;
  /** Those of the clause that is being planned, if that is a group. */
  private steps: Slices<Planned> | null = null;
  private knownWords: readonly QueryWord[] | null = null;
  private knownSequence: Sequence | null | undefined;

  constructor(
    private readonly segments: readonly LiveSegment[],
    private readonly query: ParsedQuery,
  ) {
    this.collection = collectionOf(segments);
    this.saturator = this.collection.saturator;
    this.telling = tellingClauses(query.clauses, this.collection);
    this.planner = new ClausePlanner(segments, this.collection);
  }

  /** Plans one more clause, or a part of it. */
  planNext(): void {
    const { telling, planned, excluded, query } = this;
    const next = telling[planned.length];
    const clause = next ?? query.excluded[excluded.length];
    if (clause !== undefined) {
      const done = this.step(clause, next !== undefined);
      if (done === null) return;
      (next === undefined ? excluded : planned).push(done);
    }
    if (planned.length < telling.length || excluded.length < query.excluded.length) return;
    this.clauses = united(planned);
    if (hasCompound(query.clauses)) this.parts = this.planParts();
    this.isComplete = true;
  }

  /** The clause once it is planned; null where that needs more steps. */
  private step(clause: Query, marked: boolean): Planned | null {
    if (isLeaf(clause)) return this.planner.plan(clause, marked);
    this.steps ??= this.planner.steps(clause, marked);
    const step = this.steps.next();
    if (step.done !== true) return null;
    this.steps = null;
    return step.value;
  }

  /** Plans all that is left, with turns for others. */
  *finish(turn: Turn): Slices<void> {
    while (!this.isComplete) {
      this.planNext();
      if (turn.isOver()) yield;
    }
  }

  /** Stop words that were left out. */
  get ignored(): readonly string[] {
    const { telling } = this;
    const asked = this.query.clauses;
    if (asked === telling) return NO_TEXTS;
    return asked.flatMap((clause) => (clause.type === 'term' && !telling.includes(clause) ? clause.text : []));
  }

  /** The words of the query that the collection has, in the order of the query. */
  get words(): readonly QueryWord[] {
    this.knownWords ??= queryWords(this.query.clauses, this.telling, this.collection);
    return this.knownWords;
  }

  /** The whole question as one phrase, looked for where that can matter; null where it is no list of words. */
  get sequence(): Sequence | null {
    if (this.knownSequence === undefined) {
      const phrase = sequenceOf(this.query);
      this.knownSequence = phrase === null ? null : new Sequence(phrase, this.segments, this.collection);
    }
    return this.knownSequence;
  }

  /** Whether a closer look can change the order of hits. */
  mayRefine(): boolean {
    const [first, second] = this.words;
    if (first === undefined || second !== undefined) return second !== undefined;
    const { collection } = this;
    return collection.hasListings || (first.exact !== null && collection.hasOtherForms(first.keys, first.exact));
  }

  /** The text of a clause, or of a part of a compound. */
  textOf(planned: Planned): string {
    const clause = this.telling[this.planned.indexOf(planned)];
    if (clause !== undefined) return printFinished(clause);
    return this.words.filter(({ part }) => part)[this.parts.indexOf(planned)]?.text ?? '';
  }

  /** The number of a segment in `KnownWord.lists`. */
  indexOf(segment: Segment): number {
    const { segments } = this;
    let index = 0;
    while (index < segments.length && segments[index]?.segment !== segment) index++;
    return index;
  }

  private planParts(): Planned[] {
    const { collection } = this;
    const parts = this.words.filter(({ part }) => part);
    if (this.telling.length > 1) for (const { keys } of parts) this.planner.markKeys(keys);
    return parts.map(({ keys, rarity }) => {
      const lists = keys.map((key) => collection.known(key).lists);
      return { type: 'word', keys, lists, field: 'any', rarity, times: 1 };
    });
  }

  /** What to mark in hits. Excluded words are not marked. */
  get marks(): Marks {
    return this.planner.marks;
  }

  /** What a limit left out, each sentence once. */
  get notes(): readonly string[] {
    return this.planner.notes;
  }

  /** The query as lists of words and phrases over one segment; null where it has or excludes other clauses, and needs windows. */
  plainQuery(segment: Segment): PlainQuery | null {
    const asked = opened(this.clauses, this.excluded);
    if (asked.clauses.length === 0) return null;
    const index = this.indexOf(segment);
    const clauses = plainClauses(asked.clauses, segment, index);
    const excluded = plainParts(asked.excluded, segment, index);
    const extra = plainParts(this.parts, segment, index);
    if (clauses === null || excluded === null || extra === null) return null;
    return { clauses, needsAll: asked.needsAll, extra, excluded };
  }

  /** Whether there are phrases among other clauses. */
  get mixesPhrases(): boolean {
    return this.planner.hasPhrase && this.plainPhrase === null;
  }

  /** The query as one phrase without parts; null where it is anything else. */
  get plainPhrase(): PlainPhrase | null {
    const [phrase] = this.clauses;
    return phrase?.type === 'phrase' &&
      this.clauses.length === 1 &&
      this.parts.length === 0 &&
      this.excluded.length === 0
      ? phrase
      : null;
  }
}

const NONE: readonly Planned[] = [];
const NO_TEXTS: readonly string[] = [];
