/** From a parsed query to what each segment is asked: the query's words with their rarity in the whole generation. */
import { isSpaceless } from '../analyze.js';
import { type LiveSegment, liveFrequency, type Removed } from '../generation.js';
import { printFinished } from '../print-query.js';
import {
  COMPLETE_BELOW,
  COMPLETION_WEIGHT,
  COMPOUND_WEIGHT,
  COUNTED_WORDS,
  FUZZY_WEIGHT,
  inverseFrequency,
  type Saturator,
} from '../rank.js';
import { countBits, without } from '../segment/bits.js';
import type { Segment } from '../segment.js';
import type { Field, Mark, Marks, ParsedQuery, Query } from '../types.js';
import { stemKey, stemOfKey } from '../words/term-keys.js';
import type { ExactForm } from './close-look.js';
import { type Collection, collectionOf, type FoundWord, type KnownWord, type ReadWord } from './collection.js';
import { type Expansion, expandFuzzy, expandPrefix } from './expand.js';
import { countLive, mergedOf } from './flat.js';
import { groupSets } from './group-sets.js';
import type { PlainClause } from './plain.js';
import type { PlainPhrase } from './plain-phrase.js';
import { type Group, type Planned, partsOf, united } from './planned.js';
import { wordingsOf } from './wordings.js';

/** A word of the query as it bears on the order of its hits. */
export interface QueryWord {
  text: string;
  /** Its place in the query, stop words and the parts of compounds counted. */
  place: number;
  keys: readonly string[];
  /** How rare it is. */
  rarity: number;
  /** Whether it is part of a compound, of which the query's clauses know the whole alone. */
  part: boolean;
  /** Whether it is a pair of characters of a script without spaces. */
  bigram: boolean;
  /** Its form as it was typed; null where it is looked for in that form alone. */
  exact: ExactForm | null;
}

type Term = Query & { type: 'term' };

/** One query over one generation: made once, then asked of every segment. What ranking does not need is worked out when it is asked for. */
export class Plan {
  /** Without stop words, unless there is nothing else. */
  readonly clauses: readonly Planned[];
  readonly excluded: readonly Planned[];
  readonly notes: string[] = [];
  readonly saturator: Saturator;
  /** The parts of compounds: they add to the score of what has them, and are enough where any word is. */
  readonly parts: readonly Planned[];
  private readonly asked: readonly Query[];
  /** The query's clauses that say something, and each as it was planned. */
  private readonly telling: readonly Query[];
  private readonly planned: readonly Planned[];
  private readonly terms: Mark[] = [];
  private readonly prefixes: Marks['prefixes'][number][] = [];
  private readonly phrases: Marks['phrases'][number][] = [];
  private readonly collection: Collection;
  private knownWords: readonly QueryWord[] | null = null;

  constructor(
    private readonly segments: readonly LiveSegment[],
    query: ParsedQuery,
  ) {
    this.collection = collectionOf(segments);
    this.saturator = this.collection.saturator;
    this.asked = query.clauses;
    this.telling = this.tellingOf(query.clauses);
    const planned: Planned[] = [];
    for (const clause of this.telling) planned.push(this.plan(clause, true));
    this.planned = planned;
    this.clauses = united(planned);
    this.excluded = query.excluded.length === 0 ? NONE : query.excluded.map((clause) => this.plan(clause, false));
    this.parts = hasCompound(query.clauses) ? this.planParts() : NONE;
  }

  /** Without stop words, unless there is nothing else; the same array where there are none. */
  private tellingOf(clauses: readonly Query[]): readonly Query[] {
    let silent = 0;
    for (const clause of clauses) if (this.saysNothing(clause)) silent++;
    return silent === 0 || silent === clauses.length ? clauses : clauses.filter((clause) => !this.saysNothing(clause));
  }

  /** Stop words that were left out. */
  get ignored(): readonly string[] {
    const { asked, telling } = this;
    if (asked === telling) return NO_TEXTS;
    return asked.flatMap((clause) => (clause.type === 'term' && !telling.includes(clause) ? clause.text : []));
  }

  /** In the order of the query, those that the collection has. */
  get words(): readonly QueryWord[] {
    this.knownWords ??= this.wordsOf();
    return this.knownWords;
  }

  /** Whether a closer look at hits can change their order. */
  get refines(): boolean {
    return this.mayRefine();
  }

  private mayRefine(): boolean {
    const [first, second] = this.words;
    if (first === undefined || second !== undefined) return second !== undefined;
    return first.exact !== null && this.collection.hasOtherForms(first.keys, first.exact);
  }

  /** A clause, or a part of a compound, as it was typed. */
  textOf(planned: Planned): string {
    const clause = this.telling[this.planned.indexOf(planned)];
    if (clause !== undefined) return printFinished(clause);
    return this.words.filter(({ part }) => part)[this.parts.indexOf(planned)]?.text ?? '';
  }

  /** What is known of a key's word in the whole generation, and the book that it is in. */
  known(key: string): KnownWord {
    return this.collection.known(key);
  }

  get book(): object {
    return this.collection.book;
  }

  /** The number of a segment in `KnownWord.lists`. */
  indexOf(segment: Segment): number {
    const { segments } = this;
    let index = 0;
    while (index < segments.length && segments[index]?.segment !== segment) index++;
    return index;
  }

  private wordsOf(): QueryWord[] {
    const words: QueryWord[] = [];
    let place = 0;
    for (const clause of this.asked) {
      const compound = compoundOf(clause);
      if (compound !== null) {
        for (const [i, term] of compound.terms.entries()) {
          if (this.collection.isStop(term)) continue;
          const { keys, rarity } = this.collection.find(this.collection.stems(term, term).map(stemKey));
          const bigram = isSpaceless(term);
          words.push({ text: term, place: place + i, keys, rarity, part: true, bigram, exact: null });
        }
        place += compound.terms.length - 1;
      } else if (clause.type === 'term' && clause.field === 'any' && this.telling.includes(clause)) {
        const { keys, rarity } = this.foundOf(clause);
        const { bigram, exact } = this.read(clause);
        words.push({
          text: clause.text,
          place,
          keys,
          rarity,
          part: false,
          bigram,
          exact: clause.quoted ? null : exact,
        });
      }
      place++;
    }
    return words.filter(({ keys }) => keys[0] !== '');
  }

  private planParts(): Planned[] {
    const { collection } = this;
    const parts = this.words.filter(({ part }) => part);
    if (this.telling.length > 1) {
      for (const { keys } of parts)
        this.terms.push(...keys.map((key) => ({ term: stemOfKey(key) ?? key, field: 'any' as const, stem: true })));
    }
    return parts.map(({ keys, rarity }) => {
      const lists = keys.map((key) => collection.known(key).lists);
      return { type: 'word', keys, lists, field: 'any', rarity, times: 1 };
    });
  }

  /** What is to be marked; excluded words are not. */
  get marks(): Marks {
    return { terms: this.terms, prefixes: this.prefixes, phrases: this.phrases };
  }

  /** The clauses as lists of words over one segment; null where one of them, or what is excluded, needs windows. */
  plainClauses(segment: Segment): PlainClause[] | null {
    if (this.clauses.length === 0 || this.excluded.length > 0) return null;
    const index = this.indexOf(segment);
    const clauses: PlainClause[] = [];
    for (const clause of this.clauses) {
      const parts = partsOf(clause, segment, index);
      if (parts === null) return null;
      clauses.push(parts);
    }
    return clauses;
  }

  /** The query as one phrase; null where it is anything else. */
  get plainPhrase(): PlainPhrase | null {
    const [phrase] = this.clauses;
    return phrase?.type === 'phrase' && this.clauses.length === 1 && this.excluded.length === 0 ? phrase : null;
  }

  private plan(query: Query, marked: boolean): Planned {
    switch (query.type) {
      case 'term':
        return this.planTerm(query, marked);
      case 'prefix': {
        if (marked) this.prefixes.push(query);
        return this.group(expandPrefix(this.segments, query.prefix, false, COUNTED_WORDS), query.field, 1);
      }
      case 'fuzzy': {
        const { term, field } = query;
        const near = expandFuzzy(this.segments, term);
        if (marked) this.terms.push(...[term, ...near.terms].map((word) => ({ term: word, field, stem: false })));
        const exact: Planned = { type: 'word', ...this.collection.find([term]), field, times: 1 };
        return { type: 'or', clauses: [exact, this.group(near, field, FUZZY_WEIGHT)] };
      }
      case 'phrase': {
        const { terms, slop, field } = query;
        const wordings = query.compound === true ? [terms] : wordingsOf(query, this.collection.partsOf);
        if (marked) this.markPhrase(wordings, slop, field);
        const weight = query.compound === true && field === 'any' ? COMPOUND_WEIGHT : 1;
        const worth = weight * [...new Set(terms)].reduce((sum, term) => sum + this.collection.known(term).rarity, 0);
        return { type: 'phrase', wordings, slop, field, worth };
      }
      case 'and':
      case 'or':
        return { type: query.type, clauses: query.clauses.map((clause) => this.plan(clause, marked)) };
      case 'not':
        return { type: 'not', clause: this.plan(query.clause, false) };
      case 'all':
        return { type: 'all' };
    }
  }

  private planTerm(query: Term, marked: boolean): Planned {
    const { term, field, complete, times = 1 } = query;
    if (marked) this.mark(query);
    const { keys, lists, rarity } = this.foundOf(query);
    const exact: Planned = { type: 'word', keys, lists, rarity, field, times };
    if (!complete || this.paragraphsOf(query) >= COMPLETE_BELOW) return exact;
    if (marked) this.prefixes.push({ prefix: term, field });
    const longer = this.group(expandPrefix(this.segments, term, true, COUNTED_WORDS), field, COMPLETION_WEIGHT);
    return { type: 'or', clauses: [exact, longer] };
  }

  private read({ term, exact }: Term): ReadWord {
    return this.collection.read(term, exact);
  }

  private foundOf(query: Term): FoundWord {
    if (query.quoted || query.also !== undefined) return this.collection.find(this.keysOf(query));
    return this.read(query).found;
  }

  /** The sum of what its keys find. */
  private paragraphsOf(query: Term): number {
    if (!query.quoted && query.also === undefined) return this.read(query).paragraphs;
    return this.keysOf(query).reduce((sum, key) => sum + this.collection.known(key).frequency, 0);
  }

  private mark(query: Term): void {
    const { field, quoted, also } = query;
    if (quoted || also !== undefined || field !== 'any') {
      for (const stem of this.stemsOf(query)) this.terms.push({ term: stem, field, stem: !quoted });
    } else {
      for (const mark of this.read(query).marks) this.terms.push(mark);
    }
  }

  private markPhrase(wordings: readonly (readonly string[])[], slop: number, field: Field): void {
    for (const terms of wordings) {
      const [term = ''] = terms;
      if (terms.length === 1) this.terms.push({ term, field, stem: false });
      else this.phrases.push({ terms, slop, field });
    }
  }

  private keysOf(query: Term): string[] {
    const stems = this.stemsOf(query);
    return query.quoted ? stems : stems.map(stemKey);
  }

  private stemsOf(query: Term): string[] {
    if (query.quoted) return [query.term];
    const words = [query, ...(query.also ?? [])];
    return [...new Set(words.flatMap(({ term, exact }) => this.collection.stems(term, exact)))];
  }

  /** A stop word of the folder's languages, on its own and out of quotes. */
  private saysNothing(query: Query): boolean {
    return query.type === 'term' && !query.quoted && query.field === 'any' && this.read(query).isStop;
  }

  /** Words that count as one: as rare as the paragraphs that have any of them. */
  private group({ numbers, words, note }: Expansion, field: Field, weight: number): Planned {
    if (note !== null) this.notes.push(note);
    const counted = words <= COUNTED_WORDS;
    const groups = new Map<Segment, Group>();
    let have = 0;
    for (const [i, live] of this.segments.entries()) {
      const { segment, removed } = live;
      const group: Group = { numbers: numbers[i] ?? [], flat: null };
      groups.set(segment, group);
      const [first = -1] = group.numbers;
      if (group.numbers.length > 1) {
        if (counted) group.flat = mergedOf(segment, group.numbers);
        have +=
          group.flat === null
            ? countSet(segment, group.numbers, removed)
            : countLive(group.flat, removed?.paragraphs ?? null);
      } else if (first >= 0) {
        have += liveFrequency(live, first);
      }
    }
    const worth = weight * inverseFrequency(have, this.collection.paragraphs);
    return { type: 'group', groups, counted, field, worth };
  }
}

const NONE: readonly Planned[] = [];
const NO_TEXTS: readonly string[] = [];

function hasCompound(clauses: readonly Query[]): boolean {
  for (const clause of clauses) if (compoundOf(clause) !== null) return true;
  return false;
}

/** The parts of one word that stands in the query, in any field: a clause, or one of two ways to read it. */
function compoundOf(clause: Query): (Query & { type: 'phrase' }) | null {
  const first = clause.type === 'or' ? clause.clauses[0] : clause;
  return first?.type === 'phrase' && first.compound === true && first.field === 'any' ? first : null;
}

/** How many live paragraphs have any of some words. */
function countSet(segment: Segment, numbers: readonly number[], removed: Removed | null): number {
  const { matched } = groupSets(segment, numbers);
  return countBits(removed === null ? matched : without(matched, removed.paragraphs));
}
